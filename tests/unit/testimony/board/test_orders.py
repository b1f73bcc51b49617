"""Who says who told whom, and where nodes and edges are drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.testimony.board.layout import HEIGHT, lay_out
from anjian.testimony.board.orders import Graph
from tests.unit.testimony.board.story import LI, MAIN, WANG, ZHANG, board_of


def graph(lines: tuple[tuple[str, str, str], ...], *kinds: str) -> Graph:
    board, disputes = board_of(lines, (ZHANG, LI, WANG))
    return board.people(disputes, kinds or ("order",))  # type: ignore[arg-type]


def test_the_order_that_one_names_and_the_other_denies() -> None:
    edges = {(e.source, e.target): e for e in graph(MAIN).edges}
    edge = edges["B", "A"]
    assert edge.words == "1人说安排，1人否认安排"
    assert edge.disputes == (1,)
    assert ([w.pid for w in edge.witnesses], [w.pid for w in edge.denials]) == (["A"], ["B"])
    assert not edge.denied_only


def test_the_one_who_gave_the_order_names_whom() -> None:
    lines = (("B", "动火作业由谁安排？", "是我安排的，我派张某去的。"),)
    (edge,) = graph(lines).edges
    assert (edge.source, edge.target, edge.words) == ("B", "A", "1人说安排")


def test_two_witnesses_of_one_order_are_counted_as_persons() -> None:
    lines = (
        ("A", "谁安排你去动火的？", "李某安排我去的。"),
        ("A", "到底谁安排你去动火的？", "就是李某安排我去的。"),
        ("C", "张某动火是谁安排的？", "李某安排张某去的。"),
    )
    (edge,) = graph(lines).edges
    assert (edge.source, edge.target, edge.words) == ("B", "A", "2人说安排")
    assert len(edge.witnesses) == 3


def test_people_not_in_the_list_and_bodies_are_nodes_of_their_own() -> None:
    lines = (
        ("A", "谁安排你们去动火的？", "老马安排我去的。"),
        ("B", "谁安排动火的？", "甲方安排我们去的。"),
    )
    kinds = {n.id: n.kind for n in graph(lines).nodes}
    assert kinds["x:老马"] == "unlisted"
    assert kinds["g:甲方"] == "body"


def test_deeds_and_presence_are_switched_on() -> None:
    lines = (
        *MAIN,
        ("A", "阀门是谁开的？", "李某开的。"),
        ("B", "阀门是谁开的？", "不是我开的。"),
    )
    assert {e.kind for e in graph(lines).edges} == {"order"}
    found = graph(lines, "order", "actor", "present").edges
    assert {e.kind for e in found} == {"order", "actor", "present"}
    (deed,) = [e for e in found if e.kind == "actor"]
    assert (deed.source, deed.words) == ("B", "1人说实施，1人否认实施")
    there = next(e for e in found if e.kind == "present" and e.source == "B")
    assert there.words == "1人说在场，1人不在场"


NAMES = "ABCDEFGH"
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20, unique=True)


@settings(max_examples=80, deadline=None)
@given(EDGES)
def test_nodes_never_overlap_and_the_drawing_holds_them(edges: list[tuple[str, str]]) -> None:
    nodes = [(n, f"名字{n}") for n in NAMES]
    drawing = lay_out(nodes, edges)
    boxes = list(drawing.boxes.values())
    assert len(boxes) == len(NAMES)
    assert len(drawing.lines) == len(edges)
    for i, a in enumerate(boxes):
        assert a.width / 2 <= a.x <= drawing.width - a.width / 2
        assert HEIGHT / 2 <= a.y <= drawing.height - HEIGHT / 2
        for b in boxes[:i]:
            assert a.y != b.y or abs(a.x - b.x) > (a.width + b.width) / 2
    assert drawing == lay_out(nodes, edges)


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_orders_run_downwards_unless_they_run_in_a_circle(edges: list[tuple[str, str]]) -> None:
    forward = [(a, b) for a, b in edges if a < b]
    boxes = lay_out([(n, n) for n in NAMES], forward).boxes
    assert all(boxes[a].y < boxes[b].y for a, b in forward)
