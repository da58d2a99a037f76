"""The change of an entry inside a unit of work: which one it is, in which cycle, and what its text is now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskbook.errors import CycleStateError, Message, UnknownChangeError, UnknownCycleError, UnknownEntryError
from deskbook.model.cycle import Change, ChangeKind, ChangeState, Cycle, CycleKind
from deskbook.model.revision import Revision, Stored
from deskbook.ports import UnitOfWork
from deskbook.revision.cycle import Act, allows, require
from deskbook.services.cycles import find_cycle, take_up
from deskbook.services.ledger import Acting


@dataclass(frozen=True, slots=True)
class Draft:
    """The text to go on writing from.

    :param kind: a :class:`Kind` or :class:`Register` value.
    :param source: of the change's head where the entry is being changed, else of the accepted revision.
    :param seen: the number of that revision; give it back to :meth:`deskbook.services.changes.Drafts.save`.
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
        return self.change is not None and self.change.behind(accepted)


def current_draft(work: UnitOfWork, entry_id: str, cycle: str = "") -> Draft:
    """Return the text of an entry or register to go on writing from.

    :param cycle: where it will be saved; empty for the open cycle that allows it.
    :raises UnknownEntryError: if it neither exists nor is being written.
    """
    change = work.changes.of_entry(entry_id)
    if change is None:
        open_ones = (one for one in work.cycles.open() if cycle in {"", one.name})
        target = next((one for one in open_ones if allows(one, Act.SAVE)), None)
        change = _carried(work, entry_id, target) if target else None
    stored = work.entries.find(entry_id)
    accepted = stored.head if stored else None
    head = change.head if change else None
    revision = accepted if head is None else work.entries.revision(entry_id, head)
    kind = work.entries.kind(entry_id)
    if revision is None or kind is None:
        raise UnknownEntryError(entry_id)
    return Draft(entry_id, kind, revision.source, revision.number, change, accepted)


def unsettled(work: UnitOfWork, entry_id: str) -> Change:
    """Return the unsettled change of an entry.

    :raises UnknownChangeError: if there is none.
    """
    change = work.changes.of_entry(entry_id)
    if change is None:
        raise UnknownChangeError(entry_id)
    return change


def begun(acting: Acting, entry_id: str, cycle: str, act: Act) -> tuple[Cycle, Change]:
    """Return the change of an entry with its cycle, taking up a carried one; a new one has no id yet.

    :param cycle: where it should be; empty for the open cycle that allows ``act``.
    :raises CycleStateError: if another cycle changes the entry, or no open cycle allows ``act``.
    :raises UnknownCycleError: if no cycle is open.
    """
    work = acting.work
    base = number_of(work.entries.find(entry_id))
    change = work.changes.of_entry(entry_id)
    if change is not None:
        target = find_cycle(work, change.cycle)
        if cycle not in {"", target.name}:
            raise CycleStateError(
                Message("“{id}” is being changed in cycle {cycle}.", id=entry_id, cycle=target.name),
                Message("Carry that change over, or withdraw it, first."),
            )
        # Until there is a text, a plan follows what is accepted.
        return target, replace(change, base=base) if change.head is None else change
    target = open_cycle(work, act, cycle)
    carried = _carried(work, entry_id, target)
    if carried is not None:
        return target, take_up(acting, target, carried)
    kind = ChangeKind.NEW if base is None else ChangeKind.EDIT
    return target, Change(0, target.name, entry_id, kind, ChangeState.PLANNED, base)


def open_cycle(work: UnitOfWork, act: Act, name: str = "") -> Cycle:
    """Return the cycle of this name; without a name the first open one that allows ``act``.

    :raises CycleStateError: if it, or every open one, is in a state that does not allow it.
    :raises UnknownCycleError: if there is none.
    """
    candidates = (find_cycle(work, name),) if name else work.cycles.open()
    if not candidates:
        raise UnknownCycleError
    target = next((one for one in candidates if allows(one, act)), candidates[0])
    require(target, act)
    return target


def with_cycle(work: UnitOfWork, entry_id: str) -> tuple[Cycle, Change]:
    """Return the unsettled change of an entry with its cycle.

    :raises UnknownChangeError: if there is none.
    """
    change = unsettled(work, entry_id)
    return find_cycle(work, change.cycle), change


def _carried(work: UnitOfWork, entry_id: str, target: Cycle) -> Change | None:
    """Return the carried-over change that a save in ``target`` takes up; an emergency leaves it waiting."""
    if target.kind is CycleKind.EMERGENCY:
        return None
    return next((change for change in work.changes.waiting() if change.entry_id == entry_id), None)


def number_of(stored: Stored | None) -> int | None:
    """Return the number of the accepted revision, None where there is none."""
    return None if stored is None else stored.head.number
