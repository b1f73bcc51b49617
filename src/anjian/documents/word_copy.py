"""A document as an editable Word file (DOCX), for offices that must work on in it.

The PDF/A is the document; this copy carries the same words in the order of the form, with the fonts
that GB/T 9704 names, and says on every page that it is a copy. Same input, same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from anjian.documents.display import display, display_day
from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, Field, get
from anjian.documents.kinds.copies import copies_note, paper_note
from anjian.documents.remedies import remedy_of
from anjian.documents.rendering import Signature
from anjian.documents.rules import slot_label
from anjian.procedures.roles import ROLE_LABELS

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE, _BODY, _HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"
_STAMP = (2000, 1, 1, 0, 0, 0)
_NUMBERS = "一二三四五六七八九十"
_SHORT = frozenset({"text", "date", "datetime", "int", "choice", "bool", "yuan"})


def write(
    kind: DocumentKind | str,
    fields: Mapping[str, Any],
    *,
    issuer: Issuer,
    number: str = "",
    on: date | None = None,
    status: str = "draft",
    signatures: Sequence[Signature] = (),
    approvals: Sequence[Signature] = (),
    **_drawing_only: Any,
) -> bytes:
    """Return the document as DOCX. Takes the options of `rendering.render`; drawing ones are ignored."""
    known = get(kind) if isinstance(kind, str) else kind
    paper = _paper()
    _foot(paper, status)
    _line(paper, issuer.name, font=_TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(paper, known.name, font=_TITLE, size=22, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    if number:
        _line(paper, number, size=16, align=WD_ALIGN_PARAGRAPH.CENTER)
    _particulars(paper, known, fields)
    remedy = remedy_of(known, issuer)
    if remedy:
        _line(paper, remedy, indent=True)
    _marks(paper, known, signatures, approvals)
    if known.seal:
        _line(paper, issuer.name, align=WD_ALIGN_PARAGRAPH.RIGHT, before=24)
        _line(paper, display_day(on) if on else "    年  月  日", align=WD_ALIGN_PARAGRAPH.RIGHT)
        _line(paper, f"（{'印章' if known.seal == '公' else '执法专用章'}）", align=WD_ALIGN_PARAGRAPH.RIGHT)
    for note in filter(None, (paper_note(known), copies_note(known))):
        _line(paper, note, size=12, before=12)
    return _bytes(paper, on)


def _paper() -> DocumentObject:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    return paper


def _foot(paper: DocumentObject, status: str) -> None:
    told = "可编辑副本，以盖章的PDF正本为准" if status in {"issued", "served"} else "草稿，未制发"
    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, told, size=9)


def _run(paragraph: Paragraph, text: str, *, font: str = _BODY, size: float = 16, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001  the library has no setter for East Asian fonts


def _line(
    paper: DocumentObject,
    text: str,
    *,
    font: str = _BODY,
    size: float = 16,
    bold: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = False,
    before: float = 0,
) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(28)
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _run(paragraph, text, font=font, size=size, bold=bold)


def _particulars(paper: DocumentObject, kind: DocumentKind, fields: Mapping[str, Any]) -> None:
    """Short particulars as a table of two columns, long ones under numbered headings, lists as tables."""
    shown = display(kind, fields)
    short = [(f, _words(f, shown[f.code])) for f in kind.fields if f.type in _SHORT or f.type == "person"]
    _pairs(paper, [(f.label, words) for f, words in short if words])
    numbered = 0
    for field in kind.fields:
        value = shown[field.code]
        if field.type == "longtext" and value:
            _line(paper, f"{_numeral(numbered)}、{field.label}", font=_HEADING, before=6)
            for part in str(value).splitlines():
                _line(paper, part.strip(), indent=True)
            numbered += 1
        elif field.type == "table" and value:
            _line(paper, f"{_numeral(numbered)}、{field.label}", font=_HEADING, before=6)
            _rows(paper, field, value)
            numbered += 1


def _numeral(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n + 1)


def _words(field: Field, value: Any) -> str:
    if field.type == "bool":
        return "是" if value else "否"
    if field.type == "yuan":
        return f"{value['words']}（¥{value['figures']}）" if isinstance(value, Mapping) else ""
    if field.type == "person":
        return "　".join(str(part) for part in value.values() if part) if isinstance(value, Mapping) else ""
    return str(value or "")


def _pairs(paper: DocumentObject, pairs: Sequence[tuple[str, str]]) -> None:
    if not pairs:
        return
    table = paper.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for label, words in pairs:
        cells = table.add_row().cells
        _cell(cells[0], label, bold=True)
        _cell(cells[1], words)
        cells[0].width, cells[1].width = Mm(46), Mm(110)


def _rows(paper: DocumentObject, field: Field, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = [c for c in field.columns if c.code != "id"]
    table = paper.add_table(rows=1, cols=len(columns) + 1)
    table.style = "Table Grid"
    _cell(table.rows[0].cells[0], "序号", bold=True)
    for place, column in enumerate(columns, start=1):
        _cell(table.rows[0].cells[place], column.label, bold=True)
    for n, row in enumerate(rows, start=1):
        cells = table.add_row().cells
        _cell(cells[0], str(n))
        for place, column in enumerate(columns, start=1):
            value = row.get(column.code)
            _cell(cells[place], value["figures"] if isinstance(value, Mapping) else str(value or ""))


def _cell(cell: _Cell, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, size=12, bold=bold, font=_HEADING if bold else _BODY)


def _marks(
    paper: DocumentObject,
    kind: DocumentKind,
    signatures: Sequence[Signature],
    approvals: Sequence[Signature],
) -> None:
    """Approval opinions and signatures as they stand; empty places for those still to come."""
    given = {mark.slot: mark for mark in approvals}
    for role in kind.approvals:
        mark = given.get(role)
        opinion = mark.opinion if mark else ""
        signed = (
            f"{mark.name}　{display_day(mark.on) if mark.on else ''}" if mark else "＿＿＿＿　　年　月　日"
        )
        _line(paper, f"{ROLE_LABELS.get(role, role)}意见：{opinion}", before=6)
        _line(paper, f"签名：{signed}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    signed_slots = {mark.slot for mark in signatures}
    for mark in signatures:
        said = f"拒绝签名（{mark.reason}）" if mark.refused else mark.name
        day = display_day(mark.on) if mark.on else ""
        _line(paper, f"{slot_label(mark.slot)}（签名）：{said}　{day}", before=6)
    for slot in kind.signatures:
        if slot not in signed_slots and slot != "attendees":
            _line(paper, f"{slot_label(slot)}（签名）：＿＿＿＿＿＿　　年　月　日", before=6)


def _bytes(paper: DocumentObject, on: date | None) -> bytes:
    """The package with one fixed time everywhere, so that the same paper is the same file."""
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC) if on else datetime(2000, 1, 1, tzinfo=UTC)
    core = paper.core_properties
    core.created = core.modified = moment.replace(tzinfo=None)
    core.author = core.last_modified_by = ""
    core.revision = 1
    loose, fixed = io.BytesIO(), io.BytesIO()
    paper.save(loose)
    with zipfile.ZipFile(loose) as given, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(given.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            made.writestr(zipfile.ZipInfo(name, _STAMP), given.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
