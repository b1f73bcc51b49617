"""The installation's one vault of parts, and the passes to it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.kit import clock
from anjian.recordings.tokens import Passes
from anjian.recordings.vault import Vault

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.recordings.tokens import Use


@lru_cache(maxsize=4)
def _vault(root: Path) -> Vault:
    return Vault(root)


@lru_cache(maxsize=4)
def _passes(secret: str) -> Passes:
    return Passes(secret)


def vault() -> Vault:
    """Return the vault below the installation's data folder."""
    return _vault(Path(settings.DATA_DIR) / "recordings")


def passes() -> Passes:
    """Return what makes and checks passes."""
    return _passes(settings.SECRET_KEY)


def server_ms() -> int:
    """Return the server's clock, epoch milliseconds."""
    return round(clock.now().timestamp() * 1000)


def make_pass(use: Use, org_id: UUID, part: UUID) -> str:
    """Return a pass to a part; the caller has checked the right."""
    return passes().make(use, org_id, part, now_ms=server_ms())
