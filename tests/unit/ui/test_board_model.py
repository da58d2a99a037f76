"""What lies on the board, and what a card may be moved to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import CycleStateError
from deskbook.model.cycle import Change, ChangeKind, ChangeState, Cycle, CycleKind, CycleState, quarter_of
from deskbook.revision.cycle import Act, after
from deskbook.services.cycles import Card
from deskbook.ui.features.board.model import Column, Move, Tally, column_of, known_move, move_to, overdue
from deskbook.ui.features.board.presenter import quarter_end

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def cycle(state: CycleState) -> Cycle:
    return Cycle("2026Q4", CycleKind.QUARTERLY, state, None, "撰稿人", NOON)


def card(state: ChangeState, due: date | None = None) -> Card:
    change = Change(1, "2026Q4", "faq-invoice", ChangeKind.EDIT, state, 1, 2, "撰稿人", due=due)
    return Card(change, "怎么开发票", None, 0, stale=False)


@given(st.sampled_from(CycleState), st.sampled_from(ChangeState), st.sampled_from(Column))
def test_a_card_only_goes_where_the_state_machine_lets_the_change_go(
    phase: CycleState, state: ChangeState, target: Column
) -> None:
    move = move_to(cycle(phase), card(state), target)
    act = {Column.WRITING: Act.SAVE, Column.IN_REVIEW: Act.SUBMIT}.get(target, Act.JUDGE)
    if move is not None:
        reached = after(cycle(phase), card(state).change, act)
        assert move is Move.JUDGE or column_of(card(reached).change) is target
    elif known_move(card(state), target):
        with pytest.raises(CycleStateError):
            after(cycle(phase), card(state).change, act)


def test_settled_changes_are_in_no_column() -> None:
    columns = {state: column_of(card(state).change) for state in ChangeState}
    assert {state for state, column in columns.items() if column is None} == {
        ChangeState.PUBLISHED,
        ChangeState.WITHDRAWN,
        ChangeState.CARRIED,
    }


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        (ChangeState.PLANNED, TODAY - timedelta(days=1), True),
        (ChangeState.RETURNED, TODAY - timedelta(days=1), True),
        (ChangeState.PLANNED, TODAY, False),
        (ChangeState.PLANNED, None, False),
        (ChangeState.SUBMITTED, TODAY - timedelta(days=1), False),
        (ChangeState.APPROVED, TODAY - timedelta(days=1), False),
    ],
)
def test_only_what_its_author_still_has_to_do_is_overdue(
    state: ChangeState, due: date | None, late: bool
) -> None:
    assert overdue(card(state, due).change, TODAY) is late


@given(st.lists(st.sampled_from(ChangeState)))
def test_every_change_is_counted_once(states: list[ChangeState]) -> None:
    tally = Tally.of(card(state) for state in states)
    assert tally.open + tally.settled == len(states)
    assert tally.unsent + tally.waiting + tally.returned + tally.approved == tally.open


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_a_quarter_ends_where_the_next_one_begins(day: date) -> None:
    end = quarter_end(day)
    assert quarter_of(end) != quarter_of(day)
    assert quarter_of(end - timedelta(days=1)) == quarter_of(day)
