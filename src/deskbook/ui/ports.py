"""What presenters need of the window's machinery; free of Qt, so that presenters are too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Protocol, TypeVar

from deskbook.errors import DeskbookError
from deskbook.model.picture import Picture

T = TypeVar("T")


class Lane(Enum):
    """A queue of work with a thread of its own: work in one lane never waits for another lane."""

    SEARCH = auto()
    READ = auto()
    PAGE = auto()
    """Reading the one entry that a person looks at."""
    COPY = auto()
    """Short work that a person waits for, such as the check before a copy."""
    DRAFT = auto()
    CHECK = auto()
    """Looking at a text while somebody writes it."""
    KEEP = auto()
    """Keeping and saving what was written, in the order it was written."""
    SHARE = auto()
    """Looking into a folder that may be a share, which answers late or never."""
    INSTALL = auto()
    """Verifying and installing a pack that somebody opened: it never waits for a share."""
    REVISE = auto()
    """What people do to the quarter's changes, in order, and reading them afterwards."""
    GATE = auto()
    """Looking for what stops a release, and publishing."""
    LONG = auto()


class Runner(Protocol):
    """Runs work off the window's thread; the outcome comes back on it."""

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DeskbookError], None],
    ) -> None:
        """Queue ``work``. Its result goes to ``done``, expected trouble to ``failed``.

        Anything else that ``work`` raises is a fault of the program and ends in the crash dialog.
        """

    def post(self, call: Callable[[], None]) -> None:
        """Call ``call`` on the window's thread soon; safe from any thread."""


class Clipboard(Protocol):
    """Where copied texts go."""

    def put(self, text: str, pictures: Sequence[Picture] = (), rich: str = "") -> None:
        """Put text on the clipboard, plain and rich, and the first picture.

        An empty text puts the picture there alone.

        :param rich: the same text as HTML without pictures; made of the plain one if empty.
        """

    def undo(self) -> bool:
        """Bring back what the clipboard held before the last :meth:`put`.

        :returns: False if that is not known, or if something else was put there since.
        """

    def watch(self, told: Callable[[str], None] | None) -> None:
        """Tell from now on of every text that another program puts on the clipboard; None ends it."""
