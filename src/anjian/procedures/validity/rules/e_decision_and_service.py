"""Errors 14 and 15 and what else goes wrong: the paper, its law, its service, the terms, the crime."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjian.law.statutes import APL, TCR, WSL, Statute, all_statutes
from anjian.procedures.definitions.guards import controls, decision, execution
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import (
    Check,
    Shown,
    after,
    from_guard,
    inputs_of,
    shown_paper,
    steps_shown,
)

art = APL.art
_HANDLER = "本案承办人"
_DECIDED = after("decide")
_TITLE = re.compile(r"《(?:中华人民共和国)?([^《》]{3,40})》")
_SERVED = ("D29", "D31", "D36", "D37", "D38")


def _decision(f: CaseFacts) -> Iterator[Shown]:
    yield from shown_paper(f.decision, "行政处罚决定书")


def _law_in_force(f: CaseFacts) -> Verdict:
    """The decision cites no statute that was not in force when the conduct ended."""
    paper, day = f.decision, f.conduct_ended_on or f.conduct_on
    if paper is None or day is None:
        return True
    said = f"{paper.fields.get('violated', '')}{paper.fields.get('basis', '')}"
    by_title = {s.short: s for s in all_statutes().values()} | {s.title: s for s in all_statutes().values()}
    cited = [by_title[t] for t in dict.fromkeys(_TITLE.findall(said)) if t in by_title]
    stale = [
        s.short
        for s in cited
        if s.in_force(day) is None and (s.in_force(f.today) is None or s.versions[0].valid_from > day)
    ]
    return f"《{'》《'.join(stale)}》在{day:%Y年%m月%d日}没有施行或者已经失效" if stale else True


def _older_text_unknown(statute: Statute, day: date) -> bool:
    """Whether the statute is older than the first text that is listed, so that nothing can be said."""
    return day < statute.versions[0].valid_from and "修" in statute.versions[0].label


def _issued(f: CaseFacts) -> Verdict:
    paper = f.decision
    return paper is not None and paper.reached("issued")


def _decided_in_ninety(f: CaseFacts) -> Verdict:
    decided, clock = f.last("decide"), f.clock("decision")
    if clock is None or decided is None:
        return True
    return decided.on <= clock.due_on or f"期限至{clock.due_on:%Y年%m月%d日}，{decided.on:%Y年%m月%d日}决定"


def _days_left(f: CaseFacts) -> Verdict:
    clock = f.clock("decision")
    if clock is None or clock.status != "running":
        return True
    left = (clock.due_on - f.today).days
    return left > _NEAR or (
        f"已逾期{-left}天" if left < 0 else f"还剩{left}天，至{clock.due_on:%Y年%m月%d日}"
    )


_NEAR = 15


def _served_in_seven(f: CaseFacts) -> Verdict:
    clock, served = f.clock("service"), f.last("serve_decision")
    if clock is None:
        return True
    day = served.get("served_on", served.on) if served else f.today
    return day <= clock.due_on or f"期限至{clock.due_on:%Y年%m月%d日}"


def _every_service_proved(f: CaseFacts) -> Verdict:
    taken = sum(1 for t in f.history if t.get("served_on") and t.step.startswith("serve_"))
    proofs = len(f.all_documents("D43"))
    return proofs >= taken or f"送达{taken}次，回执{proofs}份"


def _electronic_agreed(f: CaseFacts) -> Verdict:
    by_wire = [t for t in f.history if t.step.startswith("serve_") and t.get("method") == "electronic"]
    if not by_wire:
        return True
    told = f.last("confirm_address")
    return told is not None and told.get("electronic_consent") is True and told.seq < by_wire[0].seq


def _announced_thirty(f: CaseFacts) -> Verdict:
    bad = [
        f"{t.get('announced_on'):%Y年%m月%d日}公告"
        for t in f.history
        if t.get("method") == "announcement"
        and t.get("announced_on")
        and (t.get("served_on") - t.get("announced_on")).days < _ANNOUNCED
    ]
    return "、".join(bad) if bad else True


_ANNOUNCED = 30


def _crime_answered(f: CaseFacts) -> Verdict:
    reported = f.last("report")
    if reported is None or reported.get("criminal_suspicion") == "no":
        return True
    asked = f.last("propose_transfer", "open_criminal_transfer")
    return asked is not None and f.last("decide") is None


def _published_in_time(f: CaseFacts) -> Verdict:
    clock, done = f.clock("publication"), f.last("publish")
    if clock is None:
        return True
    day = done.get("published_on", done.on) if done else f.today
    return day <= clock.due_on or f"期限至{clock.due_on:%Y年%m月%d日}"


def _running_limits(f: CaseFacts) -> Verdict:
    late = [c for c in f.clocks if c.status == "running" and c.ran_out(f.today) and c.code in _WATCHED]
    return "、".join(f"{_WATCHED[c.code]}（{c.due_on:%Y年%m月%d日}）" for c in late) if late else True


_WATCHED = {"transfer": "决定是否移送", "archiving": "归档", "petition": "申请法院强制执行"}

CHECKS: tuple[Check, ...] = (
    from_guard(
        decision.decision_has_six_items,
        error=14,
        gravity="quash",
        applies=_DECIDED,
        shows=_decision,
        cured_by="redo",
    ),
    Check(
        code="law_in_force_at_the_conduct",
        error=14,
        gravity="quash",
        title="决定书引用了行为时没有施行或者已经失效的规定",
        cites=(art(37), art(38)),
        who=_HANDLER,
        cure="按行为时有效的规定重新认定；新规定处罚较轻的，可以适用新规定并说明。",
        rule=_law_in_force,
        applies=lambda f: f.decision is not None,
        shows=_decision,
        cured_by="redo",
    ),
    Check(
        code="decision_was_issued",
        error=14,
        gravity="quash",
        title="送达的决定书没有编号、盖章制发",
        cites=(art(59),),
        who=_HANDLER,
        cure="制发盖有本机关印章的决定书并重新送达。",
        rule=_issued,
        applies=after("serve_decision"),
        shows=_decision,
    ),
    from_guard(
        controls.not_the_same_again,
        error=14,
        gravity="quash",
        applies=_DECIDED,
        inputs=inputs_of("decide"),
        shows=steps_shown("decide"),
    ),
    Check(
        code="decided_in_ninety_days",
        error=15,
        gravity="slight",
        title="超过办案期限作出决定",
        cites=(art(60),),
        who="机关主要负责人",
        cure="期限已过不能补办；评估对当事人权利的影响，必要时撤回决定。",
        rule=_decided_in_ninety,
        applies=_DECIDED,
        shows=steps_shown("decide"),
    ),
    Check(
        code="decision_term_runs_out",
        error=15,
        gravity="risk",
        title="办案期限即将届满或者已经届满",
        cites=(art(60),),
        who=_HANDLER,
        cure="抓紧办理；有依据的，在届满前办理延期审批。",
        rule=_days_left,
        applies=lambda f: f.last("file") is not None and f.last("decide", "decide_no_penalty") is None,
        cured_by="extend_decision",
    ),
    Check(
        code="served_in_seven_days",
        error=15,
        gravity="slight",
        title="决定书没有在七个工作日内送达",
        cites=(art(61), art(85)),
        who=_HANDLER,
        cure="尽快依法送达并说明原因。",
        rule=_served_in_seven,
        applies=_DECIDED,
        shows=steps_shown("serve_decision"),
    ),
    Check(
        code="every_service_proved",
        error=15,
        gravity="quash",
        title="有的送达没有送达回执",
        cites=(art(61),),
        who=_HANDLER,
        cure="补充送达回执；确未送达的重新送达。",
        rule=_every_service_proved,
        applies=lambda f: any(t.step.startswith("serve_") for t in f.history),
    ),
    Check(
        code="electronic_service_was_agreed",
        error=15,
        gravity="quash",
        title="电子送达之前没有当事人签订的确认书",
        cites=(art(61),),
        who=_HANDLER,
        cure="以其他方式重新送达。",
        rule=_electronic_agreed,
        applies=lambda f: any(t.get("method") == "electronic" for t in f.history),
        cured_by="redo",
    ),
    Check(
        code="announced_thirty_days",
        error=15,
        gravity="quash",
        title="公告送达不满三十日",
        cites=(art(61),),
        who=_HANDLER,
        cure="公告期满后才视为送达；更正后重新计算期限。",
        rule=_announced_thirty,
        applies=lambda f: any(t.get("method") == "announcement" for t in f.history),
        cured_by="redo",
    ),
    Check(
        code="no_penalty_instead_of_transfer",
        error=15,
        gravity="quash",
        title="涉嫌犯罪没有移送而继续办理处罚",
        cites=(art(27), art(82), TCR.art(11)),
        who="机关主要负责人",
        cure="办理移送涉嫌犯罪案件，由机关主要负责人决定。",
        rule=_crime_answered,
        applies=after("report"),
        shows=steps_shown("report"),
    ),
    from_guard(execution.hazards_rechecked, error=0, gravity="risk", applies=_DECIDED),
    Check(
        code="published_in_time",
        error=0,
        gravity="risk",
        title="处罚决定没有在七个工作日内公开",
        cites=(WSL.art(78),),
        who=_HANDLER,
        cure="登记公开；不宜公开的写明理由。",
        rule=_published_in_time,
        applies=_DECIDED,
        cured_by="publish",
    ),
    Check(
        code="terms_that_ran_out",
        error=0,
        gravity="risk",
        title="有法定期限已经届满",
        cites=(TCR.art(5), art(47)),
        who=_HANDLER,
        cure="立即办理并说明原因。",
        rule=_running_limits,
        applies=after("file"),
    ),
)
