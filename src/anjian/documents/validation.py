"""Whether the particulars of a document are complete and sound (必填项与格式检查)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from anjian.documents.kinds.spec import DocumentKind, Field


def _empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return f"“{field.label}”应当是文字。"
    length = len(value.strip())
    if field.min_length and length < field.min_length:
        return f"“{field.label}”过于简略，至少写{field.min_length}个字。"
    if field.max_length and length > field.max_length:
        return f"“{field.label}”过长，最多{field.max_length}个字。"
    if field.pattern and not re.fullmatch(field.pattern, value.strip()):
        return field.pattern_message or f"“{field.label}”格式不对。"
    return ""


def _date(field_label: str, value: Any) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return f"“{field_label}”不是有效的日期。"
    return ""


def _instant(field_label: str, value: Any) -> str:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return f"“{field_label}”不是有效的时间。"
    return "" if at.tzinfo else f"“{field_label}”缺少时区。"


def _yuan(field: Field, value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return f"“{field.label}”不是有效的金额。"
    if isinstance(value, float) or not amount.is_finite():
        return f"“{field.label}”不是有效的金额。"
    if amount < (field.minimum if field.minimum is not None else 0):
        return f"“{field.label}”不能小于{field.minimum or 0}元。"
    if amount != amount.quantize(Decimal("0.01")):
        return f"“{field.label}”最多精确到分。"
    if field.maximum is not None and amount > field.maximum:
        return f"“{field.label}”不能大于{field.maximum}元。"
    return ""


def _int(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"“{field.label}”应当是整数。"
    if field.minimum is not None and value < field.minimum:
        return f"“{field.label}”不能小于{field.minimum}。"
    if field.maximum is not None and value > field.maximum:
        return f"“{field.label}”不能大于{field.maximum}。"
    return ""


def _table(field: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return f"“{field.label}”应当是表格。"
    if len(value) < field.min_rows:
        return f"“{field.label}”至少填写{field.min_rows}行。"
    for index, row in enumerate(value, start=1):
        for column in field.columns:
            cell = row.get(column.code)
            if _empty(cell):
                if column.required:
                    return f"“{field.label}”第{index}行缺少“{column.label}”。"
                continue
            label = f"{field.label}第{index}行{column.label}"
            problem = _cell(column.type, label, cell)
            if problem:
                return problem
            if column.choices and cell not in column.choices:
                return f"“{label}”只能是：{'、'.join(column.choices)}。"
    return ""


def _cell(kind: str, label: str, value: Any) -> str:
    if kind == "date":
        return _date(label, value)
    if kind == "datetime":
        return _instant(label, value)
    if kind == "yuan":
        return _yuan(Field(code="cell", label=label, type="yuan"), value)
    return "" if isinstance(value, str | int | bool) else f"“{label}”的内容无法识别。"


def _one(field: Field, value: Any) -> str:
    match field.type:
        case "text" | "longtext":
            return _text(field, value)
        case "date":
            return _date(field.label, value)
        case "datetime":
            return _instant(field.label, value)
        case "yuan":
            return _yuan(field, value)
        case "int":
            return _int(field, value)
        case "bool":
            return "" if isinstance(value, bool) else f"“{field.label}”应当选择是或否。"
        case "choice":
            return "" if value in field.choices else f"“{field.label}”只能是：{'、'.join(field.choices)}。"
        case "person":
            named = isinstance(value, Mapping) and not _empty(value.get("name"))
            return "" if named else f"“{field.label}”缺少姓名。"
        case "table":
            return _table(field, value)


def validate(kind: DocumentKind, fields: Mapping[str, Any], *, draft: bool = False) -> dict[str, str]:
    """Chinese messages by field code; empty when the document may go on.

    With `draft` only what has been filled in is checked, so that unfinished work can
    be kept; unknown fields are always refused.
    """
    problems: dict[str, str] = {}
    known = {field.code for field in kind.fields}
    for code in fields:
        if code not in known:
            problems[code] = f"《{kind.name}》没有“{code}”这一项。"
    for field in kind.fields:
        value = fields.get(field.code)
        if _empty(value):
            if field.required and not draft:
                problems[field.code] = f"请填写“{field.label}”。"
            continue
        problem = _one(field, value)
        if problem and not (draft and field.type == "table"):
            problems[field.code] = problem
    if not problems and not draft:
        for check in kind.checks:
            problems.update(check(fields))
    return problems
