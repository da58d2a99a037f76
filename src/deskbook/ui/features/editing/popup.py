"""The list of completions below the cursor. It never takes the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from deskbook.services.language import tr as _
from deskbook.ui.features.editing.completing import Choice
from deskbook.ui.theme import Colours

_CHOICE = Qt.ItemDataRole.UserRole
_ROW = 30
_WIDTH = 380
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


class CompletionPopup(QListWidget):
    """Lies over the window; the text passes the keys on that belong to it."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, colours: Colours) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("completions")
        self.setAccessibleName(_("Completions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(_ChoiceDelegate(colours, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._choose)
        self.hide()

    def show_choices(self, choices: Sequence[Choice], cursor: QRect) -> None:
        """Offer choices at a cursor, given in the coordinates of the window; none to go away."""
        if not choices:
            self.hide()
            return
        self.clear()
        for choice in choices:
            item = QListWidgetItem(f"{choice.title} {choice.note}")
            item.setData(_CHOICE, choice)
            self.addItem(item)
        self.setCurrentRow(0)
        room = self._window.size()
        size = QSize(min(_WIDTH, room.width() - 16), min(len(choices), 8) * _ROW + 8)
        below = cursor.bottomLeft() + QPoint(-8, 4)
        y = below.y() if below.y() + size.height() < room.height() else cursor.top() - 4 - size.height()
        self.setGeometry(QRect(QPoint(min(below.x(), room.width() - size.width() - 8), max(y, 0)), size))
        self.show()
        self.raise_()

    def takes(self, event: QKeyEvent) -> bool:
        """Handle a key if it belongs to the list; tell whether it did."""
        if not self.isVisible():
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + _STEPS[key])))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose()
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def choose(self) -> None:
        """Take the choice that is marked."""
        self._choose(self.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(item.data(_CHOICE))


class _ChoiceDelegate(QStyledItemDelegate):
    """A name, and in small what it stands for."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def sizeHint(  # noqa: N802
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        return QSize(120, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        choice = index.data(_CHOICE)
        area = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colours.accent_soft))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 5, 5)
        inner = area.adjusted(10, 0, -10, 0)
        metrics = painter.fontMetrics()
        note_width = min(metrics.horizontalAdvance(choice.note), inner.width() * 2 // 5)
        title = QRect(inner.left(), inner.top(), inner.width() - note_width - 12, inner.height())
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(QColor(self._colours.text))
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, align, metrics.elidedText(choice.title, elide, title.width()))
        painter.setPen(QColor(self._colours.muted))
        note = QRect(inner.right() - note_width, inner.top(), note_width + 1, inner.height())
        painter.drawText(
            note, align | Qt.AlignmentFlag.AlignRight, metrics.elidedText(choice.note, elide, note_width)
        )
        painter.restore()
