"""Planning a cycle: what wants attention, who takes it, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskbook.errors import Message
from deskbook.model.cycle import Change
from deskbook.ports import DeskData, Markup
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Ledger


class Cause(StrEnum):
    """Why something should be on the plan."""

    REVIEW_DUE = "review-due"
    LAW_CHANGED = "law-changed"
    PHRASE_CHANGED = "phrase-changed"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that wants attention.

    :param entry_id: empty for a search in vain: there is no entry yet.
    :param title: of the entry, or the words searched for.
    :param why: the day it is due, the law or phrase that changed, how often it was searched in vain.
    :param owner: who answers for the entry, by its own field; empty if there is none.
    """

    cause: Cause
    entry_id: str
    title: str
    why: Message
    owner: str


class Planner:
    """The plan of a cycle. Thread-safe."""

    def __init__(self, ledger: Ledger, handbook: Handbook, markup: Markup, desk: DeskData) -> None:
        self._ledger = ledger
        self._handbook = handbook
        self._markup = markup
        self._desk = desk

    def gather(self, cycle: str = "") -> tuple[Candidate, ...]:
        """Return what wants attention in a cycle and is not being changed yet.

        Reviews due by the planned effective date (within 90 days if there is none), entries that a law or a
        phrase concerns which changed since the last quarterly release, and searches in vain.

        :raises UnknownCycleError: if there is none.
        """

    def assign(
        self,
        entry_id: str,
        *,
        owner: str = "",
        due: date | None = None,
        reason: str = "",
        cycle: str = "",
        seen: int | None = None,
    ) -> Change:
        """Put an entry on the plan, or say anew who takes it and by when; the id may be a new one.

        :param owner: empty for the one there is, or the entry's own.
        :param due: None for the one there is.
        :param seen: the version of the change that was looked at; None to overwrite whatever there is.
        :raises StaleRevisionError: if the change is another version by now.
        :raises CycleStateError: if the cycle is in neither plan nor edit, or another one changes the entry.
        :raises UnknownCycleError: if there is none.
        :raises RoleError: unless editor or publisher.
        """
