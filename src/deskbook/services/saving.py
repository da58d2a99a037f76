"""Saving from the editor: into the open cycle, or at once while a workspace is being set up."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.errors import Message, StaleRevisionError, UnsoundDraftError
from deskbook.model.audit import Action
from deskbook.model.cycle import ChangeKind
from deskbook.model.entry import Kind
from deskbook.model.person import Role
from deskbook.model.register import Register
from deskbook.services.changes import Drafts
from deskbook.services.drafting import Draft, current_draft
from deskbook.services.history import title_of
from deskbook.services.ledger import Acting, Ledger


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft of an open cycle; ``new`` if agents have never read its entry."""

    entry_id: str
    title: str
    cycle: str
    new: bool


class Written:
    """The :class:`deskbook.services.editing.Drafts` of any workspace."""

    def __init__(self, ledger: Ledger, drafts: Drafts) -> None:
        self._ledger = ledger
        self._drafts = drafts

    def text(self, entry_id: str) -> Draft:
        """Return the text of an entry to go on writing from.

        :raises UnknownEntryError: if it neither exists nor is being written.
        """
        return self._drafts.text(entry_id)

    def taken(self, entry_id: str) -> bool:
        """Tell whether an id belongs to an entry that exists or existed, if only as a draft."""
        with self._ledger.reading() as work:
            return work.entries.kind(entry_id) is not None

    def begun(self) -> tuple[Begun, ...]:
        """Return the texts that the open cycles hold."""
        with self._ledger.reading() as work:
            changes = [change for cycle in work.cycles.open() for change in work.changes.of_cycle(cycle.name)]
            return tuple(
                Begun(
                    change.entry_id,
                    title_of(work.entries.revision(change.entry_id, change.head)),
                    change.cycle,
                    new=change.kind is ChangeKind.NEW,
                )
                for change in changes
                if change.head is not None
                and not change.state.settled
                and change.entry_id not in set(Register)
            )

    def retire(self, entry_id: str, *, message: str) -> None:
        """Save an entry with its status set to archived.

        :raises UnsoundDraftError: if it is retired already.
        :raises CycleStateError: as :meth:`save` does.
        :raises RoleError: unless editor.
        """
        source, seen = self._drafts.retired(entry_id)
        self.save(entry_id, source, seen=seen, message=message)

    def save(self, entry_id: str, source: str, *, seen: int | None, message: str = "") -> None:
        """Save a revision: the head of a change from the first cycle on, before that the accepted text.

        :raises StaleRevisionError: if the newest text is another revision by now; nothing is saved.
        :raises CycleStateError: if there was a cycle before and none is in state edit.
        :raises RoleError: unless editor.
        """
        with self._ledger.reading() as work:
            governed = work.cycles.governed()
        if governed:
            self._drafts.save(entry_id, source, seen=seen, message=message)
            return
        with self._ledger.writing(Role.EDITOR) as acting:
            _accept(acting, entry_id, source, seen, message)
            acting.commit()

    def merge(self, entry_id: str, source: str, *, seen: int, onto: int | None, message: str = "") -> None:
        """Save a text that takes the accepted revision ``onto`` into account, as :meth:`Drafts.merge` does.

        :raises StaleRevisionError: if the draft's revision or the accepted one is another by now.
        :raises CycleStateError: as :meth:`save` does.
        :raises RoleError: unless editor.
        """
        self._drafts.merge(entry_id, source, seen=seen, onto=onto, message=message)

    def restore(self, entry_id: str, number: int, *, seen: int, message: str) -> None:
        """Save the text of an older revision as the newest.

        :param seen: the revision that is the newest one, as the person saw it.
        :raises UnknownEntryError: if the entry, or its revision ``number``, does not exist.
        :raises StaleRevisionError: if the newest text is another revision by now; nothing is saved.
        :raises UnsoundDraftError: if the text is the newest one already.
        :raises CycleStateError: as :meth:`save` does.
        :raises RoleError: unless editor.
        """
        with self._ledger.reading() as work:
            older = work.entries.revision(entry_id, number)
            newest = current_draft(work, entry_id)
        if newest.seen == seen and newest.source == older.source:
            raise UnsoundDraftError(
                Message("Revision {number} says what the newest one says.", number=number),
                Message("There is nothing to restore."),
                entry_id,
            )
        self.save(entry_id, older.source, seen=seen, message=message)


def _accept(acting: Acting, entry_id: str, source: str, seen: int | None, message: str) -> None:
    stored = acting.work.entries.find(entry_id)
    if (stored.head.number if stored else None) != seen:
        raise StaleRevisionError(entry_id)
    kept = acting.work.entries.put(
        entry_id,
        Kind.of_id(entry_id).value,
        source,
        author=acting.person.name,
        message=message,
        at=acting.at,
        seen=stored.version if stored else None,
    )
    acting.record(Action.SAVE, entry_id, kept.head.number)
