"""Every way we could think of to change a bundle, drawn at random; with the item a checker must name.

Three kinds of hands: a stranger who changes bytes of the file or of single files in it (here), one who has no
key of the bureau but seals everything anew with his own, and an insider who holds the sealing key itself
(`forgeries`).
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from anjian.proof import zipform
from tests.unit.proof.forgeries import FORGERS, INSIDERS
from tests.unit.proof.mutated import CUSTODY, EVENTS, MANIFEST, PROOFS, SEAL, Members, Mutated


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
