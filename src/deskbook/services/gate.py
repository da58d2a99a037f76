"""The gate: what still stops a cycle's release."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from deskbook.errors import CycleStateError, Message
from deskbook.lint.library import Library
from deskbook.lint.runner import run
from deskbook.model.audit import Action
from deskbook.model.cycle import Acceptance, Change, ChangeState, Cycle, CycleState
from deskbook.model.person import Role
from deskbook.model.problem import Gravity, Problem
from deskbook.model.revision import Revision
from deskbook.ports import UnitOfWork
from deskbook.revision.cycle import standing
from deskbook.services.cycles import find_cycle
from deskbook.services.editions import Edition, editions, revisions
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger, clock_fault


@dataclass(frozen=True, slots=True)
class GateReport:
    """What was looked at, and what was found.

    :param changes: those that would be published.
    :param problems: what stops the release, errors first: an error has to be mended, a warning can also be
        accepted with a reason. ``code`` is that of a content rule or one of ``wrong-state``,
        ``nothing-to-publish``, ``no-effective-date``, ``past-effective-date``, ``clock-behind``,
        ``unapproved``, ``stale-base``, ``brings-forward``.
    :param accepted: warnings that no longer stop it.
    :param standing: how many warnings the handbook had before, in entries that this cycle leaves alone; they
        do not stop it.
    :param heads: entry id -> number of the accepted revision, as it was when the gate looked.
    """

    cycle: Cycle
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    accepted: tuple[tuple[Problem, Acceptance], ...]
    standing: int
    heads: Mapping[str, int]

    @property
    def open(self) -> bool:
        """Whether nothing stops the release."""
        return not self.problems

    def count(self, gravity: Gravity) -> int:
        """Return how many problems are of this gravity."""
        return sum(problem.gravity is gravity for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Looked:
    """The handbook before and after, with what people accepted: everything that the rules need."""

    cycle: Cycle
    changes: tuple[Change, ...]
    heads: Mapping[str, int]
    problems: tuple[Problem, ...]
    texts: tuple[tuple[Mapping[str, Revision], Mapping[str, Revision]], ...]
    acceptances: Mapping[tuple[str, str, str], Acceptance]
    pictures: Collection[str]

    def acceptance(self, problem: Problem, texts: Mapping[str, Revision]) -> Acceptance | None:
        """Return who accepted a warning for the text that its entry has in ``texts``; no error ever is."""
        revision = texts.get(problem.entry_id)
        if revision is None or problem.gravity is Gravity.ERROR:
            return None
        return self.acceptances.get((problem.code, problem.entry_id, revision.hash))


class Gate:
    """Looks at the handbook as it would be. Thread-safe."""

    def __init__(self, ledger: Ledger, handbook: Handbook) -> None:
        self._ledger = ledger
        self._handbook = handbook

    def check(self, cycle: str = "") -> GateReport:
        """Return what still stops the release of a cycle.

        :raises UnknownCycleError: if there is none.
        """
        return self._report(self._look(cycle))

    def accept(self, code: str, entry_id: str, *, reason: str, cycle: str = "") -> None:
        """Accept a warning that stops the release; another text of the entry needs another acceptance.

        :param code: the warning's, such as ``overdue-review``.
        :raises CycleStateError: if there is no such warning, it is an error, or there is no reason.
        :raises UnknownCycleError: if there is no such cycle.
        :raises RoleError: unless editor or reviewer.
        """
        looked = self._look(cycle)
        stops = [p for p in self._report(looked).problems if (p.code, p.entry_id) == (code, entry_id)]
        if not stops or not reason.strip():
            raise CycleStateError(
                Message("A warning is only accepted with a reason.")
                if stops
                else Message("No warning “{code}” of “{id}” stops the release.", code=code, id=entry_id),
                Message("See “deskbook cycle status”."),
            )
        if any(problem.gravity is Gravity.ERROR for problem in stops):
            raise CycleStateError(
                Message("“{code}” of “{id}” is an error; it cannot be accepted.", code=code, id=entry_id),
                Message("Mend it, or withdraw the change."),
            )
        with self._ledger.writing(Role.EDITOR, Role.REVIEWER) as acting:
            for revision in {after[entry_id] for _, after in looked.texts if entry_id in after}:
                acceptance = Acceptance(
                    code, entry_id, revision.hash, reason.strip(), acting.person.name, acting.at
                )
                acting.work.reviews.accept(acceptance)
                acting.record(Action.ACCEPT, entry_id, revision.number, f"{code}: {acceptance.reason}")
            acting.commit()

    def _report(self, looked: _Looked) -> GateReport:
        touched = {change.entry_id for change in looked.changes}
        stopping: dict[Problem, None] = {}
        accepted: dict[Problem, Acceptance] = {}
        left_alone: set[Problem] = set()
        day = max(self._ledger.today(), looked.cycle.effective or self._ledger.today())
        for n, (before, after) in enumerate(looked.texts):
            known = cache(partial(self._warnings, before, day, looked.pictures))  # most often nobody asks
            for problem in (
                *(looked.problems if n == 0 else ()),
                *run(self._library(after, day, looked.pictures)),
            ):
                acceptance = looked.acceptance(problem, after)
                if acceptance is not None:
                    accepted[problem] = acceptance
                elif (
                    problem.gravity is Gravity.WARNING
                    and problem.entry_id not in touched
                    and _identity(problem) in known()
                ):
                    left_alone.add(problem)
                else:
                    stopping[problem] = None
        problems = sorted(stopping, key=lambda problem: problem.gravity is not Gravity.ERROR)
        return GateReport(
            looked.cycle,
            looked.changes,
            tuple(problems),
            tuple(accepted.items()),
            len(left_alone),
            looked.heads,
        )

    def _look(self, cycle: str) -> _Looked:
        with self._ledger.reading() as work:
            found = find_cycle(work, cycle)
            changes = tuple(c for c in work.changes.of_cycle(found.name) if not c.state.settled)
            heads = work.entries.numbers()
            day = max(self._ledger.today(), found.effective or self._ledger.today())
            made = editions(work, day, changes)
            acceptances = {(a.code, a.entry_id, a.hash): a for a in work.reviews.acceptances()}
            texts = tuple(_texts(work, one) for one in made)
            problems = (
                *self._cycle_problems(work, found, changes),
                *(problem for change in changes for problem in _change_problems(work, change, heads)),
                *_brought_forward(changes, made[0], heads),
            )
            pictures = work.pictures.hashes().keys()
            return _Looked(found, changes, heads, problems, texts, acceptances, pictures)

    def _cycle_problems(
        self, work: UnitOfWork, cycle: Cycle, changes: tuple[Change, ...]
    ) -> Iterator[Problem]:
        if cycle.state is not CycleState.PUBLISH:
            yield Problem(
                "wrong-state",
                Message("Cycle {cycle} is in state “{state}”.", cycle=cycle.name, state=cycle.state),
                Message("Move it to “publish” once everything is approved."),
            )
        if not changes:
            yield Problem(
                "nothing-to-publish",
                Message("Cycle {cycle} changes nothing.", cycle=cycle.name),
                Message("Close it with “deskbook cycle close”."),
            )
        today = self._ledger.today()
        if cycle.effective is None:
            yield Problem(
                "no-effective-date",
                Message("Nobody said when the release takes effect."),
                Message("Set the day with “deskbook cycle date”."),
            )
        elif cycle.effective < today:
            yield Problem(
                "past-effective-date",
                Message("The release should take effect on {day}, which is past.", day=cycle.effective),
                Message("Set today or a later day with “deskbook cycle date”."),
            )
        fault = clock_fault(work, self._ledger.now())
        if fault is not None:
            yield Problem("clock-behind", fault, Message("Set the machine's clock right."))

    def _warnings(
        self, texts: Mapping[str, Revision], day: date, pictures: Collection[str]
    ) -> frozenset[object]:
        return frozenset(_identity(problem) for problem in run(self._library(texts, day, pictures)))

    def _library(self, texts: Mapping[str, Revision], day: date, pictures: Collection[str]) -> Library:
        shop, laws, entries = self._handbook.parsed(texts.values())
        sources = {i: revision.source for i, revision in texts.items()}
        return Library(entries, shop, laws, day, sources, pictures=pictures)


def _texts(work: UnitOfWork, edition: Edition) -> tuple[Mapping[str, Revision], Mapping[str, Revision]]:
    after = revisions(work, edition.items)
    return revisions(work, edition.before, after), after


def _change_problems(work: UnitOfWork, change: Change, heads: Mapping[str, int]) -> Iterator[Problem]:
    verdict = standing(change, work.reviews.verdicts(change.id))
    if change.state is not ChangeState.APPROVED or verdict is None:
        yield Problem(
            "unapproved",
            Message("The change of “{id}” is in state “{state}”.", id=change.entry_id, state=change.state),
            Message("Have it approved as it is now, or withdraw it, or carry it over."),
            entry_id=change.entry_id,
        )
    if change.behind(heads.get(change.entry_id)):
        yield Problem(
            "stale-base",
            Message("“{id}” was revised by another release since its change was begun.", id=change.entry_id),
            Message(
                "Merge the accepted text into the draft with “deskbook change merge {id}”.",
                id=change.entry_id,
            ),
            entry_id=change.entry_id,
        )


def _brought_forward(
    changes: Iterable[Change], first: Edition, heads: Mapping[str, int]
) -> Iterator[Problem]:
    for change in changes:
        scheduled = heads.get(change.entry_id)
        if scheduled is not None and first.before.get(change.entry_id) != scheduled:
            yield Problem(
                "brings-forward",
                Message(
                    "“{id}” builds on a text that is only scheduled, and would bring it into force.",
                    id=change.entry_id,
                ),
                Message("Accept that with a reason, or let this release take effect on the same day."),
                entry_id=change.entry_id,
                gravity=Gravity.WARNING,
            )


def _identity(problem: Problem) -> object:
    """Return what makes two problems the same one, wherever in the text it stands."""
    return problem.code, problem.entry_id, problem.field, str(problem.reason)
