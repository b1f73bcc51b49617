"""The flow chart of a procedure, drawn from its definition as SVG.

States lie in layers: the stage first, then the longest way within the stage. Steps to the
next layer are lines; those that skip layers run in lanes on the right, those that go back
in dashed lanes on the left, one lane per target. Side exits stand in a column of their own
and name where they start. Colours come from `currentColor`, so light and dark both work;
`flow-current` and `flow-taken` are there for a style sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from anjian.procedures.spec import BACK, SAME, STAGES, Procedure, State

_W, _H = 148, 38
_GAP_X, _GAP_Y = 34, 52
_LANE, _TOP, _MARGIN = 16, 24, 18
_LETTER = 12.5

_STYLE = (
    "<style>svg{color:#1c2733;background:#fff}"
    ".flow-taken{color:#12703f}.flow-current{color:#1b4f9c}"
    "@media (prefers-color-scheme:dark){svg{color:#e4e9f0;background:#12171f}"
    ".flow-taken{color:#5fc78f}.flow-current{color:#8ab8ff}}</style>"
)

Pair = tuple[str, str]


@dataclass(slots=True)
class _Box:
    state: State
    layer: int
    x: float = 0
    y: float = 0

    @property
    def middle(self) -> float:
        return self.x + _W / 2


@dataclass(slots=True)
class _Chart:
    procedure: Procedure
    boxes: dict[str, _Box] = field(default_factory=dict)
    sides: list[State] = field(default_factory=list)
    labels: dict[Pair, list[str]] = field(default_factory=lambda: defaultdict(list))
    width: float = 0
    height: float = 0
    left: float = 0
    right: float = 0
    block: float = 0


def flow_svg(
    procedure: Procedure, *, current: str = "", taken: Sequence[str] = (), standalone: bool = False
) -> str:
    """Draw the chart; mark the current state and the way that was taken by these steps in order.

    `standalone` adds a style for a file that is looked at by itself, outside a page.
    """
    chart = _lay_out(procedure)
    visited, walked = _way(procedure, taken)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" viewBox="0 0 {chart.width:.0f} '
        f'{chart.height:.0f}" width="{chart.width:.0f}" height="{chart.height:.0f}" '
        "font-family=\"system-ui, 'Noto Sans SC', 'Microsoft YaHei', sans-serif\" font-size=\"12.5\">"
    )
    title = f"<title>{escape(procedure.label)}流程图（{procedure.version}）</title>"
    parts = [opening, title, _description(procedure, current)]
    if standalone:
        parts.append(_STYLE)
    parts.append(
        '<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'markerUnits="userSpaceOnUse" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>'
    )
    parts += _stages(chart)
    parts += _lines(chart, walked)
    parts += [_node(b, current, visited) for b in chart.boxes.values()]
    parts += _exits(chart, current, visited)
    return "".join([*parts, "</svg>"])


def _description(procedure: Procedure, current: str) -> str:
    here = next((s.label for s in procedure.states if s.code == current), "")
    steps = "；".join(s.label for s in procedure.steps if s.primary)
    return f"<desc>{escape(f'现为{here}。' if here else '')}主要步骤：{escape(steps)}。</desc>"


def _way(procedure: Procedure, taken: Iterable[str]) -> tuple[set[str], set[Pair]]:
    """The states that were visited and the pairs that were walked."""
    steps = {s.code: s for s in procedure.steps}
    here, visited, walked = procedure.opening.code, {procedure.opening.code}, set[Pair]()
    trail = [here]
    for code in taken:
        step = steps.get(code)
        if step is None or step.target == SAME:
            continue
        there = (
            step.target.code if isinstance(step.target, State) else (trail[-2] if len(trail) > 1 else here)
        )
        walked.add((here, there))
        visited.add(there)
        trail.append(there)
        here = there
    return visited, walked


def _depths(states: list[State], pairs: Iterable[Pair]) -> dict[str, int]:
    """Shortest way to each state within its stage; a state that leads only out of it stands last."""
    after: dict[str, list[str]] = defaultdict(list)
    codes = {s.code for s in states}
    for source, target in pairs:
        if source in codes and target in codes and source != target:
            after[source].append(target)
    into = {t for targets in after.values() for t in targets}
    queue = [s.code for s in states if s.code not in into] or [states[0].code]
    depth = dict.fromkeys(queue, 0)
    for code in queue:
        for target in after[code]:
            if target not in depth:
                depth[target] = depth[code] + 1
                queue.append(target)
    for code in codes - depth.keys():
        depth[code] = 0
    last = max(depth.values())
    for code in depth:
        if depth[code] and not after[code] and any(after[o] for o in codes if depth[o] >= depth[code]):
            depth[code] = last + 1
    return depth


def _lay_out(p: Procedure) -> _Chart:
    chart = _Chart(p)
    chart.sides = [s for s in p.states if s.side]
    main = [s for s in p.states if not s.side]
    order = {s.code: n for n, s in enumerate(STAGES)}
    names = {s.code for s in main}
    for step in p.steps:
        if isinstance(step.target, State):
            for source in step.source:
                if source.code in names and step.target.code in names and source != step.target:
                    chart.labels[source.code, step.target.code].append(step.label)
    layer = 0
    for stage in sorted({s.stage for s in main}, key=lambda code: order.get(code, -1)):
        group = [s for s in main if s.stage == stage]
        depth = _depths(group, chart.labels)
        for s in group:
            chart.boxes[s.code] = _Box(s, layer + depth[s.code])
        layer += max(depth.values()) + 1
    _place(chart)
    return chart


def _place(chart: _Chart) -> None:
    rows: dict[int, list[_Box]] = defaultdict(list)
    for box in chart.boxes.values():
        rows[box.layer].append(box)
    forward, backward = _lanes(chart)
    widest = max(len(row) for row in rows.values())
    stage_column = 84
    chart.left = _MARGIN + stage_column + _LANE * (len(backward) + 1)
    block = chart.block = widest * _W + (widest - 1) * _GAP_X
    for layer, row in rows.items():
        used = len(row) * _W + (len(row) - 1) * _GAP_X
        for n, box in enumerate(row):
            box.x = chart.left + (block - used) / 2 + n * (_W + _GAP_X)
            box.y = _TOP + layer * (_H + _GAP_Y)
    chart.right = chart.left + block + _LANE * (len(forward) + 1)
    chart.width = chart.right + ((_W + 150) if chart.sides else 0) + _MARGIN
    exits = len(chart.sides) * (_H + 46) + 2 * _TOP
    chart.height = max(2 * _TOP + (max(rows) + 1) * (_H + _GAP_Y) - _GAP_Y, exits)


def _neighbours(chart: _Chart, source: str, target: str) -> bool:
    """Whether two states of one layer stand next to each other."""
    layer = chart.boxes[source].layer
    row = [code for code, box in chart.boxes.items() if box.layer == layer]
    return abs(row.index(source) - row.index(target)) == 1


def _lanes(chart: _Chart) -> tuple[list[str], list[str]]:
    """Targets of the lines that skip layers, and of those that go back, in the order of their lanes."""
    forward: list[str] = []
    backward: list[str] = []
    for (source, target), _ in sorted(
        chart.labels.items(),
        key=lambda item: abs(chart.boxes[item[0][1]].layer - chart.boxes[item[0][0]].layer),
    ):
        span = chart.boxes[target].layer - chart.boxes[source].layer
        beside = span == 0 and _neighbours(chart, source, target)
        lanes = forward if span > 1 else backward if span < 1 and not beside else None
        if lanes is not None and target not in lanes:
            lanes.append(target)
    return forward, backward


def _stages(chart: _Chart) -> list[str]:
    found = []
    for stage in STAGES:
        ys = [b.y for b in chart.boxes.values() if b.state.stage == stage.code]
        if not ys:
            continue
        top, bottom = min(ys) - 9, max(ys) + _H + 9
        found.append(
            f'<g class="flow-stage"><path d="M{_MARGIN + 70} {top:.0f}V{bottom:.0f}" stroke="currentColor" '
            f'stroke-opacity=".35" stroke-width="2"/><text x="{_MARGIN}" y="{(top + bottom) / 2 + 4:.0f}" '
            f'fill="currentColor" fill-opacity=".75">{stage.label}</text></g>'
        )
    return found


def _lines(chart: _Chart, walked: set[Pair]) -> list[str]:
    forward, backward = _lanes(chart)
    found, seen = [], set[tuple[str, int]]()
    for pair, labels in sorted(chart.labels.items(), key=lambda item: item[0] in walked):
        source, target = chart.boxes[pair[0]], chart.boxes[pair[1]]
        span = target.layer - source.layer
        words, at = "／".join(dict.fromkeys(labels)), ""
        beside = span == 0 and _neighbours(chart, *pair)
        if beside:
            path = _across(source, target)
        elif span == 1:
            path = _direct(source, target)
            at = _near(source, target, words, chart.left + chart.block / 2)
        else:
            side = "right" if span > 1 else "left"
            lanes = forward if span > 1 else backward
            number = lanes.index(pair[1]) + 1
            x = (chart.right - _LANE * number) if side == "right" else (chart.left - _LANE * number)
            path = _around(source, target, x, number)
        dashed = ' stroke-dasharray="5 4"' if span < 1 and not beside else ""
        mark = "flow-line flow-taken" if pair in walked else "flow-line"
        weight = "2.4" if pair in walked else "1.2"
        dim = "1" if pair in walked else ".55"
        text = "" if (words, target.layer) in seen else at
        if at:
            seen.add((words, target.layer))
        stroke = f'stroke="currentColor" stroke-width="{weight}" stroke-opacity="{dim}"{dashed}'
        line = f'<path d="{path}" fill="none" {stroke} marker-end="url(#flow-arrow)"/>'
        found.append(f'<g class="{mark}"><title>{escape(words)}</title>{line}{text}</g>')
    return found


def _across(source: _Box, target: _Box) -> str:
    right = target.x > source.x
    y = source.y + _H / 2 + (-7 if right else 7)
    start, end = (source.x + _W, target.x - 1) if right else (source.x, target.x + _W + 1)
    return f"M{start:.0f} {y:.0f}H{end:.0f}"


def _direct(source: _Box, target: _Box) -> str:
    x1, y1, x2, y2 = source.middle, source.y + _H, target.middle, target.y - 1
    if abs(x1 - x2) < 1:
        return f"M{x1:.0f} {y1:.0f}V{y2:.0f}"
    bend = (y1 + y2) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {bend:.0f} {x2:.0f} {bend:.0f} {x2:.0f} {y2:.0f}"


def _around(source: _Box, target: _Box, x: float, number: int) -> str:
    out, into = source.y + _H + 7 + number * 2, target.y - 9 - number * 2
    shift = 18 + 5 * number
    side = 1 if x > source.middle else -1
    start, end = source.middle + side * shift, target.middle + side * shift
    return f"M{start:.0f} {source.y + _H:.0f}V{out:.0f}H{x:.0f}V{into:.0f}H{end:.0f}V{target.y - 1:.0f}"


def _near(source: _Box, target: _Box, words: str, centre: float) -> str:
    """The words of a line: beside an upright one, at the outer end of one that fans out or in."""
    short = escape(words if len(words) <= 17 else words[:16] + "…")
    x, y, anchor = source.middle + 6, (source.y + _H + target.y) / 2 + 4, "start"
    if abs(source.middle - target.middle) > 1:
        outer = max(source, target, key=lambda box: abs(box.middle - centre))
        x, anchor = outer.middle, "middle"
        y = target.y - 18 if outer is target else source.y + _H + 24
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="11" text-anchor="{anchor}" fill="currentColor" '
        f'fill-opacity=".8">{short}</text>'
    )


def _node(box: _Box, current: str, visited: set[str]) -> str:
    state = box.state
    here, been = state.code == current, state.code in visited
    mark = "flow-node" + (" flow-current" if here else " flow-taken" if been else "")
    fill = ".16" if here else ".07" if been else ".02"
    weight = "3" if here else "2" if been else "1.1"
    round_ = _H / 2 if state.terminal else 6
    current_mark = ' aria-current="step"' if here else ""
    check = f"M{box.x + 9:.0f} {box.y + 19:.0f}l4 4l7 -8"
    tick = (
        f'<path d="{check}" fill="none" stroke="currentColor" stroke-width="2"/>' if been and not here else ""
    )
    return (
        f'<g class="{mark}"{current_mark} data-state="{state.code}"><rect x="{box.x:.0f}" y="{box.y:.0f}" '
        f'width="{_W}" height="{_H}" rx="{round_:.0f}" fill="currentColor" fill-opacity="{fill}" '
        f'stroke="currentColor" stroke-width="{weight}"/>{tick}'
        f'<text x="{box.middle + (6 if tick else 0):.0f}" y="{box.y + 24:.0f}" text-anchor="middle" '
        f'fill="currentColor"{" font-weight=" + chr(34) + "700" + chr(34) if here else ""}>'
        f"{escape(state.label)}</text></g>"
    )


def _exits(chart: _Chart, current: str, visited: set[str]) -> list[str]:
    found = []
    for n, state in enumerate(chart.sides):
        box = _Box(state, 0, chart.right + 24, _TOP + n * (_H + 46))
        ways = [s for s in chart.procedure.steps if s.target == state]
        sources = list(dict.fromkeys(x.label for s in ways for x in s.source))
        told = (
            "、".join(sources)
            if len(sources) <= 2
            else f"{sources[0]}至{sources[-1]}（{len(sources)}个阶段）"
        )
        steps = "／".join(dict.fromkeys(s.label for s in ways))
        onward = [s for s in chart.procedure.steps_from(state.code) if s.target not in {SAME, state}]
        goes = "／".join(
            dict.fromkeys(
                "返回原阶段" if s.target == BACK else s.target.label
                for s in onward
                if not isinstance(s.target, str) or s.target == BACK
            )
        )
        found.append(_node(box, current, visited))
        lines = [f"{steps}", f"自 {told}", *([f"→ {goes}"] if goes else [])]
        for k, words in enumerate(lines[:3]):
            x = box.x + (_W + 8 if k == 0 else 0)
            y = box.y + (23 if k == 0 else _H + 1 + 14 * k)
            found.append(
                f'<text x="{x:.0f}" y="{y:.0f}" font-size="11" fill="currentColor" fill-opacity=".8">'
                f"{escape(words)}</text>"
            )
    return found
