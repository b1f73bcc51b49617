"""What each person says happened when, and its drawing."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.testimony.board.lanes import GUTTER, LETTER, WIDTH, draw, ticks
from anjian.testimony.board.timeline import DayLanes, Moment, Timeline
from tests.unit.testimony.board.story import DAY, MAIN, board_of


def timeline(*lines: tuple[str, str, str]) -> Timeline:
    board, disputes = board_of(lines)
    return board.timeline(disputes)


def test_the_main_story_disagrees_about_the_hour() -> None:
    (day,) = timeline(*MAIN).days
    assert day.day == DAY
    assert [(m.pid, m.said, m.certainty, m.disputes) for m in day.moments] == [
        ("A", "上午九点半左右", "about", (2,)),
        ("B", "十点一刻", "exact", (2,)),
    ]
    assert all(m.low <= m.high for m in day.moments)


def test_certainty_is_kept() -> None:
    (day,) = timeline(
        ("A", "几点下的罐？", "九点二十。"),
        ("A", "几点着的火？", "大概九点多吧。"),
        ("B", "几点叫的车？", "听说是九点四十叫的。"),
    ).days
    said = {m.what: m.certainty for m in day.moments}
    assert said == {"几点下的罐": "exact", "几点着的火": "heard", "听说是九点四十叫的": "heard"}


def test_the_open_half_of_the_day_follows_what_is_certain() -> None:
    (day,) = timeline(
        ("A", "几点出的事？", "下午三点二十分。"),
        ("B", "几点出的事？", "三点一刻。"),
    ).days
    later = next(m for m in day.moments if m.pid == "B")
    assert later.halves
    assert later.low // 60 == 15


def test_days_habits_and_other_occasions_stand_apart() -> None:
    found = timeline(
        ("A", "10月7日晚上几点下的班？", "7号晚上八点。"),
        ("A", "班前会几点开？", "平时每天早上七点半开。"),
        ("B", "哪天签的合同？", "9月20号签的。"),
    )
    assert [d.day for d in found.days] == [date(2026, 10, 7)]
    assert [m.said for m in found.elsewhere] == ["早上七点半"]
    assert [m.day for m in found.day_only] == [date(2026, 9, 20)]


def test_no_time_said_is_an_empty_line() -> None:
    assert timeline(("A", "动火作业票办了没有？", "没有办票。")).count == 0


def _moments(spans: list[tuple[int, int, int]]) -> tuple[Moment, ...]:
    return tuple(
        Moment(
            f"s{n}",
            f"P{p % 3}",
            DAY,
            True,
            low,
            low + wide,
            "九点",
            "开始动火作业",
            "exact",
            False,
            (0, n),
            "",
        )
        for n, (p, low, wide) in enumerate(spans)
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(360, 1200), st.integers(0, 200)), min_size=1, max_size=25
    )
)
def test_no_bar_or_label_hides_another(spans: list[tuple[int, int, int]]) -> None:
    moments = _moments(spans)
    drawn = draw(DayLanes(DAY, 360, 1440, moments), ("P0", "P1", "P2"))
    bars = [bar for lane in drawn.lanes for bar in lane.bars]
    assert {b.moment for b in bars} == set(moments)
    boxes = []
    for bar in bars:
        wide = LETTER * len(bar.label)
        left, right = min(bar.x, bar.label_x), max(bar.x + bar.width, bar.label_x + wide)
        assert left >= GUTTER
        assert bar.label_x + wide <= WIDTH
        boxes.append((left, right, bar.y))
    for i, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[:i]:
            assert abs(y - other_y) >= 30 or right <= other_left or other_right <= left
    assert drawn == draw(DayLanes(DAY, 360, 1440, tuple(reversed(moments))), ("P0", "P1", "P2"))


@given(st.integers(0, 1400), st.integers(60, 2880))
def test_an_axis_has_few_full_hours(start: int, length: int) -> None:
    marks = ticks(start // 60 * 60, start // 60 * 60 + length)
    assert 1 <= len(marks) <= 10
    assert all(m % 60 == 0 for m in marks)
