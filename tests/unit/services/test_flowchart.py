"""Drawings in which nothing lies over anything else, whatever leads where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model.entry import END, Sop
from deskbook.services.flowchart import Arrow, Box, Drawing, Line, Shape, chart, draw
from deskbook.services.flowchart.channels import Run, laid
from deskbook.services.flowchart.graph import backward, ranks
from deskbook.services.flowchart.layers import crossings, ordered
from tests.strategies import sops

Area = tuple[float, float, float, float]


@st.composite
def procedures(draw_: st.DrawFn) -> tuple[list[Arrow], dict[str, tuple[float, float]]]:
    names = [f"s{n}" for n in range(draw_(st.integers(1, 12)))]
    labels = st.sampled_from(["", "是", "已经发货，还没签收", "客户撤回申请"])
    arrows = [
        Arrow(name, target, draw_(labels))
        for name in names
        for target in draw_(st.lists(st.sampled_from([*names, END]), max_size=4))
    ]
    sizes = {name: (draw_(st.floats(60, 200)), draw_(st.floats(30, 80))) for name in names}
    return arrows, sizes | {END: (80.0, 30.0)}


def label_size(text: str) -> tuple[float, float]:
    return 14.0 * len(text) + 8, 20.0


def area(box: Box) -> Area:
    return box.x, box.y, box.x + box.width, box.y + box.height


def overlap(one: Area, other: Area) -> bool:
    eps = 1e-6
    return (
        one[0] < other[2] - eps
        and other[0] < one[2] - eps
        and one[1] < other[3] - eps
        and other[1] < one[3] - eps
    )


def pieces(line: Line) -> Iterator[Area]:
    for (x1, y1), (x2, y2) in pairwise(line.points):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def crosses(piece: Area, box: Area) -> bool:
    """Tell whether a piece of a line goes through the inside of a box."""
    eps = 1e-6
    beside = piece[0] < box[2] - eps and box[0] + eps < piece[2]
    return beside and piece[1] < box[3] - eps and box[1] + eps < piece[3]


def end_of(drawing: Drawing, line: Line) -> Box:
    """Return the box that a line leads to."""
    found = drawing.box(line.arrow.target)
    x, y = line.points[-1]
    ends = (box for box in drawing.boxes if box.shape is Shape.END and box.x < x < box.x + box.width)
    return found or next(box for box in ends if box.y == pytest.approx(y))


@given(procedures())
@settings(max_examples=80, deadline=None)
def test_nothing_lies_over_anything_else(
    procedure: tuple[list[Arrow], dict[str, tuple[float, float]]],
) -> None:
    arrows, sizes = procedure
    drawing = draw(arrows, sizes, label_size)
    for one, other in combinations(drawing.boxes, 2):
        assert not overlap(area(one), area(other)), (one, other)
    for box in drawing.boxes:
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= drawing.width + 1e-6
        assert box.y + box.height <= drawing.height + 1e-6


@given(procedures())
@settings(max_examples=80, deadline=None)
def test_lines_go_from_box_to_box_and_through_no_other(
    procedure: tuple[list[Arrow], dict[str, tuple[float, float]]],
) -> None:
    arrows, sizes = procedure
    drawing = draw(arrows, sizes, label_size)
    assert [line.arrow for line in drawing.lines] == arrows
    for line in drawing.lines:
        source, target = drawing.box(line.arrow.source), end_of(drawing, line)
        assert source is not None
        assert line.points[0][1] == pytest.approx(source.y + source.height)
        assert line.points[-1][1] == pytest.approx(target.y)
        assert source.x < line.points[0][0] < source.x + source.width
        assert target.x < line.points[-1][0] < target.x + target.width
        for (x1, y1), (x2, y2) in pairwise(line.points):
            assert x1 == x2 or y1 == y2
        for box in drawing.boxes:
            own = box.shape is Shape.LABEL and box.key == line.arrow.label
            if not own:
                assert not any(crosses(piece, area(box)) for piece in pieces(line)), (line, box)


@given(procedures())
@settings(max_examples=60, deadline=None)
def test_every_label_lies_on_its_line(
    procedure: tuple[list[Arrow], dict[str, tuple[float, float]]],
) -> None:
    arrows, sizes = procedure
    drawing = draw(arrows, sizes, label_size)
    labels = [box for box in drawing.boxes if box.shape is Shape.LABEL]
    assert sorted(box.key for box in labels) == sorted(arrow.label for arrow in arrows if arrow.label)
    for line in drawing.lines:
        if line.arrow.label:
            own = [box for box in labels if box.key == line.arrow.label]
            assert any(crosses(piece, area(box)) for piece in pieces(line) for box in own)


@given(procedures())
@settings(max_examples=60, deadline=None)
def test_no_two_lines_run_along_each_other_in_a_channel(
    procedure: tuple[list[Arrow], dict[str, tuple[float, float]]],
) -> None:
    arrows, sizes = procedure
    lines = draw(arrows, sizes, label_size).lines
    for one, other in combinations(lines, 2):
        for a in pieces(one):
            for b in pieces(other):
                level = a[1] == a[3] == b[1] == b[3]
                assert not (level and a[0] < b[2] and b[0] < a[2]), (one, other)


@given(procedures())
@settings(max_examples=60, deadline=None)
def test_arrows_lead_down_but_for_those_that_close_a_circle(
    procedure: tuple[list[Arrow], dict[str, tuple[float, float]]],
) -> None:
    arrows, sizes = procedure
    names = list(sizes)
    closing = backward(names, arrows)
    rank = ranks(names, arrows, closing)
    for number, arrow in enumerate(arrows):
        if number in closing:
            assert rank[arrow.target] <= rank[arrow.source]
        else:
            assert rank[arrow.source] < rank[arrow.target]


@given(sops())
@settings(max_examples=40, deadline=None)
def test_a_procedure_has_an_arrow_for_every_way(sop: Sop) -> None:
    arrows = chart(sop)
    for step in sop.steps:
        ways = tuple(dict.fromkeys(a.target for a in arrows if a.source == step.anchor))
        assert ways == sop.ways_on(step.anchor)


def test_one_step_is_a_drawing_too() -> None:
    drawing = draw([], {"a": (100, 40), END: (60, 30)}, label_size)
    assert drawing == Drawing(100, 40, (Box("a", Shape.STEP, 0, 0, 100, 40),), ())
    assert draw([], {END: (60, 30)}, label_size).boxes == ()


def test_a_chain_is_straight() -> None:
    arrows = [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", END)]
    drawing = draw(arrows, dict.fromkeys(("a", "b", "c", END), (100.0, 40.0)), label_size)
    assert [len(line.points) for line in drawing.lines] == [2, 2, 2]
    assert len({box.x for box in drawing.boxes}) == 1


def test_two_lines_that_need_not_cross_do_not() -> None:
    layers = ordered([[0, 1], [2, 3]], [(0, 3), (1, 2)])
    assert crossings(layers, {0: [3], 1: [2]}) == 0


def test_a_line_that_goes_up_lies_above_one_that_goes_down_at_the_same_place() -> None:
    up, down = Run(0, 100, 200, True, False), Run(1, 50, 100, True, False)
    assert laid([up, down]) == [0, 1]
    assert laid([down, up]) == [1, 0]


def test_runs_that_do_not_meet_share_a_track() -> None:
    runs = [Run(0, 0, 50, True, False), Run(1, 100, 150, True, False), Run(2, 70, 70, True, False)]
    assert laid(runs) == [0, 0, -1]
