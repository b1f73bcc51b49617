"""Binding the volumes of a locked file and taking its text for the search; run by a job, repeatable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from anjian.archive import binding
from anjian.archive.events import VolumeBound
from anjian.archive.models import ArchivedFile, FiledPaper, PageText, Volume
from anjian.archive.queries import paper_pdf
from anjian.archive.words import SIDE
from anjian.audit.actions import transaction
from anjian.documents.actions import ensure_pdf
from anjian.evidence import queries as evidence
from anjian.evidence.store import store
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict
from anjian.kit.ids import uuid7
from anjian.kit.text import bigrams
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

TEXT_LIMIT = 20_000
"""Characters of one page that are kept for the search; a page of print has about a thousand."""


def bind_file(org_id: UUID, file_id: UUID, *, at: datetime) -> int:
    """Bind every volume that is not bound yet and take the text of all; returns how many were bound.

    A volume that cannot be bound keeps the reason; the others are bound all the same.
    """
    file = ArchivedFile.objects.get(org_id=org_id, id=file_id)
    if file.destroyed_at is not None:
        return 0
    bound = 0
    texts: list[PageText] = list(_evidence_texts(file))
    for volume in Volume.objects.filter(org_id=org_id, file_id=file_id).order_by("-kind", "seq"):
        papers = list(
            FiledPaper.objects.filter(org_id=org_id, file_id=file_id, volume_id=volume.id).order_by("place")
        )
        drawn = [(paper, _drawn(org_id, paper, at)) for paper in papers]
        for paper, pdf in drawn:
            texts += _texts(file, paper, pdf)
        if not volume.pdf_sha256:
            bound += _bind(file, volume, drawn, at=at)
    _lay_down(file, texts)
    ArchivedFile.objects.filter(org_id=org_id, id=file_id, bound_at__isnull=True).update(bound_at=at)
    return bound


def _drawn(org_id: UUID, paper: FiledPaper, at: datetime) -> bytes:
    """The PDF of a paper; what was issued is drawn and kept first, so that volume and paper are the same."""
    if not paper.undone:
        try:
            ensure_pdf(org_id, paper.instrument_id, at=at)
        except Conflict:
            # Approved inside the bureau and never issued: it is drawn from its approved version.
            return paper_pdf(org_id, paper.instrument_id)
    return paper_pdf(org_id, paper.instrument_id)


def _bind(file: ArchivedFile, volume: Volume, drawn: list[tuple[FiledPaper, bytes]], *, at: datetime) -> int:
    by = system_actor(file.org_id, people.agency(file.org_id).name)
    name = f"{file.no} {volume.kind}{volume.seq}"
    try:
        pdf = binding.bind(
            (binding.Paper(title=p.title, first=p.first_page, pdf=data) for p, data in drawn),
            title=f"{name} {file.title}",
            at=file.locked_at,
            total=volume.last_page,
        )
    except (ValueError, OSError, KeyError) as problem:
        Volume.objects.filter(org_id=file.org_id, id=volume.id).update(
            failure=f"未能成册：{type(problem).__name__}"[:300]
        )
        return 0
    digest = store().put_bytes(pdf)
    with transaction(by=by, at=at) as tx:
        row = Volume.objects.select_for_update().get(org_id=file.org_id, id=volume.id)
        if row.pdf_sha256:
            return 0
        row.pdf_sha256, row.pdf_size, row.failure = digest.sha256, digest.size, ""
        row.save()
        tx.record(
            VolumeBound(
                stream_id=file.case_id,
                file_no=file.no,
                volume=f"{volume.kind}{volume.seq}",
                pages=max(volume.last_page - volume.first_page + 1, 0) if volume.first_page else 0,
                sha256=row.pdf_sha256,
            )
        )
    return 1


def _texts(file: ArchivedFile, paper: FiledPaper, pdf: bytes) -> Iterable[PageText]:
    try:
        pages = binding.texts_of(pdf)
    except (ValueError, OSError, KeyError, AttributeError):
        pages = []
    for offset, text in enumerate(pages):
        if text:
            yield _page(
                file,
                kind="paper",
                side=paper.undone or _is_side(paper),
                source_id=paper.instrument_id,
                title=paper.title,
                page=paper.first_page + offset if paper.first_page else 0,
                text=text,
            )


def _is_side(paper: FiledPaper) -> bool:
    from anjian.documents.file_order import place_of

    return place_of(paper.code).volume == SIDE


def _evidence_texts(file: ArchivedFile) -> Iterable[PageText]:
    for item in evidence.items_of(file.org_id, file.case_id):
        said = (item.title, item.purpose, item.source, item.place, item.copy_note, item.record, item.filename)
        yield _page(
            file,
            kind="evidence",
            side=False,
            source_id=item.id,
            title=f"{item.no} {item.title}",
            page=0,
            text=" ".join(part for part in said if part),
        )


def add_supplement_text(file: ArchivedFile, supplement_id: UUID, title: str, page: int) -> None:
    """Let the title of an added material be found; a scan has no text of its own."""
    _insert(
        [
            _page(
                file,
                kind="supplement",
                side=False,
                source_id=supplement_id,
                title=title,
                page=page,
                text=title,
            )
        ]
    )


def _page(
    file: ArchivedFile, *, kind: str, side: bool, source_id: UUID, title: str, page: int, text: str
) -> PageText:
    return PageText(
        org_id=file.org_id,
        id=uuid7(),
        file_id=file.id,
        case_id=file.case_id,
        kind=kind,
        side=side,
        source_id=source_id,
        title=title[:240],
        page=page,
        text=text[:TEXT_LIMIT],
    )


def _lay_down(file: ArchivedFile, texts: list[PageText]) -> None:
    """Put the text of a file in place of what an earlier run left of it."""
    PageText.objects.filter(org_id=file.org_id, file_id=file.id).filter(~Q(kind="supplement")).delete()
    _insert([_page_of_file(file), *texts])


def _page_of_file(file: ArchivedFile) -> PageText:
    return _page(
        file,
        kind="file",
        side=False,
        source_id=file.id,
        title=file.no,
        page=0,
        text=f"{file.no} {file.title}",
    )


def _insert(texts: list[PageText]) -> None:
    """Insert rows whose search column is made by the database from pairs of characters."""
    rows: list[tuple[Any, ...]] = [
        (t.org_id, t.id, t.file_id, t.case_id, t.kind, t.side, t.source_id, t.title, t.page, t.text,
         bigrams(f"{t.title} {t.text}"))
        for t in texts
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO archive_page (org_id, id, file_id, case_id, kind, side, source_id, title, page, "
            "text, search) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, to_tsvector('simple', %s))",
            rows,
        )
