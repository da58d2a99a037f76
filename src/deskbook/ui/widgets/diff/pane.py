"""One column of a difference: text that can be read, selected and copied, with a gutter beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
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

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.marker import Marker
from deskbook.ui.widgets.diff.rows import Ink, Mood, Piece, Pieces, Row, RowKind, marked

_SEPARATOR = "\u2028"
_SIGNS = {Mood.ADDED: "+", Mood.REMOVED: "−", Mood.EDITED: "±", Mood.MOVED: "↕"}
_BELOW, _ABOVE_PART = 5.0, 16.0
_LINE_GAP = 6.0
_NUMBER, _SIGN, _MARKER = 34, 18, 30
_BOTH = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class Cell:
    """What one pane shows of a row: None where the row has nothing in this column."""

    row: Row
    pieces: Pieces | None
    line: int
    sign: str
    ground: str


class DiffPane(QTextEdit):
    """Draws a row a paragraph, so that two panes with the same rows can be kept level."""

    line_chosen = Signal(int)
    """The 1-based line of the new text."""
    laid_out = Signal()

    def __init__(self, colours: Colours, name: str, *, numbers_new: bool) -> None:
        super().__init__()
        self.setObjectName("diffPane")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTextInteractionFlags(_BOTH)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(10)
        self._colours = colours
        self._formats = _formats(colours)
        self._numbers_new = numbers_new
        self._cells: tuple[Cell, ...] = ()
        self._tops: list[float] = []
        self._fills: list[float] = []
        self._current = 0
        self._markers: Mapping[int, Marker] = {}
        self.gutter = _Gutter(self)
        self.setViewportMargins(self.gutter.sizeHint().width(), 0, 0, 0)
        self.verticalScrollBar().valueChanged.connect(self.gutter.update)

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Replace what is shown."""
        self._cells = tuple(cells)
        self._current = 0
        self.setUpdatesEnabled(False)
        document = self.document()
        document.clear()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, cell in enumerate(self._cells):
            if number:
                cursor.insertBlock()
            for piece in cell.pieces or ():
                cursor.insertText(piece.text.replace("\n", _SEPARATOR), self._format(piece, cell.row))
        cursor.endEditBlock()
        self.level(())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUpdatesEnabled(True)

    def show_markers(self, markers: Mapping[int, Marker]) -> None:
        """Show what was remarked, by the 1-based line of the new text."""
        self._markers = markers
        self.gutter.update()

    def show_current(self, change: int) -> None:
        """Mark the change a person is at, counted from 1."""
        self._current = change
        self.viewport().update()
        self.gutter.update()

    def heights(self) -> list[float]:
        """Return the height that the text of each row takes."""
        self.document().size()  # lays out everything
        layout = self.document().documentLayout()
        block = self.document().begin()
        found = []
        while block.isValid():
            found.append(layout.blockBoundingRect(block).height())
            block = block.next()
        return found

    def level(self, heights: Sequence[float]) -> None:
        """Give each row the height that it has in the other pane, too; its own if none are given."""
        own = self.heights()
        wanted = list(heights) or own
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        for number in range(len(self._cells)):
            shape = QTextBlockFormat()
            shape.setLineHeight(_LINE_GAP, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
            below = _ABOVE_PART if self._stands_apart(number) else _BELOW
            shape.setBottomMargin(below + wanted[number] - own[number])
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
        block = self.document().findBlockByNumber(number)
        self.setTextCursor(QTextCursor(block))
        room = self.viewport().height()
        self.verticalScrollBar().setValue(round(self.place_of(number) - room / 4))

    def line_at(self, cursor: QTextCursor) -> int:
        """Return the 1-based line of the new text at a place, 0 where the new text has none."""
        number = cursor.blockNumber()
        cell = self._cells[number] if number < len(self._cells) else None
        if cell is None or not cell.row.new_line or cell.row.new is None:
            return 0
        passed, breaks = 0, 0
        for piece in cell.pieces or ():
            ahead = max(0, cursor.positionInBlock() - passed)
            if piece.ink is not Ink.REMOVED or not self._numbers_new:
                breaks += piece.text.count("\n", 0, ahead)
            passed += len(piece.text)
        return cell.row.new_line + breaks

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground of the rows below the text."""
        painter = QPainter(self.viewport())
        first = max(0, self.row_at(event.rect().top()))
        for number in range(first, len(self._cells)):
            area = self._area(number)
            if area.top() > event.rect().bottom():
                break
            self._paint_ground(painter, self._cells[number], area)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the gutter; rows take other heights now."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self.gutter.setGeometry(area.left(), area.top(), self.gutter.sizeHint().width(), area.height())
        self._measure()
        self.laid_out.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose the line that the cursor is in."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose(self.textCursor())
        else:
            super().keyPressEvent(event)

    def choose(self, cursor: QTextCursor) -> None:
        """Choose the line at a place, if the new text has it."""
        line = self.line_at(cursor)
        if line:
            self.line_chosen.emit(line)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy one text as it is; both in one with marks for what was added and removed."""
        data = QMimeData()
        data.setText(marked(self._selected()) if self._inline() else _plain(self._selected()))
        return data

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw numbers, signs and markers."""
        painter = QPainter(self.gutter)
        painter.fillRect(event.rect(), QColor(self._colours.sunken))
        painter.setFont(self.gutter.font())
        for number in range(max(0, self.row_at(event.rect().top())), len(self._cells)):
            area = self._area(number)
            if area.top() > event.rect().bottom():
                break
            self._paint_margin(painter, self._cells[number], area)

    def tip_at(self, y: int) -> str:
        """Return what a marker at a height of the gutter says."""
        marker = self._marker(self.row_at(y))
        return marker.tip if marker is not None else ""

    def _paint_ground(self, painter: QPainter, cell: Cell, area: QRectF) -> None:
        if cell.pieces is None:
            painter.fillRect(area, QColor(self._colours.sunken))
        elif cell.ground:
            painter.fillRect(area, QColor(cell.ground))
        if cell.row.change and cell.row.change == self._current:
            painter.fillRect(QRectF(0, area.top(), 3, area.height()), QColor(self._colours.accent))

    def _paint_margin(self, painter: QPainter, cell: Cell, area: QRectF) -> None:
        colours = self._colours
        top, height = area.top(), self.fontMetrics().height() * 1.3
        middle = Qt.AlignmentFlag.AlignVCenter
        if cell.line and cell.pieces is not None:
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                QRectF(0, top, _NUMBER, height), middle | Qt.AlignmentFlag.AlignRight, str(cell.line)
            )
        if cell.sign and cell.pieces is not None:
            ink = {"+": colours.on_added, "−": colours.on_removed}.get(cell.sign, colours.on_moved)
            painter.setPen(QColor(ink))
            painter.drawText(
                QRectF(_NUMBER, top, _SIGN, height), middle | Qt.AlignmentFlag.AlignHCenter, cell.sign
            )
        marker = self._marker_of(cell)
        if marker is not None:
            ink = colours.on_warn if marker.open else colours.muted
            square = QRectF(_NUMBER + _SIGN, top + (height - 15) / 2, 15, 15)
            draw_icon(painter, square, "chat-circle-dots" if marker.open else "check-circle", ink)
            painter.setPen(QColor(ink))
            painter.drawText(square.translated(16, 0), middle | Qt.AlignmentFlag.AlignLeft, str(marker.count))

    def _marker(self, number: int) -> Marker | None:
        return self._marker_of(self._cells[number]) if 0 <= number < len(self._cells) else None

    def _marker_of(self, cell: Cell) -> Marker | None:
        """Return the marker of the first remarked line of a row."""
        row = cell.row
        if not row.new_line or row.new is None or not self._numbers_new:
            return None
        lines = range(row.new_line, row.new_line + _plain(row.new).count("\n") + 1)
        return next((self._markers[line] for line in lines if line in self._markers), None)

    def _area(self, number: int) -> QRectF:
        top = self._tops[number] - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), self._fills[number])

    def _measure(self) -> None:
        """Note where rows begin and how far their ground reaches: to the next row, or the gap above it."""
        self.document().size()
        layout = self.document().documentLayout()
        areas = []
        block = self.document().begin()
        for _cell in self._cells:
            areas.append(layout.blockBoundingRect(block))
            block = block.next()
        self._tops = [area.top() - 2 for area in areas]
        self._fills = [area.height() + 4 for area in areas]
        for number in range(len(areas) - 1):
            gap = _ABOVE_PART - _BELOW if self._stands_apart(number) else 0
            self._fills[number] = self._tops[number + 1] - self._tops[number] - gap
        self.viewport().update()
        self.gutter.update()

    def _stands_apart(self, number: int) -> bool:
        """Tell whether there is a gap below a row: another part begins."""
        following = self._cells[number + 1].row.kind if number + 1 < len(self._cells) else None
        title = self._cells[number].row.kind is RowKind.GROUP
        return following in {RowKind.GROUP, RowKind.PART} and not title

    def _inline(self) -> bool:
        return any(cell.pieces is cell.row.inline and cell.row.mood is Mood.EDITED for cell in self._cells)

    def _selected(self) -> Pieces:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        found: list[Piece] = []
        at = 0
        for number, cell in enumerate(self._cells):
            if number and start < at <= end:
                found.append(Piece("\n"))
            for piece in cell.pieces or ():
                words = piece.text[max(0, start - at) : max(0, end - at)]
                if words:
                    found.append(Piece(words, piece.ink))
                at += len(piece.text)
            at += 1
        return tuple(found)

    def _format(self, piece: Piece, row: Row) -> QTextCharFormat:
        shape = self._formats[piece.ink]
        if row.kind is RowKind.GROUP:
            shape = QTextCharFormat(shape)
            shape.setForeground(QColor(self._colours.muted))
        return shape


class _Gutter(QWidget):
    """The margin beside the text; a click chooses the line."""

    def __init__(self, pane: DiffPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the width of number, sign and marker."""
        return QSize(_NUMBER + _SIGN + _MARKER, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw what belongs beside the rows."""
        self._pane.paint_gutter(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose the line beside which it was clicked."""
        place = QPoint(1, round(event.position().y()))
        self._pane.choose(self._pane.cursorForPosition(place))

    def event(self, event: QEvent) -> bool:
        """Say what a marker is about."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._pane.tip_at(event.pos().y()), self)
            return True
        return super().event(event)


def _plain(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _formats(colours: Colours) -> dict[Ink, QTextCharFormat]:
    made: dict[Ink, QTextCharFormat] = {}
    for ink in Ink:
        shape = QTextCharFormat()
        shape.setForeground(QColor(colours.muted if ink in {Ink.DIM, Ink.NOTE} else colours.text))
        name = {Ink.ADDED: "added", Ink.REMOVED: "removed", Ink.MOVED: "moved", Ink.NOTE: "moved"}.get(ink)
        if name is not None:
            ground, text = colours.pair(name)
            shape.setForeground(QColor(text))
            if ink is not Ink.NOTE:
                shape.setBackground(QColor(ground))
        shape.setFontUnderline(ink in {Ink.ADDED, Ink.MOVED})
        shape.setFontStrikeOut(ink is Ink.REMOVED)
        if ink is Ink.STRONG:
            shape.setFontWeight(QFont.Weight.DemiBold)
        made[ink] = shape
    return made


def sign(mood: Mood) -> str:
    """Return the sign that tells what became of a row, without colour."""
    return _SIGNS.get(mood, "")
