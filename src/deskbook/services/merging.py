"""Joining a text with another that came between: one that was saved meanwhile, or accepted by a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskbook.errors import StaleRevisionError
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
    """A text of one's own and another one, to be made one.

    :param base: the revision that both were made from; None for a new entry.
    :param theirs: the newest saved text or, if ``accepted``, what another release accepted since the
        change was begun; None if a release took the accepted text back.
    :param seen: the newest saved revision; give it back when saving what comes of it.
    :param settled: for each conflict of ``merge``, as it was kept last.
    """

    entry_id: str
    base: Revision | None
    mine: str
    theirs: Revision | None
    merge: Merge
    settled: tuple[Settled, ...]
    seen: int
    accepted: bool = False


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
        return Joining(entry_id, base, mine, theirs, merged, self._settled(entry_id, merged), theirs.number)

    def onto_accepted(
        self, entry_id: str, mine: str | None = None, seen: int | None = None
    ) -> Joining | None:
        """Join a draft with the text that another release accepted since the change was begun.

        :param mine: what was typed on top of the draft's revision ``seen``; None for the draft as saved.
        :return: None where nothing was accepted meanwhile.
        :raises StaleRevisionError: if the draft is another revision than ``seen`` by now.
        :raises UnknownEntryError: if it neither exists nor is being written.
        """
        draft = self._written.text(entry_id)
        if mine is not None and draft.seen != seen:
            raise StaleRevisionError(entry_id)
        if not draft.stale or draft.change is None:
            return None
        source, theirs, number = draft.source if mine is None else mine, draft.accepted, draft.change.base
        base = None if number is None else self._history.revision(entry_id, number)
        if theirs is None:
            merged = merge("", source, "")  # the draft stands as it is
        else:
            merged = merge(base.source if base else "", source, theirs.source)
        settled = self._settled(entry_id, merged)
        return Joining(entry_id, base, source, theirs, merged, settled, draft.seen, accepted=True)

    def keep(self, joining: Joining, settled: Sequence[Settled]) -> None:
        """Keep what was decided; it survives a kill from here on, until the entry is saved or given up.

        :raises StorageError: if it cannot be written.
        """
        pairs = zip(joining.merge.conflicts, settled, strict=True)
        made = [_written(conflict, choice) for conflict, choice in pairs if choice is not None]
        self._desk.keep_settlements(joining.entry_id, {one.conflict: one for one in made}.values())

    def _settled(self, entry_id: str, merged: Merge) -> tuple[Settled, ...]:
        kept = {one.conflict: one for one in self._desk.settlements(entry_id)}
        return tuple(_read(conflict, kept.get(conflict.digest)) for conflict in merged.conflicts)


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
