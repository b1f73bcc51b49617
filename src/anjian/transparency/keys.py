"""Where the key of a log lies, and the memory of its newest checkpoint beside the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from anjian.proof import timestamps
from anjian.proof.signing import load_or_create_key
from anjian.proof.tlog.note import NoteSigner
from anjian.proof.tlog.witness import write_through


def signer(org_id: UUID, origin: str) -> NoteSigner:
    """Return the signing key of an organisation's log; it is made where there is none."""
    return NoteSigner(origin, load_or_create_key(_folder() / f"log-{org_id}.pem"))


def public(org_id: UUID) -> bytes:
    """Return the public key that belongs to the key file, empty when there is none; makes nothing."""
    path = _folder() / f"log-{org_id}.pem"
    return load_or_create_key(path).public_key().public_bytes_raw() if path.exists() else b""


def time_authority() -> timestamps.Authority:
    """Return the time authority of this installation: the local test one unless a setting names another."""
    return timestamps.authority(_folder(), settings.TSA_URL, roots_pem=settings.TSA_ROOTS)


def stamp_roots() -> tuple[str, ...]:
    """Return the certificates in which trust in stamps ends: the local one first, then the site's."""
    local = timestamps.LocalAuthority(_folder()).roots_pem
    return (*local, *(time_authority().roots_pem if settings.TSA_URL else ()))


def remembered(org_id: UUID) -> str:
    """Return the newest checkpoint this machine signed, empty when it remembers none.

    It lies outside the database, so that a database set back is not taken for the log of today.
    """
    return str(_memory(org_id)["checkpoint"])


def remembered_tail(org_id: UUID) -> tuple[int, tuple[bytes, ...]]:
    """Return the leaf hashes after the last full tile when the newest checkpoint was signed, and their start.

    Full tiles name an entry that changed; these name one that no tile holds yet.
    """
    said = _memory(org_id)
    return int(said["start"]), tuple(bytes.fromhex(leaf) for leaf in said["leaves"])


def remember(org_id: UUID, signed: str, *, start: int, leaves: Sequence[bytes]) -> None:
    """Keep a signed checkpoint as the newest, and the leaves behind its last tile, safely on disk."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = {"checkpoint": signed, "start": start, "leaves": [leaf.hex() for leaf in leaves]}
    write_through(folder / f"log-{org_id}.memory", json.dumps(said, ensure_ascii=False))


def _memory(org_id: UUID) -> dict[str, Any]:
    try:
        said = json.loads((_folder() / f"log-{org_id}.memory").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"checkpoint": "", "start": 0, "leaves": []}
    return dict(said)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "keys"
