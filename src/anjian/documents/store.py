"""Where files of documents lie: signature images and finished PDFs, by content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.kit.stores import open_store

if TYPE_CHECKING:
    from anjian.kit.blobs import Store


def store() -> Store:
    """The installation's write-once store, shared with evidence."""
    return open_store(settings.STORE, Path(settings.DATA_DIR))


def read(sha256: str) -> bytes:
    """The bytes of a blob; raises BlobMissing."""
    with store().open(sha256) as stream:
        return stream.read()
