"""The time axis 全过程时间轴: the page, its data, the list on paper and as a table, and markers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.documents.steps_pdf import Part, steps_pdf
from anjian.interviews import access as interviews
from anjian.interviews.actions import recording as interview_recording
from anjian.journeys.moments import LANES
from anjian.journeys.timeline import timeline_of
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid
from anjian.people import queries as people
from anjian.recordings import actions as recordings
from anjian.recordings import overview
from anjian.recordings.occasions import BASES, INTERVIEW
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import needed, once
from anjian.web.interviews.recording import body_of, marker_asked
from anjian.web.timeline.words import address, timeline_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.cases.access import Case
    from anjian.journeys.timeline import Timeline, Track

CSV_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be taken for a formula."""


def _read(request: HttpRequest, case_no: str, what: str) -> tuple[Case, Timeline]:
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    record_access(by=actor, at=now, what=what, subject_id=case.id, detail=case.no)
    return case, timeline_of(actor, case, at=now)


@require_GET
@officer_required
def page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Draw the axis; what is on it is fetched by the page."""
    last_event = audit.newest_outbox_id()
    case = cases.case_for(actor_of(request), case_no)
    context = {
        "case": case,
        "props": {
            "data": reverse("timeline:data", args=[case.no]),
            "mark": reverse("timeline:mark", args=[case.no]),
            "lanes": {code: _(label) for code, label in LANES.items()},
            "words": timeline_words(),
        },
        "lanes": {code: _(label) for code, label in LANES.items()},
        "topic": f"case:{case.id}",
        "last_event": last_event,
        "crumbs": _crumbs(case, _("全过程时间轴")),
    }
    return render(request, "timeline/page.html", context)


def _crumbs(case: Case, last: str) -> Any:
    return crumbs((_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), last)


@require_GET
@officer_required
def data(request: HttpRequest, case_no: str) -> HttpResponse:
    """Tell everything that stands on the axis: moments as short rows, recordings with spans and gaps."""
    case, found = _read(request, case_no, "journeys.timeline")
    lanes = list(LANES)
    start, end = found.span
    return JsonResponse(
        {
            "from_ms": start,
            "to_ms": end,
            "now_ms": round(clock.now().timestamp() * 1000),
            "lanes": lanes,
            "moments": [
                [
                    m.ms, m.until_ms, lanes.index(m.lane), m.kind, m.title, m.who, m.detail, m.group,
                    m.source == "claimed", address(case.no, m.link),
                ]
                for m in found.moments
            ],
            "tracks": [_track(case.no, track) for track in found.tracks],
            "places": [[p.ms, p.no, p.title, p.latitude, p.longitude] for p in found.places],
        }
    )  # fmt: skip


def _track(case_no: str, track: Track) -> dict[str, Any]:
    index = media = page = ""
    if track.kind == INTERVIEW:
        index = reverse("interviews:recording_index", args=[track.id])
        page = reverse("interviews:playback", args=[track.id])
    elif track.kind == "clip":
        media = (
            reverse("evidence:further", args=[case_no, track.evidence_no, track.filename])
            if track.filename
            else reverse("evidence:file", args=[case_no, track.evidence_no])
        )
        page = reverse("evidence:item", args=[case_no, track.evidence_no])
    else:
        index = reverse("timeline:index", args=[case_no, track.id])
        page = reverse("timeline:record", args=[case_no, track.id])
    return {
        "id": f"{track.id}{track.filename}",
        "subject": str(track.id),
        "kind": track.kind,
        "title": track.title,
        "who": track.who,
        "spans": track.spans,
        "gaps": [{"from_ms": g.from_ms, "to_ms": g.to_ms, "label": g.label} for g in track.gaps],
        "markers": [{"at_ms": m.at_ms, "label": m.label, "by": m.by} for m in track.markers],
        "running": track.running,
        "evidence": track.evidence_no,
        "picture": track.picture,
        "basis": _(BASES[track.basis]) if track.basis else "",
        "drift_ms": track.drift_ms,
        "index": index,
        "media": media,
        "page": page,
    }


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, LOCAL_ZONE)


def _lines(found: Timeline) -> list[dict[str, Any]]:
    """Return moments and recordings, with their gaps, as one list in order of time."""
    rows: list[dict[str, Any]] = [
        {
            "ms": m.ms, "until": m.until_ms, "lane": _(LANES[m.lane]), "title": m.title, "who": m.who,
            "detail": m.detail, "claimed": m.source == "claimed",
        }
        for m in found.moments
    ]  # fmt: skip
    for track in found.tracks:
        about = f"{track.evidence_no} " if track.evidence_no else ""
        rows.append(
            {
                "ms": track.from_ms, "until": track.to_ms, "lane": _("录音录像"), "title": track.title,
                "who": track.who, "detail": about + (_(BASES[track.basis]) if track.basis else ""),
                "claimed": bool(track.basis),
            }
        )  # fmt: skip
        rows += [
            {
                "ms": gap.from_ms, "until": gap.to_ms, "lane": _("录音录像"),
                "title": _("%(title)s 没有录像：%(why)s") % {"title": track.title, "why": gap.label},
                "who": track.who, "detail": "", "claimed": False,
            }
            for gap in track.gaps
        ]  # fmt: skip
        rows += [
            {
                "ms": m.at_ms, "until": 0, "lane": _("录音录像"),
                "title": _("打点：%(label)s") % {"label": m.label}, "who": m.by, "detail": track.title,
                "claimed": False,
            }
            for m in track.markers
        ]  # fmt: skip
    rows.sort(key=lambda row: (row["ms"], row["title"]))
    for row in rows:
        row["at"] = _local(row["ms"])
        row["end"] = _local(row["until"]) if row["until"] > row["ms"] else None
    return rows


@require_GET
@officer_required
def printed(request: HttpRequest, case_no: str) -> HttpResponse:
    """Draw the whole list for paper, and for whoever reads without scripts."""
    case, found = _read(request, case_no, "journeys.timeline")
    context = {"case": case, "rows": _lines(found), "crumbs": _crumbs(case, _("全过程时间轴"))}
    return render(request, "timeline/print.html", context)


@require_GET
@officer_required
def as_csv(request: HttpRequest, case_no: str) -> HttpResponse:
    """Hand out the list as a table for other programs."""
    case, found = _read(request, case_no, "journeys.timeline.csv")
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("起"), _("止"), _("类别"), _("内容"), _("人员"), _("说明"), _("时间来源")])
    for row in _lines(found):
        table.writerow(
            [
                row["at"].isoformat(timespec="milliseconds"),
                row["end"].isoformat(timespec="milliseconds") if row["end"] else "",
                *(_cell(row[name]) for name in ("lane", "title", "who", "detail")),
                _("陈述或核定") if row["claimed"] else _("系统记录"),
            ]
        )
    # Spreadsheets take a table without this mark for another encoding.
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="timeline-{case.no}.csv"'
    return answer


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(CSV_RISKY) else text


@require_GET
@officer_required
def as_pdf(request: HttpRequest, case_no: str) -> HttpResponse:
    """Hand out the list as PDF/A, one table for each day."""
    case, found = _read(request, case_no, "journeys.timeline.pdf")
    now = clock.now()
    parts = [
        Part(heading=day, rows=[_printed(row) for row in rows])
        for day, rows in groupby(_lines(found), key=lambda row: f"{row['at']:%Y-%m-%d}")
    ]
    made = steps_pdf(
        "全过程时间轴",
        f"{case.no}  {case.title}",
        parts,
        words=(f"{people.agency(case.org_id).name}，制作于{now.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}",),
        at=now.astimezone(UTC),
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="timeline-{case.no}.pdf"'
    return answer


def _printed(row: dict[str, Any]) -> tuple[str, str, str]:
    until = f"–{row['end']:%H:%M:%S}" if row["end"] else ""
    said = f"{row['title']}（{row['detail']}）" if row["detail"] else row["title"]
    return f"{row['at']:%H:%M:%S}{until}", said, f"{row['lane']} {row['who']}".strip()


@require_POST
@officer_required
def mark(request: HttpRequest, case_no: str) -> HttpResponse:
    """Mark an instant of a recording of this case, from the axis."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    asked = body_of(request)
    command, key = marker_asked(request)
    subject = needed(str(asked.get("subject", "")))
    if asked.get("kind") == INTERVIEW:
        interviews.session_for(actor, subject)
        once(lambda: interview_recording.set_marker(subject, command, by=actor, at=now, key=key))
    elif asked.get("kind") == "occasion":
        occasion = overview.occasion_of(actor.org_id, case.id, subject)
        found = overview.subject_of(occasion)
        once(lambda: recordings.set_marker(found, command, by=actor, at=now, key=key))
    else:
        raise Invalid({"subject": _("只能在本系统录制的录音录像上打点；外来录像请在证据说明中写明。")})
    return JsonResponse({"done": True}, status=201)
