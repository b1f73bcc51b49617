"""One term, one name in code: synonyms that were decided against stay out of identifiers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lint.rule import File, Rule, in_package

# Rejected name -> the one the glossary chose.
SYNONYMS = {
    "case_opening": "filing",
    "penalty_notice": "prior_notice",
    "punishment_decision": "penalty_decision",
    "sanction_decision": "penalty_decision",
    "delivery_receipt": "proof_of_service",
    "service_receipt": "proof_of_service",
    "legal_audit": "legal_review",
    "group_discussion": "collective_discussion",
    "simple_procedure": "summary_penalty",
    "general_procedure": "ordinary_penalty",
    "interrogation": "interview",
    "inquiry_record": "interview_record",
    "evidence_preservation": "advance_registration",
    "litigant": "party",
}


def check(file: File) -> Iterator[tuple[int, str]]:
    """Every identifier with a rejected synonym in it."""
    for node in ast.walk(file.tree()):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Name):
            names = [node.id]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.arg):
            names = [node.arg]
        for name in names:
            plain = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_")
            for rejected, chosen in SYNONYMS.items():
                if rejected in plain:
                    yield getattr(node, "lineno", 1), f"`{name}`: the glossary says {chosen}"


RULE = Rule(
    name="glossary",
    why="Two names for one thing of the law become two things.",
    applies=in_package,
    check=check,
    good=(("src/anjian/cases/a.py", "prior_notice = PenaltyDecision()"),),
    bad=(
        ("src/anjian/cases/a.py", "penalty_notice = 1"),
        ("src/anjian/cases/a.py", "class PunishmentDecision: pass"),
    ),
)
