"""The date of an act as officers know it: a day, a month, or only a year.

The law of the day of the act decides (《行政处罚法》第三十七条). A month or a year stands for its
first day: an act of which no more is known may have been done under the older text, and a text that
came into force later within that time must not be presumed. `later` tells the last day of the time, so
that whoever ranks rows can also offer, second, those of a text that came into force within it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(?P<year>\d{4})(?:\D+(?P<month>\d{1,2})(?:\D+(?P<day>\d{1,2})\D*)?)?\D*")


@dataclass(frozen=True, slots=True)
class ActDate:
    """First and last day of the time in which an act was done; both the same for an exact day."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last


def read_act_date(told: str | date) -> ActDate:
    """Read 2024-03-12, 2024-03, 2024 or 2024年3月. Raises ValueError for anything else."""
    if isinstance(told, date):
        return ActDate(told, told)
    found = _FORM.fullmatch(told.strip())
    if found is None:
        raise ValueError(f"not a date, month or year: {told!r}")
    year = int(found["year"])
    if found["month"] is None:
        return ActDate(date(year, 1, 1), date(year, 12, 31))
    month = int(found["month"])
    if found["day"] is None:
        if not 1 <= month <= 12:
            raise ValueError(f"no such month: {told!r}")
        return ActDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    day = date(year, month, int(found["day"]))
    return ActDate(day, day)
