"""Going through procedures of every shape, there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.entry import END, Decision, Sop, Step
from deskbook.services.walking import Walk, Way

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANCHORS = ("a", "b", "c", "d")


def sop(*steps: Step) -> Sop:
    return Sop(id="sop-x", title="流程", owner="主管", reviewed=date(2026, 11, 22), steps=steps)


@st.composite
def procedures(draw: st.DrawFn) -> Sop:
    anchors = ANCHORS[: draw(st.integers(1, len(ANCHORS)))]
    targets = st.sampled_from((*anchors, END, "gone"))
    decisions = st.lists(st.builds(Decision, st.sampled_from("xyz"), st.just(""), targets), max_size=3)
    return sop(
        *(
            Step(
                anchor,
                anchor.upper(),
                limit=draw(st.integers(0, 3)),
                decisions=tuple(draw(decisions)),
                ends=draw(st.booleans()),
            )
            for anchor in anchors
        )
    )


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    walk = Walk.begin(draw(procedures()), NOON)
    for minute in range(draw(st.integers(0, 8))):
        if draw(st.booleans()):
            walk = walk.noting(f"copy {minute}")
        if walk.ways:
            walk = walk.take(draw(st.integers(0, len(walk.ways) - 1)), NOON + timedelta(minutes=minute))
    return walk


@given(walk=walks())
def test_the_trail_is_a_path_through_the_procedure(walk: Walk) -> None:
    assert walk.visits[0].anchor == walk.sop.steps[0].anchor
    for visit, following in zip(walk.visits, walk.visits[1:], strict=False):
        assert visit.way is not None
        assert visit.way.target == following.anchor
        assert visit.way.target in walk.sop.ways_on(visit.anchor)
        assert visit.until == following.since
    last = walk.visits[-1]
    assert walk.finished == (last.way is not None and last.way.target == END)
    assert not (walk.finished and walk.ways)


@given(walk=walks())
def test_every_way_can_be_taken_back(walk: Walk) -> None:
    for n in range(len(walk.ways)):
        assert walk.take(n, NOON).back() == walk
    with pytest.raises(IndexError):
        walk.take(len(walk.ways), NOON)


@given(walk=walks())
def test_going_back_ends_at_the_beginning_and_forgets_no_copy(walk: Walk) -> None:
    copied = [name for visit in walk.visits for name in visit.copied]
    for _step in range(2 * len(walk.visits)):
        walk = walk.back()
    assert not walk.can_go_back
    assert [visit.anchor for visit in walk.visits] == [walk.sop.steps[0].anchor]
    assert list(walk.visits[0].copied) == copied


@given(walk=walks(), other=procedures())
def test_another_version_keeps_what_still_holds(walk: Walk, other: Sop) -> None:
    assert walk.onto(walk.sop) == walk
    moved = walk.onto(other)
    assert moved.sop == other
    assert moved.onto(other) == moved
    assert moved.finished or moved.ways == Walk(other, moved.visits[-1:]).ways
    for visit, before in zip(moved.visits, walk.visits, strict=False):
        assert visit.since == before.since
    for visit, following in zip(moved.visits, moved.visits[1:], strict=False):
        assert visit.way is not None
        assert visit.way.target == following.anchor


def test_time_runs_out_and_is_never_more_than_the_limit() -> None:
    walk = Walk.begin(sop(Step("a", "A", limit=5), Step("b", "B")), NOON)
    assert walk.left(NOON) == timedelta(minutes=5)
    assert walk.left(NOON - timedelta(hours=1)) == timedelta(minutes=5)
    assert walk.left(NOON + timedelta(minutes=7)) == timedelta(minutes=-2)
    assert walk.take(0, NOON).left(NOON) is None
    assert walk.take(0, NOON).back().left(NOON + timedelta(minutes=1)) == timedelta(minutes=4)


def test_a_step_without_decisions_leads_to_the_next_and_the_last_to_the_end() -> None:
    walk = Walk.begin(sop(Step("a", "A"), Step("b", "B")), NOON)
    assert walk.ways == (Way("", "b"),)
    assert (walk.number, walk.step.title) == (1, "A")
    walk = walk.take(0, NOON)
    assert walk.ways == (Way("", END),)
    assert walk.take(0, NOON).finished


def test_a_step_that_is_gone_ends_what_is_kept() -> None:
    first = sop(Step("a", "A"), Step("b", "B"), Step("c", "C"))
    walk = Walk.begin(first, NOON).take(0, NOON).noting("话术").take(0, NOON)
    moved = walk.onto(replace(first, steps=(first.steps[0], first.steps[1])))
    assert [visit.anchor for visit in moved.visits] == ["a", "b"]
    assert moved.visits[-1].copied == ("话术",)
    assert moved.ways == (Way("", END),)
