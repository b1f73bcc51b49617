"""Bundles sealed anew after a change: by an insider with the agency's key, or by a forger with his own.

An insider holds the sealing key itself, and sometimes the key of the log too; a forger has none of them.
"""

from __future__ import annotations

import hashlib
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sm3_hex
from anjian.proof import pki
from anjian.proof.chain import GENESIS, entry_hash
from anjian.proof.signing import Signer
from anjian.proof.tlog.checkpoint import Checkpoint
from anjian.proof.tlog.cosignature import with_cosignatures
from anjian.proof.tlog.note import encode
from tests.unit.proof.mutated import CHECKPOINT, CUSTODY, EVENTS, MANIFEST, PROOFS, SEAL, Members, Mutated
from tests.unit.proof.specimen import a_signer
from tests.unit.proof.whole_specimen import log_signer, witness, world


def sealed_anew(
    members: Members, signer: Signer | None = None, *, stamp: bool = True, **changes: Any
) -> Members:
    """Give changed files a manifest and a seal that fit them; ``changes`` replace members of the manifest."""
    manifest = json.loads(members[MANIFEST])
    rows = {row["path"]: row for row in manifest["files"]}
    body = {k: v for k, v in members.items() if k not in {MANIFEST, SEAL}}
    template = next(iter(rows.values()))
    files = []
    for order, (path, data) in enumerate(body.items(), 1):
        blank = {**template, "path": path, "role": "other", "about": {}, "title": path}
        row = dict(rows.get(path) or blank)
        row |= {
            "order": order, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
            "sm3": sm3_hex(data), "crc32": f"{zlib.crc32(data):08x}",
        }  # fmt: skip
        files.append(row)
    manifest |= {"files": files, "streams": _streams(body)} | changes
    if signer is not None:
        manifest["signer"] = signer.describe()
    signer = signer or a_signer()
    raw = canonical_bytes(manifest)
    digest = hashlib.sha256(raw).digest()
    token = world().clock.stamp(digest) if stamp else b""
    seal = signer.seal(manifest_sha256=digest.hex(), manifest_sm3=sm3_hex(raw), timestamp=token)
    return {**body, MANIFEST: raw, SEAL: seal}


def _streams(members: Members) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name in (EVENTS, CUSTODY):
        for line in members.get(name, b"").splitlines():
            record = json.loads(line)
            key = (name, record["stream_id"])
            found[key] = {"file": name, "stream": key[1], "count": record["seq"], "head": record["hash"]}
    return list(found.values())


def records_of(members: Members, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in members[name].splitlines()]


def chained_anew(records: list[dict[str, Any]]) -> bytes:
    """Number and chain changed records again, as an insider would."""
    heads: dict[str, tuple[int, str]] = {}
    out = []
    for record in records:
        body = {k: v for k, v in record.items() if k not in {"prev_hash", "hash"}}
        seq, prev = heads.get(body["stream_id"], (0, GENESIS))
        body["seq"] = seq + 1
        own = entry_hash(prev, body)
        heads[body["stream_id"]] = (seq + 1, own)
        out.append(canonical_bytes({**body, "prev_hash": prev, "hash": own}) + b"\n")
    return b"".join(out)


def _changed_chain(rng: random.Random, members: Members, name: str) -> Members | None:
    records = records_of(members, name)
    at, other = rng.randrange(len(records)), rng.randrange(len(records))
    kind = rng.randrange(4)
    if kind == 0:
        records[at] |= {"by": "张三", "sentence": records[at].get("sentence", "") + "（改）"}
    elif kind == 1:
        del records[at]
    elif kind == 2:
        records.insert(at, {**records[other], "note": "后补"})
    elif records[at]["stream_id"] == records[other]["stream_id"] and at != other:
        records[at], records[other] = records[other], records[at]
    else:
        return None
    new = chained_anew(records)
    return None if new == members[name] else members | {name: new}


def _insider_chain(rng: random.Random, members: Members) -> Mutated | None:
    name = rng.choice([EVENTS, CUSTODY])
    changed = _changed_chain(rng, members, name)
    # Where the last entries went, their proofs are left over; where one was changed, proofs are lacking.
    return changed and Mutated(frozenset({name, PROOFS}), members=sealed_anew(changed))


def _insider_file(rng: random.Random, members: Members) -> Mutated | None:
    rows = json.loads(members[MANIFEST])["files"]
    path = rng.choice([row["path"] for row in rows if row["role"] in {"original", "document"}])
    return Mutated(frozenset({path}), members=sealed_anew(members | {path: rng.randbytes(40)}))


def _insider_exchange(rng: random.Random, members: Members) -> Mutated | None:
    """Give every mark the time stamp, or the signature, of another."""
    ending = rng.choice([".tst", ".sig", ".sm2.sig"])
    one, two = f"marks/001{ending}", f"marks/002{ending}"
    changed = members | {one: members[two], two: members[one]}
    return Mutated(frozenset({"marks/001.json"}), members=sealed_anew(changed))


def _insider_mark(rng: random.Random, members: Members) -> Mutated | None:
    path = f"marks/00{rng.randrange(1, 3)}.json"
    said = json.loads(members[path]) | {"says": "不同意"}
    return Mutated(frozenset({path}), members=sealed_anew(members | {path: canonical_bytes(said)}))


def _insider_pdf(rng: random.Random, members: Members) -> Mutated | None:
    path = "sealed/001-D29.pdf"
    raw = bytearray(members[path])
    drawn = members["documents/001-D29.pdf"]
    at = rng.randrange(len(drawn))
    raw[at] ^= 1 << rng.randrange(8)
    new = rng.choice(
        [bytes(raw), drawn, members[path] + b"\n%%EOF\n", members[path][: -rng.randrange(1, 400)]]
    )
    return Mutated(frozenset({path}), members=sealed_anew(members | {path: new}))


def _insider_proof(rng: random.Random, members: Members) -> Mutated | None:
    proofs = records_of(members, PROOFS)
    one, two = rng.sample(range(len(proofs)), 2)
    kind = rng.randrange(5)
    if kind == 0:
        proofs[one]["index"], proofs[two]["index"] = proofs[two]["index"], proofs[one]["index"]
    elif kind == 1:
        proofs[one]["salt"] = proofs[two]["salt"]
    elif kind == 2:
        proofs[one]["hashes"] = proofs[two]["hashes"][:-1]
    elif kind == 3:
        proofs[one]["digest"] = rng.randbytes(32).hex()
    else:
        del proofs[one]
    raw = b"".join(canonical_bytes(row) + b"\n" for row in proofs)
    lost = {
        PROOFS,
        EVENTS,
        CUSTODY,
        *(k for k in members if k.startswith(("originals/", "documents/", "recordings/"))),
    }
    return Mutated(frozenset(lost), members=sealed_anew(members | {PROOFS: raw}))


def _insider_recording(rng: random.Random, members: Members) -> Mutated | None:
    media, chain = "recordings/R-1/room-1.webm", "recordings/R-1/room-1.chain.jsonl"
    raw = members[media]
    at = rng.randrange(len(raw))
    changes = (
        {media: raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]},
        {media: raw[:at]},
        {media: raw + b"x"},
        {chain: b"".join(members[chain].splitlines(keepends=True)[:-1])},
    )
    return Mutated(frozenset({media}), members=sealed_anew(members | rng.choice(changes)))


def _insider_rollback(rng: random.Random, members: Members) -> Mutated | None:
    """The log is said to be shorter, and its operator signs that anew."""
    manifest = json.loads(members[MANIFEST])
    size = rng.randrange(1, manifest["log"]["size"])
    head = Checkpoint(manifest["log"]["origin"], size, rng.randbytes(32))
    text = with_cosignatures(
        head.signed(log_signer()), witness().cosign(head.text, time=1_780_000_001).line()
    )
    log = manifest["log"] | {"size": size, "root": head.root.hex()}
    return Mutated(
        frozenset({CHECKPOINT, PROOFS}), members=sealed_anew(members | {CHECKPOINT: text.encode()}, log=log)
    )


def _insider_undone(rng: random.Random, members: Members) -> Mutated | None:
    told = json.loads(members["undone.json"])
    told["steps"][0] |= rng.choice([{"seq": 1}, {"undone_by": 900}, {"sentence": "别的步骤"}])
    return Mutated(
        frozenset({"undone.json"}), members=sealed_anew(members | {"undone.json": canonical_bytes(told)})
    )


def _insider_reference(rng: random.Random, members: Members) -> Mutated | None:
    """A file that others refer to is taken out of the manifest as well."""
    victim, owner = rng.choice([("marks/001.tst", "marks/001.json"), ("marks/002.sig", "marks/002.json"),
                                ("certificates/officer.pem", "marks/001.json"), (CHECKPOINT, MANIFEST),
                                ("certificates/authorities.pem", "marks/001.json")])  # fmt: skip
    return Mutated(frozenset({owner}), members=sealed_anew({k: v for k, v in members.items() if k != victim}))


def _forger_seal(rng: random.Random, members: Members) -> Mutated | None:
    """Nothing but the seal is another's."""
    return Mutated(
        frozenset({SEAL}), members=sealed_anew(members, a_signer(rng.randrange(2, 200))), known=True
    )


def _forger_hidden(rng: random.Random, members: Members) -> Mutated | None:
    """Sealed by a stranger under the bureau's own description of its key."""
    raw = members[MANIFEST]
    digest = hashlib.sha256(raw).digest()
    numbers = {"manifest_sha256": digest.hex(), "manifest_sm3": sm3_hex(raw)}
    seal = a_signer(rng.randrange(2, 200)).seal(**numbers, timestamp=world().clock.stamp(digest))
    return Mutated(frozenset({SEAL}), members=members | {SEAL: seal})


def _forger_log(rng: random.Random, members: Members) -> Mutated | None:
    """The same tree, signed by a log and a witness of the forger's own; sealed with the true key."""
    manifest = json.loads(members[MANIFEST])
    head = Checkpoint.parse(members[CHECKPOINT].decode().split("\n\n")[0] + "\n")
    seed = rng.randrange(7, 200)
    cosigner = witness(seed)
    text = with_cosignatures(
        head.signed(log_signer(seed)), cosigner.cosign(head.text, time=1_780_000_002).line()
    )
    log = manifest["log"] | {"key": str(log_signer(seed).verifier), "witnesses": [str(cosigner.verifier)]}
    return Mutated(
        frozenset({CHECKPOINT}),
        members=sealed_anew(members | {CHECKPOINT: text.encode()}, log=log),
        known=True,
    )


def _forger_witness(rng: random.Random, members: Members) -> Mutated | None:
    """A checkpoint signed by the true log, from which the witness is left out."""
    del rng
    manifest = json.loads(members[MANIFEST])
    head = Checkpoint.parse(members[CHECKPOINT].decode().split("\n\n")[0] + "\n")
    log = manifest["log"] | {"witnesses": []}
    text = head.signed(log_signer())
    return Mutated(
        frozenset({CHECKPOINT}),
        members=sealed_anew(members | {CHECKPOINT: text.encode()}, log=log),
        known=True,
    )


def _forger_clock(rng: random.Random, members: Members) -> Mutated | None:
    """Time stamps by a clock of the forger's own, with its certificates beside."""
    other = world(1)
    path = f"marks/00{rng.randrange(1, 3)}"
    token = other.clock.stamp(hashlib.sha256(members[f"{path}.json"]).digest())
    pem = members["certificates/authorities.pem"] + pki.pem(other.authority.root).encode()
    changed = members | {f"{path}.tst": token, "certificates/authorities.pem": pem}
    return Mutated(frozenset({f"{path}.json"}), members=sealed_anew(changed), known=True)


def _forger_note(rng: random.Random, members: Members) -> Mutated | None:
    """A signature line of the checkpoint is bent, and the manifest fits it."""
    lines = members[CHECKPOINT].decode().split("\n")
    at = rng.randrange(4, 6)
    name, coded = lines[at].rsplit(" ", 1)
    lines[at] = f"{name} {encode(rng.randbytes(len(coded) * 3 // 4))}"
    changed = members | {CHECKPOINT: "\n".join(lines).encode()}
    return Mutated(frozenset({CHECKPOINT}), members=sealed_anew(changed))


INSIDERS: tuple[Callable[[random.Random, Members], Mutated | None], ...] = (
    _insider_chain, _insider_file, _insider_exchange, _insider_mark, _insider_pdf, _insider_proof,
    _insider_recording, _insider_rollback, _insider_undone, _insider_reference,
)  # fmt: skip
FORGERS: tuple[Callable[[random.Random, Members], Mutated | None], ...] = (
    _forger_seal, _forger_hidden, _forger_log, _forger_witness, _forger_clock, _forger_note,
)  # fmt: skip
