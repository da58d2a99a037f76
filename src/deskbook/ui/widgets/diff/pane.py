"""One column of a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextCursor

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.marker import Marker
from deskbook.ui.widgets.diff.rows import Ink, Mood, Piece, Pieces, Row, RowKind, marked
from deskbook.ui.widgets.row_pane import RowPane

_SIGNS = {Mood.ADDED: "+", Mood.REMOVED: "−", Mood.EDITED: "±", Mood.MOVED: "↕"}
_NUMBER, _SIGN, _MARKER = 34, 18, 30
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_PARTS = frozenset({RowKind.GROUP, RowKind.PART})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one pane shows of a row: no pieces where the row has nothing in this column."""

    row: Row
    pieces: Pieces | None
    line: int
    sign: str
    ground: str


class DiffPane(RowPane):
    """Numbers, signs and markers stand in the margin."""

    line_chosen = Signal(int)
    """The 1-based line of the new text."""

    def __init__(self, colours: Colours, name: str, *, numbers_new: bool) -> None:
        super().__init__(colours, name, _NUMBER + _SIGN + _MARKER)
        self._formats = _formats(colours)
        self._numbers_new = numbers_new
        self._cells: tuple[Cell, ...] = ()
        self._current = 0
        self._markers: Mapping[int, Marker] = {}

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Replace what is shown."""
        self._cells = tuple(cells)
        self._current = 0
        following = [cell.row.kind in _PARTS for cell in self._cells[1:]]
        apart = [
            below and cell.row.kind is not RowKind.GROUP
            for cell, below in zip(self._cells, [*following, False], strict=False)
        ]
        rows = [
            [(piece.text, self._format(piece, cell.row)) for piece in cell.pieces or ()]
            for cell in self._cells
        ]
        self.show_rows(rows, apart)

    def show_markers(self, markers: Mapping[int, Marker]) -> None:
        """Show what was remarked, by the 1-based line of the new text."""
        self._markers = markers
        self.margin.update()

    def show_current(self, change: int) -> None:
        """Mark the change a person is at, counted from 1."""
        self._current = change
        self.viewport().update()

    def line_at(self, cursor: QTextCursor) -> int:
        """Return the 1-based line of the new text at a place, 0 where the new text has none."""
        number = cursor.blockNumber()
        cell = self._cells[number] if number < len(self._cells) else None
        if cell is None or not cell.row.new_line or cell.row.new is None:
            return 0
        passed, breaks = 0, 0
        for piece in cell.pieces or ():
            if piece.ink is not Ink.REMOVED:
                breaks += _cut(piece.text, 0, cursor.positionInBlock() - passed).count("\n")
            passed += _length(piece.text)
        return cell.row.new_line + breaks

    def choose(self, cursor: QTextCursor) -> None:
        """Choose the line at a place, if the new text has it."""
        line = self.line_at(cursor)
        if line:
            self.line_chosen.emit(line)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy one text as it is; both in one with marks for what was added and removed."""
        data = QMimeData()
        both = any(cell.pieces is cell.row.inline is not cell.row.new for cell in self._cells)
        data.setText(marked(self._selected()) if both else _plain(self._selected()))
        return data

    def tip_of(self, number: int) -> str:
        """Return what the marker of a row says."""
        marker = self._marker_of(self._cells[number]) if 0 <= number < len(self._cells) else None
        return marker.tip if marker is not None else ""

    def paint_row(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw the ground of a row, and a bar at the change a person is at."""
        cell = self._cells[number]
        if cell.pieces is None:
            painter.fillRect(area, QColor(self.colours.sunken))
        elif cell.ground:
            painter.fillRect(area, QColor(cell.ground))
        if cell.row.change and cell.row.change == self._current:
            painter.fillRect(QRectF(0, area.top(), 3, area.height()), QColor(self.colours.accent))

    def paint_beside(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Draw number, sign and marker."""
        cell, colours = self._cells[number], self.colours
        line = QRectF(0, area.top(), _NUMBER, self.fontMetrics().height() * 1.3)
        if cell.line and cell.pieces is not None:
            painter.setPen(QColor(colours.muted))
            painter.drawText(line, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(cell.line))
        if cell.sign and cell.pieces is not None:
            ink = {"+": colours.on_added, "−": colours.on_removed}.get(cell.sign, colours.on_moved)
            painter.setPen(QColor(ink))
            place = QRectF(_NUMBER, line.top(), _SIGN, line.height())
            painter.drawText(place, _MIDDLE | Qt.AlignmentFlag.AlignHCenter, cell.sign)
        marker = self._marker_of(cell)
        if marker is not None:
            ink = colours.on_warn if marker.open else colours.muted
            square = QRectF(_NUMBER + _SIGN, line.center().y() - 7, 15, 15)
            draw_icon(painter, square, "chat-circle-dots" if marker.open else "check-circle", ink)
            painter.setPen(QColor(ink))
            count = square.translated(16, 0)
            painter.drawText(count, _MIDDLE | Qt.AlignmentFlag.AlignLeft, str(marker.count))

    def _marker_of(self, cell: Cell) -> Marker | None:
        """Return the marker of the first remarked line of a row."""
        row = cell.row
        if not row.new_line or row.new is None or not self._numbers_new:
            return None
        lines = range(row.new_line, row.new_line + _plain(row.new).count("\n") + 1)
        return next((self._markers[line] for line in lines if line in self._markers), None)

    def _selected(self) -> Pieces:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        found: list[Piece] = []
        at = 0
        for number, cell in enumerate(self._cells):
            if number and start < at <= end:
                found.append(Piece("\n"))
            for piece in cell.pieces or ():
                words = _cut(piece.text, start - at, end - at)
                if words:
                    found.append(Piece(words, piece.ink))
                at += _length(piece.text)
            at += 1
        return tuple(found)

    def _format(self, piece: Piece, row: Row) -> QTextCharFormat:
        shape = self._formats[piece.ink]
        if row.kind is RowKind.GROUP:
            shape = QTextCharFormat(shape)
            shape.setForeground(QColor(self.colours.muted))
        return shape


def sign(mood: Mood) -> str:
    """Return the sign that tells what became of a row, without colour."""
    return _SIGNS.get(mood, "")


def _length(text: str) -> int:
    """Return the length of a text as Qt counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, start: int, end: int) -> str:
    """Return a part of a text between two places as Qt counts them; places before the text are its start."""
    return text.encode("utf-16-le")[2 * max(0, start) : 2 * max(0, end)].decode("utf-16-le", "ignore")


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
