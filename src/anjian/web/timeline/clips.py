"""Putting an imported recording on the case's clock: what its device showed and how far off that was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.evidence import queries as evidence
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.recordings import overview
from anjian.recordings.actions import occasions
from anjian.recordings.occasions import BASES, KINDS
from anjian.web.components import crumbs
from anjian.web.field_controls import Choice, Spec
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case
    from anjian.evidence.records import Item

OWN = "-"
"""The item's own file, as the form names it."""


def _fields(files: list[tuple[str, str]]) -> tuple[Spec, ...]:
    which = (
        Spec(
            code="filename",
            label=_("哪个文件"),
            type="choice",
            choices=tuple(Choice(name or OWN, label) for name, label in files),
        ),
    )
    return (
        *(which if len(files) > 1 else ()),
        Spec(
            code="shown",
            label=_("录像开始时设备显示的时间"),
            max_length=30,
            pattern=r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,3})?",
            pattern_message=_("请按“2026-10-08 09:30:12”填写，精确到秒。"),
            help=_("按设备画面或者文件自带的时间填写，例如 2026-10-08 09:30:12，不要自行校正。"),
        ),
        Spec(
            code="drift",
            label=_("设备时钟快多少秒"),
            max_length=12,
            pattern=r"[-+]?\d{1,9}(\.\d{1,3})?",
            pattern_message=_("请填写秒数，例如 90 或者 -2.5。"),
            default="0",
            help=_("慢的写负数。例如设备比标准时间快1分半，写 90。"),
        ),
        Spec(
            code="basis",
            label=_("时间的依据"),
            type="choice",
            choices=tuple(Choice(code, _(label)) for code, label in BASES.items()),
        ),
        Spec(
            code="note",
            label=_("比对经过"),
            required=False,
            max_length=300,
            help=_("有偏差的必须写明：由谁、何时、用什么标准时间比对。"),
        ),
        Spec(
            code="kind",
            label=_("属于哪个环节"),
            type="choice",
            required=False,
            choices=tuple(Choice(code, _(label)) for code, label in KINDS.items()),
        ),
    )


@officer_required
def clock_page(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Show what is known of a clip's beginning, and take a finding."""
    actor, now, last_event = actor_of(request), clock.now(), audit.newest_outbox_id()
    case = cases.case_for(actor, case_no)
    item = evidence.item_of(actor.org_id, case.id, no)
    if item is None:
        raise NotFound
    files = _media_files(actor.org_id, item)
    shown = f"{item.collected_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M:%S}"
    form = FieldForm(
        _fields(files),
        request.POST if request.method == "POST" else None,
        initial={"shown": shown},
    )
    status = 200
    refusals: tuple[Any, ...] = ()
    if form.bound:
        status = 422
        if form.is_valid():
            try:
                occasions.set_clip_clock(_command(case, item, form.inputs, files), by=actor, at=now)
                return see_other(request, reverse("timeline:clock", args=[case.no, item.no]))
            except Invalid as problem:
                form.add_errors(problem.fields)
            except Refused as problem:
                status, refusals = problem.status, problem.refusals
    context = {
        "case": case,
        "item": item,
        "files": files,
        "form": form,
        "refusals": refusals,
        "found": [
            {
                "clip": clip,
                "started": _written(clip.started_ms),
                "drift": f"{clip.drift_ms / 1000:g}",
                "basis": _(BASES[clip.basis]),
                "kind": _(KINDS[clip.kind]) if clip.kind else "",
            }
            for clip in overview.clips_of(actor.org_id, case.id)
            if clip.item_id == item.id
        ],
        "topic": f"case:{case.id}",
        "last_event": last_event,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (item.no, reverse("evidence:item", args=[case.no, item.no])),
            _("录像时间"),
        ),
    }
    return render(request, "timeline/clock.html", context, status=status)


def _media_files(org_id: UUID, item: Item) -> list[tuple[str, str]]:
    """Return the item's recordings as (filename, words); the empty name is the item's own file."""
    own = [("", item.filename)] if _is_media(item.media_type) else []
    further = evidence.files_of(org_id, [item.id])
    return own + [
        (file.filename, file.title)
        for file in further
        if file.role == "original" and file.sha256 and _is_media(file.media_type)
    ]


def _is_media(media_type: str) -> bool:
    return media_type.partition("/")[0] in {"video", "audio"}


def _command(
    case: Case, item: Item, typed: dict[str, Any], files: list[tuple[str, str]]
) -> occasions.SetClipClock:
    try:
        shown = datetime.fromisoformat(typed["shown"]).replace(tzinfo=LOCAL_ZONE)
    except ValueError as problem:
        raise Invalid({"shown": _("没有这样的时间。")}) from problem
    name = typed.get("filename", files[0][0] if files else "")
    return occasions.SetClipClock(
        case_id=case.id,
        no=item.no,
        filename="" if name == OWN else name,
        shown_ms=round(shown.timestamp() * 1000),
        drift_ms=round(float(typed["drift"]) * 1000),
        basis=typed["basis"],
        note=typed.get("note", ""),
        kind=typed.get("kind", ""),
    )


def _written(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, LOCAL_ZONE).isoformat(" ", timespec="milliseconds")[:23]
