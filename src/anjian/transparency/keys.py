"""Where the key of a log lies, and the memory of its newest checkpoint beside the database."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from anjian.proof.signing import load_or_create_key
from anjian.proof.tlog.note import NoteSigner


def signer(org_id: UUID, origin: str) -> NoteSigner:
    """Return the signing key of an organisation's log; it is made where there is none."""
    return NoteSigner(origin, load_or_create_key(_folder() / f"log-{org_id}.pem"))


def remembered(org_id: UUID) -> str:
    """Return the newest checkpoint this machine signed, empty when it remembers none.

    It lies outside the database, so that a database set back is not taken for the log of today.
    """
    try:
        return (_folder() / f"log-{org_id}.checkpoint").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def remember(org_id: UUID, signed: str) -> None:
    """Keep a signed checkpoint as the newest, safely on disk before this returns."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"log-{org_id}.checkpoint"
    staged = target.with_name(f".{target.name}.{os.getpid()}")
    with staged.open("w", encoding="utf-8") as file:
        file.write(signed)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(target)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "keys"
