"""D07a 查封扣押清单: two copies, one with each side (《行政强制法》第二十四条第三款)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    attendees,
    check_officers,
    items_table,
    officers,
    text,
)
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    folder="d07a_seizure_list",
    code="D07a",
    name="查封扣押清单",
    word="",
    numbered=False,
    stage="行政强制",
    served=True,
    signatures=("party", "officer", "officer2"),
    follows=(("D07",),),
    copies=("由应急管理部门保存", "由当事人保存"),
    basis=("《行政强制法》第二十四条",),
    checks=(check_officers,),
    fields=(
        text("party_name", "当事人", "party.name"),
        text("decision_no", "查封扣押决定书文号", "documents.D07.no"),
        text("place", "查封扣押地点", "documents.D07.fields.place"),
        text("done_at", "清点时间", type="datetime"),
        items_table(label="查封扣押物品", source="documents.D07.fields.items|case.seizure_items"),
        text("seals", "封条编号", required=False),
        text("party_note", "当事人意见", required=False),
        attendees("见证人"),
        officers(),
    ),
)
