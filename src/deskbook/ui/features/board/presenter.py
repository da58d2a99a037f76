"""The board without Qt: reading it, planning, moving cards, moving the cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.cycle import ChangeKind, Cycle, CycleKind, CycleState, quarter_of
from deskbook.model.register import Register
from deskbook.services.changes import Drafts
from deskbook.services.cycles import Board, Card, Cycles
from deskbook.services.people import People
from deskbook.services.planning import Candidate, Planner
from deskbook.ui.features.board.model import Column, Move, Tally, known_move, move_to, person_of
from deskbook.ui.ports import Lane, Runner

_PLANNABLE = frozenset({CycleState.PLAN, CycleState.EDIT})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The quarter that a person may open: its name and the day after it ends."""

    name: str
    effective: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What the board shows.

    :param cycles: those that are open, the quarterly one first.
    :param board: of the one that was chosen; None while none is open.
    :param candidates: what wants attention, as long as the cycle is planned or written.
    """

    cycles: tuple[Cycle, ...]
    board: Board | None
    candidates: tuple[Candidate, ...]
    today: date
    proposal: Proposal

    @property
    def cycle(self) -> Cycle | None:
        """The cycle shown."""
        return self.board.cycle if self.board else None

    @property
    def tally(self) -> Tally:
        """How the cycle stands."""
        return Tally.of(self.board.cards if self.board else ())

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a card."""
        return tuple(sorted({person_of(card.change) for card in self.shown} - {""}))

    @property
    def shown(self) -> tuple[Card, ...]:
        """The cards of changes that are not settled."""
        return tuple(c for c in self.board.cards if not c.change.state.settled) if self.board else ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be planned: an entry or a new one, what becomes of it, who does it and by when."""

    entry_id: str
    kind: ChangeKind | None
    owner: str
    due: date | None
    reason: str
    seen: int | None = None


class BoardView(Protocol):
    """What the presenter needs of the board."""

    def show_board(self, seen: Seen, owner: str) -> None:
        """Show the board, or the way to a first one; ``owner`` filters the cards, empty for all."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing was altered."""

    def forget_problem(self) -> None:
        """Put away what went wrong before: something else is tried."""

    def ask_message(self, card: Card) -> None:
        """Ask what a change says in the release notes, before it is sent to review."""

    def say_no_way(self, *, later: bool) -> None:
        """Say that a card cannot go there; ``later`` tells that it can in another phase."""

    def say_sent(self, title: str) -> None:
        """Confirm that a change was sent to review."""

    def say_planned(self, count: int) -> None:
        """Confirm what was put on the plan."""

    def say_settled(self, title: str, *, carried: bool) -> None:
        """Confirm that a change was withdrawn, or carried over."""

    def say_register(self, entry_id: str, *, merge: bool) -> None:
        """Say how a register is edited, or its draft merged: the editor does not."""


class Ways(Protocol):
    """Where the board leads to."""

    def write(self, entry_id: str, title: str) -> None:
        """Open an entry in the editor; one without a text yet is begun with this title."""

    def join(self, entry_id: str) -> None:
        """Join a draft with what another release accepted."""

    def judge(self, entry_id: str) -> None:
        """Open a change in the review."""

    def publish(self) -> None:
        """Go to the gate."""

    def choose(self, cycle: str) -> None:
        """Show another cycle, everywhere."""

    def altered(self) -> None:
        """Tell the other screens that something was altered."""


class BoardPresenter:
    """Every act goes through one lane, so that what is read afterwards has it in it."""

    def __init__(
        self,
        view: BoardView,
        ways: Ways,
        cycles: Cycles,
        planner: Planner,
        drafts: Drafts,
        people: People,
        jobs: Runner,
        today: Callable[[], date],
    ) -> None:
        self._view = view
        self._ways = ways
        self._cycles = cycles
        self._planner = planner
        self._drafts = drafts
        self._people = people
        self._jobs = jobs
        self._today = today
        self._asked = 0
        self.cycle = ""
        self.owner = ""
        self.seen: Seen | None = None

    @property
    def me(self) -> str:
        """The name of who is at the desk."""
        return self._people.current().name

    def refresh(self) -> None:
        """Read the board afresh."""
        self._asked += 1
        number = self._asked

        def show(seen: Seen) -> None:
            if number == self._asked:
                self.seen = seen
                if self.owner not in seen.people:
                    self.owner = ""
                self._view.show_board(seen, self.owner)

        self._jobs.run(Lane.REVISE, self._read, show, self._view.show_problem)

    def filter(self, owner: str) -> None:
        """Show the cards of one person, or everybody's for an empty name."""
        self.owner = owner
        if self.seen is not None:
            self._view.show_board(self.seen, owner)

    def open_cycle(self, kind: CycleKind, name: str, effective: date | None) -> None:
        """Open a cycle and show it."""

        def opened(cycle: Cycle) -> None:
            self._ways.choose(cycle.name)
            self._altered()

        self._do(lambda: self._cycles.open(name, kind=kind, effective=effective), opened)

    def move_cycle(self, to: CycleState) -> None:
        """Begin another phase."""
        cycle = self._current()
        if cycle is not None:
            self._do(lambda: self._cycles.move(cycle.name, to), lambda _cycle: self._altered())

    def schedule(self, day: date) -> None:
        """Set the day on which the release takes effect."""
        cycle = self._current()
        if cycle is not None:
            self._do(lambda: self._cycles.schedule(cycle.name, day), lambda _cycle: self._altered())

    def close_cycle(self) -> None:
        """Close the cycle without a release."""
        cycle = self._current()
        if cycle is not None:
            self._do(lambda: self._cycles.close(cycle.name), lambda _cycle: self._altered())

    def plan(self, plans: Sequence[Plan]) -> None:
        """Put entries on the plan, or alter what was planned for them."""
        cycle = self._current()
        if cycle is None or not plans:
            return

        def work() -> int:
            for plan in plans:
                self._planner.assign(
                    plan.entry_id,
                    owner=plan.owner,
                    due=plan.due,
                    reason=plan.reason,
                    cycle=cycle.name,
                    seen=plan.seen,
                    kind=plan.kind,
                )
            return len(plans)

        def planned(count: int) -> None:
            self._view.say_planned(count)
            self._altered()

        self._do(work, planned)

    def move(self, card: Card, target: Column) -> None:
        """Move a card to a column, or lead to where that is done; say so if there is no such way."""
        cycle = self._current()
        if cycle is None:
            return
        match move_to(cycle, card, target):
            case Move.WRITE:
                self.write(card)
            case Move.SUBMIT:
                self.submit(card)
            case Move.JUDGE:
                self._ways.judge(card.change.entry_id)
            case None:
                self._view.say_no_way(later=known_move(card, target))

    def open(self, card: Card) -> None:
        """Lead to where something can be done about a change: to its verdict, its merge, or its text."""
        cycle = self._current()
        if cycle is not None and cycle.state in {CycleState.REVIEW, CycleState.PUBLISH}:
            self._ways.judge(card.change.entry_id)
        elif card.stale:
            self.join(card)
        else:
            self.write(card)

    def write(self, card: Card) -> None:
        """Open the text of a change in the editor."""
        change = card.change
        if change.entry_id in set(Register):
            self._view.say_register(change.entry_id, merge=False)
            return
        begun = change.head is not None or change.base is not None
        self._ways.write(change.entry_id, "" if begun else change.reason or change.entry_id)

    def join(self, card: Card) -> None:
        """Join the text of a change with what another release accepted."""
        if card.change.entry_id in set(Register):
            self._view.say_register(card.change.entry_id, merge=True)
        else:
            self._ways.join(card.change.entry_id)

    def judge(self, card: Card) -> None:
        """Read a change where it is judged."""
        self._ways.judge(card.change.entry_id)

    def submit(self, card: Card, message: str = "") -> None:
        """Send a change to review; ask what it says in the notes if nobody said so yet."""
        change = card.change
        if change.head is None:
            self._view.say_no_way(later=False)
            return
        if not (message.strip() or change.message):
            self._view.ask_message(card)
            return
        head = change.head

        def sent(_change: object) -> None:
            self._view.say_sent(card.title)
            self._altered()

        self._do(lambda: self._drafts.submit(change.entry_id, seen=head, message=message), sent)

    def retire(self, card: Card, message: str) -> None:
        """Write the retirement of an entry."""
        entry_id, cycle = card.change.entry_id, card.change.cycle
        self._do(
            lambda: self._drafts.retire(entry_id, message=message, cycle=cycle),
            lambda _change: self._altered(),
        )

    def withdraw(self, card: Card, reason: str) -> None:
        """Give a change up; its revisions stay."""
        entry_id = card.change.entry_id
        self._do(
            lambda: self._drafts.withdraw(entry_id, reason=reason),
            lambda _change: self._settled(card, carried=False),
        )

    def carry(self, card: Card) -> None:
        """Leave a change to the next quarter."""
        entry_id = card.change.entry_id
        self._do(lambda: self._drafts.carry(entry_id), lambda _change: self._settled(card, carried=True))

    def go_to_gate(self) -> None:
        """Go to what stops the release."""
        self._ways.publish()

    def choose_everywhere(self, cycle: str) -> None:
        """Show another open cycle, here and in the other screens."""
        self._ways.choose(cycle)

    def _settled(self, card: Card, *, carried: bool) -> None:
        self._view.say_settled(card.title, carried=carried)
        self._altered()

    def _altered(self) -> None:
        self.refresh()
        self._ways.altered()

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: DeskbookError) -> None:
            self._view.show_problem(error)
            self.refresh()  # what was looked at may be another by now

        self._view.forget_problem()
        self._jobs.run(Lane.REVISE, work, done, failed)

    def _current(self) -> Cycle | None:
        return self.seen.cycle if self.seen is not None else None

    def _read(self) -> Seen:
        today = self._today()
        cycles = self._cycles.current()
        known = {cycle.name for cycle in cycles}
        proposal = _proposal(self._cycles.all(), today)
        if not cycles:
            return Seen((), None, (), today, proposal)
        board = self._cycles.board(self.cycle if self.cycle in known else cycles[0].name)
        plannable = board.cycle.state in _PLANNABLE
        candidates = self._planner.gather(board.cycle.name) if plannable else ()
        return Seen(cycles, board, candidates, today, proposal)


def _proposal(cycles: Sequence[Cycle], today: date) -> Proposal:
    """Return the first quarter from today's on that had no cycle yet, to take effect when it ends."""
    taken = {cycle.name for cycle in cycles}
    day = today
    while quarter_of(day) in taken:
        day = quarter_end(day)
    return Proposal(quarter_of(day), quarter_end(day))


def quarter_end(day: date) -> date:
    """Return the first day after the quarter that a day is in."""
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return (first + timedelta(days=95)).replace(day=1)
