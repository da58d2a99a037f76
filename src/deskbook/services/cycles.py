"""Opening, moving and closing the cycles of the quarterly revision, and the board of their changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from deskbook.errors import CycleStateError, Message, UnknownCycleError
from deskbook.model.audit import Action
from deskbook.model.cycle import (
    CYCLE_NAME,
    Change,
    ChangeState,
    Cycle,
    CycleKind,
    CycleState,
    Verdict,
    quarter_of,
)
from deskbook.model.person import Role
from deskbook.model.register import Register
from deskbook.ports import UnitOfWork
from deskbook.revision.cycle import closed, moved, standing
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Acting, Ledger

BASELINE = "Handbook before the first cycle"
"""The name of the release that the first cycle makes of what was imported until then."""


@dataclass(frozen=True, slots=True)
class Card:
    """A change as the board shows it.

    :param title: of the entry as it is in the change; the entry id where there is no text yet.
    :param verdict: the one that counts, on the exact head; None if there is none.
    :param open_comments: how many remarks are not settled.
    :param stale: whether another revision was accepted since the change was begun: it needs a merge.
    """

    change: Change
    title: str
    verdict: Verdict | None
    open_comments: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A cycle and all its changes by ascending entry id, settled ones among them."""

    cycle: Cycle
    cards: tuple[Card, ...]

    def count(self, state: ChangeState) -> int:
        """Return how many changes are in a state."""
        return sum(card.change.state is state for card in self.cards)


class Cycles:
    """The cycles of a workspace. Thread-safe."""

    def __init__(self, ledger: Ledger, handbook: Handbook) -> None:
        self._ledger = ledger
        self._handbook = handbook

    def governed(self) -> bool:
        """Tell whether there ever was a cycle; until then an import takes effect at once."""
        with self._ledger.reading() as work:
            return work.cycles.governed()

    def all(self) -> tuple[Cycle, ...]:
        """Return all cycles, the one opened last first."""
        with self._ledger.reading() as work:
            return work.cycles.all()

    def current(self) -> tuple[Cycle, ...]:
        """Return the cycles that are not closed, the quarterly one first; two at most."""
        with self._ledger.reading() as work:
            return work.cycles.open()

    def get(self, name: str = "") -> Cycle:
        """Return the cycle of this name; without a name the open one, the quarterly one if there are two.

        :raises UnknownCycleError: if there is none.
        """
        with self._ledger.reading() as work:
            return find_cycle(work, name)

    def board(self, name: str = "") -> Board:
        """Return a cycle with its changes.

        :raises UnknownCycleError: if there is none.
        """
        with self._ledger.reading() as work:
            cycle = find_cycle(work, name)
            heads = work.entries.numbers()
            return Board(
                cycle,
                tuple(
                    Card(
                        change,
                        self._title(work, change),
                        standing(change, work.reviews.verdicts(change.id)),
                        sum(not comment.resolved for comment in work.reviews.comments(change.id)),
                        not change.state.settled and change.behind(heads.get(change.entry_id)),
                    )
                    for change in work.changes.of_cycle(cycle.name)
                ),
            )

    def open(
        self, name: str = "", *, kind: CycleKind = CycleKind.QUARTERLY, effective: date | None = None
    ) -> Cycle:
        """Open a cycle. The workspace's first one ends the setup: from then on only releases take effect.

        A quarterly cycle takes up the changes that were carried over. An emergency cycle begins in state
        edit and takes effect today unless told otherwise.

        :param name: ``2026Q4``, or ``2026Q4-E1`` for an emergency; empty for the next free one.
        :raises CycleStateError: if one of its kind is open, or the name is taken or of the wrong form.
        :raises RoleError: unless editor or publisher.
        """
        with self._ledger.writing(Role.EDITOR, Role.PUBLISHER) as acting:
            work = acting.work
            today = acting.day
            name = name or _next_name(work, kind, effective or today)
            _require_free(work, name, kind)
            if not work.cycles.governed():
                _freeze(acting, today)
            if kind is CycleKind.EMERGENCY:
                effective = effective or today
            cycle = Cycle(name, kind, CycleState.OPEN, effective, acting.person.name, acting.at)
            work.cycles.add(cycle)
            acting.record(Action.OPEN, name, detail=kind.value)
            if kind is CycleKind.EMERGENCY:
                for state in (CycleState.PLAN, CycleState.EDIT):
                    cycle = _moved(acting, cycle, state)
            else:
                _take_up(acting, cycle)
            acting.commit()
        return cycle

    def move(self, name: str, to: CycleState) -> Cycle:
        """Move a cycle to another state; :data:`deskbook.revision.cycle.MOVES` says which it can go to.

        :raises CycleStateError: if it cannot go there from where it is.
        :raises UnknownCycleError: if there is no such cycle.
        :raises RoleError: unless editor or publisher.
        """
        with self._ledger.writing(Role.EDITOR, Role.PUBLISHER) as acting:
            cycle = _moved(acting, find_cycle(acting.work, name), to)
            acting.commit()
        return cycle

    def schedule(self, name: str, effective: date) -> Cycle:
        """Set the day on which the cycle's release takes effect.

        :raises CycleStateError: if the day is past, or the cycle is closed.
        :raises UnknownCycleError: if there is no such cycle.
        :raises RoleError: unless editor or publisher.
        """
        with self._ledger.writing(Role.EDITOR, Role.PUBLISHER) as acting:
            cycle = find_cycle(acting.work, name)
            if cycle.state is CycleState.CLOSED:
                raise CycleStateError(Message("Cycle {cycle} is closed.", cycle=cycle.name))
            if effective < acting.day:
                raise CycleStateError(
                    Message("{day} is past; a release takes effect today or later.", day=effective),
                    Message("Choose another day."),
                )
            cycle = replace(cycle, effective=effective)
            acting.work.cycles.put(cycle)
            acting.record(Action.SCHEDULE, cycle.name, detail=effective.isoformat())
            acting.commit()
        return cycle

    def close(self, name: str = "") -> Cycle:
        """Close a cycle that is given up or had nothing to do, without a release.

        :raises CycleStateError: if a change is not settled, or the cycle is closed already.
        :raises UnknownCycleError: if there is no such cycle.
        :raises RoleError: unless publisher.
        """
        with self._ledger.writing(Role.PUBLISHER) as acting:
            cycle = find_cycle(acting.work, name)
            state = closed(cycle, acting.work.changes.of_cycle(cycle.name))
            cycle = replace(cycle, state=state)
            acting.work.cycles.put(cycle)
            acting.record(Action.CLOSE, cycle.name)
            acting.commit()
        return cycle

    def _title(self, work: UnitOfWork, change: Change) -> str:
        number = change.head or change.base
        if number is None or change.entry_id in set(Register):
            return change.entry_id
        return self._handbook.entry_of(work.entries.revision(change.entry_id, number)).title


def find_cycle(work: UnitOfWork, name: str = "") -> Cycle:
    """Return the cycle of this name; without a name the open one, the quarterly one if there are two.

    :raises UnknownCycleError: if there is none.
    """
    found = work.cycles.find(name) if name else next(iter(work.cycles.open()), None)
    if found is None:
        raise UnknownCycleError(name)
    return found


def _moved(acting: Acting, cycle: Cycle, to: CycleState) -> Cycle:
    cycle = replace(cycle, state=moved(cycle, to))
    acting.work.cycles.put(cycle)
    acting.record(Action.MOVE, cycle.name, detail=to.value)
    return cycle


def _next_name(work: UnitOfWork, kind: CycleKind, day: date) -> str:
    quarter = quarter_of(day)
    if kind is CycleKind.QUARTERLY:
        return quarter
    taken = {cycle.name for cycle in work.cycles.all()}
    return next(name for n in count(1) if (name := f"{quarter}-E{n}") not in taken)


def _require_free(work: UnitOfWork, name: str, kind: CycleKind) -> None:
    for other in work.cycles.open(kind):
        raise CycleStateError(
            Message("Cycle {cycle} is still open.", cycle=other.name),
            Message("Publish it, or close it with “deskbook cycle close {cycle}”.", cycle=other.name),
        )
    read = CYCLE_NAME.fullmatch(name)
    if read is None or (read[2] is None) is not (kind is CycleKind.QUARTERLY):
        raise CycleStateError(
            Message("“{name}” is no name for this kind of cycle.", name=name),
            Message("A quarter is called like 2026Q4, an emergency fix like 2026Q4-E1."),
        )
    if work.cycles.find(name) is not None:
        raise CycleStateError(
            Message("There was a cycle {cycle} already.", cycle=name),
            Message("Open the next quarter's, or an emergency fix with “--emergency”."),
        )


def _freeze(acting: Acting, today: date) -> None:
    """Make a release of what was imported, so that agents go on reading it while drafts are written."""
    work = acting.work
    heads = work.entries.numbers()
    release = work.releases.in_force(today)
    if release is not None and work.releases.items(release.number) == heads:
        return
    release = work.releases.add(
        name=BASELINE, effective=today, author=acting.person.name, notes="", at=acting.at, items=heads
    )
    acting.record(Action.PUBLISH, str(release.number), detail=BASELINE)


def _take_up(acting: Acting, cycle: Cycle) -> None:
    """Begin the changes anew that earlier cycles carried over, unless the entry is being changed."""
    for change in acting.work.changes.waiting():
        if acting.work.changes.of_entry(change.entry_id) is None:
            take_up(acting, cycle, change)


def take_up(acting: Acting, cycle: Cycle, carried: Change) -> Change:
    """Begin a change that was carried over anew in ``cycle``, with its draft and its authors."""
    state = ChangeState.PLANNED if carried.head is None else ChangeState.DRAFT
    change = acting.work.changes.add(
        replace(carried, cycle=cycle.name, state=state, due=None, version=1, origin=carried.id)
    )
    acting.work.changes.inherited(change.id, carried.id)
    acting.record(Action.PLAN, change.entry_id, change.head, f"{cycle.name} < {carried.cycle}")
    return change
