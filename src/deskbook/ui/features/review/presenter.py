"""Reviewing without Qt: what waits for a verdict, what is read, remarks, verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from deskbook.errors import DeskbookError, MovedHeadError
from deskbook.model.cycle import ChangeState, Comment, Cycle, CycleState, Judgement, Verdict
from deskbook.model.person import Person, Role, same_person
from deskbook.model.revision import Revision
from deskbook.revision.cycle import Act, allows
from deskbook.revision.diff import VersionDiff, diff_versions
from deskbook.services.cycles import Card, Cycles
from deskbook.services.history import History
from deskbook.services.people import People
from deskbook.services.reviewing import Dossier, Reviews
from deskbook.ui.ports import Lane, Runner

_ORDER = (ChangeState.SUBMITTED, ChangeState.RETURNED, ChangeState.APPROVED, ChangeState.DRAFT)


@dataclass(frozen=True, slots=True)
class Item:
    """A change with everything people said about it; ``mine`` if who is at the desk wrote part of it."""

    card: Card
    dossier: Dossier
    mine: bool

    @property
    def fallen(self) -> Verdict | None:
        """The last verdict, if the change was saved again since: it no longer counts."""
        last = self.dossier.verdicts[-1] if self.dossier.verdicts else None
        return last if last is not None and last.revision != self.card.change.head else None


@dataclass(frozen=True, slots=True)
class Pile:
    """The changes of a cycle that have a text; those waiting for a verdict come first."""

    cycle: Cycle | None
    items: tuple[Item, ...]
    person: Person

    @property
    def waiting(self) -> int:
        """How many wait for a verdict."""
        return sum(item.card.change.state is ChangeState.SUBMITTED for item in self.items)

    def of(self, entry_id: str) -> Item | None:
        """Return the change of an entry."""
        return next((item for item in self.items if item.card.change.entry_id == entry_id), None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A change as it is being read: the verdict is about ``head`` and nothing later."""

    entry_id: str
    base: Revision | None
    head: Revision
    diff: VersionDiff

    def line(self, number: int) -> str:
        """Return a line of the new text, counted from 1; empty for none."""
        lines = self.head.source.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


class Hindrance(Enum):
    """Why somebody may not approve a change."""

    MOVED = auto()
    """It was saved again after it was opened here."""
    UNSENT = auto()
    """Nobody sent it to review."""
    PHASE = auto()
    """The cycle is in another phase."""
    ROLE = auto()
    """They do not review."""
    MINE = auto()
    """They wrote part of it; they may still send it back."""


class ReviewView(Protocol):
    """What the presenter needs of the review."""

    def show_pile(self, pile: Pile, current: str) -> None:
        """List the changes; ``current`` is the entry that is read."""

    def show_paper(self, paper: Paper) -> None:
        """Show what a change changes."""

    def show_item(self, item: Item, paper: Paper, pile: Pile) -> None:
        """Show what was said about the change that is read, and what can be done."""

    def show_nothing(self) -> None:
        """Show that no change is being read."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; nothing was altered."""

    def forget_problem(self) -> None:
        """Put away what went wrong before: something else is done."""

    def say_judged(self, title: str, judgement: Judgement) -> None:
        """Confirm a verdict."""

    def say_remarked(self) -> None:
        """Confirm a remark; what was typed is put away."""


class Ways(Protocol):
    """Where the review leads to."""

    def write(self, entry_id: str, title: str) -> None:
        """Open an entry in the editor."""

    def altered(self) -> None:
        """Tell the other screens that something was altered."""


class ReviewPresenter:
    """Holds the paper that is read. A verdict names its revision, whatever has been saved since."""

    def __init__(
        self,
        view: ReviewView,
        ways: Ways,
        cycles: Cycles,
        reviews: Reviews,
        history: History,
        people: People,
        jobs: Runner,
    ) -> None:
        self._view = view
        self._ways = ways
        self._cycles = cycles
        self._reviews = reviews
        self._history = history
        self._people = people
        self._jobs = jobs
        self._asked = 0
        self._opened = 0
        self.cycle = ""
        self.pile: Pile | None = None
        self.paper: Paper | None = None
        self._wanted = ""
        self._fresh = False

    def refresh(self) -> None:
        """Read the pile afresh; the paper stays the one that is being read."""
        self._asked += 1
        number = self._asked

        def show(pile: Pile) -> None:
            if number == self._asked:
                self._show(pile)

        self._jobs.run(Lane.REVISE, self._read, show, self._view.show_problem)

    def want(self, entry_id: str) -> None:
        """Read this change as soon as the screen is gone to."""
        if self.paper is None or self.paper.entry_id != entry_id:
            self.open(entry_id)

    def forget(self) -> None:
        """Put away what is read: another cycle is looked at."""
        self.paper, self.pile, self._wanted = None, None, ""
        self._opened += 1

    def go_on(self, paper: Paper) -> None:
        """Go on with what another presenter had open."""
        self.paper, self._wanted = paper, paper.entry_id
        self._view.show_paper(paper)

    def enter(self) -> None:
        """Read everything afresh: the person comes from elsewhere and is at no text yet."""
        self._fresh = True
        self.refresh()

    def open(self, entry_id: str) -> None:
        """Read the newest text of a change."""
        self._view.forget_problem()
        self._open(entry_id)

    def _open(self, entry_id: str) -> None:
        self._wanted = entry_id
        self._opened += 1
        number = self._opened

        def show(paper: Paper | None) -> None:
            if number != self._opened:
                return
            self.paper = paper
            if paper is None:
                self._view.show_nothing()
            else:
                self._view.show_paper(paper)
            if self.pile is not None:
                self._show(self.pile)

        self._jobs.run(Lane.REVISE, lambda: self._paper(entry_id), show, self._view.show_problem)

    def read_newest(self) -> None:
        """Read the text that was saved meanwhile."""
        if self.paper is not None:
            self.open(self.paper.entry_id)

    def judge(self, judgement: Judgement, text: str = "") -> None:
        """Give a verdict on the revision that was read."""
        paper, pile = self.paper, self.pile
        item = pile.of(paper.entry_id) if paper is not None and pile is not None else None
        if paper is None or item is None:
            return

        def judged(_verdict: Verdict) -> None:
            self._view.say_judged(item.card.title, judgement)
            self._wanted = self._next(paper.entry_id)
            if self._wanted:
                self.open(self._wanted)
            self._altered()

        def failed(error: DeskbookError) -> None:
            if isinstance(error, MovedHeadError):
                self._open(paper.entry_id)
            self._view.show_problem(error)
            self.refresh()

        self._jobs.run(
            Lane.REVISE,
            lambda: self._reviews.judge(paper.entry_id, judgement, revision=paper.head.number, text=text),
            judged,
            failed,
        )

    def remark(self, text: str, line: int) -> None:
        """Remark on a line of what is read, counted from 1, or on the whole for 0."""
        paper = self.paper
        if paper is None:
            return

        def remarked(_comment: Comment) -> None:
            self._view.say_remarked()
            self._altered()

        self._do(
            lambda: self._reviews.comment(paper.entry_id, text, revision=paper.head.number, line=line),
            remarked,
        )

    def resolve(self, comment: int) -> None:
        """Settle a remark."""
        paper = self.paper
        if paper is not None:
            self._do(lambda: self._reviews.resolve(paper.entry_id, comment), lambda _none: self._altered())

    def begin_review(self) -> None:
        """Move the cycle to where verdicts are given."""
        cycle = self.pile.cycle if self.pile is not None else None
        if cycle is not None:
            self._do(lambda: self._cycles.move(cycle.name, CycleState.REVIEW), lambda _cycle: self._altered())

    def write(self) -> None:
        """Open what is read in the editor."""
        if self.paper is not None:
            self._ways.write(self.paper.entry_id, "")

    def _show(self, pile: Pile) -> None:
        self.pile = pile
        paper = self.paper
        item = pile.of(paper.entry_id) if paper is not None else None
        current = paper.entry_id if paper is not None and item is not None else self._wanted
        self._view.show_pile(pile, current)
        fresh, self._fresh = self._fresh, False
        if paper is not None and item is not None:
            self._view.show_item(item, paper, pile)
            if fresh and item.card.change.head != paper.head.number:
                self._open(paper.entry_id)
        elif paper is not None or not self._wanted:
            self.paper = None
            self._view.show_nothing()
            if pile.items and not self._wanted:
                self.open(pile.items[0].card.change.entry_id)

    def _next(self, entry_id: str) -> str:
        """Return the change to read after a verdict: the next one that waits and may be judged."""
        items = self.pile.items if self.pile is not None else ()
        waiting = [
            item.card.change.entry_id
            for item in items
            if item.card.change.state is ChangeState.SUBMITTED and not item.mine
        ]
        rest = [one for one in waiting if one != entry_id]
        return rest[0] if rest else entry_id

    def _altered(self) -> None:
        self.refresh()
        self._ways.altered()

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: DeskbookError) -> None:
            self._view.show_problem(error)
            self.refresh()

        self._jobs.run(Lane.REVISE, work, done, failed)

    def _read(self) -> Pile:
        person = self._people.current()
        open_ones = self._cycles.current()
        names = {cycle.name for cycle in open_ones}
        if not open_ones:
            return Pile(None, (), person)
        board = self._cycles.board(self.cycle if self.cycle in names else open_ones[0].name)
        cards = [c for c in board.cards if c.change.state in _ORDER and c.change.head is not None]
        items = [self._item(card, person) for card in cards]
        items.sort(key=lambda item: _ORDER.index(item.card.change.state))
        return Pile(board.cycle, tuple(items), person)

    def _item(self, card: Card, person: Person) -> Item:
        dossier = self._reviews.dossier(card.change.entry_id)
        return Item(card, dossier, any(same_person(person.name, author) for author in dossier.authors))

    def _paper(self, entry_id: str) -> Paper | None:
        change = self._reviews.dossier(entry_id).change
        if change.head is None:
            return None
        head = self._history.revision(entry_id, change.head)
        base = self._history.revision(entry_id, change.base) if change.base is not None else None
        return Paper(entry_id, base, head, diff_versions(base.source if base else "", head.source))


def hindrance(item: Item, paper: Paper, pile: Pile) -> Hindrance | None:
    """Return why the person may not approve what they read; None if they may."""
    change = item.card.change
    if change.head != paper.head.number:
        return Hindrance.MOVED
    if change.state is ChangeState.DRAFT:
        return Hindrance.UNSENT
    if pile.cycle is None or not allows(pile.cycle, Act.JUDGE):
        return Hindrance.PHASE
    if Role.REVIEWER not in pile.person.roles:
        return Hindrance.ROLE
    return Hindrance.MINE if item.mine else None
