"""Whether the particulars of a document are complete and sound (必填项与格式检查)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from anjian.documents.kinds.spec import DocumentKind, Field


def _empty(value: Any) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return _("“%(label)s”应当是文字。") % {"label": _(field.label)}
    length = len(value.strip())
    if field.min_length and length < field.min_length:
        return _("“%(label)s”过于简略，至少写%(n)d个字。") % {"label": _(field.label), "n": field.min_length}
    if field.max_length and length > field.max_length:
        return _("“%(label)s”过长，最多%(n)d个字。") % {"label": _(field.label), "n": field.max_length}
    if field.pattern and not re.fullmatch(field.pattern, value.strip()):
        return field.pattern_message or _("“%(label)s”格式不对。") % {"label": _(field.label)}
    return ""


def _date(field_label: str, value: Any) -> str:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return _("“%(label)s”不是有效的日期。") % {"label": field_label}
    return ""


def _instant(field_label: str, value: Any) -> str:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return _("“%(label)s”不是有效的时间。") % {"label": field_label}
    return "" if at.tzinfo else _("“%(label)s”缺少时区。") % {"label": field_label}


def _yuan(field: Field, value: Any) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return _("“%(label)s”不是有效的金额。") % {"label": _(field.label)}
    if isinstance(value, float) or not amount.is_finite():
        return _("“%(label)s”不是有效的金额。") % {"label": _(field.label)}
    if amount < (field.minimum if field.minimum is not None else 0):
        return _("“%(label)s”不能小于%(n)d元。") % {"label": _(field.label), "n": field.minimum or 0}
    if amount != amount.quantize(Decimal("0.01")):
        return _("“%(label)s”最多精确到分。") % {"label": _(field.label)}
    if field.maximum is not None and amount > field.maximum:
        return _("“%(label)s”不能大于%(n)d元。") % {"label": _(field.label), "n": field.maximum}
    return ""


def _int(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return _("“%(label)s”应当是整数。") % {"label": _(field.label)}
    if field.minimum is not None and value < field.minimum:
        return _("“%(label)s”不能小于%(n)d。") % {"label": _(field.label), "n": field.minimum}
    if field.maximum is not None and value > field.maximum:
        return _("“%(label)s”不能大于%(n)d。") % {"label": _(field.label), "n": field.maximum}
    return ""


def _table(field: Field, value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return _("“%(label)s”应当是表格。") % {"label": _(field.label)}
    if len(value) < field.min_rows:
        return _("“%(label)s”至少填写%(n)d行。") % {"label": _(field.label), "n": field.min_rows}
    for index, row in enumerate(value, start=1):
        for column in field.columns:
            cell = row.get(column.code)
            if _empty(cell):
                if column.required:
                    return _("“%(label)s”第%(n)d行缺少“%(column)s”。") % {
                        "label": _(field.label),
                        "n": index,
                        "column": _(column.label),
                    }
                continue
            label = _("%(label)s第%(n)d行%(column)s") % {
                "label": _(field.label),
                "n": index,
                "column": _(column.label),
            }
            problem = _cell(column.type, label, cell)
            if problem:
                return problem
            if column.choices and cell not in column.choices:
                return _("“%(label)s”只能是：%(choices)s。") % {
                    "label": label,
                    "choices": "、".join(column.choices),
                }
    return ""


def _cell(kind: str, label: str, value: Any) -> str:
    if kind == "date":
        return _date(label, value)
    if kind == "datetime":
        return _instant(label, value)
    if kind == "yuan":
        return _yuan(Field(code="cell", label=label, type="yuan"), value)
    return "" if isinstance(value, str | int | bool) else _("“%(label)s”的内容无法识别。") % {"label": label}


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
            return (
                ""
                if isinstance(value, bool)
                else _("“%(label)s”应当选择是或否。") % {"label": _(field.label)}
            )
        case "choice":
            return (
                ""
                if value in field.choices
                else _("“%(label)s”只能是：%(choices)s。")
                % {"label": _(field.label), "choices": "、".join(field.choices)}
            )
        case "person":
            named = isinstance(value, Mapping) and not _empty(value.get("name"))
            return "" if named else _("“%(label)s”缺少姓名。") % {"label": _(field.label)}
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
            problems[code] = _("《%(name)s》没有“%(code)s”这一项。") % {"name": kind.name, "code": code}
    for field in kind.fields:
        value = fields.get(field.code)
        if _empty(value):
            if field.required and not draft:
                problems[field.code] = _("请填写“%(label)s”。") % {"label": _(field.label)}
            continue
        problem = _one(field, value)
        if problem and not (draft and field.type == "table"):
            problems[field.code] = problem
    if not problems and not draft:
        for check in kind.checks:
            problems.update(check(fields))
    return problems
