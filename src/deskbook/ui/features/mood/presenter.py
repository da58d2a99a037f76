"""Reading the message in the search field, and copying what to say first."""

from __future__ import annotations

from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.services.calming import Advice, Calming, Opener
from deskbook.services.sending import Checked, Sender
from deskbook.ui.ports import Clipboard, Lane, Runner


class MoodView(Protocol):
    """What the presenter needs of the strip."""

    def show_advice(self, advice: Advice) -> None:
        """Show what was read, by which words, and what to say first; never take the keyboard."""

    def end_advice(self) -> None:
        """Disappear."""

    def say_copied(self, opener: Opener) -> None:
        """Confirm a copy."""

    def say_problem(self, error: DeskbookError) -> None:
        """Say that nothing was copied because something went wrong."""

    def open_script(self, opener: Opener) -> None:
        """Go on with an opener at its entry: something is asked for it, or speaks against it."""


class MoodPresenter:
    """Reads each message once it is committed. Nothing of it is kept."""

    def __init__(
        self, view: MoodView, calming: Calming, sender: Sender, jobs: Runner, clipboard: Clipboard
    ) -> None:
        self._view = view
        self._calming = calming
        self._sender = sender
        self._jobs = jobs
        self._clipboard = clipboard
        self._on = True
        self._text = ""
        self._asked = 0
        self._advice: Advice | None = None

    @property
    def advice(self) -> Advice | None:
        """What is shown; None if the message is calm."""
        return self._advice

    def turn(self, on: bool) -> None:
        """Begin to read messages, or stop."""
        self._on = on
        self.read(self._text)

    def read(self, text: str) -> None:
        """Read another message."""
        self._text = text
        self._asked += 1
        number = self._asked
        if not self._on or not text.strip():
            self._show(None)
            return

        def work() -> Advice | None:
            return self._calming.read(text) if number == self._asked else None

        def done(advice: Advice | None) -> None:
            if number == self._asked:
                self._show(advice)

        def failed(_error: DeskbookError) -> None:
            """Leave it: nobody asked for it, and the search says what is wrong with the handbook."""

        self._jobs.run(Lane.CHECK, work, done, failed)

    def dismiss(self) -> None:
        """Show nothing more about this message."""
        self._asked += 1
        self._show(None)

    def copy(self, number: int) -> None:
        """Copy an opener, counted from 1; where something is to be filled in or decided, go there."""
        openers = self._advice.openers if self._advice is not None else ()
        if not 0 < number <= len(openers):
            return
        opener = openers[number - 1]
        if opener.blank:
            self._view.open_script(opener)
            return

        def work() -> Checked:
            return self._sender.release(opener.text, opener.entry)

        def done(checked: Checked) -> None:
            if checked.clearance.allows() and not opener.copyable.pictures:
                self._clipboard.put(opener.text)
                self._view.say_copied(opener)
            else:
                self._view.open_script(opener)

        self._jobs.run(Lane.COPY, work, done, self._view.say_problem)

    def _show(self, advice: Advice | None) -> None:
        if advice == self._advice:
            return
        self._advice = advice
        if advice is None:
            self._view.end_advice()
        else:
            self._view.show_advice(advice)
