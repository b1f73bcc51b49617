"""Stored values of a document as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from anjian.documents.kinds.spec import Column, DocumentKind, Field
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.text import yuan_in_words


def display_day(day: date) -> str:
    """A day in words of figures.

    >>> display_day(date(2026, 10, 8))
    '2026年10月8日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def display_instant(at: datetime) -> str:
    """An instant to the minute in Chinese time.

    >>> display_instant(datetime.fromisoformat("2026-10-08T01:05:00+00:00"))
    '2026年10月8日9时05分'
    """
    local = at.astimezone(LOCAL_ZONE)
    return f"{display_day(local.date())}{local.hour}时{local.minute:02d}分"


def display_yuan(value: str | Decimal | int) -> str:
    """An amount in figures; fen only where there are any.

    >>> display_yuan("50000")
    '50,000'
    """
    amount = Decimal(value)
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _shown(kind: str, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if kind == "date":
        return display_day(date.fromisoformat(value))
    if kind == "datetime":
        return display_instant(datetime.fromisoformat(value))
    if kind == "yuan":
        return {"figures": display_yuan(value), "words": yuan_in_words(Decimal(value))}
    if kind == "bool":
        return bool(value)
    if kind == "int":
        return str(value)
    return value


def _row(columns: tuple[Column, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.code: _shown(column.type, row.get(column.code, "")) for column in columns}


def _value(field: Field, value: Any) -> Any:
    if field.type == "table":
        return [_row(field.columns, row) for row in value or ()]
    if field.type == "person":
        person = value or {}
        return {key: str(person.get(key) or "") for key in ("name", "post", "id_no", "phone", "unit")}
    return _shown(field.type, value)


def display(kind: DocumentKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the kind, present or not, ready for the template.

    A value that cannot be read as its type (possible in a draft only) is shown as
    it was typed.
    """
    shown: dict[str, Any] = {}
    for field in kind.fields:
        value = fields.get(field.code)
        try:
            shown[field.code] = _value(field, value)
        except (ValueError, ArithmeticError, TypeError, AttributeError):
            shown[field.code] = [] if field.type == "table" else str(value)
    return shown
