"""Registers read from the steps of cases: recusals, opinions of the legal review, discussions.

Nothing is entered twice: each line is a step that somebody took, with what later steps made of it. A page
costs the same number of queries however long it is, and holds only cases that its reader may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.cases.queries.registered import Narrowed, RegisteredStep, beside, registered
from anjian.documents import papers
from anjian.people import queries as people
from anjian.procedures import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from anjian.kit.actor import Actor

__all__ = ["Narrowed", "Page", "discussions", "every", "opinions", "recusals"]

EXPORTED = 5000
"""Lines of one export at most."""
_BATCH = 500

OPINIONS: dict[str, tuple[str, str]] = {
    "pass_legal_review": ("同意", "ok"),
    "advise_amendment": ("建议修改", "warn"),
    "return_review": ("退回补充", "warn"),
    "fail_legal_review": ("不通过", "bad"),
    "advise_transfer": ("建议移送", "warn"),
}
RECUSALS: dict[str, str] = {
    "request_recusal": "办案人员",
    "request_hearing_recusal": "听证人员",
    "hold_discussion": "集体讨论人员",
}
RESULTS = (
    *("待决定", "准予回避", "不准回避", "已回避"),
    *("尚未决定", "再次讨论", "已采纳", "与结论不同"),
    *("同意", "不同意", "弃权", "尚未处理"),
)
"""What the lines say of how it ended, for the catalogue of languages."""
_DECIDED_BY = {"request_recusal": "decide_recusal", "request_hearing_recusal": "decide_hearing_recusal"}
_STEPPED_BACK = (
    "jsonb_array_length(CASE jsonb_typeof(s.inputs -> 'stepped_back') WHEN 'array' "
    "THEN s.inputs -> 'stepped_back' ELSE '[]'::jsonb END) > 0"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a register with the keys of its neighbours."""

    lines: list[Any] = field(default_factory=list)
    newer: UUID | None = None
    older: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalLine:
    """One recusal: asked for by a party, or declared by the person."""

    step: RegisteredStep
    who: tuple[str, ...]
    seat: str
    asked_by: str
    ground: str
    asked_on: date
    decided_by: str
    decided_at: datetime | None
    result: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion of the legal review."""

    step: RegisteredStep
    no: str
    triggers: str
    result: str
    tone: str
    failed: tuple[str, ...]
    opinion: str
    days: int | None


@dataclass(frozen=True, slots=True)
class View:
    """What one leader said in a discussion."""

    name: str
    vote: str
    view: str
    dissents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionLine:
    """One discussion: who was there, what each said, what came of it."""

    step: RegisteredStep
    held_at: str
    place: str
    chair: str
    views: tuple[View, ...]
    stepped_back: tuple[str, ...]
    outcome: str
    fine: str
    conclusion: str
    adopted: str
    tone: str

    @property
    def dissent(self) -> tuple[View, ...]:
        """Those who did not agree."""
        return tuple(v for v in self.views if v.dissents)


def _page(
    actor: Actor,
    codes: Sequence[str],
    wanted: Narrowed,
    made: Callable[[Actor, list[RegisteredStep]], list[Any]],
    *,
    only: dict[str, str] | None = None,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 30,
) -> Page:
    found = registered(actor, codes, wanted, only=only, before=before, after=after, size=size + 1)
    more, found = len(found) > size, found[:size]
    backwards = after is not None
    if backwards:
        found.reverse()
    if not found:
        return Page()
    newer = found[0].id if (more if backwards else before is not None) else None
    older = found[-1].id if (backwards or more) else None
    return Page(made(actor, found), newer, older)


def recusals(actor: Actor, wanted: Narrowed, *, seat: str = "", **place: Any) -> Page:
    """Return a page of recusals; ``seat`` is one of the codes of :data:`RECUSALS`."""
    codes = [seat] if seat in RECUSALS else list(RECUSALS)
    return _page(actor, codes, wanted, _recusal_lines, only={"hold_discussion": _STEPPED_BACK}, **place)


def opinions(actor: Actor, wanted: Narrowed, *, result: str = "", **place: Any) -> Page:
    """Return a page of opinions; ``result`` is one of the codes of :data:`OPINIONS`."""
    codes = [result] if result in OPINIONS else list(OPINIONS)
    return _page(actor, codes, wanted, _opinion_lines, **place)


def discussions(actor: Actor, wanted: Narrowed, **place: Any) -> Page:
    """Return a page of discussions."""
    return _page(actor, ["hold_discussion"], wanted, _discussion_lines, **place)


def every(read: Callable[..., Page], actor: Actor, wanted: Narrowed, **traits: Any) -> Iterator[Any]:
    """Yield all lines of a register in order, for an export; :data:`EXPORTED` steps at most."""
    before, left = None, EXPORTED
    while left > 0:
        page = read(actor, wanted, before=before, size=min(_BATCH, left), **traits)
        yield from page.lines
        if page.older is None:
            return
        before, left = page.older, left - _BATCH


def _recusal_lines(actor: Actor, found: list[RegisteredStep]) -> list[RecusalLine]:
    later = beside(
        actor.org_id, [s.case_id for s in found], [*_DECIDED_BY, *_DECIDED_BY.values(), "appoint_hearing"]
    )
    names = _names(actor, found, "officer", "person", "chair")
    names |= people.names(actor.org_id, _ids(row[4].get("chair") for row in later))
    return [line for step in found for line in _recusal(step, later, names)]


def _recusal(step: RegisteredStep, later: list[Any], names: dict[UUID, str]) -> Iterator[RecusalLine]:
    told = step.inputs
    if step.step == "hold_discussion":
        for row in told.get("stepped_back") or ():
            yield RecusalLine(
                step=step, who=(_name(row.get("officer"), names),), seat=RECUSALS[step.step], asked_by="本人",
                ground=str(row.get("reason") or ""), asked_on=step.at.date(),
                decided_by=_name(told.get("chair"), names), decided_at=step.at, result="已回避", tone="ok",
            )  # fmt: skip
        return
    decision = _answer(step, later, _DECIDED_BY[step.step])
    upheld = decision[4].get("upheld") if decision else None
    yield RecusalLine(
        step=step,
        who=tuple(_asked_to_leave(step, later, names)),
        seat=RECUSALS[step.step],
        asked_by=str(told.get("requested_by") or ""),
        ground=str(told.get("grounds") or ""),
        asked_on=_day(told.get("requested_on")) or step.at.date(),
        decided_by=decision[5] if decision else "",
        decided_at=decision[6] if decision else None,
        result="待决定" if decision is None else "准予回避" if upheld else "不准回避",
        tone="warn" if decision is None else "ok" if upheld else "neutral",
    )


def _asked_to_leave(step: RegisteredStep, later: list[Any], names: dict[UUID, str]) -> Iterator[str]:
    told = step.inputs
    if step.step == "request_recusal":
        yield _name(told.get("officer"), names)
        return
    seat = {"chair": "主持人", "hearer": "听证员", "clerk": "记录员"}.get(str(told.get("seat")), "")
    named = _name(told.get("person"), names) if told.get("person") else ""
    if not named and told.get("seat") in {"chair", "clerk"}:
        bench = [r for r in later if r[0] == step.case_id and r[3] == "appoint_hearing" and r[2] < step.seq]
        named = _name(bench[-1][4].get(told["seat"]), names) if bench else ""
    yield f"{named}（{seat}）" if named and seat else named or seat


def _answer(step: RegisteredStep, later: list[Any], code: str) -> Any:
    """Return the first decision after a request in its proceeding that no newer request takes."""
    own = [r for r in later if r[0] == step.case_id and r[1] == step.proceeding_id and r[2] > step.seq]
    for row in own:
        if row[3] == code:
            return row
        if row[3] == step.step:
            return None
    return None


def _opinion_lines(actor: Actor, found: list[RegisteredStep]) -> list[OpinionLine]:
    cases = [s.case_id for s in found]
    begun = beside(actor.org_id, cases, ["accept_legal_review"])
    forms = papers.by_proceeding(actor.org_id, cases, "D28")
    return [_opinion(s, begun, forms) for s in found]


def _opinion(step: RegisteredStep, begun: list[Any], forms: dict[UUID, Any]) -> OpinionLine:
    since = [r[6] for r in begun if r[1] == step.proceeding_id and r[2] < step.seq]
    rounds = len(since)
    drawn = forms.get(step.proceeding_id, []) if step.proceeding_id else []
    no, fields = (drawn[min(rounds, len(drawn)) - 1] if rounds else drawn[-1]) if drawn else ("", {})
    rows = fields.get("items") or ()
    result, tone = OPINIONS[step.step]
    told = step.inputs
    points = "；".join(str(p.get("point", "")) for p in told.get("points") or ())
    return OpinionLine(
        step=step,
        no=no,
        triggers=str(fields.get("trigger") or ""),
        result=result,
        tone=tone,
        failed=tuple(str(r.get("item")) for r in rows if r.get("finding") in {"不符合", "需补正"}),
        opinion=str(told.get("opinion") or told.get("reason") or points),
        days=(step.at.date() - since[-1].date()).days if since else None,
    )


def _discussion_lines(actor: Actor, found: list[RegisteredStep]) -> list[DiscussionLine]:
    later = beside(
        actor.org_id, [s.case_id for s in found], ["decide", "decide_no_penalty", "hold_discussion"]
    )
    ids = _ids(
        value
        for s in found
        for value in (
            s.inputs.get("chair"),
            *(r.get("officer") for r in s.inputs.get("attendees") or ()),
            *(r.get("officer") for r in s.inputs.get("stepped_back") or ()),
        )
    )
    names = people.names(actor.org_id, ids)
    return [_discussion(s, later, names) for s in found]


def _discussion(step: RegisteredStep, later: list[Any], names: dict[UUID, str]) -> DiscussionLine:
    told = step.inputs
    adopted, tone = _adopted(step, later)
    return DiscussionLine(
        step=step,
        held_at=str(told.get("held_at") or ""),
        place=str(told.get("place") or ""),
        chair=_name(told.get("chair"), names),
        views=tuple(_view(r, names) for r in told.get("attendees") or ()),
        stepped_back=tuple(_name(r.get("officer"), names) for r in told.get("stepped_back") or ()),
        outcome=_choice(step, "outcome"),
        fine=str(told.get("fine_amount") or ""),
        conclusion=str(told.get("conclusion") or ""),
        adopted=adopted,
        tone=tone,
    )


def _view(row: dict[str, Any], names: dict[UUID, str]) -> View:
    vote = str(row.get("vote") or "agree")
    words = {"agree": "同意", "disagree": "不同意", "abstain": "弃权"}.get(vote, vote)
    return View(_name(row.get("officer"), names), words, str(row.get("view") or ""), vote != "agree")


def _adopted(step: RegisteredStep, later: list[Any]) -> tuple[str, str]:
    """Say whether the decision that followed is what was concluded."""
    own = [r for r in later if r[0] == step.case_id and r[2] > step.seq]
    if not own:
        return "尚未决定", "neutral"
    first = own[0]
    if first[3] == "hold_discussion":
        return "再次讨论", "neutral"
    outcome = step.inputs.get("outcome")
    if first[3] == "decide_no_penalty":
        return ("已采纳", "ok") if outcome == "no_penalty" else ("与结论不同", "bad")
    same = outcome == "penalise" and _number(first[4].get("fine_amount")) == _number(
        step.inputs.get("fine_amount")
    )
    return ("已采纳", "ok") if same else ("与结论不同", "bad")


def _number(value: Any) -> float:
    try:
        return float(value or 0)
    except (TypeError, ValueError):
        return 0.0


def _choice(step: RegisteredStep, code: str) -> str:
    """Return what was chosen in the words of the procedure the case is pinned to."""
    value = str(step.inputs.get(code) or "")
    try:
        known = registry.get(step.procedure).step(step.step)
    except (KeyError, LookupError, ValueError):
        return value
    labels = next((dict(f.choices) for f in known.fields if f.code == code), {})
    return labels.get(value, value)


def _names(actor: Actor, found: list[RegisteredStep], *codes: str) -> dict[UUID, str]:
    back = (r.get("officer") for s in found for r in s.inputs.get("stepped_back") or ())
    return people.names(actor.org_id, _ids([*(s.inputs.get(c) for s in found for c in codes), *back]))


def _ids(values: Any) -> set[UUID]:
    return {found for value in values if (found := _uuid(value)) is not None}


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def _name(value: Any, names: dict[UUID, str]) -> str:
    """Return the name behind an id, or what was written in its place."""
    found = _uuid(value)
    return names.get(found, "") if found else str(value or "")
