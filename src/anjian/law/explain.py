"""The sentences that explain a last day to an officer, a party and a court."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from anjian.law.terms import Kind, Term, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anjian.law.calendar import WorkCalendar
    from anjian.law.clocks import Pause, Segment


def in_words(day: date) -> str:
    """Print a day as documents do, without leading zeros: 2026年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def sentences(
    term: Term,
    start: date,
    segments: Sequence[Segment],
    pauses: Sequence[Pause],
    *,
    due: date,
    calendar: WorkCalendar,
    provisional: bool,
) -> tuple[str, ...]:
    """Say how a last day was found, one sentence a step."""
    unsure = "其中有的年份国务院办公厅尚未公布放假安排，暂按周末休息计算，本日期为暂定日期。"
    return (
        _opening(term, start, segments[0]),
        *_skips(segments, calendar),
        *(_pause(each) for each in pauses),
        *(_extension(segment) for segment in segments[1:]),
        *_rolling(term, segments[-1], due, calendar),
        _closing(term, due, paused=any(p.until_on is None for p in pauses)),
        *((unsure,) if provisional else ()),
    )


def _opening(term: Term, start: date, segment: Segment) -> str:
    said = "、".join(str(cite) for cite in term.cites[:1])
    words = f"期限{term}" + (f"（{said}）" if said else "")
    counted = "、".join(str(cite) for cite in term.cites[1:])
    if term.unit is Unit.WORKING_DAY and counted:
        words += f"，按{counted}以工作日计算"
    words += f"；自{in_words(start)}（当日不计）起算"
    if term.unit is Unit.WORKING_DAY and segment.first:
        first, last = in_words(segment.first), in_words(segment.last)
        return f"{words}，第1个工作日为{first}，第{term.amount}个工作日为{last}。"
    if term.unit is Unit.CALENDAR_DAY:
        return f"{words}，第{term.amount}日为{in_words(segment.last)}。"
    return f"{words}，对应日为{in_words(segment.last)}。"


def _skips(segments: Sequence[Segment], calendar: WorkCalendar) -> Iterable[str]:
    """Name the holidays inside a term; plain weekends are said once."""
    skipped = [day for segment in segments for day in segment.skipped]
    named = [(calendar.name(day), day) for day in skipped if calendar.name(day) not in {"周六", "周日"}]
    for name, days in groupby(named, key=lambda pair: pair[0]):
        run = [day for _, day in days]
        yield (
            f"其间{in_words(run[0])}至{in_words(run[-1])}为{name}放假，不计。"
            if len(run) > 1
            else (f"其间{in_words(run[0])}为{name}放假，不计。")
        )
    if len(named) < len(skipped):
        yield "其间的周六、周日（调休上班的除外）不计。"


def _pause(pause: Pause) -> str:
    why = f"因{pause.reason}" if pause.reason else ""
    said = f"（{'、'.join(pause.cites)}）" if pause.cites else ""
    if pause.until_on is None:
        return f"自{in_words(pause.from_on)}起{why}暂停计算{said}，尚未恢复。"
    last = pause.until_on - timedelta(days=1)
    if last < pause.from_on:
        return f"{in_words(pause.from_on)}{why}暂停计算并于当日恢复{said}，没有扣除日数。"
    days = (pause.until_on - pause.from_on).days
    return f"{in_words(pause.from_on)}至{in_words(last)}{why}暂停计算，扣除{days}日{said}。"


def _extension(segment: Segment) -> str:
    extension = segment.extension
    if extension is None:
        return ""
    by = f"经{extension.approved_by}批准" if extension.approved_by else "经批准"
    why = f"，因{extension.reason}" if extension.reason else ""
    said = f"（{'、'.join(extension.cites)}）" if extension.cites else ""
    how = f"延长{segment.term}，" if segment.term else "期限延至"
    lead = "至" if segment.term else ""
    return f"{in_words(extension.granted_on)}{by}{why}{said}，{how}{lead}{in_words(segment.last)}。"


def _rolling(term: Term, last: Segment, due: date, calendar: WorkCalendar) -> Iterable[str]:
    if due != last.last:
        name = calendar.name(last.last)
        why = f"为{name}" if name in {"周六", "周日"} else f"在{name}放假期间"
        yield (
            f"最后一日{in_words(last.last)}{why}，参照《民事诉讼法》第八十五条第三款顺延至"
            f"休假后的第一日{in_words(due)}。"
        )
    elif last.term is not None and not term.rolls and not calendar.is_working_day(due):
        yield "最后一日虽为休息日，但该期限是对行政机关的限制，不作顺延。"


def _closing(term: Term, due: date, *, paused: bool) -> str:
    if paused:
        return f"如立即恢复计算，届满日为{in_words(due)}。"
    if term.kind is Kind.WAIT:
        return f"{in_words(due)}届满，次日起方可办理下一步。"
    return f"应当在{in_words(due)}（含当日）前办理。"
