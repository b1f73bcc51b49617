"""D53 卷内目录: the index of the file with pages."""

from __future__ import annotations

from anjian.documents.kinds.common import text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D53",
    name="卷内目录",
    word="",
    numbered=False,
    stage="归档",
    drafters=("case_officer", "archivist", "unit_head"),
    basis=("《档案法实施条例》第十九条",),
    folder="d53_file_index",
    fields=(
        text("file_no", "案卷号", "archive.file_no"),
        text("volume", "卷别", default="正卷"),
        Field(
            code="entries",
            label="目录",
            type="table",
            min_rows=1,
            source="archive.entries",
            columns=(
                Column(code="no", label="文书编号", required=False),
                Column(code="title", label="文件名称"),
                Column(code="on", label="日期", type="date", required=False),
                Column(code="pages", label="页次"),
                Column(code="note", label="备注", required=False),
            ),
        ),
    ),
)
