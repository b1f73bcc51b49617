"""D47 案件移送审批表: approval to hand a case over (《行政处罚法》第二十七条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field


def _crime(fields: Mapping[str, Any]) -> dict[str, str]:
    if fields.get("transfer_kind") == "涉嫌犯罪案件" and not fields.get("crime"):
        return {"crime": "移送涉嫌犯罪案件的，请填写“涉嫌罪名”。"}
    return {}


KIND = DocumentKind(
    code="D47",
    name="案件移送审批表",
    word="移审",
    stage="移送",
    seal="专",
    approvals=("unit_head", "agency_head"),
    signatures=("officer", "officer2"),
    follows=(("D26",),),
    basis=("《行政处罚法》第二十七条", "《行政执法机关移送涉嫌犯罪案件的规定》第五条"),
    checks=(check_party, check_officers, _crime),
    folder="d47_transfer_approval",
    fields=(
        case_cause(),
        *party_fields(),
        Field(
            code="transfer_kind",
            label="移送类别",
            type="choice",
            choices=("涉嫌犯罪案件", "其他行政机关管辖", "其他应急管理部门管辖"),
        ),
        text("to", "接收机关"),
        long("facts", "案情摘要", "documents.D26.fields.facts|case.facts"),
        long("reason", "移送理由和依据"),
        text("crime", "涉嫌罪名", required=False),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
