"""The entries to choose from, with what is not saved on top."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.editing.sheet import Row
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON, kind_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.rows import ROW, Face, Line, ModelIndex, RowDelegate, RowList, RowModel
from deskbook.ui.widgets.search_field import SearchField

_HEIGHT, _MARGIN = 48, 6


class EntryModel(RowModel[Row]):
    """Entries, found by id."""

    def key(self, row: Row) -> str:
        """Return what an entry is found by."""
        return row.entry_id

    def title(self, row: Row) -> str:
        """Return what an entry is called."""
        return row.title

    def words(self, row: Row) -> tuple[str, ...]:
        """Return what is said of an entry."""
        return row.title, kind_name(row.kind), row.entry_id, _below(row)

    def hint(self, _row: Row) -> None:
        """Return nothing: the list is read in passing."""
        return


class EntryPane(QFrame):
    """A search field above the list; Enter or a click opens an entry."""

    sought = Signal(str)
    chosen = Signal(str)
    new_asked = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("left")
        self.model = EntryModel()
        self.field = SearchField()
        self.field.setPlaceholderText(_("Find an entry to edit"))
        self.field.setAccessibleName(_("Find an entry to edit"))
        self.field.setClearButtonEnabled(True)
        self.field.addAction(
            icon("magnifying-glass", colours.muted), SearchField.ActionPosition.LeadingPosition
        )
        new = QToolButton()
        new.setIcon(icon("plus", colours.text))
        new.setToolTip(f"{_('New entry')} ({key_text(ActionId.NEW_ENTRY)})")
        new.setAccessibleName(_("New entry"))
        new.clicked.connect(lambda _checked: self.new_asked.emit())
        self.list = _EntryList(colours)
        self.list.setModel(self.model)
        self.list.opened.connect(self._open)
        self.list.clicked.connect(self._open)
        self.field.committed.connect(self.sought)
        self.field.acted.connect(self._act)
        top = QHBoxLayout()
        top.setContentsMargins(12, 12, 8, 8)
        top.setSpacing(6)
        top.addWidget(self.field, 1)
        top.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self._current = ""

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """List entries; the one on the desk stays marked, else the first is."""
        top = self.list.verticalScrollBar().value()
        self.model.show(rows)
        row = self.model.row_of(self._current)
        self.list.setCurrentIndex(self.model.index(max(row, 0), 0))
        self.list.verticalScrollBar().setValue(top)

    def mark(self, entry_id: str) -> None:
        """Mark the entry that is on the desk."""
        self._current = entry_id
        row = self.model.row_of(entry_id)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _act(self, action: ActionId) -> None:
        steps = {ActionId.NEXT_HIT: 1, ActionId.PREVIOUS_HIT: -1, ActionId.PAGE_DOWN: 8, ActionId.PAGE_UP: -8}
        if action is ActionId.CLEAR:
            self.field.clear()
        elif action in {ActionId.COPY, ActionId.OPEN}:
            self._open(self.list.currentIndex())
        elif action in steps and self.model.rowCount():
            row = self.list.currentIndex().row() + steps[action]
            self.list.setCurrentIndex(self.model.index(max(0, min(self.model.rowCount() - 1, row)), 0))

    def _open(self, index: ModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, Row):
            self.chosen.emit(row.entry_id)


class _EntryList(RowList):
    opened = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__(_("Entries"))
        self.setItemDelegate(_EntryDelegate(colours, self, _HEIGHT, _MARGIN))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size."""
        return QSize(120, 80)


class _EntryDelegate(RowDelegate):
    """Kind and title, and below in small the id or that it is not saved."""

    def face(self, row: Row) -> Face:
        """Return how an entry looks."""
        colours = self.colours
        _ground, kind_ink = colours.pair(row.kind.value)
        ink = colours.on_warn if row.unsaved else colours.on_accent_soft if row.cycle else colours.muted
        return Face(
            (
                Line(row.title, colours.text, 14, Qt.AlignmentFlag.AlignTop),
                Line(_below(row) or row.entry_id, ink, 12, Qt.AlignmentFlag.AlignBottom),
            ),
            KIND_ICON[row.kind],
            kind_ink,
        )


def _below(row: Row) -> str:
    """Return what is the matter with an entry; empty if nothing is."""
    if row.unsaved is not None:
        at = row.unsaved.astimezone()
        return _("Not saved · typed {day} {time}").format(day=f"{at:%m-%d}", time=f"{at:%H:%M}")
    if row.new:
        return _("New in {cycle}").format(cycle=row.cycle)
    return _("Draft in {cycle}").format(cycle=row.cycle) if row.cycle else ""
