"""What a case bundle takes from evidence: the originals, each with its description; custody and log."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from anjian.evidence.models import CustodyEvent, EvidenceItem, ItemFile
from anjian.evidence.queries.custody import custody_body, custody_of_many
from anjian.evidence.queries.items import files_of, items_of
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.proof.bundle import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from anjian.evidence.records import Item
    from anjian.kit.blobs import Store


def entries_of(org_id: UUID, case_id: UUID) -> list[Entry]:
    """Return a case's originals as entries of a bundle, each with its description.

    An item of several files has the further ones in a folder named after it.
    """
    kept, items = store(), items_of(org_id, case_id)
    numbers = {item.id: item.no for item in items}
    further = [
        Entry(
            path=f"originals/{numbers[file.item_id]}/{file.filename}",
            source=partial(kept.open, file.sha256),
            role=file.role,
            title=f"{numbers[file.item_id]} {file.title}",
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            about={
                "no": numbers[file.item_id],
                "of_sha256": file.of_sha256,
                "recipe": file.recipe,
                "log": "file",
            },
        )
        for file in files_of(org_id, numbers)
        if file.sha256
    ]
    return [*_items_in_bundle(kept, items), *further]


def chains_of(org_id: UUID, case_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield the custody of all items of a case, item after item, each link with its two hashes."""
    items = [item.id for item in items_of(org_id, case_id)]
    custody = custody_of_many(org_id, items)
    for item in items:
        for link in custody.get(item, ()):
            yield {**custody_body(item, link), "prev_hash": link.prev_hash, "hash": link.hash}


def log_subjects(org_id: UUID, case_id: UUID) -> list[tuple[str, UUID]]:
    """Return what the log holds of a case's evidence, as (kind, id): items, further files, custody."""
    items = EvidenceItem.objects.filter(org_id=org_id, case_id=case_id).values("id")
    files = ItemFile.objects.filter(org_id=org_id, item_id__in=items)
    links = CustodyEvent.objects.filter(org_id=org_id, item_id__in=items)
    return [
        *(("evidence", row["id"]) for row in items),
        *(("file", id_) for id_ in files.values_list("id", flat=True)),
        *(("custody", id_) for id_ in links.values_list("id", flat=True)),
    ]


def _items_in_bundle(kept: Store, items: list[Item]) -> list[Entry]:
    return [
        Entry(
            path=f"originals/{item.no}{_suffix(item.filename)}",
            source=partial(kept.open, item.sha256),
            role="original",
            title=f"{item.no} {item.title}",
            media_type=item.media_type,
            size=item.size,
            sha256=item.sha256,
            about=_about(item),
        )
        for item in items
    ]


def _about(item: Item) -> dict[str, Any]:
    return {
        "item": str(item.id),
        "no": item.no,
        "kind": item.kind_name,
        "form": item.form_name,
        "purpose": item.purpose,
        "proves": list(item.proves),
        "source": item.source,
        "collected_by": list(item.collector_names),
        "collected_at": item.collected_at.astimezone(LOCAL_ZONE).isoformat(),
        "place": item.place,
        "filename": item.filename,
    }


def _suffix(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 10 else ""
