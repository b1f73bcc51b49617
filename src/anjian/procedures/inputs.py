"""Typed inputs of a step: reading JSON back into values, and saying what is wrong in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from anjian.procedures.spec import Field


def clean(
    fields: Iterable[Field], given: Mapping[str, Any], *, today: date | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the typed values, and one sentence per field that cannot be accepted.

    Accepts typed values as well as their JSON form, so it also reads stored inputs back.
    Absent optional fields stay absent; unknown keys are refused.
    """
    known = {f.code: f for f in fields}
    values: dict[str, Any] = {}
    wrong = {code: f"这一步没有“{code}”这一项。" for code in given if code not in known}
    for code, item in known.items():
        raw = given.get(code)
        if _empty(raw):
            if item.required:
                wrong[code] = f"请填写“{item.label}”。"
            continue
        try:
            values[code] = _READ[item.type](item, raw)
        except (ValueError, TypeError, InvalidOperation, AttributeError) as problem:
            wrong[code] = (
                str(problem) if isinstance(problem, _WrongError) else f"“{item.label}”的内容无法识别。"
            )
            continue
        if today and item.not_after_today and _day(values[code]) > today:
            wrong[code] = f"“{item.label}”不能晚于今天。"
    return values, wrong


def stored(fields: Iterable[Field], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Read inputs back from the record; what an older version of the step kept is left as it is."""
    known = tuple(f for f in fields if f.code in kept)
    values, _ = clean(known, {f.code: kept[f.code] for f in known})
    return {**kept, **values}


class _WrongError(ValueError):
    """A sentence for the person."""


def _empty(raw: Any) -> bool:
    return raw is None or (
        isinstance(raw, str | tuple | list | dict) and not (raw.strip() if isinstance(raw, str) else raw)
    )


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _text(f: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _WrongError(f"“{f.label}”应当是文字。")
    text = raw.strip()
    if len(text) < f.min_length:
        raise _WrongError(f"“{f.label}”过于简略，至少写{f.min_length}个字。")
    if f.max_length and len(text) > f.max_length:
        raise _WrongError(f"“{f.label}”过长，最多{f.max_length}个字。")
    if f.pattern and not re.fullmatch(f.pattern, text):
        raise _WrongError(f.pattern_message or f"“{f.label}”格式不对。")
    return text


def _date(f: Field, raw: Any) -> date:
    if isinstance(raw, datetime):
        raise _WrongError(f"“{f.label}”应当是日期。")
    return raw if isinstance(raw, date) else date.fromisoformat(raw)


def _datetime(f: Field, raw: Any) -> datetime:
    value = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    if value.tzinfo is None:
        raise _WrongError(f"“{f.label}”缺少时区。")
    return value


def _bounds(f: Field, value: Decimal | int) -> None:
    if f.minimum is not None and value < f.minimum:
        raise _WrongError(f"“{f.label}”不能小于{f.minimum}。")
    if f.maximum is not None and value > f.maximum:
        raise _WrongError(f"“{f.label}”不能大于{f.maximum}。")


def _yuan(f: Field, raw: Any) -> Decimal:
    if isinstance(raw, float | bool):
        raise _WrongError(f"“{f.label}”不是有效的金额。")
    value = Decimal(str(raw))
    if not value.is_finite() or value < 0:
        raise _WrongError(f"“{f.label}”不是有效的金额。")
    if value != value.quantize(Decimal("0.01")):
        raise _WrongError(f"“{f.label}”最多精确到分。")
    _bounds(f, value)
    return value


def _int(f: Field, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _WrongError(f"“{f.label}”应当是整数。")
    _bounds(f, raw)
    return raw


def _bool(f: Field, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise _WrongError(f"“{f.label}”应当选择是或否。")
    return raw


def _choice(f: Field, raw: Any) -> str:
    if raw not in {value for value, _ in f.choices}:
        raise _WrongError(f"“{f.label}”只能是：{'、'.join(label for _, label in f.choices)}。")
    return str(raw)


def _officer(_f: Field, raw: Any) -> UUID:
    return raw if isinstance(raw, UUID) else UUID(raw)


def _officers(f: Field, raw: Any) -> tuple[UUID, ...]:
    chosen = tuple(dict.fromkeys(_officer(f, item) for item in _rows(raw)))
    if f.minimum and len(chosen) < f.minimum:
        raise _WrongError(f"“{f.label}”至少选择{f.minimum}人。")
    return chosen


def _person(f: Field, raw: Any) -> Any:
    if isinstance(raw, Mapping):
        if not raw.get("name"):
            raise _WrongError(f"“{f.label}”缺少姓名。")
        return dict(raw)
    return _officer(f, raw)


def _rows(raw: Any) -> Sequence[Any]:
    if not isinstance(raw, list | tuple):
        raise TypeError
    return raw


def _table(f: Field, raw: Any) -> tuple[dict[str, Any], ...]:
    rows = []
    for number, row in enumerate(_rows(raw), start=1):
        values, wrong = clean(f.columns, row)
        if wrong:
            raise _WrongError(f"“{f.label}”第{number}行：{next(iter(wrong.values()))}")
        rows.append(values)
    if len(rows) < f.min_rows:
        raise _WrongError(f"“{f.label}”至少填写{f.min_rows}行。")
    return tuple(rows)


_READ: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "longtext": _text,
    "date": _date,
    "datetime": _datetime,
    "yuan": _yuan,
    "int": _int,
    "choice": _choice,
    "bool": _bool,
    "officer": _officer,
    "officers": _officers,
    "person": _person,
    "table": _table,
    "taken": _int,
    "document": _officer,
}
