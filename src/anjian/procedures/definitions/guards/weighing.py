"""Whether a fine was weighed as the law wants: inside the statute, inside the band or for good reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from anjian.discretion import bands
from anjian.discretion.factors import Use
from anjian.discretion.money import Span, union
from anjian.discretion.weighing import Act, Sheet, read_measure, weigh
from anjian.law.statutes import APL
from anjian.law.violations import get
from anjian.procedures.definitions.guards.common import ZERO, since_notice
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
REQUIRED = "discretion.sheet"
"""The dated parameter from whose first day a case of the catalogue must carry a sheet."""


def acts_of(inputs: Mapping[str, Any]) -> tuple[Act, ...]:
    """Read the acts of a sheet from the inputs of the step. Raises ValueError for what is no figure."""
    stated: dict[str, dict[str, Decimal | bool]] = {}
    for row in inputs.get("measures", ()):
        stated.setdefault(row["act"], {})[row["measure"]] = read_measure(row["measure"], row["value"])
    uses: dict[str, list[Use]] = {}
    for row in inputs.get("factors", ()):
        uses.setdefault(row["act"], []).append(Use(row["factor"], row["effect"], row.get("proof", "")))
    return tuple(
        Act(
            no=row["act"],
            violation=row["violation"],
            target=row["target"],
            stage=row["stage"],
            conduct_on=row.get("conduct_on"),
            stated=stated.get(row["act"], {}),
            uses=tuple(uses.get(row["act"], ())),
            grade=row.get("grade", ""),
            amount=Decimal(row["amount"]),
            reason=row["reason"],
            deviation=row.get("deviation", ""),
            same_act=row.get("same_act", ""),
            later=row.get("later", ""),
        )
        for row in inputs.get("acts", ())
    )


def sheet_of(taken: Taken) -> Sheet:
    """Recompute the sheet of a step that was taken, on its day and for its place."""
    return weigh(acts_of(taken.inputs), on=taken.on, place=taken.get("place", ""))


def deviates(f: CaseFacts) -> bool:
    """Whether the sheet that stands leaves the band, which the leaders must discuss."""
    taken = f.last("weigh")
    return taken is not None and sheet_of(taken).deviates


def _ours(f: CaseFacts, by_target: Mapping[str, Any]) -> list[Any]:
    """What a sheet has for the party of the case: the unit, or whichever person."""
    return [value for target, value in by_target.items() if (target == "unit") == (f.party_kind == "unit")]


def _range(f: CaseFacts) -> Span | None:
    """The range of the statute for the party: by the sheet, else over all stages of the violation.

    None: the conduct is not in the catalogue, or its fine has no upper end that is known.
    """
    taken = f.last("weigh")
    if taken is not None:
        sheet = sheet_of(taken)
        known = _ours(f, sheet.statutory)
        reduced = any(each.band and each.band.level == "reduced" for each in sheet.acts)
        limit = known[0] if len(known) == 1 else union(known)
        return Span(ZERO, limit.high) if limit and reduced else limit
    row = get(f.violations[0], f.conduct_on or f.today) if f.violations else None
    if row is None:
        return None
    spans = []
    for stage in row.stages:
        for target, fine in stage.fines.items():
            if (target == "unit") != (f.party_kind == "unit"):
                continue
            span = bands.statutory_span(row, target, stage.code, {}) if fine.base == "yuan" else None
            if span is None:
                return None
            spans.append(span)
    return union(spans)


@guard(
    "裁量表中的行为不能计算",
    art(34),
    art(57),
    who=_HANDLER,
    cure="更正违法行为、处罚对象、违法情形，填写计算罚款所需的数额。",
)
def acts_can_be_weighed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Every act names a row, a target and a stage that the statute fines."""
    try:
        sheet = weigh(acts_of(inputs), on=f.today, place=inputs.get("place", ""))
    except ValueError as problem:
        return str(problem)
    wrong = [fault.text for fault in sheet.faults if fault.code in {"unknown", "no_fine", "no_base"}]
    return "；".join(wrong) if wrong else True


@guard(
    "罚款数额不在法定幅度内",
    art(4),
    art(5, 2),
    art(32),
    who=_HANDLER,
    cure="在法定幅度内确定；低于下限的，须有法定减轻情节并写明证据。",
)
def acts_within_statute(f: CaseFacts, inputs: Inputs) -> Verdict:
    """No act is fined outside its statute, and below the minimum only on a reducing ground."""
    return _without(f, inputs, "outside_statute", "no_penalty")


@guard(
    "罚款数额偏离裁量幅度而没有写明理由",
    art(34),
    art(57, 2),
    who=_HANDLER,
    cure="在裁量幅度内确定，或者写明偏离的理由并提请集体讨论。",
)
def deviation_has_reason(f: CaseFacts, inputs: Inputs) -> Verdict:
    """An amount outside the band says why."""
    return _without(f, inputs, "outside_band")


@guard(
    "合并后的罚款数额与各行为的数额不符",
    art(29),
    art(57),
    who=_HANDLER,
    cure="按计算结果填写：数个行为相加，一个行为触犯数个规定的只计数额高的。",
)
def total_is_the_sum(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The sum of the sheet is the sum of its acts for this party."""
    try:
        sheet = weigh(acts_of(inputs), on=f.today, place=inputs.get("place", ""))
    except ValueError:
        return True
    total = sum(_ours(f, sheet.totals), ZERO)
    return inputs.get("fine_amount") == total or f"计算为{total}元"


@guard(
    "案件应当先制作裁量表",
    art(34),
    art(57),
    who=_HANDLER,
    cure="办理“裁量”，填写违法行为、情形、情节和选定的数额。",
)
def sheet_made(f: CaseFacts) -> Verdict:
    """From the day of the parameter a case whose conduct is in the catalogue carries a sheet."""
    if f.thresholds.get(REQUIRED) is None or f.last("weigh") is not None:
        return True
    return not f.violations or get(f.violations[0], f.conduct_on or f.today) is None


@guard(
    "罚款数额不在法定幅度内",
    art(4),
    art(5, 2),
    who=_HANDLER,
    cure="按法定幅度更正；有数个违法行为或者减轻情节的，先办理“裁量”。",
)
def fine_within_statute(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Whatever was weighed, the fine stays inside what the statute allows.

    Without a sheet only the upper end is known for sure: a minimum depends on stage and grounds.
    """
    amount, limit = inputs.get("fine_amount") or ZERO, _range(f)
    if limit is None or amount == 0:
        return True
    low = limit.low if f.last("weigh") else ZERO
    return amount in Span(low, limit.high) or f"{amount}元，法定幅度为{limit}"


@guard(
    "罚款数额不在裁量表的幅度内",
    art(34),
    art(57),
    who=_HANDLER,
    cure="重新办理“裁量”，按新的情况计算并写明理由。",
)
def fine_within_band(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The fine is one the sheet allows: its own total, or another amount inside the bands."""
    taken, amount = f.last("weigh"), inputs.get("fine_amount") or ZERO
    if taken is None or amount == 0:
        return True
    sheet = sheet_of(taken)
    if amount == sum(_ours(f, sheet.totals), ZERO):
        return True
    band = union(_ours(f, sheet.bands))
    return (band is not None and amount in band) or f"{amount}元，裁量幅度为{band or '不予罚款'}"


@guard(
    "偏离裁量幅度的处罚应当经集体讨论",
    art(34),
    art(57, 2),
    who="机关负责人",
    cure="办理“提请集体讨论”，形成讨论记录。",
)
def deviation_discussed(f: CaseFacts) -> Verdict:
    """What leaves the band is decided by the leaders together."""
    if not deviates(f):
        return True
    talk = f.child("collective_discussion")
    return bool(since_notice(f, "open_discussion") and talk and talk.state == "discussion_concluded")


def _without(f: CaseFacts, inputs: Inputs, *codes: str) -> Verdict:
    try:
        sheet = weigh(acts_of(inputs), on=f.today, place=inputs.get("place", ""))
    except ValueError:
        return True
    wrong = [fault.text for fault in sheet.faults if fault.code in codes]
    return "；".join(wrong) if wrong else True
