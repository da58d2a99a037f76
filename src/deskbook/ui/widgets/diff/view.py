"""A difference between two versions, to read by mouse, keyboard or ear: side by side or in one column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from deskbook.errors import DeskbookError
from deskbook.revision.diff import VersionDiff
from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.ui.actions import ActionId, diff_keys, key_text
from deskbook.ui.dialogs import show_problem
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.diff.marker import Marker
from deskbook.ui.widgets.diff.pane import Cell, DiffPane, sign
from deskbook.ui.widgets.diff.rows import Mood, Pieces, Row, rows, spoken
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.tools import tool_button

_NARROW = 620
"""Pixels below which two columns are no help."""


class DiffView(QWidget):
    """Shows a difference. Whether it is side by side is remembered for every place that shows one."""

    line_chosen = Signal(int)
    """A line of the new text, counted from 1, was clicked beside or chosen by key: to remark on it."""

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("diff")
        self._colours, self._preferences = colours, preferences
        self._diff: VersionDiff | None = None
        self._rows: tuple[Row, ...] = ()
        self._change = 0
        self._markers: Mapping[int, Marker] = {}
        self.old = DiffPane(colours, _("Old version"), numbers_new=False)
        self.new = DiffPane(colours, _("New version"), numbers_new=True)
        self.inline = DiffPane(colours, _("What changed"), numbers_new=True)
        for pane in (self.old, self.new, self.inline):
            pane.line_chosen.connect(self.line_chosen)
        self._level = QTimer(self, singleShot=True, interval=0)
        self._level.timeout.connect(self._keep_level)
        self.new.laid_out.connect(self._level.start)
        self._tie_scrolling()
        self._lay_out()
        self.clear()

    @property
    def side_by_side(self) -> bool:
        """Whether there are two columns now."""
        return self._preferences.current.side_by_side and self.width() >= _NARROW

    @property
    def changes(self) -> int:
        """How many changes there are."""
        return max((row.change for row in self._rows), default=0)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows

    def show_diff(self, diff: VersionDiff, old_name: str, new_name: str) -> None:
        """Show a difference, without remarks.

        :param old_name: what the old version is called, above its column; ``new_name`` the new one.
        """
        self._diff, self._markers = diff, {}
        self._old_name.setText(old_name)
        self._new_name.setText(new_name)
        self._both_names.setText(f"{old_name} → {new_name}")
        self._fill()

    def show_markers(self, markers: Mapping[int, Marker]) -> None:
        """Show what was remarked, by the line of the new text, counted from 1."""
        self._markers = markers
        self.new.show_markers(markers)
        self.inline.show_markers(markers)

    def clear(self) -> None:
        """Show nothing."""
        self._diff = None
        self._fill()

    def step(self, by: int) -> None:
        """Go to the next change, or the one before, and say what it is."""
        if not self.changes:
            return
        self._go_to_change((self._change - 1 + by) % self.changes + 1 if self._change else 1)

    def go_to_line(self, line: int) -> None:
        """Show a line of the new text, counted from 1; the whole text if need be."""
        number = self._row_of(line)
        if number is None and not self._whole.isChecked():
            self._whole.setChecked(True)
            self._fill()
            number = self._row_of(line)
        if number is not None:
            self._reading_pane().go_to_row(number)

    def take_keyboard(self) -> None:
        """Put the keyboard into the text."""
        self._reading_pane().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key that the text did not want."""
        acts: dict[ActionId, Callable[[], object]] = {
            ActionId.NEXT_CHANGE: lambda: self.step(1),
            ActionId.PREVIOUS_CHANGE: lambda: self.step(-1),
            ActionId.OTHER_LAYOUT: lambda: self._choose_layout(not self._preferences.current.side_by_side),
        }
        action = diff_keys().get(QKeySequence(event.keyCombination()))
        if action in acts:
            acts[action]()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fall back to one column where there is no room for two."""
        super().resizeEvent(event)
        self._show_layout()

    def _fill(self) -> None:
        diff, self._change = self._diff, 0
        self._rows = rows(diff, whole=self._whole.isChecked()) if diff is not None else ()
        self.old.show_cells([self._cell(row, row.old, row.old_line, "−") for row in self._rows])
        self.new.show_cells([self._cell(row, row.new, row.new_line, "+") for row in self._rows])
        self.inline.show_cells(
            [self._cell(row, row.inline, row.new_line or row.old_line, "") for row in self._rows]
        )
        self.show_markers(self._markers)
        if diff is not None and not self._rows:
            layout = diff.old_source != diff.new_source
            self._nothing.set_texts(
                _("Nothing differs."), _("Only blank lines or the notation differ.") if layout else ""
            )
        self._bar.setVisible(diff is not None)
        self._show_count()
        self._show_layout()

    def _cell(self, row: Row, pieces: Pieces | None, line: int, own: str) -> Cell:
        """Return what a column shows of a row; ``own`` is its sign for what was edited, empty for both."""
        colours, mood = self._colours, row.mood
        shown = sign(mood)
        if mood is Mood.EDITED and own:
            shown = own
        ground = {"+": colours.added_row, "−": colours.removed_row}.get(shown, "")
        return Cell(row, pieces, line, shown, ground)

    def _go_to_change(self, change: int) -> None:
        self._change = change
        number = next(n for n, row in enumerate(self._rows) if row.change == change)
        for pane in (self.old, self.new, self.inline):
            pane.show_current(change)
        self._reading_pane().go_to_row(number)
        self._show_count()
        told = _("Change {number} of {count}.").format(number=change, count=self.changes)
        said = " ".join([told, *(spoken(row) for row in self._rows if row.change == change)])
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _row_of(self, line: int) -> int | None:
        """Return the row that holds a line of the new text."""
        found = [n for n, row in enumerate(self._rows) if row.new is not None and 0 < row.new_line <= line]
        best = max(found, key=lambda n: self._rows[n].new_line, default=None)
        if best is None:
            return None
        row = self._rows[best]
        height = sum(piece.text.count("\n") for piece in row.new or ())
        return best if line <= row.new_line + height else None

    def _show_count(self) -> None:
        count = self.changes
        place = self._change or "–"
        self._count.setText(f"{place} / {count}")
        self._count.setToolTip(_("{count} changes").format(count=count))
        for button in (self.previous, self.next):
            button.setEnabled(count > 0)

    def _choose_layout(self, side_by_side: bool) -> None:
        try:
            self._preferences.change(side_by_side=side_by_side)
        except DeskbookError as error:
            show_problem(self, error)
        self._show_layout()
        if self._change:
            self._go_to_change(self._change)

    def _show_layout(self) -> None:
        had = any(pane.hasFocus() for pane in (self.old, self.new, self.inline))
        both = self.side_by_side
        wanted = self._preferences.current.side_by_side
        self.as_columns.setChecked(wanted)
        self.as_one.setChecked(not wanted)
        for chip in (self.as_columns, self.as_one):
            chip.setVisible(self.width() >= _NARROW)
        page: QWidget = self._columns if both else self._single
        if not self._rows:
            page = self._nothing if self._diff is not None else self._empty
        self._stack.setCurrentWidget(page)
        if had:
            self.take_keyboard()
        self._level.start()

    def _keep_level(self) -> None:
        if self.side_by_side and self._rows:
            heights = [max(pair) for pair in zip(self.old.heights(), self.new.heights(), strict=True)]
            self.old.level(heights)
            self.new.level(heights)

    def _reading_pane(self) -> DiffPane:
        return self.new if self.side_by_side else self.inline

    def _toggle_whole(self) -> None:
        self._fill()
        self.take_keyboard()

    def _tie_scrolling(self) -> None:
        one, other = self.old.verticalScrollBar(), self.new.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        self.old.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self) -> None:
        self._bar = self._make_bar()
        self._old_name, self._new_name, self._both_names = QLabel(), QLabel(), QLabel()
        self._columns = QWidget()
        row = QHBoxLayout(self._columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(_named(self._old_name, self.old), 1)
        row.addWidget(_named(self._new_name, self.new), 1)
        self._single = _named(self._both_names, self.inline)
        self._nothing = StatePage(icon("equals", self._colours.muted), "", "")
        self._empty = QWidget()
        self._stack = QStackedWidget()
        for page in (self._columns, self._single, self._nothing, self._empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("readingBar")
        key = f"({key_text(ActionId.OTHER_LAYOUT)})"
        self.as_columns = toggle_chip(
            _("Side by side"), lambda: self._choose_layout(True), f"{_('Side by side')} {key}"
        )
        self.as_one = toggle_chip(
            _("In one column"), lambda: self._choose_layout(False), f"{_('In one column')} {key}"
        )
        self._whole = toggle_chip(_("Whole text"), self._toggle_whole, _("What did not change, too"))
        self._count = QLabel()
        self._count.setProperty("type", "muted")
        self.previous = tool_button("arrow-up", _("Previous change"), self._colours, ActionId.PREVIOUS_CHANGE)
        self.previous.clicked.connect(lambda _on: self.step(-1))
        self.next = tool_button("arrow-down", _("Next change"), self._colours, ActionId.NEXT_CHANGE)
        self.next.clicked.connect(lambda _on: self.step(1))
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        chips = FlowLayout()
        for chip in (self.as_columns, self.as_one, self._whole):
            chips.addWidget(chip)
        row.addLayout(chips, 1)
        for part in (self._count, self.previous, self.next):
            row.addWidget(part)
        return bar


def _named(name: QLabel, pane: DiffPane) -> QWidget:
    holder = QWidget()
    name.setObjectName("diffName")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(name)
    column.addWidget(pane, 1)
    return holder
