"""Errors 5 to 8: told, heard, answered; the hearing and who presides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL
from anjian.procedures.definitions.guards import decision, hearing, notice
from anjian.procedures.definitions.guards.common import (
    ZERO,
    hearing_applies,
    latest_hearing,
    notice_taken,
    since_notice,
)
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import (
    Check,
    Shown,
    after,
    from_guard,
    inputs_of,
    shown_paper,
    shown_step,
    steps_shown,
)

art = APL.art
_HANDLER = "本案承办人"
_TOLD = after("serve_notice")
_DECIDED = after("decide")
_SEVEN = 7


def _notice_shown(f: CaseFacts) -> Iterator[Shown]:
    yield from shown_paper(f.notice, "行政处罚告知书")
    yield from shown_step(notice_taken(f))


def _both_papers(f: CaseFacts) -> Iterator[Shown]:
    yield from shown_paper(f.notice, "行政处罚告知书")
    yield from shown_paper(f.decision, "行政处罚决定书")


def _notified_before_decision(f: CaseFacts) -> Verdict:
    decided, told = f.last("decide"), notice_taken(f)
    if decided is None:
        return True
    if told is None:
        return "没有送达告知书的记录"
    return told.seq < decided.seq or "告知书在决定之后送达"


def _fine_within_notice(f: CaseFacts) -> Verdict:
    decided = f.last("decide")
    fine = decided.get("fine_amount", ZERO) if decided else ZERO
    return fine <= f.notified_fine or f"决定{fine}元，告知{f.notified_fine}元"


def _not_told_while_asking(f: CaseFacts) -> Verdict:
    """Seen in a quashed case: questioned and notified on one day, before anything could be weighed."""
    told = f.notice.issued_at if f.notice else None
    if told is None:
        return True
    day = told.astimezone(LOCAL_ZONE).date()
    same = [i.person for i in f.interviews if i.started_at.astimezone(LOCAL_ZONE).date() == day]
    return f"与询问{'、'.join(same)}为同一天" if same else True


def _told_after_report(f: CaseFacts) -> Verdict:
    told, reported = f.notice, f.last("report")
    if told is None or told.issued_at is None or reported is None:
        return True
    return told.issued_at >= reported.at


def _decision_day(f: CaseFacts) -> date | None:
    decided = f.last("decide")
    return decided.on if decided else None


def _heard_before_decision(f: CaseFacts) -> Verdict:
    """The party may answer to the last day of the term; who decides before then has not heard it."""
    weighed, clock = since_notice(f, "review_defence"), f.clock("defence")
    if weighed is None or clock is None:
        return True
    if since_notice(f, "waive") or _final_word(f):
        return True
    return weighed.on > clock.due_on or f"期限至{clock.due_on:%Y年%m月%d日}，{weighed.on:%Y年%m月%d日}已复核"


def _final_word(f: CaseFacts) -> bool:
    said = since_notice(f, "receive_defence")
    return said is not None and said.get("final") is True


def _hearing_right_told(f: CaseFacts) -> Verdict:
    if not hearing_applies(f):
        return True
    paper = f.document("D31")
    if paper is None or not paper.reached("issued"):
        return "没有制发《听证告知书》"
    return True


def _waited_for_request(f: CaseFacts) -> Verdict:
    clock, day = f.clock("hearing_request"), _decision_day(f)
    if clock is None or day is None or since_notice(f, "request_hearing", "waive_hearing", "waive"):
        return True
    return day > clock.due_on or f"听证申请期限至{clock.due_on:%Y年%m月%d日}"


def _requested_hearing_held(f: CaseFacts) -> Verdict:
    if since_notice(f, "request_hearing") is None:
        return True
    child = latest_hearing(f)
    return child is not None and child.terminal


def _appointed(f: CaseFacts) -> Taken | None:
    return f.last("appoint_hearing")


def _seven_days(f: CaseFacts) -> Verdict:
    served, appointed = f.last("serve_hearing_notice"), _appointed(f)
    held = appointed.get("hearing_at") if appointed else None
    if served is None or held is None:
        return True
    days = f.working_days_between(served.get("served_on", served.on), held.astimezone(LOCAL_ZONE).date())
    return days >= _SEVEN or f"送达与听证之间只有{days}个工作日"


def _bench(f: CaseFacts) -> Verdict:
    appointed = _appointed(f)
    if appointed is None:
        return True
    bench = {appointed.get("chair"), *appointed.get("hearers", ())} - {None}
    return not bench & f.investigator_ids


def _record_signed(f: CaseFacts) -> Verdict:
    checked = f.last("check_hearing_record")
    return checked is None or checked.get("signed") is True or bool(checked.get("refusal_note"))


CHECKS: tuple[Check, ...] = (
    Check(
        code="notified_before_decision",
        error=5,
        gravity="quash",
        title="作出决定前没有依法告知",
        cites=(art(44), art(62)),
        who=_HANDLER,
        cure="撤回决定，送达告知书并听取意见后重新作出。",
        rule=_notified_before_decision,
        applies=_DECIDED,
        shows=_both_papers,
        cured_by="redo",
    ),
    from_guard(
        notice.notice_is_complete,
        error=5,
        gravity="quash",
        applies=_TOLD,
        shows=_notice_shown,
        cured_by="renotify",
    ),
    from_guard(
        decision.decision_matches_notice,
        error=5,
        gravity="quash",
        shows=_both_papers,
        applies=lambda f: f.notice is not None and f.decision is not None,
    ),
    Check(
        code="fine_within_notice",
        error=5,
        gravity="quash",
        title="决定的罚款高于告知的数额",
        cites=(art(45), art(44)),
        who="机关负责人",
        cure="按告知的数额重新决定；因新的事实需要加重的，重新告知。",
        rule=_fine_within_notice,
        applies=_DECIDED,
        shows=_both_papers,
        cured_by="redo",
    ),
    Check(
        code="not_told_on_the_day_of_asking",
        error=5,
        gravity="risk",
        title="告知书与询问在同一天制作",
        cites=(art(44), art(54)),
        who=_HANDLER,
        cure="核对调查是否已经终结；尚未终结的，补充调查后重新告知。",
        rule=_not_told_while_asking,
        applies=_TOLD,
        shows=_notice_shown,
        cured_by="renotify",
    ),
    Check(
        code="told_after_the_report",
        error=5,
        gravity="quash",
        title="告知书早于调查终结",
        cites=(art(44), art(57)),
        who=_HANDLER,
        cure="调查终结后重新告知。",
        rule=_told_after_report,
        applies=_TOLD,
        shows=_notice_shown,
        cured_by="renotify",
    ),
    Check(
        code="heard_before_decision",
        error=6,
        gravity="quash",
        title="陈述申辩期限届满前已经复核、决定",
        cites=(art(44), art(45), art(62)),
        who=_HANDLER,
        cure="撤回，等待期限届满或者由当事人书面放弃后重新复核。",
        rule=_heard_before_decision,
        applies=after("review_defence"),
        shows=steps_shown("review_defence"),
        cured_by="redo",
    ),
    from_guard(
        notice.every_point_answered,
        error=6,
        gravity="quash",
        applies=after("review_defence"),
        inputs=inputs_of("review_defence"),
        shows=steps_shown("review_defence"),
        cured_by="redo",
    ),
    from_guard(
        decision.party_was_heard,
        error=6,
        gravity="quash",
        shows=_notice_shown,
        cured_by="redo",
        applies=after("submit_decision", "decide"),
    ),
    from_guard(
        decision.no_defence_left,
        error=6,
        gravity="quash",
        shows=steps_shown("receive_defence"),
        applies=after("submit_decision", "decide"),
        cured_by="redo",
    ),
    Check(
        code="hearing_right_was_told",
        error=7,
        gravity="quash",
        title="达到听证标准而没有告知听证的权利",
        cites=(art(63), art(44)),
        who=_HANDLER,
        cure="制发并送达《听证告知书》，五个工作日后再继续。",
        rule=_hearing_right_told,
        applies=_TOLD,
        shows=_notice_shown,
        cured_by="renotify",
    ),
    Check(
        code="waited_for_the_request",
        error=7,
        gravity="quash",
        title="听证申请期限届满前作出决定",
        cites=(art(64), art(85)),
        who="机关负责人",
        cure="撤回决定，期限届满后重新作出。",
        rule=_waited_for_request,
        applies=_DECIDED,
        shows=steps_shown("decide"),
        cured_by="redo",
    ),
    Check(
        code="requested_hearing_was_held",
        error=7,
        gravity="quash",
        title="当事人要求听证而没有举行",
        cites=(art(63), art(65)),
        who="听证主持人",
        cure="举行听证，根据听证笔录重新作出决定。",
        rule=_requested_hearing_held,
        applies=lambda f: all(map(f.last, ("request_hearing", "submit_decision"))),
        shows=steps_shown("request_hearing"),
        cured_by="redo",
    ),
    Check(
        code="seven_days_for_the_hearing",
        error=7,
        gravity="quash",
        title="听证通知不足七个工作日",
        cites=(art(64), art(85)),
        who="听证主持人",
        cure="另定时间，重新通知并举行听证。",
        rule=_seven_days,
        applies=after("serve_hearing_notice"),
        shows=steps_shown("serve_hearing_notice"),
    ),
    Check(
        code="bench_did_not_investigate",
        error=8,
        gravity="quash",
        title="听证主持人、听证员参加过本案调查",
        cites=(art(64),),
        who="机关分管负责人",
        cure="另行指定未参加调查的人员，重新举行听证。",
        rule=_bench,
        applies=after("appoint_hearing"),
        shows=steps_shown("appoint_hearing"),
    ),
    Check(
        code="hearing_record_signed",
        error=8,
        gravity="quash",
        title="听证笔录没有签名，也没有注明拒绝签名",
        cites=(art(64),),
        who="听证主持人",
        cure="由当事人核对签名；拒绝的注明情况。",
        rule=_record_signed,
        applies=after("check_hearing_record"),
        shows=steps_shown("check_hearing_record"),
    ),
    from_guard(
        hearing.closed_hearing_has_reason,
        error=8,
        gravity="quash",
        applies=after("appoint_hearing"),
        inputs=inputs_of("appoint_hearing"),
        shows=steps_shown("appoint_hearing"),
    ),
)
