"""The gate without Qt: what stops the release, accepting warnings, notes, the day, publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.cycle import ChangeState, Cycle, CycleState
from deskbook.model.person import Role
from deskbook.model.problem import Gravity, Problem
from deskbook.model.register import Register
from deskbook.revision.impact import Impact
from deskbook.revision.outline import PartKind, outline
from deskbook.services.cycles import Cycles
from deskbook.services.gate import Gate, GateReport
from deskbook.services.history import History, title_of
from deskbook.services.people import People
from deskbook.services.publishing import Published, Publisher
from deskbook.ui.ports import Lane, Runner


class Place(Enum):
    """Where something that stops the release is mended."""

    NOWHERE = auto()
    BOARD = auto()
    REVIEW = auto()
    EDITOR = auto()
    MERGE = auto()
    DAY = auto()
    PHASE = auto()


_PLACES = {
    "wrong-state": Place.PHASE,
    "nothing-to-publish": Place.BOARD,
    "no-effective-date": Place.DAY,
    "past-effective-date": Place.DAY,
    "clock-behind": Place.NOWHERE,
    "unapproved": Place.REVIEW,
    "stale-base": Place.MERGE,
    "brings-forward": Place.DAY,
}
"""Of what the gate itself finds; what a content rule finds is mended in the entry."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that stops the release, and where it is mended.

    :param title: of the entry it is about; empty if it is about the cycle.
    :param state: of the change that is not approved; None for other things.
    """

    problem: Problem
    title: str
    place: Place
    state: ChangeState | None = None

    @property
    def acceptable(self) -> bool:
        """Whether it can be accepted with a reason."""
        return self.problem.gravity is Gravity.WARNING


@dataclass(frozen=True, slots=True)
class Looked:
    """What the gate saw.

    :param notes: made from the change messages.
    :param titles: what is named, by entry id, or ``id#anchor`` for a step or script in it.
    """

    cycles: tuple[Cycle, ...]
    report: GateReport
    stops: tuple[Stop, ...]
    impact: tuple[Impact, ...]
    notes: str
    titles: Mapping[str, str]
    today: date
    publisher: bool

    @property
    def cycle(self) -> Cycle:
        """The cycle looked at."""
        return self.report.cycle


class PublishingView(Protocol):
    """What the presenter needs of the gate."""

    def show_none(self) -> None:
        """Show that no cycle is open."""

    def show_looking(self) -> None:
        """Show that the gate is looking."""

    def show_looked(self, looked: Looked) -> None:
        """Show what stops the release, its notes and whom it touches."""

    def show_publishing(self) -> None:
        """Show that the release is being made."""

    def show_published(self, published: Published) -> None:
        """Show the release that was made."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing was published or altered."""

    def say_accepted(self) -> None:
        """Confirm that a warning was accepted."""


class Ways(Protocol):
    """Where the gate leads to."""

    def plan(self) -> None:
        """Go to the board."""

    def judge(self, entry_id: str) -> None:
        """Open a change in the review."""

    def write_at(self, entry_id: str, line: int) -> None:
        """Open an entry in the editor, at a line counted from 1 or anywhere for 0."""

    def join(self, entry_id: str) -> None:
        """Join a draft with what another release accepted."""

    def choose(self, cycle: str) -> None:
        """Show another cycle, everywhere."""

    def altered(self) -> None:
        """Tell the other screens that something was altered."""


class PublishingPresenter:
    """Looks in a lane of its own: the rules take seconds over a large handbook."""

    def __init__(
        self,
        view: PublishingView,
        ways: Ways,
        cycles: Cycles,
        gate: Gate,
        publisher: Publisher,
        history: History,
        people: People,
        jobs: Runner,
        today: Callable[[], date],
    ) -> None:
        self._view = view
        self._ways = ways
        self._cycles = cycles
        self._gate = gate
        self._publisher = publisher
        self._history = history
        self._people = people
        self._jobs = jobs
        self._today = today
        self._asked = 0
        self.cycle = ""
        self.looked: Looked | None = None
        self.publishing = False

    def refresh(self) -> None:
        """Let the gate look again."""
        if self.publishing:
            return
        self._asked += 1
        number = self._asked

        def look() -> Looked | None:
            return self._look() if number == self._asked else None

        def show(looked: Looked | None) -> None:
            if number != self._asked or self.publishing:
                return
            self.looked = looked
            if looked is None:
                self._view.show_none()
            else:
                self._view.show_looked(looked)

        if self.looked is None:
            self._view.show_looking()
        self._jobs.run(Lane.GATE, look, show, self._view.show_problem)

    def mend(self, stop: Stop) -> None:
        """Go to where something is mended; the view itself has the day and the phase."""
        problem = stop.problem
        match stop.place:
            case Place.BOARD:
                self._ways.plan()
            case Place.REVIEW if stop.state is ChangeState.SUBMITTED:
                self._ways.judge(problem.entry_id)
            case Place.REVIEW:
                self._ways.plan()
            case Place.EDITOR:
                self._ways.write_at(problem.entry_id, problem.line)
            case Place.MERGE:
                self._ways.join(problem.entry_id)

    def move(self, to: CycleState) -> None:
        """Move the cycle to another phase."""
        if self.looked is not None:
            name = self.looked.cycle.name
            self._do(lambda: self._cycles.move(name, to), lambda _cycle: self._altered())

    def schedule(self, day: date) -> None:
        """Set the day on which the release takes effect."""
        if self.looked is not None and self.looked.cycle.effective != day:
            name = self.looked.cycle.name
            self._do(lambda: self._cycles.schedule(name, day), lambda _cycle: self._altered())

    def accept(self, problem: Problem, reason: str) -> None:
        """Accept a warning with a reason."""
        if self.looked is None:
            return
        name = self.looked.cycle.name

        def accepted(_none: None) -> None:
            self._view.say_accepted()
            self._altered()

        self._do(
            lambda: self._gate.accept(problem.code, problem.entry_id, reason=reason, cycle=name), accepted
        )

    def publish(self, notes: str) -> None:
        """Publish everything at once, or nothing."""
        if self.looked is None or self.publishing:
            return
        name = self.looked.cycle.name
        self.publishing = True
        self._view.show_publishing()

        def published(made: Published) -> None:
            self.publishing, self.looked = False, None
            self._view.show_published(made)
            self._ways.altered()

        def failed(error: DeskbookError) -> None:
            self.publishing = False
            if self.looked is not None:
                self._view.show_looked(self.looked)
            self._view.show_problem(error)
            self.refresh()

        self._jobs.run(Lane.GATE, lambda: self._publisher.publish(name, notes=notes), published, failed)

    def choose_everywhere(self, cycle: str) -> None:
        """Show another open cycle, here and in the other screens."""
        self._ways.choose(cycle)

    def plan(self) -> None:
        """Go to the board."""
        self._ways.plan()

    def _altered(self) -> None:
        self.refresh()
        self._ways.altered()

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: DeskbookError) -> None:
            self._view.show_problem(error)
            self.refresh()

        self._jobs.run(Lane.GATE, work, done, failed)

    def _look(self) -> Looked | None:
        cycles = self._cycles.current()
        if not cycles:
            return None
        name = next((cycle.name for cycle in cycles if cycle.name == self.cycle), cycles[0].name)
        report = self._gate.check(name)
        impact = self._publisher.impact(name)
        states = {change.entry_id: change.state for change in report.changes}
        named = {problem.entry_id for problem in report.problems} - {""}
        named |= {problem.entry_id for problem, _acceptance in report.accepted}
        named |= {entry_id for one in impact for entry_id in one.entries}
        named |= {one.subject for one in impact}
        titles = self._titles(named, report)
        return Looked(
            cycles=cycles,
            report=report,
            stops=tuple(_stop(problem, titles, states) for problem in report.problems),
            impact=impact,
            notes=self._publisher.notes(name),
            titles=titles,
            today=self._today(),
            publisher=Role.PUBLISHER in self._people.current().roles,
        )

    def _titles(self, subjects: set[str], report: GateReport) -> Mapping[str, str]:
        """Return what entries, and steps and scripts in them, are called once the release is made."""
        heads = {**report.heads, **{c.entry_id: c.head for c in report.changes if c.head is not None}}
        titles = {}
        for subject in subjects:
            entry_id, _hash, anchor = subject.partition("#")
            if entry_id in heads:
                revision = self._history.revision(entry_id, heads[entry_id])
                anchored = (
                    p for p in outline(revision.source) if p.kind is PartKind.STEP and p.name == anchor
                )
                part = next((one.title for one in anchored), anchor)
                titles[subject] = " › ".join(name for name in (title_of(revision), part) if name)
        return titles


def _stop(problem: Problem, titles: Mapping[str, str], states: Mapping[str, ChangeState]) -> Stop:
    place = _PLACES.get(problem.code, Place.EDITOR)
    if place in {Place.EDITOR, Place.MERGE} and problem.entry_id in {"", *Register}:
        place = Place.NOWHERE
    state = states.get(problem.entry_id) if problem.code == "unapproved" else None
    return Stop(problem, titles.get(problem.entry_id, ""), place, state)
