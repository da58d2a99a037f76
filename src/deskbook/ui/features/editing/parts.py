"""Adding, moving and removing the steps and variants of the text, where the cursor is."""

from __future__ import annotations

from collections.abc import Callable

from deskbook.model.entry import END
from deskbook.model.outline import Edited, Place
from deskbook.ports import SourceEditor
from deskbook.ui.features.editing.sheet import Sheet


class PartTools:
    """Each edit is one that can be undone."""

    def __init__(
        self,
        sources: SourceEditor,
        sheet: Callable[[], Sheet | None],
        apply: Callable[[str, int, int], None],
    ) -> None:
        self._sources, self._sheet, self._apply = sources, sheet, apply

    def add_variant(self, name: str, anchor: str) -> None:
        """Add a variant to a frequent question."""
        sheet = self._sheet()
        if sheet is not None:
            self._edit(self._sources.with_variant(sheet.text, name, anchor))

    def add_step(self, title: str) -> None:
        """Add a step below the one the cursor is in, or at the end."""
        sheet = self._sheet()
        if sheet is not None:
            steps, number = self._steps(sheet)
            after = len(steps) - 1 if number is None else number
            self._edit(self._sources.with_step(sheet.text, after, title))

    def move_step(self, by: int) -> None:
        """Move the step the cursor is in."""
        sheet = self._sheet()
        if sheet is not None:
            steps, number = self._steps(sheet)
            if number is not None and 0 <= number + by < len(steps):
                self._edit(self._sources.with_step_moved(sheet.text, number, by))

    def remove_step(self) -> None:
        """Take out the step the cursor is in."""
        sheet = self._sheet()
        if sheet is not None:
            _steps, number = self._steps(sheet)
            if number is not None:
                self._edit(self._sources.without_step(sheet.text, number))

    def add_decision(self, condition: str, ending: str) -> None:
        """Add a decision to the step the cursor is in; it leads to the next step, or to the end."""
        sheet = self._sheet()
        if sheet is None:
            return
        steps, number = self._steps(sheet)
        if number is not None:
            following = steps[number + 1] if number + 1 < len(steps) else None
            target, label = (following.anchor, following.title) if following else (END, ending)
            self._edit(self._sources.with_decision(sheet.text, number, condition, target, label))

    def go_to_step(self, anchor: str) -> None:
        """Put the cursor at a step."""
        sheet = self._sheet()
        if sheet is None:
            return
        lines = sheet.text.split("\n")
        for step in self._sources.steps(sheet.text):
            if step.anchor == anchor:
                start = sum(len(line) + 1 for line in lines[: step.start])
                self._apply(sheet.text, start, start)

    def _steps(self, sheet: Sheet) -> tuple[tuple[Place, ...], int | None]:
        """Return the steps and the number of the one the cursor is in."""
        steps = self._sources.steps(sheet.text)
        line = sheet.text.count("\n", 0, sheet.cursor)
        return steps, next((n for n, step in enumerate(steps) if step.start <= line < step.end), None)

    def _edit(self, edited: Edited) -> None:
        self._apply(edited.source, edited.start, edited.end)
