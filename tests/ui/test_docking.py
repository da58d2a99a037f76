"""Where the panel stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from deskbook.ui.docking import NARROWEST, PANEL_WIDTH, Edge, Spot

ROOM = QRect(100, 40, 1500, 900)

rooms = st.builds(
    QRect,
    st.integers(-4000, 4000),
    st.integers(-4000, 4000),
    st.integers(320, 5000),
    st.integers(360, 3000),
)
spots = st.builds(
    Spot,
    st.sampled_from(Edge),
    st.integers(-9999, 9999),
    st.integers(-9999, 9999),
    st.integers(-10, 9999),
    st.integers(-10, 9999),
)


@given(spots, rooms)
def test_it_is_always_wholly_on_the_screen_and_never_too_small(spot: Spot, room: QRect) -> None:
    frame = spot.frame(room)
    assert room.contains(frame)
    assert frame.size() == frame.size().expandedTo(NARROWEST)


@given(spots)
def test_what_is_written_reads_back(spot: Spot) -> None:
    assert Spot.parse(str(spot)) == spot


@given(spots, rooms)
def test_what_sticks_or_was_put_somewhere_stands_there_again(spot: Spot, room: QRect) -> None:
    kept = Spot.of(spot.frame(room), room)
    assert Spot.of(kept.frame(room), room) == kept


def test_at_first_it_takes_the_height_of_the_right_edge() -> None:
    frame = Spot.parse("").frame(ROOM)
    assert frame == QRect(QPoint(ROOM.right() - PANEL_WIDTH + 1, ROOM.top()), QSize(PANEL_WIDTH, 900))


@pytest.mark.parametrize(("x", "edge"), [(110, Edge.LEFT), (1220, Edge.RIGHT), (700, Edge.NONE)])
def test_put_near_an_edge_it_sticks_to_it(x: int, edge: Edge) -> None:
    spot = Spot.of(QRect(x, 300, 360, 500), ROOM)
    assert spot.edge is edge
    assert spot.frame(ROOM).height() == (500 if edge is Edge.NONE else 900)


@pytest.mark.parametrize("damaged", ["", "up,1,2,3,4", "left,1,2", "right,a,b,c,d", None, 7])
def test_a_damaged_place_is_the_first_one(damaged: object) -> None:
    assert Spot.parse(damaged) == Spot()
