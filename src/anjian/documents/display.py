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


_BLANK_YUAN = {"figures": "＿＿＿＿", "words": "＿＿＿＿＿＿"}


def _shown(kind: str, value: Any, *, required: bool) -> Any:
    """One value as printed; what cannot be read as its type is shown as it was typed."""
    if value is None or value == "":
        return _BLANK_YUAN if kind == "yuan" and required else ""
    try:
        if kind == "date":
            return display_day(date.fromisoformat(value))
        if kind == "datetime":
            return display_instant(datetime.fromisoformat(value))
        if kind == "yuan":
            return {"figures": display_yuan(value), "words": yuan_in_words(Decimal(value))}
    except (ValueError, ArithmeticError, TypeError):
        return {"figures": str(value), "words": str(value)} if kind == "yuan" else str(value)
    if kind == "bool":
        return value is True
    return str(value)


def _row(columns: tuple[Column, ...], row: Any) -> dict[str, Any]:
    cells = row if isinstance(row, Mapping) else {}
    return {c.code: _shown(c.type, cells.get(c.code), required=c.required) for c in columns}


def _value(field: Field, value: Any) -> Any:
    if field.type == "table":
        return [_row(field.columns, row) for row in value] if isinstance(value, list | tuple) else []
    if field.type == "person":
        person = value if isinstance(value, Mapping) else {}
        return {key: str(person.get(key) or "") for key in ("name", "post", "id_no", "phone", "unit")}
    return _shown(field.type, value, required=field.required)


def display(kind: DocumentKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the kind, present or not, ready for the template.

    Nothing typed in a draft can stop it from being drawn.
    """
    return {field.code: _value(field, fields.get(field.code)) for field in kind.fields}
