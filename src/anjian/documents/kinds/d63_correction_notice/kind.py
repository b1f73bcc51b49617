"""D63 补正通知书: puts a slip of the pen right and leaves the decision as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    check_party,
    contact_fields,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def _no_substance(fields: Mapping[str, Any]) -> dict[str, str]:
    """A correction that changes the substance would be a new decision without notice or hearing."""
    if fields.get("no_substance") is True:
        return {}
    return {"no_substance": "补正不得改变决定的实质内容；需要改变的，应当依法撤销或者变更原决定。"}


KIND = DocumentKind(
    folder="d63_correction_notice",
    code="D63",
    name="补正通知书",
    word="补正",
    stage="更正",
    seal="公",
    served=True,
    approvals=("agency_leader",),
    copies=("由应急管理部门备案", "交当事人"),
    basis=("《行政处罚法》第七十五条",),
    checks=(
        check_party,
        _no_substance,
    ),
    fields=(
        *party_fields(),
        text("paper_name", "原文书名称", default="行政处罚决定书"),
        text("paper_no", "原文书文号", "documents.D36.no|documents.D37.no"),
        text("paper_on", "原文书日期", "documents.D36.issued_on|documents.D37.issued_on", type="date"),
        Field(
            code="corrections",
            label="补正内容",
            type="table",
            min_rows=1,
            columns=(
                Column(code="place", label="位置", width=1.4),
                Column(
                    code="kind",
                    label="差错类别",
                    choices=("文字笔误", "文号、日期笔误", "名称、证件号码笔误", "计算误写", "漏写、多写"),
                ),
                Column(code="wrong", label="原文", width=2),
                Column(code="right", label="更正为", width=2),
            ),
        ),
        long("reason", "差错原因"),
        text("no_substance", "不改变原决定的实质内容", type="bool"),
        *contact_fields(),
    ),
)
