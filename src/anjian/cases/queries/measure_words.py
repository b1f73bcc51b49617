"""What the papers of measures, orders, reviews and transfers take over from the steps, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.law.crimes import crime
from anjian.procedures.definitions.onsite_measure import MEASURES
from anjian.procedures.definitions.review import OUTCOMES as REVIEWED
from anjian.procedures.definitions.seizure_steps.settling import OUTCOMES as SETTLED
from anjian.procedures.hazards import hazards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anjian.procedures.facts import CaseFacts

_POWERS = {
    "wsl": "《中华人民共和国安全生产法》第六十五条第一款第四项",
    "dcs": "《中华人民共和国危险化学品安全法》第八条第一款第五项",
}
_SUPPLIES = {"power": "停止供电", "explosives": "停止供应民用爆炸物品"}
_BACK = {"detain": "return", "seal": "unseal"}
_SUPPLY_BASIS = "《中华人民共和国安全生产法》第七十条"


def measure_words(facts: CaseFacts, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words by the names that document kinds ask for; absent ones stay absent."""
    return {
        **_on_site(said),
        **_review(facts, said),
        **_coercion(facts, said),
        **_crime(said),
        **_asked(facts, said),
    }


def step_words(step: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the papers of a step follow from it without being asked: the kind of a transfer, questions.

    ``told`` are the step's inputs in words.
    """
    if step == "report_transfer":
        return {"transfer_kind": "涉嫌犯罪案件"}
    if step == "propose_agency_transfer":
        # Another bureau of emergency management is no other agency in kind, only in place or level.
        same = "应急管理" in told.get("to", "")
        return {"transfer_kind": "其他应急管理部门管辖" if same else "其他行政机关管辖"}
    if step == "start_testing" and told.get("request"):
        return {"questions": [{"question": told["request"]}]}
    return {}


def package_words(evidence: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what goes to the police with a suspected crime: report, list of things, the evidence.

    《行政执法机关移送涉嫌犯罪案件的规定》第六条.
    """
    names = ("涉嫌犯罪案件情况的调查报告", "涉案物品清单", *(str(row["name"]) for row in evidence))
    return [{"name": name, "copies": "1份"} for name in names]


def _labelled(rows: Iterable[Mapping[str, Any]], code: str, labels: Iterable[tuple[str, str]]) -> list[Any]:
    words = dict(labels)
    return [{**row, code: words.get(row.get(code, ""), row.get(code))} for row in rows]


def _on_site(said: Mapping[str, Any]) -> dict[str, Any]:
    if "measures" not in said:
        return {}
    until = said.get("until_on")
    rows = _labelled(said["measures"], "measure", MEASURES)
    return {"measures": [{**row, "until": f"{until:%Y年%m月%d日}"} if until else row for row in rows]}


def _review(facts: CaseFacts, said: Mapping[str, Any]) -> dict[str, Any]:
    if "review_results" not in said:
        return {}
    known = {h.no: h for h in hazards(facts.history)}
    rows = []
    for row in _labelled(said["review_results"], "result", REVIEWED):
        hazard = known.get(row.get("item_no"))
        told = {"description": hazard.text, "due_on": hazard.due_on} if hazard else {}
        rows.append({**told, **row})
    return {"review_results": rows}


def _coercion(facts: CaseFacts, said: Mapping[str, Any]) -> dict[str, Any]:
    if "power" in said and "items" in said:
        items = said["items"]
        asked = facts.last("apply_seizure", "seize_emergency")
        if asked is not None and not all("measure" in row for row in items):
            # Goods registered since as evidence have a list of their own.
            items = asked.get("items", ())
        proposed = facts.last("propose_outcome")
        named = sorted({str(row.get("measure")) for row in items})
        measure = {"detain": "扣押", "seal": "查封"}.get(named[0], "") if len(named) == 1 else "查封、扣押"
        quantity = {row.get("name"): row.get("quantity") for row in items}
        # A release that the law forces has no proposal: every thing goes back.
        back = [{**row, "outcome": _BACK.get(str(row.get("measure")), "return")} for row in items]
        outcomes = _labelled(
            proposed.get("outcomes", back) if proposed is not None else back, "outcome", SETTLED
        )
        return {
            "coercion_measure": measure,
            "coercion_object": "、".join(f"{row.get('name')}{row.get('quantity', '')}" for row in items),
            "coercion_reason": said.get("reason") if "period_days" in said else None,
            "coercion_basis": _POWERS[said["power"]],
            "coercion_emergency": bool(said.get("urgency")),
            "coercion_at": said.get("carried_out_at"),
            "seizure_items": list(items),
            "seizure_outcomes": [{**row, "quantity": quantity.get(row.get("name"))} for row in outcomes],
        }
    if "supply" in said:
        return {
            "coercion_measure": _SUPPLIES[said["supply"]],
            "coercion_object": f"{said.get('supplier', '')}：{said.get('scope', '')}",
            "coercion_reason": said.get("refusal"),
            "coercion_basis": _SUPPLY_BASIS,
        }
    return {}


def _crime(said: Mapping[str, Any]) -> dict[str, Any]:
    if "crime" not in said:
        return {}
    try:
        suspected = crime(said["crime"])
    except KeyError:
        return {}
    return {"crime": suspected.name, "crime_law": str(suspected.article)}


def _asked(facts: CaseFacts, said: Mapping[str, Any]) -> dict[str, Any]:
    if "wishes" not in said:
        return {}
    known = {h.no: h for h in hazards(facts.history)}
    rows = [
        {"description": h.text, "due_on": h.due_on, "new_due_on": row.get("due_on")}
        for row in said["wishes"]
        if (h := known.get(row["item_no"]))
    ]
    return {"extension_wishes": rows}
