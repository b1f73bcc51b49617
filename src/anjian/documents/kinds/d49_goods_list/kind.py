"""D49 涉案物品清单: the list of goods handed over, signed by both sides."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_officers, items_table, officers, text
from anjian.documents.kinds.spec import DocumentKind

KIND = DocumentKind(
    code="D49",
    name="涉案物品清单",
    word="",
    numbered=False,
    stage="移送",
    signatures=("party", "officer", "officer2"),
    basis=("《行政执法机关移送涉嫌犯罪案件的规定》第六条",),
    checks=(check_officers,),
    folder="d49_goods_list",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("receiver", "接收人（单位）"),
        items_table(),
        officers(label="移交人"),
    ),
)
