"""Errors 11 to 13: evidence, questioning, registered and seized goods."""

from __future__ import annotations

from collections.abc import Iterator

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions.guards import decision
from anjian.procedures.definitions.guards import investigation as inv
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import Check, Shown, after, from_guard, inputs_of

art = APL.art
_FILED = after("file")
_REPORTED = after("report")


def _asked(f: CaseFacts) -> bool:
    return bool(f.interviews)


def _unlawful(f: CaseFacts) -> Iterator[Shown]:
    for item in f.evidence:
        if item.proves and not item.lawful:
            yield Shown("evidence", item.name or item.kind, id=item.id)


def _unsigned(f: CaseFacts) -> Iterator[Shown]:
    for one in f.interviews:
        if one.closed and not one.signed:
            yield Shown("interview", f"{one.person}的询问", id=one.id)


def _overdue(f: CaseFacts, procedures: tuple[str, ...]) -> list[str]:
    running = {
        c.proceeding_id: c.procedure for c in f.children if c.procedure in procedures and not c.terminal
    }
    return [
        f"期限至{clock.due_on:%Y年%m月%d日}"
        for clock in f.clocks
        if clock.proceeding_id in running and clock.status == "running" and clock.ran_out(f.today)
    ]


def _registration_in_time(f: CaseFacts) -> Verdict:
    late = _overdue(f, ("advance_registration",))
    return "；".join(late) if late else True


def _seizure_in_time(f: CaseFacts) -> Verdict:
    late = _overdue(f, ("seizure",))
    return "；".join(late) if late else True


CHECKS: tuple[Check, ...] = (
    from_guard(inv.every_fact_proved, error=11, gravity="quash", applies=_REPORTED, cured_by="redo"),
    from_guard(
        inv.not_on_one_voice_alone, error=11, gravity="quash", applies=_REPORTED, inputs=inputs_of("report")
    ),
    from_guard(inv.evidence_lawful, error=11, gravity="quash", applies=_FILED, shows=_unlawful),
    from_guard(inv.evidence_taken_by_two, error=11, gravity="quash", applies=_FILED),
    from_guard(inv.early_evidence_recorded, error=11, gravity="quash", applies=_FILED),
    from_guard(
        decision.evidence_frozen, error=11, gravity="quash", applies=after("submit_decision"), cured_by="redo"
    ),
    from_guard(inv.contradictions_settled, error=11, gravity="risk", applies=_FILED),
    from_guard(inv.interviews_individual, error=12, gravity="quash", applies=_asked),
    from_guard(inv.interviews_signed, error=12, gravity="quash", applies=_asked, shows=_unsigned),
    from_guard(inv.interviews_with_rights, error=12, gravity="quash", applies=_asked),
    from_guard(inv.interviews_by_two, error=12, gravity="quash", applies=_asked),
    from_guard(inv.no_officer_in_two_rooms, error=12, gravity="quash", applies=_asked),
    Check(
        code="registration_decided_in_time",
        error=13,
        gravity="quash",
        title="先行登记保存的证据逾期没有处理",
        cites=(art(56),),
        who="本案承办人",
        cure="立即解除先行登记保存并退还；不得据此继续扣留。",
        rule=_registration_in_time,
        applies=lambda f: bool(f.children_of("advance_registration")),
        cured_by="lapse_registration",
    ),
    Check(
        code="seizure_ended_in_time",
        error=13,
        gravity="quash",
        title="查封、扣押超过期限没有解除",
        cites=(ACL.art(25), ACL.art(28)),
        who="本案承办人",
        cure="立即解除查封、扣押并退还财物。",
        rule=_seizure_in_time,
        applies=lambda f: bool(f.children_of("seizure")),
    ),
)
