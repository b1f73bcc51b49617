"""The ledger of contradictions: entering what the cross-check finds, settling each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.interviews import access, board_events, crosscheck
from anjian.interviews.models import Contradiction, ContradictionMove, Segment
from anjian.kit.errors import Conflict, Invalid
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor
    from anjian.testimony.model import Alarm

JUDGE_JOB = "interviews.judge"
NEED_REASON = frozenset({"resolved", "explained", "left", "dismissed"})
STATES = frozenset({"open", "verified"}) | NEED_REASON


def keep_alarms(tx: Transaction, segment: Segment, alarms: Iterable[Alarm]) -> None:
    """Enter alarms as numbered contradictions; red ones count as material until judged otherwise."""
    found = list(alarms)
    if not found:
        return
    for former, present in crosscheck.joined(segment.org_id, segment.case_id):
        Contradiction.objects.filter(org_id=segment.org_id, case_id=segment.case_id, issue=former).update(
            issue=present
        )
    _enter(tx, segment.case_id, found)


def enter_missing(tx: Transaction, case_id: UUID, alarms: Iterable[Alarm]) -> None:
    """Enter the alarms that the board does not have yet."""
    known = set(
        Contradiction.objects.filter(org_id=tx.org_id, case_id=case_id).values_list(
            "a_segment_id", "b_segment_id"
        )
    )
    found = [a for a in alarms if (UUID(a.a_sid), UUID(a.b_sid)) not in known]
    if found:
        _enter(tx, case_id, found)


def _enter(tx: Transaction, case_id: UUID, found: list[Alarm]) -> None:
    board = access.locked_board(tx.org_id, case_id)
    ids = {UUID(sid) for alarm in found for sid in (alarm.a_sid, alarm.b_sid)}
    sessions = dict(Segment.objects.filter(org_id=tx.org_id, id__in=ids).values_list("id", "session_id"))
    for alarm in found:
        a, b = UUID(alarm.a_sid), UUID(alarm.b_sid)
        board.contradiction_count += 1
        row = Contradiction.objects.create(
            id=uuid7(),
            org_id=tx.org_id,
            case_id=case_id,
            no=board.contradiction_count,
            a_segment_id=a,
            b_segment_id=b,
            a_session_id=sessions[a],
            b_session_id=sessions[b],
            slot=alarm.slot,
            tier=alarm.tier,
            score=alarm.score,
            rule=alarm.rule[:80],
            title=alarm.title[:200],
            because=alarm.because,
            ask=alarm.ask,
            a_span=list(alarm.a_span),
            b_span=list(alarm.b_span),
            a_value=alarm.a_value[:200],
            b_value=alarm.b_value[:200],
            material=alarm.tier == "red",
            found_at=tx.at,
            issue=alarm.issue[:120],
        )
        _remember(tx, row, officer_id=None)
        tx.record(
            board_events.ContradictionFound(
                stream_id=case_id,
                contradiction_id=row.id,
                no=row.no,
                slot=row.slot,
                tier=row.tier,
                title=row.title,
                a_segment_id=a,
                b_segment_id=b,
                a_session_id=row.a_session_id,
                b_session_id=row.b_session_id,
            )
        )
        if settings.JUDGE_URL and row.tier == "yellow":
            jobs.configure_task(JUDGE_JOB, allow_unknown=True, queue="media").defer(
                org_id=str(tx.org_id), contradiction_id=str(row.id)
            )
    board.save(update_fields=["contradiction_count"])


def _remember(tx: Transaction, row: Contradiction, *, officer_id: UUID | None) -> None:
    """Add the state a contradiction has now to its history."""
    ContradictionMove.objects.create(
        org_id=row.org_id,
        contradiction_id=row.id,
        state=row.state,
        material=row.material,
        reason=row.reason,
        at=tx.at,
        officer_id=officer_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleContradiction:
    """What becomes of a contradiction: being verified, resolved, explained, left, dismissed, reopened.

    ``material`` says whether it bears on the decision; only such a one holds up the report.
    ``seen`` is the state the card showed, so that two people do not settle past each other.
    ``whole_issue`` moves every open contradiction about the same question of fact with it.
    """

    contradiction_id: UUID
    state: str
    reason: str = ""
    material: bool | None = None
    seen: str = ""
    whole_issue: bool = False


def settle_contradiction(cmd: SettleContradiction, *, by: Actor, at: datetime) -> None:
    """Move a contradiction. Raises Invalid without the reason an end needs, Conflict when stale."""
    if cmd.state not in STATES:
        raise Invalid({"state": _("没有这种处理方式。")})
    if cmd.state in NEED_REASON and not cmd.reason.strip():
        raise Invalid({"reason": _("请写明理由：查明了什么，依据哪份证据或者哪次回答。")})
    with transaction(by=by, at=at) as tx:
        row = access.contradiction(by, cmd.contradiction_id, lock=True)
        if cmd.seen and cmd.seen != row.state:
            raise Conflict(_("这处矛盾刚刚由另一位同事处理过，请看最新情况。"), code="stale")
        for each in (row, *(_of_issue(row) if cmd.whole_issue else ())):
            _settle(tx, each, cmd)


def _of_issue(row: Contradiction) -> list[Contradiction]:
    """Return the other unsettled contradictions of the same issue, locked."""
    if not row.issue:
        return []
    rows = Contradiction.objects.select_for_update(no_key=True).filter(
        org_id=row.org_id, case_id=row.case_id, issue=row.issue, state__in=("open", "verified")
    )
    return list(rows.exclude(id=row.id).order_by("no"))


def _settle(tx: Transaction, row: Contradiction, cmd: SettleContradiction) -> None:
    row.state = cmd.state
    row.reason = cmd.reason.strip()
    if cmd.material is not None:
        row.material = cmd.material
    settled = cmd.state in NEED_REASON
    row.settled_by = tx.by.id if settled else None
    row.settled_at = tx.at if settled else None
    row.save(update_fields=["state", "reason", "material", "settled_by", "settled_at"])
    _remember(tx, row, officer_id=tx.by.id)
    tx.record(
        board_events.ContradictionSettled(
            stream_id=row.case_id,
            contradiction_id=row.id,
            no=row.no,
            state=row.state,
            material=row.material,
            reason=row.reason,
        )
    )


def note_opinion(contradiction_id: UUID, note: str, *, by: Actor, at: datetime) -> None:
    """Keep what a model thinks of a contradiction beside it; state and tier stay as they are."""
    with transaction(by=by, at=at) as tx:
        row = Contradiction.objects.select_for_update().get(org_id=by.org_id, id=contradiction_id)
        row.opinion = note[:300]
        row.save(update_fields=["opinion"])
        tx.record(
            board_events.ContradictionJudged(
                stream_id=row.case_id, contradiction_id=row.id, no=row.no, opinion=row.opinion
            )
        )
