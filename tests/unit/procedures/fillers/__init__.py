"""What lawful officers write into steps and papers, by family of procedures."""

from __future__ import annotations

from typing import Any

from anjian.procedures.definitions.guards import common
from anjian.procedures.facts import CaseFacts
from tests.unit.procedures.fillers import measures, penalty
from tests.unit.procedures.world import DECISION_FIELDS, NOTICE_FIELDS

TABLES = {
    "penalty": penalty.TABLE,
    "children": penalty.TABLE_CHILDREN,
    "after": penalty.TABLE_AFTER,
    "seizure": measures.SEIZURE,
    "orders": measures.ORDERS,
    "transfers": measures.TRANSFERS,
    "service": measures.SERVICE,
    "summary": measures.SUMMARY,
    "controls": measures.CONTROLS,
}
_OPINIONS = {
    "return_review": "退回补充调查",
    "advise_amendment": "建议修改",
    "fail_legal_review": "不同意",
    "advise_transfer": "建议移送",
    "resubmit_review": "建议修改",
    "object_to_opinion": "退回补充调查",
    "uphold_opinion": "退回补充调查",
    "order_second_review": "建议修改",
}


def paper(code: str, f: CaseFacts, wish: frozenset[str]) -> dict[str, Any]:
    """The particulars of a paper of the proceeding at hand, as its steps have them."""
    match code:
        case "D29":
            own = f.own("prepare_daily_notice") or f.last("prepare_notice")
            return NOTICE_FIELDS | {"fine_amount": str(own.get("fine_amount") if own else 0)}
        case "D36" | "D37":
            asked = f.last("decide", "submit_decision")
            return DECISION_FIELDS | {"fine_amount": str(asked.get("fine_amount") if asked else 0)}
        case "D28":
            return {"result": next((r for s, r in _OPINIONS.items() if s in wish), "同意")}
        case "D34":
            return {"course": "经过", "facts": "事实", "issues": "争议", "opinion": "维持"}
        case "D24" | "D25":
            fine = str(common.final_fine(f))
            words = {"party_name": "某店", "facts": "没有标志", "basis": "第九十九条", "penalty": "罚款"}
            return words | {"fine_amount": fine}
        case "D40":
            decided = f.own("decide_add_on")
            return {"added_amount": str(decided.get("added_amount") if decided else 0)}
        case "D45":
            drafted = f.last("draft_demand", "draft_daily_demand")
            return {"unpaid_amount": str(drafted.get("unpaid_amount", 0) if drafted else 0)}
        case "D63":
            asked = f.own("propose_correction")
            return {"paper_no": asked.get("paper_no") if asked else ""}
        case "D64":
            asked = f.own("submit_daily")
            return {"amount": str(asked.get("amount") if asked else 0)}
        case "D65":
            asked = f.own("prepare_announcement")
            return {"published_on": asked.get("published_on").isoformat() if asked else ""}
        case "D44":
            return {"electronic": True}
    return {}
