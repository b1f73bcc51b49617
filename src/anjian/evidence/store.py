"""The installation's one blob store, where every original lies under its hash."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from anjian.kit.blobs import BlobStore

UPLOAD_LIMIT = 8 * 1024**3
"""Largest single file taken in, bytes: an hour of high-definition recording."""


@lru_cache(maxsize=4)
def _store(root: Path) -> BlobStore:
    return BlobStore(root)


def store() -> BlobStore:
    """Return the store below the installation's data folder."""
    return _store(Path(settings.DATA_DIR) / "blobs")
