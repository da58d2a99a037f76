"""Lists whose rows the program draws: one model, one list and one hand for every pane that has rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbook.services.language import tr as _
from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

ModelIndex = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a view gets a row itself."""

_LEFT, _ICON, _GAP, _RIGHT = 16, 16, 8, 14


class Line(NamedTuple):
    """A line of a row, shortened with dots where it does not fit."""

    words: str
    ink: str
    pixels: int
    place: Qt.AlignmentFlag


class Face(NamedTuple):
    """How a row looks: lines, and before them a picture in its colour if there is one."""

    lines: tuple[Line, ...]
    icon: str = ""
    ink: str = ""


class RowModel(QAbstractListModel, Generic[Row]):
    """An immutable tuple of rows, replaced as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def key(self, row: Row) -> object:
        """Return what a row is found by."""
        raise NotImplementedError

    def title(self, row: Row) -> str:
        """Return what a row is called."""
        raise NotImplementedError

    def words(self, row: Row) -> Iterable[str]:
        """Return what a screen reader says of a row; what is empty is left out."""
        raise NotImplementedError

    def hint(self, row: Row) -> str | None:
        """Return what the mouse is told over a row."""
        return self._said(row)

    def show(self, rows: tuple[Row, ...]) -> None:
        """Replace the rows, unless they are the same."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def row_of(self, key: object) -> int:
        """Return the number of a row, -1 if it is not there."""
        return next((number for number, row in enumerate(self.rows) if self.key(row) == key), -1)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows lie below."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a row."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self.hint(row)
        return row if role == ROW else None

    def _said(self, row: Row) -> str:
        return _(", ").join(part for part in self.words(row) if part)


class RowList(QListView):
    """A list as wide as its pane, all of whose rows have one height."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("hits")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Bring the current row into sight: the list may have been read elsewhere."""
        super().focusInEvent(event)
        self.scrollTo(self.currentIndex())


class RowDelegate(QStyledItemDelegate):
    """Draws rows: the ground of the one that is selected or under the mouse, a picture, and lines."""

    def __init__(self, colours: Colours, view: QListView, height: int, margin: int) -> None:
        """Make a delegate.

        :param height: of a row, in logical pixels.
        :param margin: what its words keep free above and below.
        """
        super().__init__(view)
        self.colours, self._view, self._height, self._margin = colours, view, height, margin

    def face(self, row: Any) -> Face:
        """Return how a row looks."""
        raise NotImplementedError

    def add(self, painter: QPainter, area: QRect, row: Any) -> None:
        """Draw what is more than lines, in the place of the words."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: ModelIndex) -> QSize:  # noqa: N802
        """Return the size of a row."""
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw a row."""
        row, area = index.data(ROW), QRect(option.rect)
        face = self.face(row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            several = self._view.selectionMode() is QListView.SelectionMode.ExtendedSelection
            here = not several or bool(option.state & QStyle.StateFlag.State_HasFocus)
            current = here and selected and self._view.hasFocus()
            painter.setPen(QColor(self.colours.focus) if current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.selection if selected else self.colours.hover))
            painter.drawRoundedRect(QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5), 7, 7)
        left = _LEFT
        if face.icon:
            square = QRectF(area.left() + left, area.top() + self._margin + 2, _ICON, _ICON)
            draw_icon(painter, square, face.icon, face.ink)
            left += _ICON + _GAP
        text = area.adjusted(left, self._margin, -_RIGHT, -self._margin)
        for line in face.lines:
            metrics = use_font(painter, line.pixels)
            painter.setPen(QColor(line.ink))
            shown = metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(text, line.place, shown)
        self.add(painter, text, row)
        painter.restore()


def use_font(painter: QPainter, pixels: int) -> QFontMetrics:
    """Let a painter write in a size; return the metrics of that."""
    font = painter.font()
    font.setPixelSize(pixels)
    painter.setFont(font)
    return painter.fontMetrics()
