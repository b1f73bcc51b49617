"""Where files of documents lie: signature images and finished PDFs, by content."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from anjian.kit.blobs import BlobStore


@cache
def _store(root: Path) -> BlobStore:
    return BlobStore(root)


def store() -> BlobStore:
    """The installation's write-once store, shared with evidence."""
    return _store(Path(settings.DATA_DIR) / "blobs")


def read(sha256: str) -> bytes:
    """The bytes of a blob; raises BlobMissing."""
    with store().open(sha256) as stream:
        return stream.read()
