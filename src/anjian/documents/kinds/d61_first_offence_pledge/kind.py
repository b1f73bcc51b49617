"""D61 首违不罚承诺书: the party's own word, on which no penalty is given (《行政处罚法》第三十三条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_party,
    long,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d61_first_offence_pledge",
    code="D61",
    name="首违不罚承诺书",
    word="",
    numbered=False,
    stage="决定",
    served=True,
    signatures=("party",),
    copies=("由应急管理部门备案", "由承诺单位（人）保存"),
    basis=("《行政处罚法》第三十三条",),
    checks=(check_party,),
    fields=(
        case_cause(),
        *party_fields(),
        text("found_on", "发现日期", "case.found_on", type="date"),
        long("facts", "违法事实", "case.facts", min_length=10),
        long("corrected", "改正情况"),
        text("corrected_on", "改正完成日期", type="date"),
        Field(
            code="pledges",
            label="承诺事项",
            type="table",
            min_rows=1,
            default=[
                {"pledge": "认真学习、严格遵守安全生产法律、法规、规章和标准，落实全员安全生产责任制。"},
                {"pledge": "对已改正的问题不再反复，举一反三开展自查，如实记录事故隐患排查治理情况。"},
                {"pledge": "自觉接受监督检查；再次发生同类违法行为的，愿意依法接受行政处罚。"},
            ],
            columns=(Column(code="pledge", label="承诺"),),
        ),
    ),
)
