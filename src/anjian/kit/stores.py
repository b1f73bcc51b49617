"""Which store an installation has: a folder below its data, or a bucket named by a setting."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from anjian.kit.blobs import BlobStore

if TYPE_CHECKING:
    from anjian.kit.blobs import Store


@lru_cache(maxsize=8)
def open_store(url: str, data: Path) -> Store:
    """Return the store of an installation whose data lie in ``data``; ``url`` is empty or ``s3://…``."""
    if not url:
        return BlobStore(data / "blobs")
    from anjian.kit.object_blobs import ObjectBlobStore

    return ObjectBlobStore(url, data / "blobs" / "incoming")
