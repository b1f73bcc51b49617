"""Writing the interference register: entries, corrections, handlings, reports. Nothing is ever changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.people import queries as people
from anjian.registers import access
from anjian.registers.events import (
    InterferenceHandled,
    InterferenceReported,
    ReportDrawn,
    interference_stream,
)
from anjian.registers.models import Interference, InterferenceHandling, InterferenceReport
from anjian.registers.names import name_key
from anjian.registers.queries import interference
from anjian.registers.words import CHANNELS, LEVELS, OUTCOMES, REACTIONS

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.kit.actor import Actor

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SHORTEST = 5
"""Characters that say what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInterference:
    """Who asked for what. An officer of the bureau is named by id, anybody else by name, post and body.

    ``corrects_id`` makes it a correction of an earlier entry of the same reporter, with its reason.
    """

    happened_at: datetime
    channel: str
    level: str
    content: str
    reaction: str
    person_id: UUID | None = None
    person_name: str = ""
    person_post: str = ""
    person_body: str = ""
    through_id: UUID | None = None
    through_name: str = ""
    place: str = ""
    reaction_note: str = ""
    witness: str = ""
    proof: str = ""
    case_no: str = ""
    corrects_id: UUID | None = None
    correction_reason: str = ""


def report(cmd: ReportInterference, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Enter an interference, or a correction of one's own entry.

    Raises Invalid, NotFound (the entry to be corrected does not exist for this officer), Conflict (it has
    been corrected already).
    """
    named, through = _people(cmd, by, at)
    case = _case(cmd, by)
    _check(cmd, named, through, by, at)
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.interference")
        earlier = _earlier(cmd, by)
        entry_id = uuid7()
        row = Interference(
            org_id=by.org_id,
            id=entry_id,
            no=_number(entry_id, at),
            person_id=cmd.person_id,
            person_name=named[0],
            person_post=named[1],
            person_body=named[2],
            level=cmd.level,
            through_id=cmd.through_id,
            through_name=through,
            hidden_ids=_ids(cmd, earlier),
            hidden_keys=_keys(named[0], through, earlier),
            happened_at=cmd.happened_at,
            channel=cmd.channel,
            place=cmd.place,
            content=cmd.content,
            reaction=cmd.reaction,
            reaction_note=cmd.reaction_note,
            witness=cmd.witness,
            proof=cmd.proof,
            case_id=case.id if case else None,
            case_no=case.no if case else "",
            case_title=case.title if case else "",
            reported_by=by.id,
            reporter_name=by.name,
            reported_at=at,
            corrects_id=cmd.corrects_id,
            correction_reason=cmd.correction_reason,
        )
        row.save(force_insert=True)
        tx.record(
            InterferenceReported(
                stream_id=interference_stream(by.org_id),
                entry_id=row.id,
                no=row.no,
                corrects_id=row.corrects_id,
                sha256=sha256_hex(canonical_bytes(asdict(cmd) | {"named": named, "through": through})),
            )
        )
    return row.id


def _people(cmd: ReportInterference, by: Actor, at: datetime) -> tuple[tuple[str, str, str], str]:
    """Return name, post and body of the person named, and the name of whoever passed the word on."""
    chosen = [i for i in (cmd.person_id, cmd.through_id) if i]
    known = people.actors(by.org_id, chosen, on=at.date())
    wrong = {
        name: _("请从列出的人员中选择。")
        for name, officer in (("person_id", cmd.person_id), ("through_id", cmd.through_id))
        if officer and officer not in known
    }
    if wrong:
        raise Invalid(wrong)
    through = known[cmd.through_id].name if cmd.through_id else cmd.through_name.strip()
    if cmd.person_id:
        officer = known[cmd.person_id]
        return (officer.name, cmd.person_post or officer.post, officer.org_name), through
    return (cmd.person_name.strip(), cmd.person_post.strip(), cmd.person_body.strip()), through


def _case(cmd: ReportInterference, by: Actor) -> Case | None:
    if not cmd.case_no:
        return None
    try:
        return cases.case_for(by, cmd.case_no.strip())
    except NotFound:
        raise Invalid({"case_no": _("没有找到这个案件编号。")}) from None


def _check(
    cmd: ReportInterference, named: tuple[str, str, str], through: str, by: Actor, at: datetime
) -> None:
    wrong: dict[str, str] = {}
    for name, known in (("channel", CHANNELS), ("level", LEVELS), ("reaction", REACTIONS)):
        if getattr(cmd, name) not in dict(known):
            wrong[name] = _("请从列出的选项中选择。")
    if len(name_key(named[0])) < 2:
        wrong["person_name"] = _("请选择本单位人员，或者填写姓名（不少于两个字）。")
    if not cmd.person_id and not named[2]:
        wrong["person_body"] = _("请填写所在单位。")
    if by.id in (cmd.person_id, cmd.through_id):
        wrong["person_id"] = _("登记人不能登记自己。")
    if cmd.channel == "others" and not through:
        wrong["through_name"] = _("托人转达的，请填写转达人。")
    if cmd.happened_at > at:
        wrong["happened_at"] = _("时间不能晚于现在。")
    if len(cmd.content.strip()) < SHORTEST:
        wrong["content"] = _("请写明要求的内容。")
    if cmd.corrects_id and len(cmd.correction_reason.strip()) < 2:
        wrong["correction_reason"] = _("请说明为什么更正。")
    if wrong:
        raise Invalid(wrong)


def _earlier(cmd: ReportInterference, by: Actor) -> Interference | None:
    if cmd.corrects_id is None:
        return None
    found = access.own_entry(by, cmd.corrects_id)
    if interference.correction_of(by, found.id) is not None:
        message = _("这一条已经更正过，请更正最新的一条。")
        raise Conflict(message, code="corrected")
    return found


def _ids(cmd: ReportInterference, earlier: Interference | None) -> list[UUID]:
    known = [i for i in (cmd.person_id, cmd.through_id) if i] + (list(earlier.hidden_ids) if earlier else [])
    return list(dict.fromkeys(known))


def _keys(person: str, through: str, earlier: Interference | None) -> list[str]:
    known = [name_key(n) for n in (person, through) if n] + (list(earlier.hidden_keys) if earlier else [])
    return list(dict.fromkeys(known))


def _number(entry_id: UUID, at: datetime) -> str:
    """Return a number that tells the day and nothing of how many others there are."""
    rest, letters = entry_id.int & ((1 << 60) - 1), ""
    for _n in range(6):
        rest, digit = divmod(rest, len(_ALPHABET))
        letters += _ALPHABET[digit]
    return f"GY{at:%Y%m%d}-{letters}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleInterference:
    """What the head of discipline did with an entry."""

    entry_id: UUID
    outcome: str
    note: str


def handle(cmd: HandleInterference, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Note what was done with an entry; a later line replaces none. Raises NotFound, Invalid."""
    access.head(by)
    row = access.entry(by, cmd.entry_id)
    wrong = {}
    if cmd.outcome not in dict(OUTCOMES):
        wrong["outcome"] = _("请从列出的选项中选择。")
    if len(cmd.note.strip()) < 2:
        wrong["note"] = _("请写明处理情况。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.interference.handle", row.id)
        InterferenceHandling.objects.create(
            org_id=by.org_id,
            entry_id=row.id,
            outcome=cmd.outcome,
            note=cmd.note.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            InterferenceHandled(
                stream_id=interference_stream(by.org_id), entry_id=row.id, no=row.no, outcome=cmd.outcome
            )
        )


def draw_report(month: date, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Draw the report of a month and freeze it. Raises NotFound to others, Invalid for a month to come."""
    access.head(by)
    month = month.replace(day=1)
    if month > at.date():
        raise Invalid({"month": _("这个月还没有到。")})
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.interference.report")
        content: dict[str, Any] = interference.month_of(by, month, at=at)
        sha256, sm3 = interference.digests(content)
        row = InterferenceReport.objects.create(
            org_id=by.org_id,
            month=month,
            content=content,
            sha256=sha256,
            sm3=sm3,
            drawn_by=by.id,
            drawn_by_name=by.name,
            drawn_at=at,
        )
        tx.record(
            ReportDrawn(
                stream_id=interference_stream(by.org_id), report_id=row.id, month=month, sha256=sha256
            )
        )
    return row.id
