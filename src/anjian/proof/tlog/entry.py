"""What one entry of the log is: 32 bytes that commit to a digest and tell nothing of it without the salt.

>>> entry_of(kind="evidence", digest=bytes(32), salt=bytes(32)).hex()[:16]
'4163cc298fafd01a'
"""

from __future__ import annotations

import hashlib

LABEL = b"anjian/log-entry/1\x00"
SALT_SIZE = DIGEST_SIZE = 32


def entry_of(*, kind: str, digest: bytes, salt: bytes) -> bytes:
    """Return the entry: SHA-256 over the label, the salt, the kind, a zero byte and the digest.

    Raises ValueError when salt or digest has not 32 bytes, or the kind is empty or not plain ASCII.
    """
    if len(salt) != SALT_SIZE or len(digest) != DIGEST_SIZE:
        message = "salt and digest have 32 bytes each"
        raise ValueError(message)
    if not kind or not kind.isascii() or "\x00" in kind:
        message = "the kind of an entry is a plain word"
        raise ValueError(message)
    return hashlib.sha256(LABEL + salt + kind.encode() + b"\x00" + digest).digest()
