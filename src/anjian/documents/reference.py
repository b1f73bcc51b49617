"""The reference page on documents, written from the kinds themselves."""

from __future__ import annotations

from datetime import date

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, all_kinds
from anjian.documents.rules import slot_label
from anjian.documents.words import word_of
from anjian.procedures.roles import named

_SEALS = {"公": "局章", "专": "执法专用章", "": "—"}


_ANY = Issuer(name="", region="")
_DAY = date(2026, 1, 1)


def _sure(kind: DocumentKind) -> str:
    """How sure the word of a kind is."""
    return word_of(kind, _ANY, on=_DAY).confidence.label if kind.numbered else "—"


def _row(kind: DocumentKind) -> str:
    approvals = named(kind.approvals) or "—"
    signatures = "、".join(slot_label(s) for s in kind.signatures) or "—"
    follows = "；".join("或".join(codes) for codes in kind.follows) or "—"
    cells = (
        kind.code,
        kind.name,
        kind.word or "—",
        _sure(kind),
        approvals,
        signatures,
        _SEALS[kind.seal],
        "是" if kind.served else "—",
        "；".join(kind.copies) or "—",
        follows,
        kind.volume,
        "、".join(kind.basis),
    )
    return "| " + " | ".join(cells) + " |"


def _particulars(kind: DocumentKind) -> list[str]:
    lines = [f"### {kind.code} {kind.name}", "", "| 项目 | 代码 | 类型 | 必填 |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {field.label} | `{field.code}` | {field.type} | {'是' if field.required else ''} |"
        for field in kind.fields
    ]
    return [*lines, ""]


def markdown() -> str:
    """All kinds as one table, then the particulars of each."""
    head = (
        "代码",
        "名称",
        "字",
        "字的把握",
        "审批",
        "签名",
        "印章",
        "送达",
        "各份去向",
        "之前应有",
        "卷别",
        "依据",
    )
    lines = [
        "# 执法文书 (enforcement documents)",
        "",
        "Written from `anjian.documents.kinds`;",
        "`ANJIAN_GOLDEN=write pytest tests/golden/documents` renews it.",
        "",
        "| " + " | ".join(head) + " |",
        "| " + " | ".join("---" for _ in head) + " |",
        *[_row(kind) for kind in all_kinds()],
        "",
        "## Particulars",
        "",
    ]
    for kind in all_kinds():
        lines += _particulars(kind)
    return "\n".join(lines)
