"""What a new document is filled with: the case, its party, its bureau and what the steps already said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.cases.queries.measure_words import measure_words, package_words, step_words
from anjian.cases.queries.party_heard import party_heard
from anjian.cases.queries.spot_words import spot_words
from anjian.dossiers import queries as dossiers
from anjian.evidence import queries as evidence
from anjian.kit.text import yuan_in_words
from anjian.law import violations
from anjian.law.calendar import WorkCalendar
from anjian.law.clocks import compute
from anjian.law.explain import in_words as day_in_words
from anjian.law.parameters import term_of
from anjian.people import queries as people
from anjian.procedures import registry
from anjian.procedures.definitions.guards.review_triggers import review_triggers
from anjian.procedures.reckon import reckon
from anjian.procedures.subjects import opening, subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from anjian.cases.models import Case
    from anjian.cases.queries.picture import Picture
    from anjian.kit.actor import Actor
    from anjian.procedures.engine import Plan
    from anjian.procedures.spec import Field


def document_context(case: Case, picture: Picture, planned: Plan | None, actor: Actor) -> dict[str, Any]:
    """Return the parts that document kinds name in their ``source`` paths.

    The inputs of all steps are folded, the latest word counts; the inputs of the step that is being
    taken come last. Documents of the case add themselves under ``documents``.
    """
    said: dict[str, Any] = {}
    for taken in picture.facts.history:
        said.update(taken.inputs)
    if planned is not None:
        said.update(planned.inputs)
    told = _told(planned, picture) if planned is not None else {}
    in_words = _case(case, picture, said)
    if told.get("attendees"):
        in_words["leaders"] = told["attendees"]
    return {
        "case": {**{k: v for k, v in said.items() if k not in _OF_ONE_STEP}, **in_words},
        "step": told,
        "party": _party(case),
        "actor": {
            "name": actor.name,
            "qualification": "国家统一法律职业资格" if actor.legal_qualified else "",
        },
    }


def subject_words(picture: Picture, planned: Plan, proceeding_id: UUID) -> dict[str, Any]:
    """Return what papers of a child proceeding say of the document that it is about; {} without one."""
    paper = subject(picture.facts, proceeding_id)
    row = next((r for r in picture.documents if paper and r.id == paper.id), None)
    opened = opening(picture.facts, proceeding_id)
    if paper is None or row is None or opened is None:
        return {}
    words: dict[str, Any] = {
        "name": row.title,
        "no": row.no or "（无文号）",
        "issued_on": row.issued_on,
        "recipient": opened.get("recipient"),
        "content": "".join(f"{str(paper.fields[c]).rstrip('。')}。" for c in _GIST if paper.fields.get(c)),
        "rights": paper.fields.get("remedy") or paper.fields.get("rights"),
    }
    published = planned.inputs.get("published_on")
    if published is not None:
        term = term_of("service.public_notice", on=picture.facts.today)
        words["notice_ends_on"] = compute(term, published, WorkCalendar.load()).due_on
    return {k: v for k, v in words.items() if v not in (None, "")}


_GIST = ("facts", "penalty")


def _case(case: Case, picture: Picture, said: Mapping[str, Any]) -> dict[str, Any]:
    facts = picture.facts
    day = facts.today
    named = said.get("handlers") or tuple(h.id for h in facts.handlers)
    known = {
        **picture.people,
        **people.actors(case.org_id, [i for i in named if i not in picture.people], on=day),
    }
    officers = [known[i] for i in named if i in known]
    conduct = violations.get(case.violation, case.conduct_on or day) if case.violation else None
    words = {
        "no": case.no,
        "cause": case.title,
        "filed_on": case.filed_on,
        "officers": [
            {"name": o.name, "cert_no": c.no if (c := o.certificate_on(day)) else "", "id": str(o.id)}
            for o in officers
        ],
        "handler_names": "、".join(o.name for o in officers),
        "leaders": [{"name": h.name, "post": h.post} for h in facts.leaders],
        "evidence": evidence.document_rows(case.org_id, case.id),
        "facts": said.get("facts") or said.get("summary"),
        "lead_source": _SOURCE_ON_PAPER.get(said.get("lead_source") or case.source),
        "contradictions": "；".join(f"{c.title}（{_ENDED[c.status]}）" for c in facts.contradictions),
        "penalty": _penalty_words(said),
        "penalties": _penalty_rows(said),
        "unit_name": officers[0].unit_name if officers else "",
        "criminal_screen": said.get("criminal_reason"),
        "review_trigger": "、".join(review_triggers(facts)),
        "review_asked_on": asked.on if (asked := facts.last("request_legal_review", *_AGAIN)) else None,
        "course": _course(case, picture, said, officers),
        **party_heard(facts),
        **spot_words(facts, said),
        **measure_words(facts, said),
    }
    if "crime" in said:
        words["crime_package"] = package_words(words["evidence"])
    if facts.last("decide", "decide_summary") is not None:
        words["unpaid"] = reckon("unpaid", facts)
    if conduct is not None:
        words["violated"] = said.get("violated") or f"{conduct.duty}"
        words["basis"] = said.get("basis") or f"{conduct.penalty}"
        words["suspected_law"] = f"{conduct.duty}、{conduct.penalty}"
    clock = facts.clock("decision")
    if clock is not None:
        words["due_on"] = clock.due_on
    return {k: v for k, v in words.items() if v not in (None, "", [], ())}


def _course(case: Case, picture: Picture, said: Mapping[str, Any], officers: Sequence[Actor]) -> str:
    """Return how the case came about and was investigated, as the record tells it; "" before the filing."""
    if case.filed_on is None:
        return ""
    source = _SOURCE_ON_PAPER[said.get("lead_source") or case.source]
    facts = picture.facts
    asked = "、".join(dict.fromkeys(i.person for i in facts.interviews))
    return "".join(
        (
            f"{day_in_words(said['found_on'])}，本机关经{source}发现本案线索；"
            if said.get("found_on")
            else "",
            f"{day_in_words(case.filed_on)}立案，由{'、'.join(o.name for o in officers)}承办。",
            f"调查期间收集证据{len(facts.evidence)}份。" if facts.evidence else "",
            f"询问{asked}。" if asked else "",
            "现已调查终结。",
        )
    )


def _told(planned: Plan, picture: Picture) -> dict[str, Any]:
    """Return the step's inputs as words: officers by name, choices by label, rows with posts."""
    step = registry.get(planned.procedure).step(planned.step)
    told: dict[str, Any] = {}
    for field in step.fields:
        value = planned.inputs.get(field.code)
        if value is None:
            continue
        if field.type == "officer":
            officer = picture.people.get(value) or people.actor(
                picture.facts.org.id, value, on=picture.facts.today
            )
            if officer is not None:
                told[field.code], told[f"{field.code}_post"] = officer.name, officer.post
        elif field.type == "choice":
            told[field.code] = dict(field.choices).get(value, value)
        elif field.type == "table":
            told[field.code] = [_row(row, picture, field) for row in value]
        elif field.type != "officers":
            told[field.code] = value
    if "held_at" in told:
        told["started_at"] = told["ended_at"] = told["held_at"]
    return {**step_words(planned.step, told), **told}


def _row(row: Mapping[str, Any], picture: Picture, field: Field) -> dict[str, Any]:
    labels = {c.code: dict(c.choices) for c in field.columns if c.type == "choice"}
    told = {code: labels.get(code, {}).get(value, value) for code, value in row.items()}
    officer = picture.people.get(row["officer"]) if "officer" in row else None
    if officer is None:
        return told
    return {**told, "name": officer.name, "post": officer.post}


# Words that mean something else in every step; only the step that is being taken lends them to its papers.
_OF_ONE_STEP = frozenset(
    {"manner", "method", "opinion", "reason", "officers", "place", "conclusion", "note", "person", "receiver"}
)
_AGAIN = ("review_after_hearing",)
# The filing form's own words for where a case comes from.
_SOURCE_ON_PAPER = {
    "inspection": "监督检查",
    "report": "举报投诉",
    "transfer": "移送",
    "assigned": "上级交办",
    "accident": "生产安全事故",
    "media": "媒体反映",
    "petition": "信访",
}
_ENDED = {"open": "待查", "resolved": "已查明", "reasoned": "已说明理由"}


def _party(case: Case) -> dict[str, Any]:
    firm = dossiers.firm(case.org_id, case.enterprise_id) if case.enterprise_id else None
    party: dict[str, Any] = {"name": case.party_name, "kind": "单位" if case.party_kind == "unit" else "个人"}
    if firm is not None:
        party |= {
            "code": firm.credit_code,
            "head": firm.legal_person,
            "address": firm.address,
            "phone": firm.phone,
        }
    return party


def _penalty_rows(said: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    if said.get("warning"):
        rows.append({"kind": "警告", "content": "给予警告"})
    if said.get("fine_amount"):
        amount = said["fine_amount"]
        rows.append({"kind": "罚款", "content": f"处人民币{yuan_in_words(amount)}（¥{amount:,}）罚款"})
    if said.get("confiscation_amount"):
        amount = said["confiscation_amount"]
        rows.append({"kind": "没收违法所得", "content": f"没收人民币{yuan_in_words(amount)}（¥{amount:,}）"})
    if said.get("stop_business"):
        rows.append({"kind": "责令停产停业", "content": "责令停产停业整顿"})
    if said.get("licence"):
        rows.append({"kind": "暂扣许可证件", "content": "暂扣或者吊销许可证件"})
    return rows


def _penalty_words(said: Mapping[str, Any]) -> str:
    return "；".join(row["content"] for row in _penalty_rows(said))
