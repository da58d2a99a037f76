"""What lies on the editor's desk: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskbook.model.entry import Kind
from deskbook.services.editing import Vocabulary, Wrapping


@dataclass(frozen=True, slots=True)
class Row:
    """An entry to choose.

    :param unsaved: when something was typed that is not saved yet.
    :param cycle: the open cycle that holds a draft of it; empty if none does.
    :param new: whether agents have never read it.
    """

    entry_id: str
    kind: Kind
    title: str
    unsaved: datetime | None = None
    cycle: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The entry on the desk.

    :param saved: the text as it was saved last, ``kept`` as it was kept last; both as they are written on.
    :param seen: the revision that the text was made from; None for a new entry.
    :param behind: whether a release accepted another text since the entry's change was begun.
    """

    entry_id: str
    saved: str
    kept: str
    seen: int | None
    wrapping: Wrapping
    text: str
    cursor: int = 0
    behind: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything is not saved."""
        return self.text != self.saved or self.seen is None


@dataclass(frozen=True, slots=True)
class Handover:
    """What was on a desk that is built anew."""

    sheet: Sheet
    vocabulary: Vocabulary
