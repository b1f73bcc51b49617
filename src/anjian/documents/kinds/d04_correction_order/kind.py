"""D04 责令限期整改指令书: each hazard numbered, with the rule it breaks and its own day.

Basis: 《行政处罚法》第二十八条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d04_correction_order",
    code="D04",
    name="责令限期整改指令书",
    word="责改",
    stage="责令改正",
    seal="专",
    served=True,
    remedy=True,
    remedy_act="本指令",
    signatures=("party", "officer", "officer2"),
    follows=(("D02", "D12", "D13"),),
    copies=("由应急管理部门备案", "交被检查单位"),
    basis=("《安全生产法》第六十五条", "《行政处罚法》第二十八条"),
    checks=(check_party, check_officers),
    fields=(
        *party_fields(),
        text("record_no", "现场检查记录文号", "documents.D02.no", required=False),
        text("found_on", "检查日期", "case.found_on", type="date"),
        Field(
            code="hazards",
            label="问题和整改要求",
            type="table",
            min_rows=1,
            source="case.hazards",
            columns=(
                Column(code="description", label="存在的问题", width=2.6),
                Column(code="violated", label="违反的规定", width=1.6),
                Column(code="requirement", label="整改要求", width=1.6),
                Column(code="due_on", label="整改期限", type="date"),
            ),
        ),
        long(
            "basis",
            "责令依据",
            default="《中华人民共和国安全生产法》第六十五条第一款第二项、第三项，《中华人民共和国行政处罚法》第二十八条第一款",
        ),
        long("interim", "整改期间的安全措施", required=False),
        officers(),
    ),
)
