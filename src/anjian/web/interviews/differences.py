"""Record against recording 笔录与录音比对: where the two differ in who, when, where, how many, whether."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit.actions import record_access
from anjian.interviews import access, actions, queries
from anjian.interviews.crosscheck import incident_on
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid
from anjian.speech.subtitles import SubtitleError, read
from anjian.web import components
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.answers import done

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LARGEST = 8 * 1024 * 1024
"""Bytes of a transcript file; a day of speech has about one million."""


@require_GET
@officer_required
def page(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """List the differences of one interview; reading it is reading testimony, and is put on record."""
    actor = actor_of(request)
    session = access.session_for(actor, session_id)
    record_access(
        by=actor, at=clock.now(), what="interviews.differences", subject_id=session.id, detail=session.case_no
    )
    transcripts = queries.transcripts_of(session)
    context: dict[str, Any] = {
        "session": session,
        "line": queries.line_of(actor.org_id, session),
        "transcripts": transcripts,
        "heard_person": any(t.person for t in transcripts),
        "differences": [
            {"view": d, "at": datetime.fromtimestamp(d.at_ms / 1000, LOCAL_ZONE)}
            for d in queries.differences_of(session, conduct_on=incident_on(session.org_id, session.case_id))
        ],
        "begun": _begun(session.started_at),
        "crumbs": components.crumbs((_("询问"), "/interviews/"), (session.case_no, ""), session.name),
    }
    return render(request, "interviews/differences.html", context)


@require_POST
@officer_required
def keep(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take in a transcript that another program made of the recording (SRT or WebVTT)."""
    actor = actor_of(request)
    access.session_for(actor, session_id)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": _("请选择转写文件（SRT 或者 WebVTT）。")})
    if (file.size or 0) > LARGEST:
        raise Invalid({"file": _("文件过大，转写文件不应超过8 MB。")})
    try:
        begun = datetime.fromisoformat(request.POST.get("begun", "")).replace(tzinfo=LOCAL_ZONE)
    except ValueError as problem:
        raise Invalid({"begun": _("请填写录音开始的时间，例如 2026-10-09 09:00:00。")}) from problem
    try:
        heard = read(file.read(), name=file.name or "")
    except SubtitleError as problem:
        raise Invalid({"file": str(problem)}) from problem
    person = request.POST.get("channel") != "officers"
    command = actions.KeepTranscript(
        session_id=session_id,
        who="被询问人" if person else "询问人",
        person=person,
        begun_ms=round(begun.timestamp() * 1000),
        heard=heard,
    )
    actions.keep_transcript(command, by=actor, at=clock.now())
    return done(request, "interviews:differences", session_id)


def _begun(begun: datetime | None) -> str:
    return begun.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M:%S") if begun else ""
