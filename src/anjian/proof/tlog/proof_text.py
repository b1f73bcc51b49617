"""Proof of one entry as a text file (c2sp.org/tlog-proof@v1): index, audit path, checkpoint.

The extra line carries what is needed to compute the entry again, as JSON in canonical form:
``{"digest": …, "kind": …, "salt": …}``, digest and salt in hex. It is not to be believed by itself: whoever
checks takes the digest of the thing before him and sees that the entry follows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from anjian.kit.canonical import canonical_bytes
from anjian.proof.tlog import note, tree
from anjian.proof.tlog.checkpoint import Checkpoint, opened
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import BadNote, Verifier

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofText:
    """The parts of a proof file; ``hashes`` from the leaf's sibling up, ``checkpoint`` the signed note."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        """The file."""
        extra = (f"extra {note.encode(self.extra)}",) if self.extra else ()
        lines = (HEADER, *extra, f"index {self.index}", *(note.encode(part) for part in self.hashes))
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> ProofText:
        """Read a proof file; raises BadNote when it is not written as it must be."""
        head, gap, signed = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not gap:
            raise BadNote("not a proof")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = note.decode(lines.pop(0).removeprefix("extra "))
        found = _INDEX.fullmatch(lines[0]) if lines else None
        if found is None:
            raise BadNote("a proof names its index")
        hashes = tuple(note.decode(line) for line in lines[1:])
        if any(len(part) != tree.HASH_SIZE for part in hashes) or len(hashes) > 63:
            raise BadNote("a path is made of hashes")
        return cls(index=int(found[1]), hashes=hashes, checkpoint=signed, extra=extra)

    def proves(self, entry: bytes, verifier: Verifier) -> Checkpoint:
        """Return the checkpoint under which the entry stands; raises BadNote when it does not."""
        head = opened(self.checkpoint, verifier)
        leaf = tree.leaf_hash(entry)
        if not tree.check_inclusion(
            index=self.index, size=head.size, leaf=leaf, proof=self.hashes, root=head.root
        ):
            raise BadNote("the entry does not stand at this place of the log")
        return head


@dataclass(frozen=True, slots=True)
class Extra:
    """What the entry was made of, as the extra line of a proof carries it."""

    kind: str
    digest: str
    salt: str

    def __bytes__(self) -> bytes:
        """The canonical JSON of the extra line."""
        return canonical_bytes({"kind": self.kind, "digest": self.digest, "salt": self.salt})

    @property
    def entry(self) -> bytes:
        """The entry computed from it; raises ValueError when it cannot be one."""
        return entry_of(kind=self.kind, digest=bytes.fromhex(self.digest), salt=bytes.fromhex(self.salt))

    @classmethod
    def parse(cls, data: bytes) -> Extra:
        """Read the extra line of one of our proofs; raises BadNote."""
        try:
            said = json.loads(data)
            if not isinstance(said, dict) or set(said) != {"kind", "digest", "salt"}:
                raise BadNote("not the extra data of a proof of ours")
            found = cls(str(said["kind"]), str(said["digest"]), str(said["salt"]))
            len(found.entry)
        except (ValueError, RecursionError) as problem:
            raise BadNote("not the extra data of a proof of ours") from problem
        return found


def proof_text(*, kind: str, digest: str, salt: str, index: int, hashes: Sequence[str], signed: str) -> str:
    """Return the proof file of an item; digests, salt and path in hex, ``signed`` the checkpoint note."""
    path = tuple(bytes.fromhex(part) for part in hashes)
    extra = bytes(Extra(kind, digest, salt))
    return str(ProofText(index=index, hashes=path, checkpoint=signed, extra=extra))
