"""The virus check of the site: a program or a daemon of its choice, asked by the worker.

Nothing is taken away because of what it says: a suspicious file may be exactly the evidence. It is
only never opened in a page. The daemon speaks clamd's INSTREAM protocol.
"""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_PIECE = 256 * 1024
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """``clean``, ``suspicious`` or ``failed``, in the checker's own words."""

    state: str
    detail: str
    checker: str


def check(path: Path, checker: str) -> Verdict | None:
    """Have a file checked; None when the site has set no checker.

    ``checker`` is ``clamd://host:port``, ``clamd:///socket`` or a command in which ``{path}`` stands
    for the file (exit status 0 clean, 1 suspicious, as clamscan's).
    """
    if not checker:
        return None
    try:
        if checker.startswith("clamd://"):
            return _ask_daemon(path, checker)
        return _run(path, checker)
    except (OSError, subprocess.SubprocessError, ValueError) as problem:
        return Verdict("failed", f"检查程序没有应答：{problem}"[:200], checker)


def _run(path: Path, command: str) -> Verdict:
    words = [word.replace("{path}", str(path)) for word in shlex.split(command)]
    done = subprocess.run(
        words, capture_output=True, timeout=_SECONDS, check=False, text=True, errors="replace"
    )
    said = (done.stdout.strip() or done.stderr.strip()).replace(str(path), "")[-200:]
    state = {0: "clean", 1: "suspicious"}.get(done.returncode, "failed")
    return Verdict(state, said, words[0])


def _ask_daemon(path: Path, address: str) -> Verdict:
    place = urlsplit(address)
    if place.hostname:
        line = socket.create_connection((place.hostname, place.port or 3310), timeout=30)
    else:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(30)
        line.connect(place.path)
    with line, path.open("rb") as stream:
        line.settimeout(_SECONDS)
        line.sendall(b"zINSTREAM\0")
        while piece := stream.read(_PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        said = b""
        while part := line.recv(4096):
            said += part
    text = said.rstrip(b"\0\n").decode("utf-8", "replace")
    state = "clean" if text.endswith("OK") else "suspicious" if text.endswith("FOUND") else "failed"
    return Verdict(state, text, "clamd")
