"""Whether a proceeding may be suspended, done again or reopened."""

from __future__ import annotations

from anjian.law.statutes import ALL, APL, ARL
from anjian.procedures.clockwork import RESUME, SUSPEND
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard
from anjian.procedures.undoing import FROM_STEP, UNDOING

_LEADERS = "机关负责人"
_QUASHED = frozenset({"reconsideration", "judgment"})
_NAMED = _QUASHED | {"supervision"}
CONTROLS = frozenset({SUSPEND, RESUME, *UNDOING})


@guard(
    "所选的步骤不能作为重新办理的起点",
    APL.art(75, 2),
    who=_LEADERS,
    cure="从本程序仍然有效的步骤中选择。",
)
def step_stands(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only a step of this proceeding that still stands can be done again."""
    seq = inputs.get(FROM_STEP)
    named = next((t for t in f.history if t.seq == seq), None)
    if named is None:
        return "该步骤没有办理过，或者已经撤回"
    if named.proceeding_id != f.proceeding_id:
        return "该步骤属于另一程序，应在该程序中办理"
    return named.step not in CONTROLS or "中止、恢复、重新办理本身不能作为起点"


@guard(
    "依复议决定、判决或者监督意见办理的，应当写明作出机关和文书编号",
    ARL.art(64),
    ALL.art(71),
    who=_LEADERS,
    cure="填写作出机关和文书编号。",
)
def supervision_is_named(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Somebody else's decision is named, so that a stranger can find it."""
    if inputs.get("ground") not in _NAMED:
        return True
    return bool(inputs.get("authority")) and bool(inputs.get("paper_no"))


@guard(
    "恢复已经结束的程序，应当有生效的决定、判决、监督意见或者本机关纠正错误的决定",
    APL.art(75, 2),
    ARL.art(64),
    ALL.art(71),
    who=_LEADERS,
    cure="填写作出机关和文书编号后办理。",
)
def reopening_has_its_paper(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What was ended is opened again only on a paper."""
    return bool(inputs.get("authority")) and bool(inputs.get("paper_no"))


@guard(
    "决定被撤销后，不得以同一事实和理由作出相同或者基本相同的处理",
    ALL.art(71),
    ARL.art(64),
    who=_LEADERS,
    cure="补充调查、重新认定事实或者依据后再作决定；仅因违反法定程序被撤销的，在重新办理时注明。",
)
def not_the_same_again(f: CaseFacts, inputs: Inputs) -> Verdict:
    """After a quashing on the merits the same sum on the same facts is forbidden."""
    again = f.last(*UNDOING)
    if again is None or again.get("ground") not in _QUASHED or again.get("for_procedure") is True:
        return True
    before = next((t for t in reversed(f.undone) if t.step == "decide"), None)
    if before is None or before.get("fine_amount") != inputs.get("fine_amount"):
        return True
    new = any(e.collected_at > before.at for e in f.evidence)
    return new or f"原决定的罚款同为{before.get('fine_amount')}元，此后没有取得新的证据"
