"""Fines day by day 按日连续处罚 (WSL art. 112): from the day after the order, the original amount a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def total(original: Decimal, ordered_on: date, until: date) -> Decimal:
    """Return what day-by-day fines come to: from the day after the order up to `until`, both counted.

    Raises ValueError when nothing ran yet (WSL 112).
    """
    days = (until - ordered_on).days
    if days < 1:
        raise ValueError("按日连续处罚自责令改正之日的次日起算")
    return original * days
