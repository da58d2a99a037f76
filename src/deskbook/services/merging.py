"""Joining what two owners wrote at the same time: the newest saved text, and one that was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskbook.model.revision import Revision
from deskbook.model.unsaved import Settlement
from deskbook.ports import DeskData
from deskbook.revision.conflict import Choice, Conflict
from deskbook.revision.merge import merge
from deskbook.revision.merged import Merge
from deskbook.services.history import History
from deskbook.services.saving import Written

Settled = Choice | str | None
"""Whose text counts, or own words; None while it is open."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A text of one's own and the newest saved one, to be made one.

    :param base: the revision that ``mine`` was made from; None for a new entry.
    :param settled: for each conflict of ``merge``, as it was kept last.
    """

    entry_id: str
    base: Revision | None
    mine: str
    theirs: Revision
    merge: Merge
    settled: tuple[Settled, ...]


class Merging:
    """Three-way merges of entries. Thread-safe; what a person decided is kept from the first click on."""

    def __init__(self, history: History, written: Written, desk: DeskData) -> None:
        self._history = history
        self._written = written
        self._desk = desk

    def begin(self, entry_id: str, mine: str, seen: int | None) -> Joining:
        """Join a text with the newest saved one; conflicts that were settled before are settled again.

        :param mine: the exact source that was refused.
        :param seen: the revision that it was made from; None for a new entry.
        :raises UnknownEntryError: if nothing of the entry is saved.
        :raises UnknownRevisionError: if it has no revision ``seen``.
        """
        theirs = self._history.revision(entry_id, self._written.text(entry_id).seen)
        base = None if seen is None else self._history.revision(entry_id, seen)
        merged = merge(base.source if base else "", mine, theirs.source)
        kept = {one.conflict: one for one in self._desk.settlements(entry_id)}
        settled = tuple(_read(conflict, kept.get(conflict.digest)) for conflict in merged.conflicts)
        return Joining(entry_id, base, mine, theirs, merged, settled)

    def onto_accepted(self, entry_id: str) -> Joining | None:
        """Join a draft with the text that another release accepted since the change was begun.

        :return: None where nothing was accepted meanwhile, or the entry is not accepted any more; nothing is
            settled in it.
        :raises UnknownEntryError: if it neither exists nor is being written.
        """
        draft = self._written.text(entry_id)
        if not draft.stale or draft.change is None or draft.accepted is None:
            return None
        number = draft.change.base
        base = None if number is None else self._history.revision(entry_id, number)
        merged = merge(base.source if base else "", draft.source, draft.accepted.source)
        return Joining(entry_id, base, draft.source, draft.accepted, merged, (None,) * len(merged.conflicts))

    def keep(self, joining: Joining, settled: Sequence[Settled]) -> None:
        """Keep what was decided; it survives a kill from here on, until the entry is saved or given up.

        :raises StorageError: if it cannot be written.
        """
        pairs = zip(joining.merge.conflicts, settled, strict=True)
        made = [_written(conflict, choice) for conflict, choice in pairs if choice is not None]
        self._desk.keep_settlements(joining.entry_id, {one.conflict: one for one in made}.values())


def _read(conflict: Conflict, kept: Settlement | None) -> Settled:
    if kept is None:
        return None
    if not kept.choice:
        return kept.words
    choice = Choice(kept.choice)
    return None if choice is Choice.BOTH and not conflict.joins else choice


def _written(conflict: Conflict, settled: Choice | str) -> Settlement:
    if isinstance(settled, str):
        return Settlement(conflict.digest, "", settled)
    return Settlement(conflict.digest, settled.value)
