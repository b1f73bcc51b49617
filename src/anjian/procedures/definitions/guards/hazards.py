"""Whether hazards are ordered away precisely, reviewed in full and followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from anjian.law.statutes import APL, PC, WSL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.hazards import SETTLED, hazards, still_open
from anjian.procedures.spec import Inputs, Verdict, guard

art = WSL.art
_HANDLER = "本案承办人"
STOPPING = frozenset({"evacuate", "suspend", "stop_building", "stop_use"})
_LEADER = "承办机构负责人"


def _numbers(rows: Any) -> list[int]:
    return [row["item_no"] for row in rows]


def _said(numbers: Any) -> str:
    return "、".join(f"第{n}项" for n in sorted(numbers))


@guard(
    "隐患的序号重复，或者与本案已有的隐患重号",
    art(65),
    APL.art(28),
    who=_HANDLER,
    cure="接着本案已有的序号连续编号。",
)
def hazards_numbered(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each hazard has a number of its own in the case, so that a review can name it."""
    given = _numbers(inputs.get("hazards", ()))
    taken = {h.no for h in hazards(f.history)}
    twice = {n for n in given if given.count(n) > 1 or n in taken}
    return _said(twice) if twice else True


@guard(
    "整改期限早于今天",
    art(65),
    APL.art(28),
    who=_HANDLER,
    cure="给每项隐患规定合理的整改期限；立即整改的填今天。",
)
def due_dates_ahead(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A term lies ahead."""
    late = [row["item_no"] for row in inputs.get("hazards", ()) if row.get("due_on", f.today) < f.today]
    return _said(late) if late else True


@guard("最早的整改期限与隐患清单不一致", art(65), who=_HANDLER, cure="填写清单中最早的整改期限。")
def first_due_is_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The review is counted from the first day on which something is due."""
    drafted = f.own("draft_order")
    due = [row["due_on"] for row in drafted.get("hazards", ())] if drafted else []
    return bool(due) and inputs.get("first_due_on") == min(due)


def _days(f: CaseFacts, code: str, otherwise: int) -> int:
    figure = f.threshold(code)
    return otherwise if figure is None else int(figure)


@guard(
    "整改延期申请没有在期限届满前提出",
    art(65),
    who="当事人",
    cure="在整改期限届满前规定的日数以前书面申请；逾期的按期复查。",
)
def extension_asked_in_time(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The request comes some days before the first of the terms it wants moved."""
    ahead = _days(f, "correction.extension_ahead", 10)
    known = {h.no: h.due_on for h in still_open(f.history, f.proceeding_id)}
    asked: date | None = inputs.get("requested_on")
    for row in inputs.get("wishes", ()):
        due = known.get(row["item_no"])
        if due is None:
            return f"本指令书没有第{row['item_no']}项"
        if asked is None or asked > due - timedelta(days=ahead):
            return f"第{row['item_no']}项期限至{due:%Y年%m月%d日}，应当在{ahead}日以前提出"
    return True


@guard("没有待答复的延期申请", art(65), who=_HANDLER, cure="先登记当事人的延期申请。")
def extension_is_pending(f: CaseFacts) -> Verdict:
    """There is a request to answer."""
    asked, answered = f.own("request_correction_extension"), f.own("answer_extension")
    return asked is not None and (answered is None or answered.seq < asked.seq)


@guard("同意延期的，应当逐项写明新的期限", art(65), who=_LEADER, cure="填写申请项目新的整改期限。")
def new_dates_named(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A grant names the new day of every hazard that was asked for, and no other."""
    if inputs.get("granted") is not True:
        return not inputs.get("new_dates") or "不同意延期的不填新的期限"
    asked = f.own("request_correction_extension")
    wanted = set(_numbers(asked.get("wishes", ()))) if asked else set()
    return bool(wanted) and set(_numbers(inputs.get("new_dates", ()))) == wanted


@guard(
    "还有隐患没有复查合格或者撤销",
    art(65),
    APL.art(28),
    who=_HANDLER,
    cure="办理整改复查；没有整改的依法处理。",
)
def order_carried_out(f: CaseFacts) -> Verdict:
    """An order ends when each of its hazards is settled."""
    left = {h.no for h in still_open(f.history, f.proceeding_id)}
    return _said(left) if left else True


@guard(
    "还有隐患没有整改，后续措施没有写明",
    art(65),
    art(102),
    who=_HANDLER,
    cure="写明立案、现场处理、停止供应、移送等后续措施。",
)
def follow_up_named(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Not corrected: the next lawful step is named, and “nothing” is none."""
    failed = [r["item_no"] for r in inputs.get("review_results", ()) if r.get("result") not in SETTLED]
    return not failed or bool(inputs.get("next_step")) or _said(failed)


@guard("已到期的隐患没有逐项复查", art(65), who=_HANDLER, cure="对每项到期的隐患写明复查结果。")
def every_due_hazard_reviewed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is due is looked at, one by one."""
    looked = set(_numbers(inputs.get("review_results", ())))
    due = {h.no for h in still_open(f.history) if h.due_on is None or h.due_on < f.today}
    return _said(due - looked) if due - looked else True


@guard("复查了本案没有的隐患", art(65), who=_HANDLER, cure="按指令书、决定书的序号填写。")
def only_known_hazards_reviewed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Inside a case a review names hazards of the case; a file of its own brings them along."""
    known = {h.no for h in hazards(f.history)}
    strange = set(_numbers(inputs.get("review_results", ()))) - known
    return not known or not strange or _said(strange)


@guard("复查时间晚于现在", art(65), who=_HANDLER, cure="更正复查时间。")
def review_is_past(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is recorded has happened."""
    moment = inputs.get("reviewed_at")
    return moment is not None and moment <= f.now


@guard(
    "撤出人员、暂时停产停业、停止使用限于重大事故隐患排除前或者排除过程中无法保证安全的情形",
    art(65, 1, 3),
    who=_HANDLER,
    cure="一般事故隐患责令立即排除；属于重大事故隐患的写明判定依据。",
)
def stopping_needs_major_hazard(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Evacuation and suspension are for major hazards."""
    if STOPPING.isdisjoint(row.get("measure") for row in inputs.get("measures", ())):
        return True
    major = any(row.get("major") is True for row in inputs.get("hazards", ()))
    return (major and bool(inputs.get("major_ground"))) or "没有列明重大事故隐患和判定依据"


@guard(
    "停产停业、停止使用的期限过长",
    art(65, 1, 3),
    who=_HANDLER,
    cure="缩短期限；隐患排除后经审查同意即恢复。",
)
def measure_not_too_long(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Six months by an older rule; the figure is a dated parameter."""
    until, months = inputs.get("until_on"), _days(f, "measure.longest", 6)
    if until is None:
        return True
    return bool(f.today <= until <= f.today + timedelta(days=31 * months))


@guard(
    "现场处理措施的内容不明确",
    art(65, 1, 3),
    PC.art(134, sub=1),
    who=_HANDLER,
    cure="写明具体的设施、设备、部位或者作业，当事人应当做什么、到什么时候。",
)
def measure_is_precise(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only a clear and feasible order can be refused in the sense of the criminal law (法释〔2022〕19号)."""
    rows = inputs.get("measures", ())
    return bool(rows) and all(len(str(row.get("object", "")).strip()) >= 4 for row in rows)


@guard(
    "重大事故隐患排除后，须经复查合格方可恢复",
    art(65, 1, 3),
    who=_LEADER,
    cure="先办理整改复查并送达复查意见书。",
)
def measure_reviewed(f: CaseFacts) -> Verdict:
    """Resuming comes after the review, hazard by hazard."""
    left = {h.no for h in still_open(f.history, f.proceeding_id)}
    return f"{_said(left)}没有复查合格" if left else True


@guard("没有当事人恢复生产经营或者使用的申请", art(65, 1, 3), who="当事人", cure="先登记当事人的恢复申请。")
def resumption_asked(f: CaseFacts) -> Verdict:
    """Resuming is examined on request."""
    asked, answered = f.own("request_resumption"), f.own("refuse_resumption")
    return asked is not None and (answered is None or answered.seq < asked.seq)
