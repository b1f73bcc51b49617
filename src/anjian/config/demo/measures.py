"""What the demo city does beside fines: orders to correct, a seizure, transfers, penalties on the spot.

Played on cases that stand in their inquiry, by the same actions as everything else, so that the books of
transfers, the hazards and the clocks of measures have something to show.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.actions import OpenCase
from anjian.config.demo import keeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play
    from anjian.dossiers.queries import Firm

_PETROL = "未经许可储存的汽油"


def _both(p: Play) -> tuple[Any, Any]:
    return p.id_of("lead"), p.id_of("co")


def _service(p: Play) -> dict[str, Any]:
    return {
        "method": "direct",
        "served_on": p.today,
        "receiver": "企业负责人",
        "place": "当事人住所地",
        "officers": _both(p),
    }


def order_to_correct(p: Play) -> None:
    """Two hazards with a day each; the first falls due soon, so that the list has something urgent."""
    p.step("open_order", cause="现场检查发现多处事故隐患。")
    hazards = tuple(
        {
            "item_no": n,
            "description": words,
            "violated": article,
            "requirement": wanted,
            "due_on": p.today + timedelta(days=days),
        }
        for n, (words, article, wanted, days) in enumerate(
            (
                ("仓库东侧安全出口被货物堵塞。", "《安全生产法》第四十二条", "立即清理，保持畅通。", 5),
                ("配电箱未设置安全警示标志。", "《安全生产法》第三十五条", "补设标志并登记。", 15),
            ),
            start=1,
        )
    )
    child = "correction_order"
    p.step("draft_order", child=child, found_at=p.now, place="厂区仓库", hazards=hazards)
    p.papers("D02", "D04")
    p.step("serve_order", child=child, first_due_on=hazards[0]["due_on"], **_service(p))


def seizure(p: Play) -> None:
    """Petrol without a licence is detained for thirty days."""
    child = "seizure"
    p.step("open_seizure", cause=f"现场发现{_PETROL}。")
    p.step(
        "apply_seizure",
        child=child,
        power="wsl",
        reason=f"{_PETROL}，违法储存危险物品。",
        items=(
            {"name": "汽油桶", "quantity": "12只", "kind": "goods", "measure": "detain", "related": True},
        ),
        period_days=30,
    )
    p.papers("D06")
    p.step("approve_seizure", "head", child=child, opinion="同意。")
    p.papers("D07", "D07a")
    p.step(
        "carry_out_seizure",
        child=child,
        carried_out_at=p.now,
        party_called=True,
        certificates_shown=True,
        rights_told=True,
        defence="当事人表示没有意见。",
        presence="signed",
        list_copies=2,
        keeper="市局罚没物资库",
        kept_at="市局罚没物资库",
        way="moved",
        **_service(p),
    )
    keeping.barrels(p)


def criminal_transfer(p: Play) -> None:
    """A suspected crime goes to the police with its package, and the receipt comes back."""
    child = "criminal_transfer"
    p.step("open_criminal_transfer", suspicion=f"{_PETROL}数量大，紧邻住宅。")
    p.step("appoint_task_group", "unit_head", child=child, group=_both(p))
    p.step(
        "report_transfer",
        child=child,
        crime="dangerous_work",
        way="unlicensed",
        disputed=False,
        to="市公安局",
        crime_facts="未经许可储存汽油一点一吨，紧邻住宅，具有现实危险。",
        fine_paid=0,
    )
    p.papers("D26")
    p.papers("D47")
    p.step("approve_transfer", "head", child=child, opinion="同意移送。")
    p.papers("D48a")
    p.papers("D49")
    p.step(
        "hand_over_case",
        child=child,
        handed_at=p.now,
        police="市公安局",
        same_level=True,
        copied=True,
        procuratorate="市人民检察院",
        materials=(
            {"name": "涉嫌犯罪案件移送书", "kind": "letter", "copies": 2},
            {"name": "调查报告", "kind": "report", "copies": 1},
            {"name": "涉案物品清单", "kind": "goods_list", "copies": 1},
            {"name": "检测报告", "kind": "appraisal", "copies": 1, "qualified": True},
            {"name": "询问笔录", "kind": "statement", "copies": 3, "lead_only": True},
        ),
    )
    p.step("transfer_criminal")
    p.step("record_police_receipt", child=child, received_on=p.today, received_by="民警周某")


ON_A_CASE: tuple[Callable[[Play], None], ...] = (
    order_to_correct,
    order_to_correct,
    seizure,
    criminal_transfer,
)
"""What is played on cases in their inquiry, in turn."""


def penalty_on_the_spot(p: Play, firm: Firm) -> None:
    """A thousand yuan for missing warning signs, handed over on the spot and recorded with the bureau."""
    p.open(
        OpenCase(
            title=f"{firm.name}未设置安全警示标志案",
            source="inspection",
            party_kind="unit",
            party_name=firm.name,
            violation="WSL-99-1",
            place_code=firm.place_code,
            enterprise_id=firm.id,
            unit_id=p.place.units[p.crew.unit],
            procedure="summary_penalty",
        )
    )
    p.said["story"] = {"fine": 1000}
    p.step(
        "tell_summary",
        handlers=_both(p),
        no_conflict=True,
        certificates_shown=True,
        found_at=p.now,
        conduct_on=p.today,
        spot_place=firm.address,
        told_to=firm.legal_person,
        facts="有较大危险因素的场所没有设置明显的安全警示标志。",
        facts_certain=True,
        evidence_note="现场检查记录、照片两张。",
        warning=False,
        fine_amount=1000,
        rights_told=True,
    )
    p.step("hear_summary", attitude="none", outcome="keep")
    p.step("decide_summary", warning=False, fine_amount=1000, pay_by="bank", officers=_both(p))
    p.papers("D24")
    p.step("deliver_summary", **_service(p), remedy_told=True)
