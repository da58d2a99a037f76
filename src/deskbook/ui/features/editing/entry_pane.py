"""The entries to choose from, with what is not saved on top."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
)

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.editing.sheet import Row
from deskbook.ui.icons import draw_icon, icon
from deskbook.ui.texts import KIND_ICON, kind_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.search_field import SearchField

_ROW = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 48

ModelIndex = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """An immutable tuple of rows, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, entry_id: str) -> int:
        """Return the row of an entry, -1 if it is not there."""
        return next((number for number, row in enumerate(self._rows) if row.entry_id == entry_id), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows lie below."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.title, kind_name(row.kind), row.entry_id, _below(row))
            return ", ".join(part for part in parts if part)
        return None


class EntryPane(QFrame):
    """A search field above the list; Enter or a click opens an entry."""

    sought = Signal(str)
    chosen = Signal(str)
    new_asked = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("left")
        self.model = RowModel()
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
        row = index.data(_ROW) if index.isValid() else None
        if isinstance(row, Row):
            self.chosen.emit(row.entry_id)


class _EntryList(QListView):
    opened = Signal(object)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(_("Entries"))
        self.setItemDelegate(_RowDelegate(colours, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size."""
        return QSize(120, 80)


class _RowDelegate(QStyledItemDelegate):
    """Kind and title, and below in small the id or that it is not saved."""

    def __init__(self, colours: Colours, view: QListView) -> None:
        super().__init__(view)
        self._colours, self._view = colours, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(120, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        row = index.data(_ROW)
        area = QRect(option.rect)
        state = option.state
        colours = self._colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(colours.focus) if selected and self._view.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection if selected else colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        _ground, ink = colours.pair(row.kind.value)
        draw_icon(painter, QRectF(area.left() + 16, area.top() + 8, 16, 16), KIND_ICON[row.kind], ink)
        text = area.adjusted(40, 5, -14, -5)
        self._line(painter, text, row.title, colours.text, 14, Qt.AlignmentFlag.AlignTop)
        ink = colours.on_warn if row.unsaved else colours.on_accent_soft if row.cycle else colours.muted
        below = _below(row) or row.entry_id
        self._line(painter, text, below, ink, 12, Qt.AlignmentFlag.AlignBottom)
        painter.restore()

    def _line(
        self, painter: QPainter, area: QRect, text: str, ink: str, pixels: int, place: Qt.AlignmentFlag
    ) -> None:
        font = painter.font()
        font.setPixelSize(pixels)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(
            area, place, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        )


def _below(row: Row) -> str:
    """Return what is the matter with an entry; empty if nothing is."""
    if row.unsaved is not None:
        at = row.unsaved.astimezone()
        return _("Not saved · typed {day} {time}").format(day=f"{at:%m-%d}", time=f"{at:%H:%M}")
    if row.new:
        return _("New in {cycle}").format(cycle=row.cycle)
    return _("Draft in {cycle}").format(cycle=row.cycle) if row.cycle else ""
