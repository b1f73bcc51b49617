"""Something in each register, on the case of a play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.evidence.store import store
from anjian.registers.actions import interference, meetings
from anjian.registers.models import TypicalCase, TypicalVersion
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

TELLING: dict[str, Any] = {
    "channel": "phone",
    "level": "division",
    "content": "要求从轻处理此案。",
    "reaction": "refused",
}
MET: dict[str, Any] = {
    "topic": "行刑衔接",
    "place": "会议室",
    "host": "agency",
    "participants": (("police", "李正", "副支队长"), ("agency", "何清", "主任")),
}


def entered(p: Play) -> dict[str, Any]:
    """Return ids: an entry on the head of discipline himself, a draft, a meeting with a file."""
    case, at = case_of(p), p.now
    who = {name: p.place.actor(name, on=p.today) for name in ("王虎", "苏慎", "方知", "何清")}
    told = interference.ReportInterference(happened_at=at, person_id=who["苏慎"].id, **TELLING)
    entry_id = interference.report(told, by=who["王虎"], at=at)
    author = {"author_id": who["方知"].id, "author_name": "方知"}
    typical = TypicalCase.objects.create(
        org_id=case.org_id, case_id=case.id, title="某公司动火作业案", made_at=at, **author
    )
    TypicalVersion.objects.create(org_id=case.org_id, typical_id=typical.id, no=1, parts={}, at=at, **author)
    meeting_id = meetings.hold(meetings.HoldMeeting(held_at=at, **MET), by=who["何清"], at=at)
    word = meetings.ConcludeCase(meeting_id=meeting_id, case_no=case.no, conclusion="不移送。")
    meetings.conclude(word, by=who["何清"], at=at)
    file_id = meetings.add_file(meeting_id, "签到表.png", store().put_bytes(b"x"), by=who["何清"], at=at)
    return {"entry_id": entry_id, "typical_id": typical.id, "meeting_id": meeting_id, "file_id": file_id}
