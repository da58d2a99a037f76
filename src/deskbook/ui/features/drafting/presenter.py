"""Checking a reply while it is written, and copying it once nothing speaks against it."""

from __future__ import annotations

from typing import Protocol

from deskbook.errors import DeskbookError, StaleHitError
from deskbook.model.entry import PLACEHOLDER_PATTERN
from deskbook.services.guarding import Explained, Replacement
from deskbook.services.sending import Checked, Sender
from deskbook.ui.ports import Clipboard, Lane, Runner

_REASONS = 3
"""Reasons given before that are offered again."""


class DraftingView(Protocol):
    """What the presenter needs of the draft box."""

    def show_empty(self) -> None:
        """Show that there is nothing to check."""

    def show_checking(self) -> None:
        """Show that the answer to the newest text is on its way."""

    def show_checked(self, checked: Checked) -> None:
        """Show what speaks against the text."""

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong; the text stays."""

    def ask_reason(self, checked: Checked, reasons: tuple[str, ...]) -> None:
        """Ask why the text is to be copied all the same."""

    def put_sentence(self, of: str, change: Replacement) -> None:
        """Replace a sentence of the text ``of``, so that it can be undone."""

    def say_copied(self, missing: tuple[str, ...]) -> None:
        """Confirm a copy; ``missing`` names the placeholders that still stand in it."""

    def say_blocked(self, checked: Checked) -> None:
        """Say that nothing was copied, and why no reason would help."""


class DraftingPresenter:
    """Numbers the checks: only the answer to the newest counts, and an older one that waits is skipped."""

    def __init__(self, view: DraftingView, sender: Sender, jobs: Runner, clipboard: Clipboard) -> None:
        self._view = view
        self._sender = sender
        self._jobs = jobs
        self._clipboard = clipboard
        self._text = ""
        self._asked = 0

    def edited(self, text: str) -> None:
        """Check a text as it stands now."""
        self._text = text
        self.recheck()

    def recheck(self) -> None:
        """Check the text again: it, the list of phrases or the language is another."""
        self._asked += 1
        number, text = self._asked, self._text
        if not text.strip():
            self._view.show_empty()
            return

        def work() -> Checked | None:
            return self._sender.check(text) if number == self._asked else None

        def done(checked: Checked | None) -> None:
            if checked is not None and number == self._asked:
                self._view.show_checked(checked)

        def failed(error: DeskbookError) -> None:
            if number == self._asked:
                self._view.show_problem(error)

        self._view.show_checking()
        self._jobs.run(Lane.DRAFT, work, done, failed)

    def copy(self, text: str, reason: str = "") -> None:
        """Copy a text if nothing speaks against it that the reason does not outweigh."""
        if not text.strip():
            return

        def work() -> tuple[Checked, tuple[str, ...]]:
            checked = self._sender.release(text, reason=reason)
            wants = checked.clearance.wants_reason and not checked.clearance.allows(reason)
            return checked, self._sender.reasons(_REASONS) if wants else ()

        def done(result: tuple[Checked, tuple[str, ...]]) -> None:
            checked, reasons = result
            if checked.clearance.allows(reason):
                self._clipboard.put(text)
                self._view.say_copied(tuple(dict.fromkeys(PLACEHOLDER_PATTERN.findall(text))))
            elif checked.clearance.blocked:
                self._view.say_blocked(checked)
            else:
                self._view.ask_reason(checked, reasons)

        self._jobs.run(Lane.COPY, work, done, self._view.show_problem)

    def use(self, text: str, finding: Explained, n: int) -> None:
        """Put a replacement in the place of the sentence that a finding is in."""

        def done(change: Replacement) -> None:
            self._view.put_sentence(text, change)

        def failed(error: DeskbookError) -> None:
            if isinstance(error, StaleHitError):
                self.edited(text)  # the text is newer than its answer
            else:
                self._view.show_problem(error)

        self._jobs.run(Lane.COPY, lambda: self._sender.replace(text, finding.hit, n), done, failed)
