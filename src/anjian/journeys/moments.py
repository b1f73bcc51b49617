"""What happened in a case as moments on one clock: lanes, kinds and where each one leads. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from collections.abc import Mapping

LANES = {
    "steps": _("办案步骤"),
    "answers": _("询问问答"),
    "interviews": _("询问进程"),
    "prompts": _("提示与矛盾"),
    "evidence": _("证据（取得时间）"),
    "documents": _("文书"),
    "custody": _("保管"),
    "clocks": _("期限"),
    "record": _("登记与其他"),
}
"""The lanes of the time axis below the recordings, in their order."""

_BY_TYPE = {
    "cases.step.taken": "steps",
    "interviews.segment.committed": "",
    "interviews.segment.corrected": "answers",
    "interviews.prompt.sent": "prompts",
    "interviews.prompt.received": "prompts",
    "interviews.contradiction.found": "prompts",
    "interviews.contradiction.settled": "prompts",
    "interviews.contradiction.judged": "prompts",
    "evidence.custody.recorded": "",
    "evidence.handover.proposed": "custody",
    "evidence.handover.answered": "custody",
    "evidence.seal.mismatch": "custody",
    "evidence.place.counted": "custody",
    "recordings.marker.set": "",
    "documents.instrument.drawn": "",
    "documents.instrument.revised": "",
    "evidence.copy.derived": "",
    "recordings.part.opened": "",
    "recordings.part.ended": "",
}
"""Types with a lane of their own; an empty one is drawn from something better than the event, if at all."""
_BY_APP = {
    "cases": "steps", "interviews": "interviews", "documents": "documents", "deadlines": "clocks",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a moment is about: a name and its arguments, for whoever draws addresses."""

    to: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened: epoch milliseconds, ``until_ms`` is 0 for an instant.

    ``source`` says where the time is from: record (our own clock), claimed (as somebody stated it).
    """

    ms: int
    until_ms: int
    lane: str
    kind: str
    title: str
    who: str = ""
    detail: str = ""
    group: str = ""
    source: str = "record"
    link: Link | None = None


def lane_of(event_type: str) -> str:
    """Return the lane of an event type, empty when it is not drawn."""
    found = _BY_TYPE.get(event_type)
    return _BY_APP.get(event_type.partition(".")[0], "record") if found is None else found


def link_of(event_type: str, payload: Mapping[str, Any]) -> Link | None:
    """Return what an event is about, as far as its particulars tell."""
    app = event_type.partition(".")[0]
    if app == "documents" and payload.get("instrument_id"):
        return Link(to="document", args=(str(payload["instrument_id"]),))
    if app == "evidence" and str(payload.get("no", "")).startswith("E-"):
        return Link(to="evidence", args=(str(payload["no"]),))
    if app == "recordings" and payload.get("evidence_no"):
        return Link(to="evidence", args=(str(payload["evidence_no"]),))
    if app == "interviews" and payload.get("session_id"):
        return Link(to="session", args=(str(payload["session_id"]),))
    return Link(to="case") if app == "cases" else None
