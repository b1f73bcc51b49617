"""Reading what a person typed: forgiving about form, strict about meaning.

Every reader returns the typed value or raises ValueError with the Chinese sentence that
stands under the field. Full-width digits and letters count as their plain forms.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.kit.clock import LOCAL_ZONE

if TYPE_CHECKING:
    from collections.abc import Container

_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")
_INSTANT = re.compile(_DATE.pattern + r"[\sT]*(\d{1,2})\s*[:时]\s*(\d{1,2})?(?::(\d{1,2}))?\s*分?")
_CENT = Decimal("0.01")
_EARLIEST = 1900
TRUE, FALSE = "yes", "no"


def plain(raw: str) -> str:
    """Return the text without full-width forms and outer blanks.

    >>> plain(" １２，０００元 ")
    '12,000元'
    """
    return unicodedata.normalize("NFKC", raw).strip()


def text(raw: str, *, shortest: int = 0, longest: int = 0, pattern: str = "", hint: str = "") -> str:
    """Return the words as typed (Chinese punctuation stays), without outer blanks."""
    value = raw.replace("\r\n", "\n").strip()
    if shortest and len(value) < shortest:
        raise ValueError(_("写得过于简略，至少 %(n)d 个字。") % {"n": shortest})
    if longest and len(value) > longest:
        raise ValueError(_("最多 %(n)d 个字，现有 %(have)d 个字。") % {"n": longest, "have": len(value)})
    if pattern and not re.fullmatch(pattern, value):
        raise ValueError(hint or _("格式不对。"))
    return value


def _come(value: date, latest: date | None) -> None:
    if latest is not None and value > latest:
        raise ValueError(_("这一天还没有到。"))


def day(raw: str, *, latest: date | None = None) -> date:
    """Return a date written `2026-10-08`, `2026/10/8`, `20261008` or `2026年10月8日`.

    >>> day("2026年10月8日")
    datetime.date(2026, 10, 8)
    """
    match = _DATE.fullmatch(plain(raw))
    if match is None:
        raise ValueError(_("请写成 2026-10-08 这样的日期。"))
    try:
        value = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError(_("日历上没有这一天。")) from None
    if value.year < _EARLIEST:
        raise ValueError(_("年份不对。"))
    _come(value, latest)
    return value


def instant(raw: str, *, latest: date | None = None) -> datetime:
    """Return an aware instant; a time without a zone is the bureau's (UTC+8).

    >>> instant("2026-10-08T09:30").isoformat()
    '2026-10-08T09:30:00+08:00'
    """
    tidy = plain(raw)
    match = _INSTANT.fullmatch(tidy)
    try:
        if match is None:
            value = datetime.fromisoformat(tidy)
            value = value if value.tzinfo else value.replace(tzinfo=LOCAL_ZONE)
        else:
            year, month, on, hour, minute, second = (int(part or 0) for part in match.groups())
            value = datetime(year, month, on, hour, minute, second, tzinfo=LOCAL_ZONE)
    except ValueError:
        raise ValueError(_("请写成 2026-10-08 09:30 这样的日期和时间。")) from None
    _come(value.astimezone(LOCAL_ZONE).date(), latest)
    return value


def yuan(raw: str, *, lowest: int | None = None, highest: int | None = None) -> Decimal:
    """Return an amount in yuan, exact to the cent; 万元 is understood.

    >>> yuan("￥１２,０００元"), yuan("3.5万元")
    (Decimal('12000.00'), Decimal('35000.00'))
    """
    tidy = plain(raw).replace(",", "").replace(" ", "").removeprefix("人民币").removeprefix("¥")
    times = Decimal(1)
    for suffix, factor in (("万元", 10_000), ("万", 10_000), ("元整", 1), ("元", 1)):
        if tidy.endswith(suffix):
            tidy, times = tidy.removesuffix(suffix), Decimal(factor)
            break
    if not re.fullmatch(r"-?\d+(\.\d+)?", tidy):
        raise ValueError(_("请填写金额，例如 20000 或 20000.50。"))
    try:
        amount = Decimal(tidy) * times
        value = amount.quantize(_CENT)
    except InvalidOperation:
        raise ValueError(_("金额过大。")) from None
    if value != amount:
        raise ValueError(_("金额最多精确到分。"))
    _within(value, lowest if lowest is not None else 0, highest, _("元"))
    return value


def whole(raw: str, *, lowest: int | None = None, highest: int | None = None) -> int:
    """Return a whole number.

    >>> whole("１２")
    12
    """
    tidy = plain(raw).replace(",", "")
    if not re.fullmatch(r"[-+]?\d{1,15}", tidy):
        raise ValueError(_("请填写整数。"))
    value = int(tidy)
    _within(value, lowest, highest, "")
    return value


def _within(value: Decimal | int, lowest: int | None, highest: int | None, unit: str) -> None:
    if lowest is not None and value < lowest:
        raise ValueError(_("不能小于 %(limit)s%(unit)s。") % {"limit": lowest, "unit": unit})
    if highest is not None and value > highest:
        raise ValueError(_("不能大于 %(limit)s%(unit)s。") % {"limit": highest, "unit": unit})


def one_of(raw: str, allowed: Container[str]) -> str:
    """Return a choice that is on offer."""
    if raw not in allowed:
        raise ValueError(_("请从列出的选项中选择。"))
    return raw


def yes_or_no(raw: str) -> bool:
    """Return what was answered; silence is not an answer."""
    if raw not in {TRUE, FALSE}:
        raise ValueError(_("请选择是或否。"))
    return raw == TRUE


def identity(raw: str) -> UUID | str:
    """Return a reference as UUID, or the code as it is when it is not one."""
    try:
        return UUID(raw)
    except ValueError:
        return raw
