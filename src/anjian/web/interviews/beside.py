"""Forms around the questions: companions, breaks, the question plan, self-written papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.interviews import access, actions
from anjian.interviews.actions.statements import LARGEST
from anjian.kit.errors import Invalid
from anjian.web.field_values import whole
from anjian.web.http import actor_of, officer_required
from anjian.web.interviews.room import change

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_COMPANION = ("name", "relation", "id_no", "unit", "address", "phone")


@require_POST
@officer_required
def companion(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign a guardian or an interpreter in."""
    form = request.POST
    command = actions.CompanionComes(
        session_id=session_id, part=form.get("part", ""), **{code: form.get(code, "") for code in _COMPANION}
    )
    return change(request, session_id, lambda by, at: actions.companion_comes(command, by=by, at=at))


@require_POST
@officer_required
def companion_leaves(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Sign a guardian or an interpreter out."""
    form = request.POST
    part, note = form.get("part", ""), form.get("note", "")
    return change(
        request,
        session_id,
        lambda by, at: actions.companion_leaves(session_id, part, note=note, by=by, at=at),
    )


@require_POST
@officer_required
def begin_break(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Begin a rest, meal, drink, toilet or medical break."""
    form = request.POST
    command = actions.BeginBreak(
        session_id=session_id,
        kind=form.get("kind", ""),
        wanted_by=form.get("wanted_by", "person"),
        note=form.get("note", "")[:200],
    )
    key = form.get("key") or None
    return change(request, session_id, lambda by, at: actions.begin_break(command, by=by, at=at, key=key))


@require_POST
@officer_required
def end_break(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End the open break."""
    return change(request, session_id, lambda by, at: actions.end_break(session_id, by=by, at=at))


@require_POST
@officer_required
def plan(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Choose or drop a plan, tick or untick a question, or say who the person is."""
    form = request.POST
    command = actions.MarkPlan(session_id=session_id, kind=form.get("kind", ""), code=form.get("code", ""))
    return change(request, session_id, lambda by, at: actions.mark_plan(command, by=by, at=at))


@require_POST
@officer_required
def statement(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take in a paper the person wrote himself."""
    # Who does not sit here uploads nothing.
    access.room_session(actor_of(request), session_id)
    form = request.POST
    try:
        sheets = whole(form.get("sheets", ""), lowest=1, highest=500)
    except ValueError as problem:
        raise Invalid({"sheets": str(problem)}) from problem
    command = actions.TakeStatement(
        session_id=session_id,
        title=form.get("title", "")[:120],
        sheets=sheets,
        data=bytes_of(request.FILES.get("file"), "file", limit=LARGEST),
        filename=_name(request),
        signed=form.get("signed") == "yes",
    )
    key = form.get("key") or None
    return change(request, session_id, lambda by, at: actions.take_statement(command, by=by, at=at, key=key))


def _name(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    return str(file.name) if file is not None and not isinstance(file, list) else ""


def bytes_of(file: UploadedFile[Any] | list[object] | None, field: str, *, limit: int) -> bytes:
    """Return an uploaded file's bytes, none when there is none. Raises Invalid beyond the limit."""
    if file is None or isinstance(file, list):
        return b""
    if file.size is None or file.size > limit:
        raise Invalid({field: _("文件太大。")})
    return bytes(file.read())
