"""Paper brought in: upload of sheets, their order, turning, leaving out, retaking, binding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from anjian.archive import access, actions, roles
from anjian.archive.queries import scans as reads
from anjian.archive.queries.assembly import HINTS
from anjian.documents import queries as documents
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.archive import shared
from anjian.web.evidence import receiving
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.cases.access import Case


def _case(request: HttpRequest, case_no: str) -> Case:
    """The case of a scan; only who keeps the archive works on scans."""
    case = access.case_of(actor_of(request), case_no)
    if not roles.may(actor_of(request), "keep"):
        raise NotFound
    return case


@require_GET
@officer_required
def listing(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the scans of a case and let a new one be uploaded."""
    case = _case(request, case_no)
    papers = [
        row for row in documents.list_of(case.org_id, case.id, withdrawn=False) if row.issued_at is not None
    ]
    context = {
        "case": case,
        "scans": reads.scans_of(case.org_id, case.id),
        "papers": papers,
        "names": {row.id: row.title for row in papers},
        "crumbs": shared.path((case.no, reverse("archive:assembly", args=[case.no])), _("扫描补录")),
    }
    return render(request, "archive/scans.html", context)


@csrf_exempt
@require_POST
@officer_required
def add(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Take sheets into the store.

    Exempt only so that the files can be routed into the store before anything reads the form; the check
    against forged requests follows right behind.
    """
    _case(request, case_no)
    receiving.prepare_form(request)
    answer: HttpResponseBase = _take(request, case_no)
    return answer


@csrf_protect
def _take(request: HttpRequest, case_no: str) -> HttpResponse:
    taken = receiving.take_form(request)
    command = actions.AddScan(
        case_no=case_no,
        title=request.POST.get("title", ""),
        uploads=tuple((item.name or "", item.digest) for item in taken),
        instrument_id=shared.uuid(request.POST.get("instrument")),
        scan_id=shared.uuid(request.POST.get("scan")),
        replaces_id=shared.uuid(request.POST.get("replaces")),
    )
    scan_id = actions.add_scan(command, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    messages.success(request, _("已收入 %(n)s 张，正在后台处理。") % {"n": len(taken)})
    return see_other(request, reverse("archive:scan", args=[case_no, scan_id]))


@require_GET
@officer_required
def page(request: HttpRequest, case_no: str, scan_id: UUID) -> HttpResponse:
    """Show the sheets of a scan to be put in order."""
    case = _case(request, case_no)
    scan = access.scan_of(actor_of(request), case, scan_id)
    context = {
        "case": case,
        "scan": scan,
        "sheets": [
            {"row": sheet, "hints": [_(HINTS[h]) for h in sheet.hints if h in HINTS]}
            for sheet in reads.sheets_of(scan)
        ],
        "open": scan.state not in {"bound", "binding"},
        "turns": (0, 90, 180, 270),
        "crumbs": shared.path((_("扫描补录"), reverse("archive:scans", args=[case.no])), scan.title),
    }
    return render(request, "archive/scan.html", context)


@require_POST
@officer_required
def order(request: HttpRequest, case_no: str, scan_id: UUID) -> HttpResponse:
    """Keep order, turns and what is left out; bind when asked."""
    case = _case(request, case_no)
    scan = access.scan_of(actor_of(request), case, scan_id)
    orders = [
        actions.SheetOrder(
            sheet_id=sheet.id,
            place=_number(request.POST.get(f"place-{sheet.id}"), sheet.place),
            turn=_number(request.POST.get(f"turn-{sheet.id}"), sheet.turn),
            dropped=request.POST.get(f"drop-{sheet.id}") == "1",
        )
        for sheet in reads.sheets_of(scan)
    ]
    bind = request.POST.get("what") == "bind"
    actions.order_scan(
        case_no,
        scan.id,
        orders,
        bind=bind,
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    messages.success(request, _("正在合成，稍候刷新页面。") if bind else _("次序已保存。"))
    return see_other(request, reverse("archive:scan", args=[case_no, scan.id]))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) <= 4 else otherwise


@require_GET
@officer_required
def preview(request: HttpRequest, case_no: str, scan_id: UUID, sheet_id: UUID) -> HttpResponseBase:
    """Hand out the small view of a sheet."""
    case = _case(request, case_no)
    scan = access.scan_of(actor_of(request), case, scan_id)
    sheet = next((s for s in reads.sheets_of(scan) if s.id == sheet_id), None)
    if sheet is None or not sheet.preview_sha256:
        raise NotFound
    return shared.handed(sheet.preview_sha256, f"{sheet.place}.webp", "image/webp", attachment=False)


@require_GET
@officer_required
def bound(request: HttpRequest, case_no: str, scan_id: UUID) -> HttpResponseBase:
    """Hand out the PDF that was made of a scan."""
    case = _case(request, case_no)
    scan = access.scan_of(actor_of(request), case, scan_id)
    if scan.state != "bound":
        raise NotFound
    return shared.handed(scan.sha256, f"{case.no}-{scan.title}.pdf", "application/pdf")
