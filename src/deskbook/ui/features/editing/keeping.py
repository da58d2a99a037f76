"""Writing down what was typed, so that a kill loses the last seconds at most."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from deskbook.errors import DeskbookError
from deskbook.services.editing import Editing
from deskbook.ui.features.editing.sheet import Sheet
from deskbook.ui.ports import Lane, Runner


class Keeping:
    """Never writes an earlier text over a later one, though a closing window does not wait for its turn."""

    def __init__(self, editing: Editing, jobs: Runner) -> None:
        self._editing, self._jobs = editing, jobs
        self._writing = Lock()
        self._asked = 0
        self._written = 0

    def soon(
        self, sheet: Sheet, kept: Callable[[None], None], failed: Callable[[DeskbookError], None]
    ) -> None:
        """Keep a text in the background."""
        self._asked += 1
        number = self._asked
        self._jobs.run(Lane.KEEP, lambda: self._write_down(sheet, number), kept, failed)

    def now(self, sheet: Sheet) -> None:
        """Keep a text before anything else happens.

        :raises StorageError: if it cannot be written.
        """
        self._asked += 1
        self._write_down(sheet, self._asked)

    def _write_down(self, sheet: Sheet, number: int) -> None:
        with self._writing:
            if number < self._written:
                return
            self._written = number
            if sheet.changed:
                self._editing.keep(sheet.entry_id, sheet.text, seen=sheet.seen, cursor=sheet.cursor)
            else:
                self._editing.forget(sheet.entry_id)
