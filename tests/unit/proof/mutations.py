"""Every way we could think of to change a bundle, drawn at random; with the item a checker must name.

Three kinds of hands: a stranger who changes bytes of the file or of single files in it (`BYTES`, `FILES`),
one who has no key of the bureau but seals everything anew with his own (`FORGERS`), and an insider who holds
the sealing key itself, and sometimes the key of the log too (`INSIDERS`).
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sm3_hex
from anjian.proof import pki, zipform
from anjian.proof.chain import GENESIS, entry_hash
from anjian.proof.signing import Signer
from anjian.proof.tlog.checkpoint import Checkpoint
from anjian.proof.tlog.cosignature import with_cosignatures
from anjian.proof.tlog.note import encode
from tests.unit.proof.specimen import a_signer
from tests.unit.proof.whole_specimen import log_signer, witness, world

Members = dict[str, bytes]
MANIFEST, SEAL, EVENTS, CUSTODY = "manifest.json", "manifest.sig", "events.jsonl", "custody.jsonl"
PROOFS, CHECKPOINT = "log/proofs.jsonl", "log/checkpoint"


@dataclass(frozen=True, slots=True)
class Mutated:
    """What came of it: raw bytes of a ZIP or single files, and one of the items that must be named.

    ``known`` says that it can only be found by who knows the published keys.
    """

    expected: frozenset[str]
    raw: bytes | None = None
    members: Members | None = None
    known: bool = False
    zip_only: bool = False


def members_of(raw: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Members) -> bytes:
    """Write files as a ZIP in the one permitted form."""
    rows = [(name, len(data), zlib.crc32(data)) for name, data in members.items()]
    directory = b"".join(map(zipform.central_record, zipform.layout(rows)))
    body = b"".join(zipform.local_header(*row) + members[row[0]] for row in rows)
    return body + directory + zipform.end_records(len(rows), len(directory), len(body))


def owners(raw: bytes, container: str) -> list[str]:
    """Say for every byte of a ZIP whose it is, by the standard library's own reading."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos, start = archive.infolist(), archive.start_dir
    names = [container] * len(raw)
    for info, following in zip(infos, [*[i.header_offset for i in infos[1:]], start], strict=True):
        names[info.header_offset : following] = [info.filename] * (following - info.header_offset)
    for info in infos:
        size = 46 + len(info.filename.encode()) + len(info.extra) + len(info.comment)
        names[start : start + size] = [info.filename] * size
        start += size
    return names


# --- bytes of the ZIP -------------------------------------------------------------------------


def _somewhere(rng: random.Random, raw: bytes) -> tuple[int, int]:
    at = rng.randrange(len(raw))
    return at, min(len(raw) - at, rng.choice([1, 2, rng.randrange(1, 64), rng.randrange(1, 5000)]))


def _bytes(rng: random.Random, raw: bytes) -> tuple[bytes, bool]:
    """Return changed bytes, and whether no more than one short place was touched."""
    at, size = _somewhere(rng, raw)
    to, _ = _somewhere(rng, raw)
    flipped = bytearray(raw)
    flipped[at] ^= 1 << rng.randrange(8)
    block = raw[at : at + size]
    first, second = sorted((at, to))
    if rng.random() < 0.25:
        return bytes(flipped), True
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: raw[:at] + raw[at + size :],
        lambda: raw[:at] + rng.randbytes(size) + raw[at:],
        lambda: raw[:at] + rng.randbytes(size) + raw[at + size :],
        lambda: raw[:at] + bytes(size) + raw[at + size :],
        lambda: raw[:at],
        lambda: raw[at:],
        lambda: raw + rng.randbytes(size),
        lambda: rng.randbytes(size) + raw,
        lambda: raw[:at] + block[::-1] + raw[at + size :],
        lambda: raw[: at + size] + block + raw[at + size :],
        lambda: raw[second:] + raw[first:second] + raw[:first],
        lambda: raw[:to] + block + raw[to + size :],
    )
    return rng.choice(kinds)(), False


def in_bytes(rng: random.Random, raw: bytes, container: str) -> Mutated | None:
    """Change the container's bytes; the owner of the first changed byte must be named.

    Where much was moved or lost, the container may be named, or the list that is no longer found.
    """
    changed, short = _bytes(rng, raw)
    if changed == raw:
        return None
    whose = owners(raw, container)
    both = enumerate(zip(raw, changed, strict=False))
    first = next((n for n, (a, b) in both if a != b), min(len(raw), len(changed)))
    owner = whose[first] if first < len(raw) else container
    return Mutated(frozenset({owner} if short else {owner, container, MANIFEST, SEAL}), raw=changed)


# --- single files, nothing sealed anew --------------------------------------------------------


def in_files(rng: random.Random, raw: bytes) -> Mutated | None:
    """Change files under a manifest that stays as it was."""
    members = members_of(raw)
    names = list(members)
    name, other = rng.sample(names, 2)
    data = members[name]

    def content(new: bytes) -> Mutated | None:
        return None if new == data else Mutated(frozenset({name}), members=members | {name: new})

    def lines(of: str, change: Callable[[list[bytes]], list[bytes]]) -> Mutated | None:
        rows = members[of].splitlines(keepends=True)
        if len(rows) < 2:
            return None
        new = b"".join(change(rows))
        return None if new == members[of] else Mutated(frozenset({of}), members=members | {of: new})

    def exchanged(rows: list[bytes]) -> list[bytes]:
        a, b = rng.sample(range(len(rows)), 2)
        rows[a], rows[b] = rows[b], rows[a]
        return rows

    def dropped(rows: list[bytes]) -> list[bytes]:
        return [row for n, row in enumerate(rows) if n != rng_at % len(rows)]

    rng_at, chained = rng.randrange(1 << 30), rng.choice([EVENTS, CUSTODY, PROOFS])
    place, added = rng.randrange(len(data) + 1), f"added/{rng_at}.bin"
    renamed = {(k + ".x" if k == name else k): v for k, v in members.items()}
    order = [*names]
    rng.shuffle(order)
    kinds: tuple[Callable[[], Mutated | None], ...] = (
        lambda: Mutated(frozenset({name}), members={k: v for k, v in members.items() if k != name}),
        lambda: Mutated(frozenset({added}), members=members | {added: rng.randbytes(9)}),
        lambda: Mutated(frozenset({name}), members=renamed),
        lambda: content(members[other]),
        lambda: None if data == members[other] else Mutated(
            frozenset({name, other}), members=members | {name: members[other], other: data}),
        lambda: content(data[:place]),
        lambda: content(data + rng.randbytes(3)),
        lambda: content(data[:place] + rng.randbytes(1) + data[place:]),
        lambda: content(bytes([data[0] ^ 1]) + data[1:] if data else b"x"),
        lambda: content(data[:-1] + bytes([data[-1] ^ 128]) if data else b"x"),
        lambda: content(b""),
        lambda: lines(chained, exchanged),
        lambda: lines(chained, dropped),
        lambda: lines(chained, lambda rows: [*rows, rows[-1]]),
        lambda: lines(chained, lambda rows: rows[:-1]),
        lambda: None if order == names else Mutated(
            frozenset(a for a, b in zip(order, names, strict=True) if a != b),
            members={k: members[k] for k in order}, zip_only=True),
    )  # fmt: skip
    return rng.choice(kinds)()


# --- everything sealed anew -------------------------------------------------------------------


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


def a_mutation(rng: random.Random, raw: bytes, container: str) -> tuple[str, Mutated]:
    """Draw one change of this bundle; returns its name and what came of it."""
    while True:
        draw = rng.random()
        if draw < 0.45:
            name, found = "bytes", in_bytes(rng, raw, container)
        elif draw < 0.75:
            name, found = "files", in_files(rng, raw)
        else:
            work = rng.choice(INSIDERS if draw < 0.92 else FORGERS)
            name, found = work.__name__.strip("_"), work(rng, members_of(raw))
        if found is not None:
            return name, found


def laid_out(found: Mutated, target: Path, *, folder: bool) -> Path:
    """Write a mutated bundle as ZIP or, where it has single files, as a folder."""
    if found.raw is not None:
        target.write_bytes(found.raw)
    elif folder and not found.zip_only and found.members is not None:
        target = target.with_suffix("")
        for name, data in found.members.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    elif found.members is not None:
        target.write_bytes(packed(found.members))
    return target
