"""Text in rows with a margin beside it: read, selected and copied like any text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from deskbook.ui.theme import Colours

BELOW, APART = 5.0, 16.0
"""Pixels below a row, and below one after which something else begins."""
_LINE_GAP = 6.0
_SEPARATOR = "\u2028"
_BOTH = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard

Run = tuple[str, QTextCharFormat]
"""A stretch of text and how it looks."""


class RowPane(QTextEdit):
    """Draws a row a paragraph. What is below and beside the rows, subclasses draw."""

    laid_out = Signal()

    def __init__(self, colours: Colours, name: str, margin: int) -> None:
        super().__init__()
        self.setObjectName("rowPane")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(_BOTH)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(10)
        self.colours = colours
        self._apart: Sequence[bool] = ()
        self._tops: list[float] = []
        self._fills: list[float] = []
        self.margin = _Margin(self, margin)
        self.setViewportMargins(margin, 0, 0, 0)
        self.verticalScrollBar().valueChanged.connect(self.margin.update)

    def show_rows(self, rows: Sequence[Sequence[Run]], apart: Sequence[bool]) -> None:
        """Replace what is shown.

        :param apart: for each row whether something else begins below it.
        """
        self._apart = apart
        self.setUpdatesEnabled(False)
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, row in enumerate(rows):
            if number:
                cursor.insertBlock()
            for text, shape in row:
                cursor.insertText(text.replace("\n", _SEPARATOR), shape)
        cursor.endEditBlock()
        self.level(())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUpdatesEnabled(True)

    def heights(self) -> list[float]:
        """Return the height that the text of each row takes."""
        return [area.height() for area in self._areas()]

    def level(self, heights: Sequence[float]) -> None:
        """Give each row at least a height, such as it has in another pane; its own if none are given."""
        own = self.heights()
        wanted = list(heights) or own
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        for number, apart in enumerate(self._apart):
            shape = QTextBlockFormat()
            shape.setLineHeight(_LINE_GAP, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
            shape.setBottomMargin((APART if apart else BELOW) + wanted[number] - own[number])
            if block.blockFormat() != shape:
                cursor.setPosition(block.position())
                cursor.setBlockFormat(shape)
            block = block.next()
        cursor.endEditBlock()
        self._measure()

    def row_at(self, y: float) -> int:
        """Return the number of the row at a height of the viewport, -1 if there is none."""
        return bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1

    def place_of(self, number: int) -> float:
        """Return the height of a row within the whole text."""
        return self._tops[number] if number < len(self._tops) else 0.0

    def go_to_row(self, number: int) -> None:
        """Put the cursor at a row and show it."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(number)))
        room = self.viewport().height()
        self.verticalScrollBar().setValue(round(self.place_of(number) - room / 4))

    def paint_row(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw the ground of a row."""

    def paint_beside(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw what stands in the margin beside a row."""

    def tip_of(self, _number: int) -> str:
        """Return what to say of a row to whoever points beside it."""
        return ""

    def choose(self, cursor: QTextCursor) -> None:
        """Act on the row a cursor is in: it was clicked beside, or Enter was pressed."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground of the rows below the text."""
        painter = QPainter(self.viewport())
        for number, area in self._seen(event):
            self.paint_row(painter, number, area)
        painter.end()
        super().paintEvent(event)

    def paint_margin(self, event: QPaintEvent) -> None:
        """Draw the margin."""
        painter = QPainter(self.margin)
        painter.fillRect(event.rect(), QColor(self.colours.sunken))
        painter.setFont(self.margin.font())
        for number, area in self._seen(event):
            self.paint_beside(painter, number, area)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the margin; rows take other heights now."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self.margin.setGeometry(area.left(), area.top(), self.margin.sizeHint().width(), area.height())
        self._measure()
        self.laid_out.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Act on the row that the cursor is in."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose(self.textCursor())
        else:
            super().keyPressEvent(event)

    def _seen(self, event: QPaintEvent) -> list[tuple[int, QRectF]]:
        """Return the rows that a paint event is about, with their places in the viewport."""
        found = []
        shift, width = self.verticalScrollBar().value(), self.viewport().width()
        for number in range(max(0, self.row_at(event.rect().top())), len(self._tops)):
            area = QRectF(0, self._tops[number] - shift, width, self._fills[number])
            if area.top() > event.rect().bottom():
                break
            found.append((number, area))
        return found

    def _areas(self) -> list[QRectF]:
        self.document().size()  # lays out everything
        layout = self.document().documentLayout()
        block = self.document().begin()
        areas = []
        for _row in self._apart:
            areas.append(layout.blockBoundingRect(block))
            block = block.next()
        return areas

    def _measure(self) -> None:
        """Note where rows begin and how far their ground reaches: to the next row, or the gap above it."""
        areas = self._areas()
        self._tops = [area.top() - 2 for area in areas]
        self._fills = [area.height() + 4 for area in areas]
        for number in range(len(areas) - 1):
            gap = APART - BELOW if self._apart[number] else 0
            self._fills[number] = self._tops[number + 1] - self._tops[number] - gap
        self.viewport().update()
        self.margin.update()


class _Margin(QWidget):
    """The margin beside the text; a click there is about the row."""

    def __init__(self, pane: RowPane, width: int) -> None:
        super().__init__(pane)
        self._pane, self._width = pane, width
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the width it was given."""
        return QSize(self._width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw what belongs beside the rows."""
        self._pane.paint_margin(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Act on the row beside which it was clicked."""
        self._pane.choose(self._pane.cursorForPosition(QPoint(1, round(event.position().y()))))

    def event(self, event: QEvent) -> bool:
        """Say what a row is about."""
        if isinstance(event, QHelpEvent):
            tip = self._pane.tip_of(self._pane.row_at(event.pos().y()))
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)
