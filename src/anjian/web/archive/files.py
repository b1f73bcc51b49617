"""The page of one file: volumes, papers, places, supplements, loans, holds, history; labels to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.archive import access, actions, checking, roles
from anjian.archive.queries import files as reads
from anjian.archive.queries import scans as scan_reads
from anjian.archive.retention import LABELS
from anjian.archive.words import HOLD_KINDS, NOTE_KINDS
from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.web.archive import shared
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.http.response import HttpResponseBase

    from anjian.archive.access import ArchivedFile
    from anjian.archive.queries.files import Whole


@require_GET
@officer_required
def page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show a file with everything that belongs to it."""
    return _page(request, access.file_for(actor_of(request), file_id))


def _page(
    request: HttpRequest, row: ArchivedFile, forms: dict[str, FieldForm] | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    keeper = roles.may(actor, "keep")
    told = reads.whole(row, with_readings=keeper or roles.may(actor, "approve_side"))
    by_volume: dict[Any, list[Any]] = {}
    for paper in told.papers:
        by_volume.setdefault(paper.volume_id, []).append(paper)
    context = {
        "row": row,
        "told": told,
        "volumes": [{"line": v, "papers": by_volume.get(v.row.id, [])} for v in told.volumes],
        "term": LABELS[row.retention],
        "why": row.retention_why,
        "held": [h for h in told.holds if h.lifted_at is None],
        "report": _report(row),
        "activity": [
            entry for entry in audit.activity_of(actor.org_id, row.case_id, limit=200) if _concerns(entry)
        ][:40],
        "keeper": keeper,
        "may": {
            deed: roles.may(actor, deed)
            for deed in ("hold", "ask_supplement", "approve_supplement", "ask_loan")
        },
        "me": actor.id,
        "forms": {**_forms(row, told), **(forms or {})},
        "crumbs": shared.path((_("案卷目录"), reverse("archive:files")), row.no),
        "today": clock.today(),
    }
    return render(request, "archive/file.html", context, status=status)


def _concerns(entry: Any) -> bool:
    return str(entry.type).startswith(("archive.", "journeys.file", "journeys.bundle"))


def _report(row: ArchivedFile) -> list[dict[str, Any]]:
    """Group what the check found when the file was locked by the four properties."""
    names = checking.properties()
    return [
        {
            "name": name,
            "lines": len([line for line in row.report if line["quality"] == code]),
            "found": [said for line in row.report if line["quality"] == code for said in line["found"]],
        }
        for code, name in names.items()
    ]


def _volume_choices(told: Whole) -> tuple[Choice, ...]:
    return tuple(Choice(str(v.row.id), v.name) for v in told.volumes)


def _forms(row: ArchivedFile, told: Whole) -> dict[str, FieldForm]:
    return {
        "place": FieldForm(_place_fields(told), prefix="p"),
        "note": FieldForm(_note_fields(told), prefix="n"),
        "hold": FieldForm(_hold_fields(), prefix="h"),
        "supplement": FieldForm(_supplement_fields(row), prefix="s"),
    }


def _place_fields(told: Whole) -> tuple[Spec, ...]:
    return (
        Spec(code="volume_id", label=_("卷"), type="choice", choices=_volume_choices(told)),
        Spec(code="room", label=_("库房"), max_length=40),
        Spec(code="cabinet", label=_("柜"), max_length=40, required=False),
        Spec(code="shelf", label=_("层"), max_length=40, required=False),
        Spec(code="box", label=_("盒"), max_length=40, required=False),
        Spec(code="reason", label=_("调整原因"), max_length=200, required=False),
    )


def _note_fields(told: Whole) -> tuple[Spec, ...]:
    kinds = tuple(Choice(code, _(label)) for code, label in NOTE_KINDS)
    return (
        Spec(code="volume_id", label=_("卷"), type="choice", choices=_volume_choices(told)),
        Spec(code="kind", label=_("登记事项"), type="choice", choices=kinds),
        Spec(code="pages", label=_("页码"), max_length=60, required=False, help=_("例如 12-14。")),
        Spec(code="text", label=_("情况"), max_length=300),
    )


def _hold_fields() -> tuple[Spec, ...]:
    kinds = tuple(Choice(code, _(label)) for code, label in HOLD_KINDS)
    return (
        Spec(code="kind", label=_("保全事由"), type="choice", choices=kinds),
        Spec(code="body", label=_("提出机关或者人员"), max_length=120),
        Spec(code="reason", label=_("理由和文号"), type="longtext", min_length=4),
        Spec(
            code="until",
            label=_("到期复查日"),
            type="date",
            required=False,
            help=_("到期不自动解除，只提醒复查。"),
        ),
    )


def _supplement_fields(row: ArchivedFile) -> tuple[Spec, ...]:
    free = tuple(
        Choice(str(s.id), s.title, _("%(n)s 页") % {"n": s.pages})
        for s in scan_reads.free_scans(row.org_id, row.case_id)
    )
    return (
        Spec(code="scan_id", label=_("扫描件"), type="choice", choices=free),
        Spec(code="title", label=_("材料名称"), max_length=200),
        Spec(code="reason", label=_("补充理由"), type="longtext", min_length=6),
    )


@require_POST
@officer_required
def act(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Place or note a volume, hold or release the file, ask for or decide on a supplement."""
    row = access.file_for(actor_of(request), file_id)
    what = request.POST.get("what", "")
    deeds: dict[str, Callable[[HttpRequest, ArchivedFile], str]] = {
        "place": _place,
        "note": _note,
        "hold": _hold,
        "lift": _lift,
        "supplement": _supplement,
        "approve_supplement": _decide,
        "refuse_supplement": _decide,
    }
    if what not in deeds:
        raise NotFound
    told = reads.whole(row, with_readings=False)
    form = _bound(what, row, told, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, row, {what: form}, 422)
    try:
        messages.success(request, deeds[what](request, row))
    except Invalid as problem:
        if form is None:
            raise
        form.add_errors(problem.fields)
        return _page(request, row, {what: form}, 422)
    return see_other(request, reverse("archive:file", args=[row.id]))


def _bound(what: str, row: ArchivedFile, told: Whole, data: QueryDict) -> FieldForm | None:
    if what == "place":
        return FieldForm(_place_fields(told), data, prefix="p")
    if what == "note":
        return FieldForm(_note_fields(told), data, prefix="n")
    if what == "hold":
        return FieldForm(_hold_fields(), data, prefix="h")
    if what == "supplement":
        return FieldForm(_supplement_fields(row), data, prefix="s")
    return None


def _given(request: HttpRequest, prefix: str, name: str) -> str:
    return request.POST.get(f"{prefix}-{name}", "").strip()


def _chosen(text: str) -> UUID:
    found = shared.uuid(text)
    if found is None:
        raise NotFound
    return found


def _place(request: HttpRequest, row: ArchivedFile) -> str:
    def said(name: str) -> str:
        return _given(request, "p", name)

    command = actions.PlaceVolume(
        file_id=row.id,
        volume_id=_chosen(said("volume_id")),
        room=said("room"),
        cabinet=said("cabinet"),
        shelf=said("shelf"),
        box=said("box"),
        reason=said("reason"),
    )
    actions.place_volume(command, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    return _("位置已登记。")


def _note(request: HttpRequest, row: ArchivedFile) -> str:
    command = actions.NoteVolume(
        file_id=row.id,
        volume_id=_chosen(_given(request, "n", "volume_id")),
        kind=_given(request, "n", "kind"),
        pages=_given(request, "n", "pages"),
        text=_given(request, "n", "text"),
    )
    actions.note_volume(command, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    return _("情况已登记。")


def _hold(request: HttpRequest, row: ArchivedFile) -> str:
    command = actions.LayHold(
        file_id=row.id,
        kind=_given(request, "h", "kind"),
        body=_given(request, "h", "body"),
        reason=_given(request, "h", "reason"),
        until=shared.day(_given(request, "h", "until")),
    )
    actions.lay_hold(command, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    return _("保全已设定，解除以前不得销毁。")


def _lift(request: HttpRequest, row: ArchivedFile) -> str:
    hold = _chosen(request.POST.get("hold", ""))
    actions.lift_hold(
        row.id,
        hold,
        request.POST.get("reason", ""),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    return _("保全已解除。")


def _supplement(request: HttpRequest, row: ArchivedFile) -> str:
    command = actions.AskSupplement(
        file_id=row.id,
        scan_id=_chosen(_given(request, "s", "scan_id")),
        title=_given(request, "s", "title"),
        reason=_given(request, "s", "reason"),
    )
    no = actions.ask_supplement(command, by=actor_of(request), at=clock.now(), key=request.POST.get("key"))
    return _("已提出%(no)s，等待审批。") % {"no": no}


def _decide(request: HttpRequest, row: ArchivedFile) -> str:
    approve = request.POST.get("what") == "approve_supplement"
    actions.decide_supplement(
        row.id,
        _chosen(request.POST.get("supplement", "")),
        approve=approve,
        opinion=request.POST.get("opinion", ""),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    return _("已同意补充归档。") if approve else _("已记录不同意补充归档。")


@require_GET
@officer_required
def supplement(request: HttpRequest, file_id: UUID, supplement_id: UUID) -> HttpResponseBase:
    """Hand out a supplement that has joined the file."""
    actor = actor_of(request)
    row = access.file_for(actor, file_id)
    found = access.supplement_of(row, supplement_id)
    scan = access.scan_of(actor, cases.case_by_id(actor, row.case_id), found.scan_id)
    record_access(
        by=actor,
        at=clock.now(),
        what="archive.supplement",
        subject_id=row.id,
        detail=f"{row.no} 补-{found.seq}",
    )
    return shared.handed(scan.sha256, f"{row.no}-补{found.seq}.pdf", "application/pdf")


@require_GET
@officer_required
def labels(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show the labels of the volumes to be printed: numbers and a code, nothing of any person."""
    import segno

    actor = actor_of(request)
    row = access.file_for(actor, file_id)
    if not roles.may(actor, "keep"):
        raise NotFound
    made = []
    for volume in reads.volumes_of(row.org_id, [row.id]):
        address = request.build_absolute_uri(reverse("archive:volume", args=[row.id, volume.row.id]))
        code = segno.make(address, error="m")
        drawn = code.svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
        made.append({"line": volume, "code": mark_safe(drawn)})  # noqa: S308  drawn here from an address
    context = {"row": row, "labels": made, "term": LABELS[row.retention], "crumbs": shared.path(row.no)}
    return render(request, "archive/labels.html", context)
