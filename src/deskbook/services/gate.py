"""The gate: what still stops a cycle's release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deskbook.model.cycle import Acceptance, Change, Cycle
from deskbook.model.problem import Gravity, Problem
from deskbook.ports import Markup
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class GateReport:
    """What was looked at, and what was found.

    :param changes: those that would be published.
    :param problems: what stops the release, errors first: an error has to be mended, a warning can also be
        accepted with a reason. ``code`` is that of a content rule or one of ``unapproved``, ``stale-base``,
        ``nothing-to-publish``, ``wrong-state``, ``no-effective-date``, ``past-effective-date``,
        ``clock-behind``, ``brings-forward``.
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


class Gate:
    """Looks at the handbook as it would be. Thread-safe; alters nothing."""

    def __init__(self, ledger: Ledger, handbook: Handbook, markup: Markup) -> None:
        self._ledger = ledger
        self._handbook = handbook
        self._markup = markup

    def check(self, cycle: str = "", *, effective: date | None = None) -> GateReport:
        """Return what still stops the release of a cycle.

        :param effective: judge as if the release took effect on this day.
        :raises UnknownCycleError: if there is none.
        """
