"""Drafts: saving an entry's next text inside a cycle, and sending it to review."""

from __future__ import annotations

from dataclasses import replace

from deskbook.errors import (
    CycleStateError,
    Message,
    StaleRevisionError,
    TakenIdError,
    UnknownChangeError,
    UnsoundDraftError,
)
from deskbook.model.audit import Action
from deskbook.model.cycle import Change, ChangeKind, Cycle
from deskbook.model.entry import AnyEntry, Kind, Status
from deskbook.model.person import Role
from deskbook.model.problem import Problem
from deskbook.model.register import Register
from deskbook.ports import Markup, UnitOfWork
from deskbook.revision.cycle import Act, after
from deskbook.services.drafting import Draft, begun, current_draft, number_of, unsettled, with_cycle
from deskbook.services.ledger import Acting, Ledger


class Drafts:
    """The changes of the open cycles. Thread-safe; every save is a revision, and none is ever lost."""

    def __init__(self, ledger: Ledger, markup: Markup) -> None:
        self._ledger = ledger
        self._markup = markup

    def text(self, entry_id: str, cycle: str = "") -> Draft:
        """Return the text of an entry or register to go on writing from.

        :param cycle: where it will be saved, as for :meth:`save`.
        :raises UnknownEntryError: if it neither exists nor is being written.
        """
        with self._ledger.reading() as work:
            return current_draft(work, entry_id, cycle)

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
        archived = self.is_archived(entry_id, source)
        with self._ledger.writing(Role.EDITOR) as acting:
            change = self.save_within(
                acting, entry_id, source, seen=seen, message=message, cycle=cycle, archived=archived
            )
            acting.commit()
        return change

    def save_within(
        self,
        acting: Acting,
        entry_id: str,
        source: str,
        *,
        seen: int | None,
        message: str,
        archived: bool,
        cycle: str = "",
    ) -> Change:
        """Save a text as :meth:`save` does, inside a unit of work of the caller's.

        :param archived: what :meth:`is_archived` says of the text, found out before the write lock was taken.
        """
        target, change = begun(acting, entry_id, cycle, Act.SAVE)
        known = change.head or change.base
        if seen is None and known is not None:
            raise TakenIdError(entry_id) if change.head is None else StaleRevisionError(entry_id)
        if seen != known:
            raise StaleRevisionError(entry_id)
        return self._store(acting, target, change, source, message, archived=archived)

    def merge(self, entry_id: str, source: str, *, seen: int, onto: int | None, message: str = "") -> Change:
        """Save a text that takes the accepted revision ``onto`` into account; it becomes the change's base.

        A change that was carried over is taken up by the open cycle, as it is by :meth:`save`.

        :param seen: the head that the text was made from.
        :param onto: the accepted revision, None where there is none any more.
        :raises StaleRevisionError: if either is another by now.
        :raises UnknownChangeError: if the entry is not being changed.
        :raises UnsoundDraftError: if the text does not read as this entry.
        :raises CycleStateError: if the cycle is not in state edit, or no open one is.
        :raises UnknownCycleError: if no cycle is open.
        :raises RoleError: unless editor.
        """
        archived = self.is_archived(entry_id, source)
        with self._ledger.writing(Role.EDITOR) as acting:
            target, change = begun(acting, entry_id, "", Act.SAVE)
            if change.head is None:
                raise UnknownChangeError(entry_id)
            if (seen, onto) != (change.head, number_of(acting.work.entries.find(entry_id))):
                raise StaleRevisionError(entry_id)
            moved = replace(change, base=onto)
            change = self._store(acting, target, moved, source, message, archived=archived, again=True)
            acting.commit()
        return change

    def retire(self, entry_id: str, *, message: str, cycle: str = "") -> Change:
        """Save the entry with its status set to archived: once published, agents no longer find it.

        :raises UnknownEntryError: if it does not exist.
        :raises UnsoundDraftError: if it is a register, or retired already.
        :raises CycleStateError: as :meth:`save` does.
        :raises RoleError: unless editor.
        """
        source, seen = self.retired(entry_id, cycle)
        return self.save(entry_id, source, seen=seen, message=message, cycle=cycle)

    def retired(self, entry_id: str, cycle: str = "") -> tuple[str, int]:
        """Return the text of an entry with its status set to archived, and the revision it is made from.

        :param cycle: where it will be saved, as for :meth:`save`.
        :raises UnknownEntryError: if it does not exist.
        :raises UnsoundDraftError: if it is a register, or retired already.
        """
        if entry_id in set(Register):
            raise UnsoundDraftError(
                Message("“{id}” is a register; it cannot be retired.", id=entry_id),
                Message("Take single values out of it instead."),
            )
        draft = self.text(entry_id, cycle)
        source = self._markup.archived(draft.source)
        if source == draft.source:
            raise UnsoundDraftError(
                Message("“{id}” is retired already.", id=entry_id), Message("There is nothing to do.")
            )
        return source, draft.seen

    def submit(self, entry_id: str, *, seen: int, message: str = "") -> Change:
        """Send the head of a change to review.

        :param seen: the head that is meant.
        :param message: what the release notes say; empty to keep the one there is.
        :raises StaleRevisionError: if the head is another by now.
        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle or the change is in another state, or there is no message.
        :raises RoleError: unless editor.
        """
        with self._ledger.writing(Role.EDITOR) as acting:
            target, change = with_cycle(acting.work, entry_id)
            state = after(target, change, Act.SUBMIT)
            if change.head != seen:
                raise StaleRevisionError(entry_id)
            message = message.strip() or change.message
            if not message:
                raise CycleStateError(
                    Message("The change of “{id}” does not say what it changes.", id=entry_id),
                    Message("Give a message; the release notes are made of it."),
                )
            change = acting.work.changes.put(replace(change, state=state, message=message))
            acting.record(Action.SUBMIT, entry_id, change.head, change.cycle)
            acting.commit()
        return change

    def withdraw(self, entry_id: str, *, reason: str = "") -> Change:
        """Give a change up. Its revisions stay in the history.

        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle is in a state that does not allow it.
        :raises RoleError: unless editor or publisher.
        """
        return self._settle(entry_id, Act.WITHDRAW, Action.WITHDRAW, reason)

    def carry(self, entry_id: str) -> Change:
        """Take a change out of its cycle; the next quarterly cycle takes it up, or the next save in one.

        :raises UnknownChangeError: if the entry is not being changed.
        :raises CycleStateError: if the cycle is in a state that does not allow it.
        :raises RoleError: unless editor or publisher.
        """
        return self._settle(entry_id, Act.CARRY, Action.CARRY, "")

    def id_of(self, source: str, path: str = "") -> str:
        """Return the id of the entry that a text is.

        :param path: where it was read, for errors.
        :raises UnsoundDraftError: if it does not read as an entry.
        """
        return self._entry(source, path).id

    def is_archived(self, entry_id: str, source: str) -> bool:
        """Tell whether a text sets the entry's status to archived.

        :raises UnsoundDraftError: if it does not read as the entry or register of this id.
        """
        if entry_id in set(Register):
            self._require_register(entry_id, source)
            return False
        entry = self._entry(source, entry_id)
        if entry.id != entry_id:
            raise UnsoundDraftError(
                Message("The text is that of “{found}”, not of “{id}”.", found=entry.id, id=entry_id),
                Message("An id never changes; write a new entry instead."),
            )
        return entry.status is Status.ARCHIVED

    def _entry(self, source: str, where: str) -> AnyEntry:
        parsed = self._markup.parse(source)
        if isinstance(parsed, tuple):
            raise _unsound(parsed[0], where)
        return parsed

    def _require_register(self, register: str, source: str) -> None:
        shop = register == Register.SHOP
        parsed = self._markup.parse_shop(source) if shop else self._markup.parse_laws(source)
        for found in parsed if isinstance(parsed, tuple) else ():
            if isinstance(found, Problem):
                raise _unsound(found, register)

    def _store(
        self,
        acting: Acting,
        target: Cycle,
        change: Change,
        source: str,
        message: str,
        *,
        archived: bool,
        again: bool = False,
    ) -> Change:
        """Keep a text as the head of a change.

        :param again: the change has to be reviewed again even if its text stays the same.
        """
        work = acting.work
        state = after(target, change, Act.SAVE)
        parent = change.head or change.base
        head = None if parent is None else work.entries.revision(change.entry_id, parent)
        same = head is not None and head.source == source
        if same and change.head is None:
            raise UnsoundDraftError(
                Message("The text is the accepted one; there is nothing to save."),
                Message("Change the text first."),
                change.entry_id,
            )
        if head is None or not same:
            head = work.entries.draft(
                change.entry_id,
                _kind_of(change.entry_id),
                source,
                author=acting.person.name,
                message=message or change.message,
                at=acting.at,
                parent=parent,
            )
        change = replace(
            change,
            kind=self._change_kind(work, change, archived=archived),
            state=change.state if same and not again else state,
            head=head.number,
            author=head.author,
            message=message or change.message,
        )
        change = work.changes.put(change) if change.id else work.changes.add(change)
        if not same:
            work.changes.saved(change.id, head.number)
        acting.record(Action.SAVE, change.entry_id, head.number, f"{change.cycle} {head.hash}")
        return change

    def _change_kind(self, work: UnitOfWork, change: Change, *, archived: bool) -> ChangeKind:
        if change.base is None:
            return ChangeKind.NEW
        base = work.entries.revision(change.entry_id, change.base)
        if archived and not self.is_archived(change.entry_id, base.source):
            return ChangeKind.RETIRE
        return ChangeKind.EDIT

    def _settle(self, entry_id: str, act: Act, action: Action, reason: str) -> Change:
        with self._ledger.writing(Role.EDITOR, Role.PUBLISHER) as acting:
            target, change = with_cycle(acting.work, entry_id)
            change = acting.work.changes.put(replace(change, state=after(target, change, act)))
            acting.record(action, entry_id, change.head, f"{change.cycle} {reason}".strip())
            acting.commit()
        return change


def _unsound(problem: Problem, where: str) -> UnsoundDraftError:
    return UnsoundDraftError(problem.reason, problem.remedy, f"{where}:{problem.line}")


def _kind_of(entry_id: str) -> str:
    """Return the kind that an entry's or a register's id names.

    :raises ValueError: if it is no id.
    """
    return entry_id if entry_id in set(Register) else Kind.of_id(entry_id).value
