"""D11 询问通知书: asks a person to come and answer questions (《行政处罚法》第五十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, contact_fields, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D11",
    name="询问通知书",
    word="询",
    stage="调查取证",
    seal="专",
    served=True,
    basis=("《行政处罚法》第五十五条",),
    copies=(
        "由应急管理部门备案",
        "交被询问人",
    ),
    folder="d11_interview_summons",
    fields=(
        text("person_name", "被询问人", "person.name"),
        text("person_unit", "所在单位", "person.unit|party.name", required=False),
        case_cause(),
        text("appear_at", "到场时间", type="datetime"),
        text("place", "询问地点", "room.place|org.address"),
        Field(
            code="papers",
            label="携带材料",
            type="table",
            min_rows=1,
            columns=(Column(code="name", label="材料名称"),),
            default=[{"name": "身份证件"}],
        ),
        *contact_fields(),
    ),
)
