"""Drafts: saving an entry's next text inside a cycle, and sending it to review."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskbook.errors import (
    CycleStateError,
    Message,
    StaleRevisionError,
    TakenIdError,
    UnknownChangeError,
    UnknownCycleError,
    UnknownEntryError,
    UnsoundDraftError,
)
from deskbook.model.audit import Action
from deskbook.model.cycle import Change, ChangeKind, ChangeState, Cycle, CycleState
from deskbook.model.entry import Status
from deskbook.model.person import Role
from deskbook.model.problem import Problem
from deskbook.model.register import Register
from deskbook.model.revision import Revision, Stored, content_hash
from deskbook.ports import Markup, UnitOfWork
from deskbook.revision.cycle import Act, after, require
from deskbook.services.cycles import find_cycle, take_up
from deskbook.services.ledger import Acting, Ledger


@dataclass(frozen=True, slots=True)
class Draft:
    """The text to go on writing from.

    :param kind: a :class:`Kind` or :class:`Register` value.
    :param source: of the change's head where the entry is being changed, else of the accepted revision.
    :param seen: the number of that revision; give it back to :meth:`Drafts.save`.
    :param change: the unsettled change, or the carried one that a save takes up; None if there is none.
    :param accepted: the accepted revision; None for an entry that was never accepted.
    """

    entry_id: str
    kind: str
    source: str
    seen: int
    change: Change | None
    accepted: Revision | None

    @property
    def stale(self) -> bool:
        """Whether another revision was accepted since the change was begun: it needs a merge."""
        accepted = self.accepted.number if self.accepted else None
        return self.change is not None and self.change.base != accepted


class Drafts:
    """The changes of the open cycles. Thread-safe; every save is a revision, and none is ever lost."""

    def __init__(self, ledger: Ledger, markup: Markup) -> None:
        self._ledger = ledger
        self._markup = markup

    def text(self, entry_id: str) -> Draft:
        """Return the text of an entry or register to go on writing from.

        :raises UnknownEntryError: if it neither exists nor is being written.
        """
        with self._ledger.reading() as work:
            return _draft(work, entry_id)

    def change(self, entry_id: str) -> Change:
        """Return the unsettled change of an entry.

        :raises UnknownChangeError: if there is none.
        """
        with self._ledger.reading() as work:
            return unsettled(work, entry_id)

    def save(
        self, entry_id: str, source: str, *, seen: int | None, message: str = "", cycle: str = ""
    ) -> Change:
        """Save a text as the head of the entry's change, beginning the change if need be.

        The change is new, edit or retire by what the text does to the accepted one. A verdict on the
        earlier head no longer counts. The same text as before only keeps the message.

        :param seen: the revision that the text was made from, from :meth:`text`; None for a new entry.
        :param message: what the release notes say; empty to keep the one there is.
        :param cycle: where to begin the change; empty for the open cycle in state edit, the quarterly one
            if both are.
        :raises StaleRevisionError: if the newest text is another revision by now; nothing is lost or saved.
        :raises TakenIdError: if ``seen`` is None and the entry exists or existed.
        :raises UnsoundDraftError: if the text does not read as this entry, or says nothing new.
        :raises CycleStateError: if the cycle is not in state edit, or the entry is changed in another cycle.
        :raises UnknownCycleError: if no cycle is open.
        :raises RoleError: unless editor.
        """
        kind = self._sound(entry_id, source)
        with self._ledger.writing(Role.EDITOR) as acting:
            change = self.save_within(acting, entry_id, kind, source, seen=seen, message=message, cycle=cycle)
            acting.commit()
        return change

    def merge(self, entry_id: str, source: str, *, seen: int, onto: int | None, message: str = "") -> Change:
        """Save a text that takes the accepted revision ``onto`` into account; it becomes the change's base.

        :param seen: the head that the text was made from.
        :param onto: the accepted revision, None where there is none any more.
        :raises StaleRevisionError: if either is another by now.
        :raises UnknownChangeError: if the entry is not being changed.
        :raises UnsoundDraftError: if the text does not read as this entry.
        :raises CycleStateError: if the cycle is not in state edit.
        :raises RoleError: unless editor.
        """

    def retire(self, entry_id: str, *, message: str, cycle: str = "") -> Change:
        """Save the entry with its status set to archived: once published, agents no longer find it.

        :raises UnknownEntryError: if it does not exist.
        :raises UnsoundDraftError: if it is a register, or retired already.
        :raises CycleStateError: as :meth:`save` does.
        :raises RoleError: unless editor.
        """

    def submit(self, entry_id: str, *, seen: int, message: str = "") -> Change:
        """Send the head of a change to review.

        :param seen: the head that is meant.
        :param message: what the release notes say; empty to keep the one there is.
        :raises StaleRevisionError: if the head is another by now.
        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle or the change is in another state, or there is no message.
        :raises RoleError: unless editor.
        """

    def withdraw(self, entry_id: str, *, reason: str = "") -> Change:
        """Give a change up. Its revisions stay in the history.

        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle is in a state that does not allow it.
        :raises RoleError: unless editor or publisher.
        """

    def carry(self, entry_id: str) -> Change:
        """Take a change out of its cycle; the next quarterly cycle, or the next save, takes it up again.

        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle is in a state that does not allow it.
        :raises RoleError: unless editor or publisher.
        """
