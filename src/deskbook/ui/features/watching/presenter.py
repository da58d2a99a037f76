"""Watching the clipboard: what others put there is checked in memory and forgotten, never kept or logged."""

from __future__ import annotations

from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.services.guarding import Explained
from deskbook.services.sending import LONGEST_REPLY, Checked, Sender
from deskbook.ui.ports import Clipboard, Lane, Runner


class WatchView(Protocol):
    """What the presenter needs of the notice."""

    def show_notice(self, finding: Explained, more: int) -> None:
        """Say what the clipboard holds, and how much more there is, without taking the keyboard."""

    def end_notice(self) -> None:
        """Put the notice away."""


class WatchPresenter:
    """Checks the newest text on the clipboard while it is wanted."""

    def __init__(self, view: WatchView, sender: Sender, jobs: Runner, clipboard: Clipboard) -> None:
        self._view = view
        self._sender = sender
        self._jobs = jobs
        self._clipboard = clipboard
        self._text = ""
        self._asked = 0

    @property
    def text(self) -> str:
        """The text that the notice is about; empty if there is none."""
        return self._text

    def turn(self, on: bool) -> None:
        """Begin to watch, or stop."""
        self._clipboard.watch(self._told if on else None)
        if not on:
            self.dismiss()

    def dismiss(self) -> None:
        """Forget the text."""
        self._asked += 1
        self._text = ""
        self._view.end_notice()

    def recheck(self) -> None:
        """Look again at what the notice is about: the list of phrases may be another."""
        if self._text:
            self._told(self._text)

    def _told(self, text: str) -> None:
        self.dismiss()
        if not text.strip() or len(text) > LONGEST_REPLY:
            return
        number = self._asked

        def work() -> Checked | None:
            return self._sender.check(text) if number == self._asked else None

        def done(checked: Checked | None) -> None:
            if checked is not None and number == self._asked and checked.explained:
                self._text = text
                self._view.show_notice(checked.explained[0], len(checked.clearance.scan.hits) - 1)

        def failed(_error: DeskbookError) -> None:
            """Leave it: nobody asked for this text to be checked, and the next one is as good."""

        self._jobs.run(Lane.DRAFT, work, done, failed)
