"""The contents of the bundle of an archived case; the order and pages of its file are the archive's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.archive.queries import leaves_of, subject_of, volume_pdf
from anjian.documents import queries as documents
from anjian.evidence import queries as evidence
from anjian.proof.bundle import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.cases.access import Case

__all__ = ["bundle_entries", "leaves_of", "subject_of", "volume_pdf"]


def bundle_entries(case: Case) -> Iterator[Entry]:
    """Yield what goes into the bundle of a case: volumes, every document, every original."""
    leaves = leaves_of(case.org_id, case.id)
    for name, volume in (("volume", "正卷"), ("side-volume", "副卷")):
        if any(leaf.volume == volume for leaf in leaves):
            yield Entry(
                path=f"{name}.pdf",
                source=volume_pdf(case.org_id, leaves, volume),
                role="volume",
                title=volume,
                media_type="application/pdf",
            )
    for number, leaf in enumerate(leaves, start=1):
        yield Entry(
            path=f"documents/{number:03d}-{leaf.row.code}.pdf",
            source=documents.pdf_of(case.org_id, leaf.row.id),
            role="document",
            title=leaf.row.title,
            media_type="application/pdf",
            about={"code": leaf.row.code, "no": leaf.row.no, "volume": leaf.volume, "pages": leaf.pages},
        )
    yield from evidence.entries_of(case.org_id, case.id)
