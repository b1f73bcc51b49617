"""A transparency log as strangers read it: RFC 6962 tree, C2SP tiles, notes, checkpoints, proofs.

Everything here is pure: hashes and texts in, hashes and texts out. Specifications: RFC 6962 section 2.1,
c2sp.org/tlog-tiles, c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature,
c2sp.org/tlog-witness, c2sp.org/tlog-proof. What of it Anjian uses is in `docs/reference/log-format.md`.
"""
