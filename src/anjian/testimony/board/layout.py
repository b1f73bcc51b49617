"""Where the nodes and edges of a graph are drawn: layers from top to bottom, no library, no chance.

After Sugiyama: break cycles, put every node one layer below those that point at it, order each
layer by the middle of its neighbours, then place. The same graph always gives the same drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 44
LETTER = 16
PADDING = 30
ACROSS = 56
DOWN = 124
MARGIN = 24
SIDE = 76
SWEEPS = 4
APART = 118


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place: centre and size in pixels of the drawing."""

    x: float
    y: float
    width: float
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """An edge's path (SVG path data) and where its label stands."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A laid out graph."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]


def lay_out(nodes: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str]]) -> Drawing:
    """Place nodes (id, label) and edges (source, target), each edge in the order given."""
    names = [n for n, _label in nodes]
    widths = {n: PADDING + LETTER * sum(1 if ord(c) > 255 else 0.6 for c in label) for n, label in nodes}
    layers = _ordered(_layers(names, edges), edges, names)
    rows = [sum(widths[n] for n in row) + ACROSS * (len(row) - 1) for row in layers]
    width = max(rows, default=0) + 2 * SIDE
    boxes: dict[str, Box] = {}
    for depth, row in enumerate(layers):
        x = (width - rows[depth]) / 2
        y = MARGIN + HEIGHT / 2 + depth * (HEIGHT + DOWN)
        for name in row:
            boxes[name] = Box(round(x + widths[name] / 2, 1), y, round(widths[name], 1))
            x += widths[name] + ACROSS
    height = 2 * MARGIN + len(layers) * HEIGHT + max(0, len(layers) - 1) * DOWN
    return Drawing(round(width, 1), height, boxes, _lines(edges, boxes))


def _layers(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Every node below all that point at it; nodes without edges in the last layer."""
    out: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        if source != target and target not in out[source]:
            out[source].append(target)
    kept: dict[str, list[str]] = {n: [] for n in names}
    state: dict[str, int] = {}

    def visit(name: str) -> None:
        state[name] = 1
        for target in out[name]:
            if state.get(target) == 1:
                continue
            kept[name].append(target)
            if target not in state:
                visit(target)
        state[name] = 2

    aimed_at = {t for targets in out.values() for t in targets}
    for name in sorted(names, key=lambda n: (n in aimed_at, names.index(n))):
        if name not in state:
            visit(name)
    depth = dict.fromkeys(names, 0)
    for _ in names:
        moved = False
        for name in names:
            for target in kept[name]:
                if depth[target] <= depth[name]:
                    depth[target] = depth[name] + 1
                    moved = True
        if not moved:
            break
    lonely = {n for n in names if not out[n] and n not in aimed_at}
    last = max((d for n, d in depth.items() if n not in lonely), default=-1) + 1
    layers: dict[int, list[str]] = defaultdict(list)
    for name in names:
        layers[last if name in lonely else depth[name]].append(name)
    return [layers[d] for d in sorted(layers)]


def _ordered(
    layers: list[list[str]], edges: Sequence[tuple[str, str]], names: Sequence[str]
) -> list[list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        if source != target:
            near[source].append(target)
            near[target].append(source)
    at = {n: i for i, n in enumerate(names)}
    for sweep in range(SWEEPS):
        places = {n: (i + 0.5) / len(row) for row in layers for i, n in enumerate(row)}
        for row in layers if sweep % 2 == 0 else reversed(layers):

            def middle(name: str, places: dict[str, float] = places) -> float:
                found = [places[n] for n in near[name]]
                return sum(found) / len(found) if found else places[name]

            row.sort(key=lambda n: (round(middle(n), 6), at[n]))
            places |= {n: (i + 0.5) / len(row) for i, n in enumerate(row)}
    return layers


def _lines(edges: Sequence[tuple[str, str]], boxes: Mapping[str, Box]) -> tuple[Line, ...]:
    seen: dict[frozenset[str], int] = defaultdict(int)
    lines: list[Line] = []
    labels: list[tuple[float, float]] = []
    for source, target in edges:
        a, b = boxes[source], boxes[target]
        nth = seen[frozenset((source, target))]
        seen[frozenset((source, target))] += 1
        shift = (nth + 1) // 2 * (26 if nth % 2 else -26)
        if source == target:
            line = _loop(a)
        elif a.y < b.y:
            line = _curve(a.x + shift, a.y + HEIGHT / 2, b.x + shift, b.y - HEIGHT / 2)
        else:
            line = _curve(a.x + 18 + shift, a.y - HEIGHT / 2, b.x + 18 + shift, b.y + HEIGHT / 2)
        line = _clear(line, labels)
        labels.append((line.x, line.y))
        lines.append(line)
    return tuple(lines)


def _clear(line: Line, labels: Sequence[tuple[float, float]]) -> Line:
    """The edge with its label moved up or down to where no other label stands."""
    for offset in (0, 23, -23, 46, -46, 69, -69):
        y = round(line.y + offset, 1)
        if not any(abs(line.x - x) < APART and abs(y - other) < 22 for x, other in labels):
            return Line(line.path, line.x, y)
    return line


def _curve(x1: float, y1: float, x2: float, y2: float) -> Line:
    bend = (y2 - y1) * 0.45
    path = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2:.1f}"
    return Line(path, round((x1 + x2) / 2, 1), round((y1 + y2) / 2, 1))


def _loop(a: Box) -> Line:
    right = a.x + a.width / 2
    path = f"M{right:.1f} {a.y - 8:.1f}c34 -26 34 42 0 16"
    return Line(path, round(right + 40, 1), a.y)
