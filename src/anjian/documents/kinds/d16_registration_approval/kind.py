"""D16 先行登记保存证据审批表: approval before evidence is registered and kept."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    items_table,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D16",
    name="先行登记保存证据审批表",
    word="先保审",
    stage="先行登记保存",
    basis=("《行政处罚法》第五十六条",),
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    checks=(check_party, check_officers),
    folder="d16_registration_approval",
    fields=(
        case_cause(),
        *party_fields(),
        long("reason", "先行登记保存的理由", min_length=6, help="说明证据可能灭失或者以后难以取得的情形。"),
        items_table(label="证据清单"),
        text("keeping", "保存方式", "step.way"),
        text("keeping_place", "保存地点", "step.place"),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
