"""The installation's one blob store, where every original lies under its hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.kit.stores import open_store

if TYPE_CHECKING:
    from anjian.kit.blobs import Store

UPLOAD_LIMIT: int = settings.UPLOAD_LIMIT
"""Size of the largest single file taken in, bytes (ANJIAN_UPLOAD_LIMIT, in GiB)."""


def store() -> Store:
    """Return the store: a folder below the installation's data, or the bucket ANJIAN_STORE names."""
    return open_store(settings.STORE, Path(settings.DATA_DIR))
