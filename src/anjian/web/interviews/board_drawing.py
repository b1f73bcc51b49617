"""The drawings of the analysis, computed on the server: lanes of time, people and orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.testimony.board.lanes import Bar, Tick, draw
from anjian.testimony.board.layout import Box, Line, lay_out

if TYPE_CHECKING:
    from datetime import date

    from anjian.interviews.queries.analysed import MomentView, PeopleView, TellingView
    from anjian.interviews.queries.analysis import Analysis
    from anjian.testimony.board.orders import Node
    from anjian.testimony.board.timeline import DayLanes, Moment, Timeline


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar with the signs of contradictions about it."""

    bar: Bar
    signs: str
    title: str


@dataclass(frozen=True, slots=True)
class LaneView:
    """A person's stripe."""

    name: str
    y: float
    height: float
    name_y: float
    bars: tuple[BarView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day with its drawing and the same times as a list."""

    day: date | None
    assumed: bool
    width: float
    height: float
    left: float
    ticks: tuple[Tick, ...]
    lanes: tuple[LaneView, ...]
    listed: tuple[MomentView, ...]


def days(found: Timeline, analysis: Analysis) -> list[DayView]:
    """Return every day of the timeline drawn."""
    return [_day(day, found, analysis) for day in found.days]


def _day(day: DayLanes, found: Timeline, analysis: Analysis) -> DayView:
    drawn = draw(day, found.pids)
    listed = {m: analysis.moment(m) for m in day.moments}

    def bar(one: Bar) -> BarView:
        view = listed[one.moment]
        return BarView(one, "".join(view.signs), f"{view.words.person}：{view.words.marked}")

    return DayView(
        day=day.day,
        assumed=all(m.assumed_day for m in day.moments),
        width=drawn.width,
        height=drawn.height,
        left=drawn.left,
        ticks=drawn.ticks,
        lanes=tuple(
            LaneView(
                analysis.name(lane.pid),
                lane.y,
                lane.height,
                lane.y + lane.height / 2,
                tuple(bar(b) for b in lane.bars),
            )
            for lane in drawn.lanes
        ),
        listed=tuple(listed[m] for m in _by_time(day.moments)),
    )


def _by_time(moments: tuple[Moment, ...]) -> list[Moment]:
    return sorted(moments, key=lambda m: (m.low, m.high, m.pid, m.sid, m.span))


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node with its box; corners say what it is."""

    node: Node
    box: Box
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class EdgeView:
    """An edge with its path and its number in the list below."""

    no: int
    told: TellingView
    line: Line
    label: str
    left: float
    top: float
    width: float


@dataclass(frozen=True, slots=True)
class GraphView:
    """The graph drawn."""

    width: float
    height: float
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]
    alone: tuple[Node, ...]


def graph(view: PeopleView) -> GraphView:
    """Return the graph drawn; people of whom nothing is said stand beside it, by name only."""
    used = {x for t in view.tellings for x in (t.edge.source, t.edge.target)}
    nodes = [n for n in view.nodes if n.id in used]
    drawn = lay_out([(n.id, n.label) for n in nodes], [(t.edge.source, t.edge.target) for t in view.tellings])
    return GraphView(
        width=max(drawn.width, 320.0),
        height=drawn.height,
        nodes=tuple(_node(n, drawn.boxes[n.id]) for n in nodes),
        edges=tuple(
            _edge(no, told, line)
            for no, (told, line) in enumerate(zip(view.tellings, drawn.lines, strict=True), 1)
        ),
        alone=tuple(n for n in view.nodes if n.id not in used),
    )


def _node(node: Node, box: Box) -> NodeView:
    return NodeView(node, box, round(box.x - box.width / 2, 1), round(box.y - box.height / 2, 1))


def _edge(no: int, told: TellingView, line: Line) -> EdgeView:
    said = len({w.person for w in told.witnesses})
    denied = len({w.person for w in told.denials})
    parts = ([f"{said}人说"] if said else []) + ([f"{denied}人否"] if denied else [])
    label = "·".join(parts) + "".join(told.signs)
    width = 13 * len(label) + 28
    return EdgeView(no, told, line, label, round(line.x - width / 2, 1), round(line.y - 10, 1), width)
