"""Saving while a workspace is being set up: before the first cycle a save takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deskbook.errors import StaleRevisionError
from deskbook.model.entry import Kind
from deskbook.ports import Workspace
from deskbook.services.handbook import Handbook


@dataclass(frozen=True, slots=True)
class AcceptedText:
    """The newest revision of an entry."""

    source: str
    seen: int


class SetupDrafts:
    """The :class:`deskbook.services.editing.Drafts` of a workspace without cycles."""

    def __init__(
        self, workspace: Workspace, handbook: Handbook, clock: Callable[[], datetime], author: str
    ) -> None:
        self._workspace = workspace
        self._handbook = handbook
        self._clock = clock
        self._author = author

    def text(self, entry_id: str) -> AcceptedText:
        """Return the newest revision.

        :raises UnknownEntryError: if there is no such entry.
        """
        head = self._handbook.stored(entry_id).head
        return AcceptedText(head.source, head.number)

    def save(self, entry_id: str, source: str, *, seen: int | None, message: str = "") -> None:
        """Save a revision.

        :raises StaleRevisionError: if the newest one is another by now; nothing is saved.
        """
        with self._workspace.work(write=True) as work:
            stored = work.entries.find(entry_id)
            if (stored.head.number if stored else None) != seen:
                raise StaleRevisionError(entry_id)
            work.entries.put(
                entry_id,
                Kind.of_id(entry_id).value,
                source,
                author=self._author,
                message=message,
                at=self._clock(),
                seen=stored.version if stored else None,
            )
            work.commit()
