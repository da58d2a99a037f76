from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskbook.ui.widgets.offsets import Offsets

text = st.text(st.sampled_from("a保😀👩‍👧𠮷\n") | st.characters(exclude_categories=["Cs"]))


def units(part: str) -> int:
    return len(part.encode("utf-16-le")) // 2


@given(text)
def test_places_are_those_of_utf_16(text: str) -> None:
    offsets = Offsets(text)
    for point in range(len(text) + 1):
        assert offsets.units(point) == units(text[:point])
        assert offsets.point(offsets.units(point)) == point


@given(text)
def test_the_second_half_of_a_pair_belongs_to_its_character(text: str) -> None:
    offsets = Offsets(text)
    for point, character in enumerate(text):
        if units(character) == 2:
            assert offsets.point(offsets.units(point) + 1) == point
