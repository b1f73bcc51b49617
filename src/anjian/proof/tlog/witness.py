"""A witness (c2sp.org/tlog-witness): remembers the longest head of each log, cosigns only what continues it.

The state is a folder: ``witness.json`` (name), ``witness.pem`` (key), ``logs/<sha256 of origin>.json`` (one
log: vkey, size, root, checkpoint) and ``refused/`` (what was refused, as evidence). Every change is on disk,
under its final name, before an answer goes out; one process holds the folder at a time.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from anjian.proof.signing import load_or_create_key
from anjian.proof.tlog import checkpoint as heads
from anjian.proof.tlog import note, tree
from anjian.proof.tlog.cosignature import Cosigner
from anjian.proof.tlog.note import BadNote, Verifier

MAX_PROOF = 63
SIZE_TYPE = "text/x.tlog.size"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: HTTP status, body, its type."""

    status: int
    body: str
    type: str = TEXT


@dataclass(frozen=True, slots=True)
class Known:
    """A log the witness follows, and the newest head it cosigned (size 0 before the first)."""

    vkey: str
    size: int = 0
    root: str = ""
    checkpoint: str = ""
    cosigned_at: int = 0

    @property
    def verifier(self) -> Verifier:
        """The key of the log."""
        return Verifier.parse(self.vkey)


@dataclass(frozen=True, slots=True)
class Request:
    """The body of add-checkpoint, taken apart."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: str

    def __str__(self) -> str:
        """The body as it is sent."""
        lines = "".join(f"{note.encode(part)}\n" for part in self.proof)
        return f"old {self.old}\n{lines}\n{self.checkpoint}"

    @classmethod
    def parse(cls, body: bytes) -> Request:
        """Read a body; raises BadNote when it is not written as it must be."""
        try:
            head, gap, signed = body.decode().partition("\n\n")
        except UnicodeDecodeError as problem:
            raise BadNote("not UTF-8") from problem
        first, *lines = head.split("\n")
        word, _, number = first.partition(" ")
        if not gap or word != "old" or not number.isascii() or not number.isdigit() or len(number) > 19:
            raise BadNote("no old size")
        if str(int(number)) != number or len(lines) > MAX_PROOF:
            raise BadNote("old size or proof not written as they must be")
        proof = tuple(note.decode(line) for line in lines)
        if any(len(part) != tree.HASH_SIZE for part in proof):
            raise BadNote("a proof is made of hashes")
        return cls(int(number), proof, signed)


class Witness:
    """A witness with its folder. Use :meth:`create` once, then open it; only one process may."""

    def __init__(self, folder: Path, *, clock: Callable[[], float]) -> None:
        """Open the folder for work; raises FileNotFoundError before `create`, BlockingIOError if in use."""
        said = json.loads((folder / "witness.json").read_text(encoding="utf-8"))
        self.folder, self._clock, self._lock = folder, clock, threading.Lock()
        self._held: IO[str] = (folder / "lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._held.close()
            raise
        self.cosigner = Cosigner(said["name"], load_or_create_key(folder / "witness.pem"))

    def close(self) -> None:
        """Let go of the folder."""
        self._held.close()

    @staticmethod
    def create(folder: Path, name: str) -> Verifier:
        """Make a witness with a key of its own; the same folder again keeps its key. Raises ValueError."""
        if not note.valid_name(name):
            message = "a witness's name has no spaces and no plus sign"
            raise ValueError(message)
        (folder / "logs").mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "refused").mkdir(exist_ok=True, mode=0o700)
        kept = folder / "witness.json"
        if kept.exists():
            name = json.loads(kept.read_text(encoding="utf-8"))["name"]
        else:
            write_through(kept, json.dumps({"name": name}, ensure_ascii=False))
        return Cosigner(name, load_or_create_key(folder / "witness.pem")).verifier

    def add_log(self, vkey: str) -> Known:
        """Follow a log from now on; see :meth:`follow`."""
        return self.follow(self.folder, vkey)

    @staticmethod
    def follow(folder: Path, vkey: str) -> Known:
        """Follow a log from now on, also beside a witness at work; the same log again changes nothing.

        Raises BadNote for a log that is followed with another key, FileNotFoundError before `create`.
        """
        verifier = Verifier.parse(vkey)
        target = folder / "logs" / f"{hashlib.sha256(verifier.name.encode()).hexdigest()}.json"
        if not target.parent.is_dir():
            raise FileNotFoundError(folder)
        if not target.exists():
            # Only where nothing is known yet: what a witness has seen is never written over.
            write_through(target, _text(Known(str(verifier))), replace=False)
        known = _known(target.read_text(encoding="utf-8"))
        if known.vkey != str(verifier):
            raise BadNote("this log is followed with another key already")
        return known

    def logs(self) -> list[Known]:
        """Every log that is followed."""
        found = sorted((self.folder / "logs").glob("*.json"))
        return [_known(path.read_text(encoding="utf-8")) for path in found]

    def known(self, origin: str) -> Known | None:
        """What is remembered of a log; None when it is not followed."""
        try:
            return _known(self._file(origin).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def refusals(self) -> int:
        """How many submissions signed by a log's own key were refused because they do not continue it."""
        return sum(1 for _ in (self.folder / "refused").glob("*.txt"))

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer a submission; what is accepted is on disk before this returns."""
        try:
            request = Request.parse(body)
            head, signed = heads.read(request.checkpoint)
        except BadNote as problem:
            return Answer(400, f"{problem}\n")
        with self._lock:
            known = self.known(head.origin)
            if known is None:
                return Answer(404, "this log is not followed here\n")
            try:
                if not note.verified(signed, (known.verifier,)):
                    return Answer(403, "not signed by the key of the log\n")
            except BadNote as problem:
                return Answer(403, f"{problem}\n")
            if request.old > head.size:
                return Answer(400, "the old size is larger than the checkpoint\n")
            return self._judge(request, head, signed, known, body)

    def _judge(
        self, request: Request, head: heads.Checkpoint, signed: note.Note, known: Known, body: bytes
    ) -> Answer:
        if request.old != known.size:
            if head.size < known.size or (head.size == known.size and head.root.hex() != known.root):
                self._refuse(body)
            return Answer(409, f"{known.size}\n", SIZE_TYPE)
        if head.size == known.size and known.checkpoint and head.root.hex() != known.root:
            self._refuse(body)
            return Answer(409, f"{known.size}\n", SIZE_TYPE)
        old_root = bytes.fromhex(known.root) if known.size else tree.EMPTY_ROOT
        if not tree.check_consistency(
            old=known.size, new=head.size, proof=request.proof, old_root=old_root, new_root=head.root
        ):
            self._refuse(body)
            return Answer(422, "the checkpoint does not continue the one cosigned before\n")
        time = int(self._clock())
        line = self.cosigner.cosign(signed.text, time=time)
        kept = Known(known.vkey, head.size, head.root.hex(), request.checkpoint, time)
        self._keep(head.origin, kept)
        return Answer(200, line.line())

    def _refuse(self, body: bytes) -> None:
        name = f"{int(self._clock())}-{hashlib.sha256(body).hexdigest()[:16]}.txt"
        write_through(self.folder / "refused" / name, body.decode())

    def _keep(self, origin: str, known: Known) -> None:
        write_through(self._file(origin), _text(known))

    def _file(self, origin: str) -> Path:
        return self.folder / "logs" / f"{hashlib.sha256(origin.encode()).hexdigest()}.json"


def _known(text: str) -> Known:
    said: dict[str, Any] = json.loads(text)
    return Known(
        str(said["vkey"]),
        int(said["size"]),
        str(said["root"]),
        str(said["checkpoint"]),
        int(said["cosigned_at"]),
    )


def _text(known: Known) -> str:
    said = {
        "vkey": known.vkey,
        "size": known.size,
        "root": known.root,
        "checkpoint": known.checkpoint,
        "cosigned_at": known.cosigned_at,
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def write_through(target: Path, text: str, *, replace: bool = True) -> None:
    """Put a file in its place whole or not at all, and on disk before this returns.

    Without ``replace`` a file that is there already stays as it is.
    """
    staged = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")
    with staged.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        staged.replace(target)
    else:
        with suppress(FileExistsError):
            os.link(staged, target)
        staged.unlink()
    handle = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
