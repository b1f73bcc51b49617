"""The second copy: what the vault keeps, on another disk or in an object store (S3), seconds later.

A process of its own does it, so that neither a busy server nor an absent database can hold it up. It reads
the files only. In one round, for every part that has grown:

1. read the chain from where the copy ends, whole lines only; they say which bytes of the media are sure;
2. put these bytes and these lines as one new object each; objects are written once and never changed;
3. note in the part's folder how far the copy is.

When the other place fails, the rounds go on until it is back, and everything missed is put then.
Names, below ``<organisation>/<part>/``: ``part.json``, ``media/<first>-<last>``, ``chain/<first>-<last>``,
``end.json``. Joined in order the pieces are the files of the part; of two that begin alike the longer
one counts.
"""

from __future__ import annotations

import json
import logging
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from anjian.proof.recording import CHAIN, END, MEDIA, PART, BrokenPart, Line
from anjian.recordings.held import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

STATE, COPIED = ".copy.json", "copied.json"
PIECE = 16 * 1024 * 1024
"""Bytes put at once; a backlog goes in pieces of about this size."""
ROUND_S, SLOWEST_S = 1.0, 10.0


class Target(Protocol):
    """Another place, where things are written once under a name."""

    def put(self, name: str, data: bytes) -> None:
        """Keep it; raises OSError when it cannot."""

    def names(self, prefix: str) -> set[str]:
        """Return the names there are below a prefix."""

    def get(self, name: str) -> bytes:
        """Return what is kept under a name."""


class FolderTarget:
    """A folder on another disk. It must be there: an empty mount point is not filled by mistake."""

    def __init__(self, root: Path) -> None:
        """Name the folder."""
        self._root = root

    def put(self, name: str, data: bytes) -> None:
        """Write it whole and force it to disk."""
        if not self._root.is_dir():
            raise FileNotFoundError(2, "目录不存在", str(self._root))
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        write_whole(path, data)

    def names(self, prefix: str) -> set[str]:
        """Return the names below a folder of it."""
        below = self._root / prefix
        return {str(p.relative_to(self._root)) for p in below.rglob("*") if p.is_file()}

    def get(self, name: str) -> bytes:
        """Read it."""
        return (self._root / name).read_bytes()


class ObjectTarget:
    """A bucket, or a folder in one; keys and address come from the usual AWS_… variables."""

    def __init__(self, url: str) -> None:
        """Open the store; nothing is asked of it yet."""
        from datetime import timedelta

        from obstore.store import from_url

        self._store: Any = from_url(
            url,
            client_options={
                "timeout": timedelta(seconds=20),
                "connect_timeout": timedelta(seconds=5),
                # Options given here hide the variable of this name.
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true"},
            },
            retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=10)},
        )

    def put(self, name: str, data: bytes) -> None:
        """Put an object."""
        self._ask(lambda: self._store.put(name, data))

    def names(self, prefix: str) -> set[str]:
        """List objects."""
        found: set[str] = set()

        def listed() -> None:
            found.update(meta["path"] for batch in self._store.list(prefix) for meta in batch)

        self._ask(listed)
        return found

    def get(self, name: str) -> bytes:
        """Get an object."""
        return bytes(self._ask(lambda: self._store.get(name).bytes()))

    @staticmethod
    def _ask(work: Callable[[], Any]) -> Any:
        from obstore.exceptions import BaseError

        try:
            return work()
        except BaseError as problem:
            raise OSError(5, str(problem).split("\n", 1)[0][:300]) from problem


def target_of(url: str) -> Target:
    """Return the place a setting names (``file:///folder`` or ``s3://bucket/prefix``)."""
    parts = urlsplit(url)
    return FolderTarget(Path(parts.path)) if parts.scheme == "file" else ObjectTarget(url)


@dataclass(slots=True)
class _Copied:
    """How far one part's copy is: chunks, bytes of media and of chain, whether its end is there."""

    folder: Path
    chunks: int = 0
    bytes: int = 0
    chain: int = 0
    about: bool = False
    ended: bool = False
    checked: bool = field(default=False)

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"


class Copier:
    """Copies a vault to a target, round by round."""

    def __init__(
        self,
        root: Path,
        target: Target,
        url: str,
        now_ms: Callable[[], int] = lambda: int(time.time() * 1000),
    ) -> None:
        """Take where parts lie, where they go, and the clock for the state."""
        self._root, self._target, self._url, self._now_ms = root, target, url, now_ms
        self._parts: dict[Path, _Copied] = {}
        self._seen: dict[Path, int] = {}
        self._failing_since = 0

    def run(self, ending: Callable[[], bool]) -> None:
        """Copy until told to end."""
        pause = ROUND_S
        while not ending():
            pause = ROUND_S if self.round() else min(pause * 1.5, SLOWEST_S)
            until = time.monotonic() + pause
            while not ending() and time.monotonic() < until:
                time.sleep(0.1)

    def round(self) -> bool:
        """Copy everything that is new and say how it went; False when the target failed."""
        problem = ""
        try:
            for part in self._open_parts():
                self._copy(part)
        except OSError as error:
            problem = (error.strerror or str(error))[:200]
            self._failing_since = self._failing_since or self._now_ms()
            log.warning("second copy not written: %s", error)
        if not problem:
            self._failing_since = 0
        state = {
            "at_ms": self._now_ms(),
            "target": self._url,
            "problem": problem,
            "failing_since_ms": self._failing_since,
        }
        if self._root.is_dir():
            _note(self._root / STATE, state)
        return not problem

    def _open_parts(self) -> Iterator[_Copied]:
        for org in self._root.glob("*-*-*-*-*"):
            changed = org.stat().st_mtime_ns
            if self._seen.get(org) != changed:
                self._seen[org] = changed
                for folder in org.iterdir():
                    if (folder / PART).exists():
                        self._parts.setdefault(folder, self._known(folder))
                    else:
                        # Its making is not finished: look again in the next round.
                        self._seen.pop(org, None)
        # A part whose end is there is never read again.
        yield from [part for part in self._parts.values() if not part.ended]

    def _known(self, folder: Path) -> _Copied:
        try:
            found = json.loads((folder / COPIED).read_bytes())
        except (OSError, ValueError):
            return _Copied(folder)
        if found.get("target") != self._url:
            return _Copied(folder)
        return _Copied(
            folder, found["chunks"], found["bytes"], found["chain"], about=True, ended=bool(found["ended"])
        )

    def _copy(self, part: _Copied) -> None:
        if not part.checked:
            self._look(part)
        if not part.about:
            self._target.put(f"{part.name}/{PART}", (part.folder / PART).read_bytes())
            part.about = True
            self._note(part)
        while self._copy_piece(part):
            self._note(part)
        end = part.folder / END
        if end.exists() and not self._behind(part):
            self._target.put(f"{part.name}/{END}", end.read_bytes())
            part.ended = True
            self._note(part)

    def _behind(self, part: _Copied) -> bool:
        return (part.folder / CHAIN).stat().st_size > part.chain

    def _look(self, part: _Copied) -> None:
        """See once what the target really holds: a killed copier noted less, an emptied disk holds less."""
        names = self._target.names(f"{part.name}/")
        pieces = _pieces(names, part.name)
        reached = pieces[-1][1] + 1 if pieces else 0
        part.about = f"{part.name}/{PART}" in names
        part.ended = False
        part.chunks = part.bytes = part.chain = 0
        with (part.folder / CHAIN).open("rb") as stream:
            while part.chunks < reached and (raw := stream.readline()).endswith(b"\n"):
                line = Line.read(raw[:-1])
                part.chunks, part.bytes, part.chain = line.n + 1, line.at + line.len, part.chain + len(raw)
        part.checked = True

    def _copy_piece(self, part: _Copied) -> bool:
        """Put the next chunks as one piece; False when there are none."""
        with (part.folder / CHAIN).open("rb") as stream:
            stream.seek(part.chain)
            raw = stream.read(1 << 20)
        lines: list[Line] = []
        size = taken = 0
        for piece in raw.split(b"\n")[:-1]:
            try:
                line = Line.read(piece)
            except BrokenPart as broken:
                raise OSError(5, f"{part.folder.name}：{broken}") from broken
            if lines and size + line.len > PIECE:
                break
            lines.append(line)
            size, taken = size + line.len, taken + len(piece) + 1
        if not lines:
            return False
        handle = os.open(part.folder / MEDIA, os.O_RDONLY)
        try:
            media = os.pread(handle, size, part.bytes)
        finally:
            os.close(handle)
        if len(media) != size:
            raise OSError(5, f"{part.folder.name}：录像文件短于其哈希链")
        span = f"{lines[0].n:08}-{lines[-1].n:08}"
        self._target.put(f"{part.name}/media/{span}", media)
        self._target.put(f"{part.name}/chain/{span}", raw[:taken])
        part.chunks, part.bytes, part.chain = lines[-1].n + 1, part.bytes + size, part.chain + taken
        return True

    def _note(self, part: _Copied) -> None:
        _note(
            part.folder / COPIED,
            {
                "target": self._url,
                "chunks": part.chunks,
                "bytes": part.bytes,
                "chain": part.chain,
                "ended": part.ended,
            },
        )


def _note(path: Path, said: dict[str, Any]) -> None:
    """Keep a small note; a full disk of our own must not stop the copying to another."""
    try:
        staged = path.with_name(f".{path.name}.new")
        staged.write_text(json.dumps(said), encoding="utf-8")
        staged.replace(path)
    except OSError as error:
        log.warning("state of the second copy not noted: %s", error)


def _pieces(names: set[str], part: str) -> list[tuple[int, int]]:
    """Return the pieces that make up the part without a hole, each there as media and as chain.

    A copier killed between two puts leaves a piece that a longer one of the same beginning replaces.
    """
    whole: dict[int, int] = {}
    for name in names:
        if name.startswith(f"{part}/media/") and name.replace("/media/", "/chain/") in names:
            first, last = _span(name)
            whole[first] = max(last, whole.get(first, -1))
    found: list[tuple[int, int]] = []
    at = 0
    while at in whole:
        found.append((at, whole[at]))
        at = whole[at] + 1
    return found


def _span(name: str) -> tuple[int, int]:
    first, _dash, last = name.rpartition("/")[2].partition("-")
    return int(first), int(last)


def restore(target: Target, name: str, folder: Path) -> None:
    """Bring the files of a part back from the second copy (``name`` is organisation/part)."""
    names = target.names(f"{name}/")
    folder.mkdir(parents=True)
    for file, kind in ((MEDIA, "media"), (CHAIN, "chain")):
        with (folder / file).open("wb") as stream:
            for first, last in _pieces(names, name):
                stream.write(target.get(f"{name}/{kind}/{first:08}-{last:08}"))
    for file in (PART, END):
        if f"{name}/{file}" in names:
            (folder / file).write_bytes(target.get(f"{name}/{file}"))
