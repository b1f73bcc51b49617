"""A copy of a part that players can seek in: the same packets in a file with length and index (PyAV).

Nothing is decoded. A recording cut off in the middle gives a copy up to there.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anjian.kit.blobs import Digest, Store

LIMIT = 64 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remuxed:
    """A copy in a temporary file, or why there is none; with the recipe by which it can be made again."""

    path: Path | None
    recipe: dict[str, Any]
    failure: str = ""

    def keep(self, store: Store) -> Digest:
        """Put the copy into the store and remove the temporary file."""
        assert self.path is not None  # noqa: S101  asked only when there is one
        try:
            with self.path.open("rb") as stream:
                return store.put_stream(stream, limit=LIMIT)
        finally:
            self.path.unlink(missing_ok=True)


def remux(original: Path) -> Remuxed:
    """Copy the packets of a WebM recording into a WebM file with duration and cues."""
    import av

    recipe = {"tool": "PyAV", "version": av.__version__, "do": "remux", "container": "webm"}
    handle, name = tempfile.mkstemp(suffix=".webm")
    os.close(handle)
    target = Path(name)
    try:
        with av.open(str(original), format="matroska") as source, av.open(name, "w", format="webm") as copy:
            streams = {
                s.index: copy.add_stream_from_template(s)
                for s in source.streams
                if s.type in {"audio", "video"}
            }
            for packet in source.demux():
                if packet.dts is None or packet.stream.index not in streams:
                    continue
                packet.stream = streams[packet.stream.index]
                copy.mux(packet)
    except (av.FFmpegError, ValueError, OSError) as problem:
        target.unlink(missing_ok=True)
        return Remuxed(path=None, recipe=recipe, failure=str(problem)[:200] or type(problem).__name__)
    return Remuxed(path=target, recipe=recipe)
