"""Faults of discretion: fines outside the statute, outside the band, sheets that do not add up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from anjian.discretion.telling import inputs_of
from anjian.discretion.weighing import Act, weigh
from tests.action.faults.fault import Fault, step, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

PENALTY = "《行政处罚法》"
PLANNED = {"warning": False, "stop_business": False, "licence": False}


def sheet(p: Play, *, total: int | None = None, **changes: Any) -> dict[str, Any]:
    """A sheet about the case's conduct; ``changes`` are those of its act, ``total`` a false sum."""
    act = Act(
        **{
            "no": "1",
            "violation": p.case().violation,
            "target": "unit",
            "stage": "first",
            "amount": Decimal(40_000),
            "reason": "一处动火作业。",
            **changes,
        }
    )
    made = inputs_of([act], weigh([act], on=p.today), words="裁量说明见计算过程。")
    return made if total is None else made | {"fine_amount": Decimal(total)}


def weighing(**changes: Any) -> Callable[[Play], None]:
    return step("weigh", lambda p: sheet(p, **changes))


def off_the_band(p: Play) -> None:
    """A later sheet goes above the band, with its reason, and nobody discusses it."""
    take(p, "weigh", **sheet(p, amount=Decimal(15_000), deviation="当事人规模很小。"))


FAULTS = (
    Fault(id="05-weighed-above-statute", error=5, title="裁量的罚款高于法定上限", track="light",
          stage="investigating", code="acts_within_statute", cites=f"{PENALTY}第四条",
          attempt=weighing(amount=Decimal(200_001), deviation="情节恶劣。")),
    Fault(id="05-weighed-below-statute", error=5, title="没有减轻情节而低于法定下限", track="light",
          stage="investigating", code="acts_within_statute", cites=f"{PENALTY}第三十二条",
          attempt=weighing(stage="uncorrected", amount=Decimal(50_000), deviation="当事人困难。")),
    Fault(id="05-weighed-off-the-band", error=5, title="偏离裁量幅度而没有理由", track="light",
          stage="investigating", code="deviation_has_reason", cites=f"{PENALTY}第三十四条",
          attempt=weighing(amount=Decimal(90_000))),
    Fault(id="05-weighed-false-sum", error=5, title="合并数额与各行为不符", track="light",
          stage="investigating", code="total_is_the_sum", cites=f"{PENALTY}第二十九条",
          attempt=weighing(total=80_000)),
    Fault(id="05-weighed-unknown", error=5, title="裁量目录中没有的行为", track="light",
          stage="investigating", code="acts_can_be_weighed", cites=f"{PENALTY}第三十四条",
          attempt=weighing(violation="WSL-000")),
    Fault(id="05-weighed-wrong-target", error=5, title="对法律没有规定罚款的对象裁量", track="light",
          stage="investigating", code="acts_can_be_weighed", cites=f"{PENALTY}第三十四条",
          attempt=weighing(target="principal")),
    Fault(id="05-notice-above-statute", error=5, title="拟处罚高于法定上限", track="light",
          stage="legal_review", code="fine_within_statute", cites=f"{PENALTY}第四条",
          attempt=step("prepare_notice", lambda _p: {**PLANNED, "fine_amount": 500_000})),
    Fault(id="05-notice-off-the-sheet", error=5, title="拟处罚不在裁量表的幅度内", track="light",
          stage="legal_review", code="fine_within_band", cites=f"{PENALTY}第三十四条",
          attempt=step("prepare_notice", lambda _p: {**PLANNED, "fine_amount": 45_000})),
    Fault(id="10-deviation-not-discussed", error=10, title="偏离裁量幅度没有集体讨论", track="light",
          stage="review_of_defence", code="deviation_discussed", cites=f"{PENALTY}第五十七条",
          before=off_the_band,
          attempt=step("submit_decision", lambda _p: {**PLANNED, "fine_amount": 15_000})),
)  # fmt: skip
