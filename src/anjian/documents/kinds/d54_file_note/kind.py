"""D54 备考表: the note at the end of the file."""

from __future__ import annotations

from anjian.documents.kinds.common import long, text
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    code="D54",
    name="备考表",
    word="",
    numbered=False,
    stage="归档",
    signatures=("keeper",),
    drafters=("case_officer", "archivist", "unit_head"),
    basis=("《档案法实施条例》第十九条",),
    folder="d54_file_note",
    fields=(
        text("file_no", "案卷号", "archive.file_no"),
        Field(code="items_count", label="件数", type="int", minimum=1, source="archive.items_count"),
        Field(code="pages", label="页数", type="int", minimum=1, source="archive.pages"),
        long("media", "照片、录音录像和电子数据情况", "archive.media"),
        long("state", "本卷情况说明", help="缺损、修改、补充、移出等情况；没有的写“无”。"),
        text("assembled_by", "立卷人"),
        text("checked_by", "检查人"),
        text("assembled_on", "立卷日期", type="date"),
    ),
)
