"""A second calculator, written without the first: it walks a list of days, slowly and plainly."""

from __future__ import annotations

from datetime import date, timedelta


def last_day(amount, unit, start, worked, *, rolls, pauses=(), extensions=()):
    """Return the last day of a term.

    `worked` is a function of a day; pauses are (from, until-exclusive) pairs; extensions are
    ("term", amount, unit) or ("date", day) in order.
    """
    paused = set()
    for begin, resumed in pauses:
        for number in range((resumed - begin).days):
            paused.add(begin + timedelta(days=number))
    end = _walk(amount, unit, start, worked, paused)
    fixed = False
    for extension in extensions:
        if extension[0] == "date":
            end, fixed = extension[1], True
        else:
            end, fixed = _walk(extension[1], extension[2], end, worked, paused), False
    if rolls and not fixed:
        while not worked(end):
            end = end + timedelta(days=1)
    return end


def _walk(amount, unit, start, worked, paused):
    if unit in {"month", "year"}:
        target = _corresponding(start, amount if unit == "month" else amount * 12)
        day, missed = start, 0
        while True:
            day = day + timedelta(days=1)
            if day in paused:
                missed += 1
            if day == target + timedelta(days=missed):
                return day
    counted = []
    day = start
    while len(counted) < amount:
        day = day + timedelta(days=1)
        if day in paused:
            continue
        if unit == "working_day" and not worked(day):
            continue
        counted.append(day)
    return counted[-1]


def _corresponding(start, months):
    year, month = start.year, start.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    for number in (start.day, 30, 29, 28):
        if number > start.day:
            continue
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")
