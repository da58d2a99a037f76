"""What lies on the board: columns of cards, and what a card may be moved to. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from deskbook.model.cycle import Change, ChangeState, Cycle, CycleState
from deskbook.revision.cycle import Act, allows
from deskbook.services.cycles import Card


class Column(Enum):
    """The columns in reading order; the value is the state of the changes in it."""

    PLANNED = ChangeState.PLANNED
    WRITING = ChangeState.DRAFT
    IN_REVIEW = ChangeState.SUBMITTED
    SENT_BACK = ChangeState.RETURNED
    APPROVED = ChangeState.APPROVED


class Move(Enum):
    """What moving a card means; what cannot be done by moving leads to where it can."""

    WRITE = "write"
    SUBMIT = "submit"
    JUDGE = "judge"


_MOVES = {
    (Column.PLANNED, Column.WRITING): Move.WRITE,
    (Column.SENT_BACK, Column.WRITING): Move.WRITE,
    (Column.WRITING, Column.IN_REVIEW): Move.SUBMIT,
    (Column.SENT_BACK, Column.IN_REVIEW): Move.SUBMIT,
    (Column.IN_REVIEW, Column.APPROVED): Move.JUDGE,
    (Column.IN_REVIEW, Column.SENT_BACK): Move.JUDGE,
    (Column.APPROVED, Column.SENT_BACK): Move.JUDGE,
    (Column.SENT_BACK, Column.APPROVED): Move.JUDGE,
}
_ACT = {Move.WRITE: Act.SAVE, Move.SUBMIT: Act.SUBMIT, Move.JUDGE: Act.JUDGE}


@dataclass(frozen=True, slots=True)
class Tally:
    """How a cycle stands, in numbers.

    :param settled: changes that were withdrawn or carried over.
    """

    open: int
    unsent: int
    waiting: int
    returned: int
    approved: int
    settled: int

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Tally:
        """Count the cards of a board."""
        states = [card.change.state for card in cards]
        return cls(
            open=sum(not state.settled for state in states),
            unsent=sum(state in {ChangeState.PLANNED, ChangeState.DRAFT} for state in states),
            waiting=states.count(ChangeState.SUBMITTED),
            returned=states.count(ChangeState.RETURNED),
            approved=states.count(ChangeState.APPROVED),
            settled=sum(state.settled for state in states),
        )


def column_of(change: Change) -> Column | None:
    """Return the column of a change; None if it is settled."""
    return None if change.state.settled else Column(change.state)


def person_of(change: Change) -> str:
    """Return who is at work on a change: whoever it was given to, else whoever wrote it."""
    return change.owner or change.author


def overdue(change: Change, today: date) -> bool:
    """Tell whether a change should be written by now and is not."""
    late = change.due is not None and change.due < today
    return late and change.state not in {ChangeState.SUBMITTED, ChangeState.APPROVED}


def move_to(cycle: Cycle, card: Card, target: Column) -> Move | None:
    """Return what moving a card to a column means; None if the state machine knows no such way."""
    here = column_of(card.change)
    move = _MOVES.get((here, target)) if here is not None else None
    return move if move is not None and allows(cycle, _ACT[move]) else None


def known_move(card: Card, target: Column) -> bool:
    """Tell whether a card could be moved there in another phase of the cycle."""
    here = column_of(card.change)
    return here is not None and (here, target) in _MOVES


NEXT = {
    CycleState.OPEN: CycleState.PLAN,
    CycleState.PLAN: CycleState.EDIT,
    CycleState.EDIT: CycleState.REVIEW,
    CycleState.REVIEW: CycleState.PUBLISH,
}
"""The phase that follows."""

BACK = {CycleState.REVIEW: CycleState.EDIT, CycleState.PUBLISH: CycleState.REVIEW}
"""The phase that can be gone back to."""
