"""Recording the steps of a case: what must be recorded and is, the recorder's page, what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.cases import queries as case_queries
from anjian.documents import queries as documents
from anjian.interviews import queries as interviews
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.people import queries as people
from anjian.procedures.definitions.service_steps.outcome import SERVICE
from anjian.recordings import access, overview, queries
from anjian.recordings import actions as recordings
from anjian.recordings.actions import occasions
from anjian.recordings.occasions import KINDS, coverage, rules_on
from anjian.web.components import crumbs
from anjian.web.field_controls import Choice, Spec
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.interviews.answers import once
from anjian.web.interviews.recording import hand_out, marker_asked, opened_answer, part_asked
from anjian.web.interviews.recording_index import part_json
from anjian.web.timeline.words import recorder_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from anjian.cases.access import Case
    from anjian.kit.actor import Actor
    from anjian.recordings.overview import OccasionRow

_DONE = frozenset({"issued", "served"})


def _case_crumbs(case: Case, *more: Any) -> Any:
    return crumbs((_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), *more)


def _fields() -> tuple[Spec, ...]:
    return (
        Spec(
            code="kind",
            label=_("环节"),
            type="choice",
            choices=tuple(Choice(code, _(label)) for code, label in KINDS.items()),
        ),
        Spec(code="title", label=_("录制内容"), max_length=120, help=_("例如：对一车间的现场检查。")),
        Spec(code="place", label=_("地点"), max_length=200),
        Spec(code="officers", label=_("执法人员"), type="officers", minimum=2),
    )


def _officers(actor: Actor) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, role="case_officer", on=clock.today())
    )


@officer_required
def overview_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show which steps are recorded, missing or excused; take what is going to be recorded."""
    actor, now = actor_of(request), clock.now()
    last_event = audit.newest_outbox_id()
    case = cases.case_for(actor, case_no)
    form = FieldForm(_fields(), request.POST if request.method == "POST" else None, officers=_officers(actor))
    status = 200
    refusals: tuple[Any, ...] = ()
    if form.bound:
        status = 422
        if form.is_valid():
            command = occasions.OpenOccasion(
                case_id=case.id,
                kind=form.inputs["kind"],
                title=form.inputs["title"],
                place=form.inputs["place"],
                officers=tuple(form.inputs["officers"]),
            )
            try:
                made = occasions.open_occasion(command, by=actor, at=now, key=request.POST.get("key"))
                return see_other(request, reverse("timeline:record", args=[case.no, made]))
            except Invalid as problem:
                form.add_errors(problem.fields)
            except Refused as problem:
                status, refusals = problem.status, problem.refusals
    rules = rules_on(now.date())
    recorded = {r.subject.id: r for r in overview.recordings_of(actor.org_id, case.id)}
    sessions = interviews.sessions_of(actor.org_id, case.id)
    context = {
        "case": case,
        "form": form,
        "refusals": refusals,
        "rules": rules,
        "kinds": {code: _(label) for code, label in KINDS.items()},
        "coverage": _coverage(case),
        "interviews": [
            {"line": line, "recorded": line.id in recorded} for line in sessions if line.started_at
        ],
        "occasions": [
            {"row": row, "kind": _(KINDS[row.kind]), "recording": recorded.get(row.id)}
            for row in overview.occasions_of(actor.org_id, case.id)
        ],
        "topic": f"case:{case.id}",
        "last_event": last_event,
        "crumbs": _case_crumbs(case, _("录音录像")),
    }
    return render(request, "timeline/filming.html", context, status=status)


def _coverage(case: Case) -> list[dict[str, Any]]:
    papers = [
        (row.code, row.title)
        for row in documents.list_of(case.org_id, case.id, withdrawn=False)
        if row.status in _DONE
    ]
    modes = [
        str(step["inputs"].get("method", ""))
        for step in case_queries.steps(case.org_id, case.id)
        if str(step["procedure"]).startswith(SERVICE)
    ]
    found = coverage(
        rules_on(clock.today()),
        papers=papers,
        modes=modes,
        recorded=overview.recorded_kinds(case.org_id, case.id),
        reasons=overview.reasons_of(case.org_id, case.id),
    )
    words = {
        "covered": (_("已录制"), "ok"),
        "missing": (_("未录制"), "bad"),
        "reason": (_("已说明理由"), "warn"),
        "none": (_("未发生"), "neutral"),
    }
    return [
        {
            "line": line,
            "kind": _(KINDS[line.kind]),
            "word": words[line.state][0],
            "tone": words[line.state][1] if line.required or line.state != "missing" else "warn",
        }
        for line in found
        if line.kind != "other"
    ]


@require_POST
@officer_required
def excuse(request: HttpRequest, case_no: str) -> HttpResponse:
    """Take the reason why a step that took place was not recorded."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    asked = request.POST
    occasions.excuse(case.id, asked.get("kind", ""), asked.get("reason", ""), by=actor, at=clock.now())
    return see_other(request, reverse("timeline:filming", args=[case.no]))


def _occasion(request: HttpRequest, case_no: str, occasion_id: UUID) -> tuple[Case, OccasionRow]:
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    return case, overview.occasion_of(actor.org_id, case.id, occasion_id)


def _filmed_by(request: HttpRequest, case_no: str, occasion_id: UUID) -> tuple[Case, OccasionRow]:
    """Return a step to those who record it: its two officers, or whoever set it up. Raises NotFound."""
    case, occasion = _occasion(request, case_no, occasion_id)
    actor = actor_of(request)
    if actor.id not in {*occasion.officers, occasion.opened_by}:
        raise NotFound
    return case, occasion


@require_GET
@officer_required
def record_page(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Draw the recorder for those who record, and how the recording stands for everybody else."""
    actor, last_event = actor_of(request), audit.newest_outbox_id()
    case, occasion = _occasion(request, case_no, occasion_id)
    subject = overview.subject_of(occasion)
    mine = actor.id in {*occasion.officers, occasion.opened_by}
    certificate = queries.certificate_of(subject)
    base = reverse("timeline:record", args=[case.no, occasion.id]) + "recording/"
    parts = queries.parts_of(subject)
    context = {
        "case": case,
        "occasion": occasion,
        "kind": _(KINDS[occasion.kind]),
        "mine": mine,
        "state": queries.state_of(subject),
        "certificate": certificate,
        "evidence_no": queries.evidence_no(certificate) if certificate else "",
        "parts": parts,
        "seconds": sum(p.duration_ms for p in parts if p.stream == "picture") // 1000,
        "markers": queries.markers_of(subject),
        "props": {
            "session": str(occasion.id),
            "base": base,
            "labels": [_("关键环节"), _("当事人陈述"), _("发现问题"), _("交付文书"), _("其他")],
            "words": recorder_words(),
        },
        "topic": f"case:{case.id}",
        "last_event": last_event,
        "crumbs": _case_crumbs(
            case, (_("录音录像"), reverse("timeline:filming", args=[case.no])), occasion.title
        ),
    }
    return render(request, "timeline/record.html", context)


@require_POST
@officer_required
def parts(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Open a part for a run of this browser's recorder, and hand out the pass to send its chunks."""
    actor = actor_of(request)
    _case, occasion = _filmed_by(request, case_no, occasion_id)
    subject = overview.subject_of(occasion)
    opened = recordings.open_part(subject, part_asked(request), by=actor, at=clock.now())
    return opened_answer(opened, actor.org_id)


@require_POST
@officer_required
def markers(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Mark a moment of the recording."""
    actor = actor_of(request)
    _case, occasion = _filmed_by(request, case_no, occasion_id)
    command, key = marker_asked(request)
    subject = overview.subject_of(occasion)
    once(lambda: recordings.set_marker(subject, command, by=actor, at=clock.now(), key=key))
    return JsonResponse({"done": True}, status=201)


@require_GET
@officer_required
def status(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Tell the recorder how much room the server has, and how the recording stands."""
    _case, occasion = _occasion(request, case_no, occasion_id)
    found = queries.state_of(overview.subject_of(occasion))
    return JsonResponse({"free_bytes": found.free_bytes, "copy": found.copy.as_json(), "state": found.state})


@require_GET
@officer_required
def index(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Tell players where everything of the recording is; as of an interview, without answers."""
    case, occasion = _occasion(request, case_no, occasion_id)
    subject = overview.subject_of(occasion)
    found = queries.parts_of(subject)
    media_of = "timeline:media"
    stood = queries.state_of(subject)
    return JsonResponse(
        {
            "state": "recording" if stood.state == "silent" else stood.state,
            "silent_ms": min((s.silent_ms for s in stood.streams if s.running), default=0),
            "started_ms": 0,
            "ended_ms": 0,
            "copy": stood.copy.as_json(),
            "parts": [
                part_json(
                    part, actor_of(request).org_id, reverse(media_of, args=[case.no, occasion.id, part.id])
                )
                for part in found
            ],
            "gaps": [],
            "jumps": [],
            "pauses": [],
            "markers": [
                {"at_ms": m.at_ms, "label": m.label, "by": m.by} for m in queries.markers_of(subject)
            ],
            "segments": [],
        }
    )


@require_POST
@officer_required
def certify(request: HttpRequest, case_no: str, occasion_id: UUID) -> HttpResponse:
    """Sign the completeness certificate before the officers leave the place."""
    actor = actor_of(request)
    case, occasion = _filmed_by(request, case_no, occasion_id)
    occasions.certify_occasion(occasion, by=actor, at=clock.now(), reason=request.POST.get("reason", ""))
    return see_other(request, reverse("timeline:record", args=[case.no, occasion.id]))


@require_GET
@officer_required
def media(request: HttpRequest, case_no: str, occasion_id: UUID, part: UUID) -> HttpResponseBase:
    """Hand out the bytes of a part, whole or a range."""
    _case, occasion = _occasion(request, case_no, occasion_id)
    return hand_out(request, access.part_of(overview.subject_of(occasion), part), subject_id=occasion.id)
