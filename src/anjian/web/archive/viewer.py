"""Reading a volume page by page; readers from outside the case read marked pages, each kept on record."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from anjian.archive import access
from anjian.archive.actions import record_reading
from anjian.archive.queries import files as reads
from anjian.archive.words import SIDE
from anjian.audit.actions import record_access
from anjian.documents import queries as documents
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import NotFound
from anjian.web.archive import shared
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from anjian.archive.access import ArchivedFile, FiledPaper, Loan
    from anjian.kit.actor import Actor

THUMB, LARGE = 28, 96


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in the viewer: paper, page of the paper, number in the file, addresses of its pictures."""

    title: str
    number: int
    small: str
    large: str
    first: bool
    undone: bool


@require_GET
@officer_required
def volume(request: HttpRequest, file_id: UUID, volume_id: UUID) -> HttpResponse:
    """Show the pages of a volume: small ones beside the large one."""
    actor, today = actor_of(request), clock.today()
    row, loan = access.readable(actor, file_id, today=today)
    found = access.volume_of(row, volume_id)
    if found.kind == SIDE:
        row, loan = access.readable(actor, file_id, today=today, side=True)
    pages = _pages(row, found.id)
    wanted = request.GET.get("page", "")
    chosen = next((i for i, p in enumerate(pages) if wanted and str(p.number) == wanted), 0)
    if row.destroyed_at is not None:
        pages = []
    context = {
        "row": row,
        "volume": found,
        "name": f"{found.kind}{found.seq}",
        "pages": pages,
        "current": pages[chosen] if pages else None,
        "chosen": chosen + 1,
        "loan": loan,
        "others": [] if loan else reads.volumes_of(row.org_id, [row.id]),
        "crumbs": shared.path((row.no, reverse("archive:file", args=[row.id])), f"{found.kind}{found.seq}")
        if loan is None
        else shared.path((_("借阅"), reverse("archive:loans")), row.no),
        "until": loan.due_on if loan else None,
    }
    return render(request, "archive/volume.html", context)


def _pages(row: ArchivedFile, volume_id: UUID) -> list[Shown]:
    shown = []
    for paper in reads.papers_of(row, volume_id=volume_id):
        for page in range(1, paper.sheets + 1):
            address = reverse("archive:picture", args=[row.id, paper.place, page])
            shown.append(
                Shown(
                    title=paper.title,
                    number=paper.first_page + page - 1 if paper.first_page else 0,
                    small=f"{address}?size=small",
                    large=address,
                    first=page == 1,
                    undone=paper.undone,
                )
            )
    return shown


@require_GET
@officer_required
def picture(request: HttpRequest, file_id: UUID, place: int, page: int) -> HttpResponse:
    """Draw one page of a paper; for a reader from outside with their name and the moment across it."""
    actor, now = actor_of(request), clock.now()
    row, loan = access.readable(actor, file_id, today=clock.today())
    paper = next((p for p in reads.papers_of(row) if p.place == place), None)
    if paper is None or not 1 <= page <= paper.sheets or row.destroyed_at is not None:
        raise NotFound
    if loan is not None and _of_side(row, paper):
        row, loan = access.readable(actor, file_id, today=clock.today(), side=True)
    small = request.GET.get("size") == "small"
    drawn = _drawn(row.org_id, paper.instrument_id, paper.sha256, page, THUMB if small else LARGE)
    if loan is not None:
        drawn = _marked(drawn, actor, loan, row, paper, page=page, small=small)
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = "private, no-store" if loan else "private, max-age=600"
    if not small and loan is None:
        record_access(
            by=actor,
            at=now,
            what="archive.page",
            subject_id=row.id,
            detail=f"{row.no} {paper.title} 第{page}页",
        )
    return answer


def _of_side(row: ArchivedFile, paper: FiledPaper) -> bool:
    return access.volume_of(row, paper.volume_id).kind == SIDE


@lru_cache(maxsize=256)
def _drawn(org_id: UUID, instrument_id: UUID, _content: str, page: int, ppi: int) -> bytes:
    """A page of a locked paper; the digest of its content is part of the key."""
    return documents.png_of(org_id, instrument_id, page=page, ppi=ppi)


def _marked(
    drawn: bytes, actor: Actor, loan: Loan, row: ArchivedFile, paper: FiledPaper, *, page: int, small: bool
) -> bytes:
    """Lay reader and moment across a page, and keep that it was read (the small view tells nothing)."""
    from PIL import Image, ImageDraw, ImageFont

    now = clock.now()
    if not small:
        record_reading(row, loan, f"{paper.title} 第{page}页", by=actor, at=now)
    with Image.open(io.BytesIO(drawn)) as found:
        sheet = found.convert("RGBA")
    words = f"{actor.name} {actor.unit_name} {now.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M} 借阅 {row.no}"
    mark = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(mark)
    font = ImageFont.truetype(_font(), size=max(sheet.width // 36, 7))
    step = max(sheet.height // 6, 30)
    for top in range(0, sheet.height, step):
        pen.text((sheet.width // 20, top), words, font=font, fill=(150, 30, 30, 70))
    turned = mark.rotate(18, resample=Image.Resampling.BILINEAR)
    out = io.BytesIO()
    Image.alpha_composite(sheet, turned).convert("RGB").save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=1)
def _font() -> str:
    """A face with Chinese characters, from the package that the documents are drawn with."""
    import pylopdf_fonts_zh_cn

    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return str(next(f for f in sorted(folder.rglob("*")) if f.suffix.lower() in {".ttf", ".otf", ".ttc"}))


@require_GET
@officer_required
def pdf(request: HttpRequest, file_id: UUID, volume_id: UUID) -> HttpResponseBase:
    """Hand out a bound volume, sealed where it is; never to readers from outside the case."""
    actor = actor_of(request)
    row = access.file_for(actor, file_id)
    found = access.volume_of(row, volume_id)
    sha256 = found.sealed_sha256 or found.pdf_sha256
    if not sha256 or row.destroyed_at is not None:
        raise NotFound
    name = f"{row.no}-{found.kind}{found.seq}.pdf"
    record_access(by=actor, at=clock.now(), what="archive.volume", subject_id=row.id, detail=name)
    return shared.handed(sha256, name, "application/pdf")
