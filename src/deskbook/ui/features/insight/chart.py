"""Drawing a figure: on the screen, into a picture, onto paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from deskbook.errors import Message
from deskbook.services.insight import Figure, Label, Row, Shape
from deskbook.services.language import sentence
from deskbook.ui.theme import Colours

_ROW = 30.0
_BAR = 14.0
_HEAD = 28.0
_LABEL = 0.34
"""The share of the width that labels have at most."""
_GAP = 10.0
_CELL = 4.0
_FAINT, _STRONG = 0.08, 0.5
"""How much of the accent the cells with the least and the most have."""
_TONES = {"stale": ("on_warn", "scroll"), "flagged": ("on_warn",)}
_USUAL = ("accent", "on_case", "on_faq")

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


def spoken(label: Label) -> str:
    """Return a label in the current language."""
    return sentence(label) if isinstance(label, Message) else label


def chart_height(figure: Figure) -> float:
    """Return how high a figure is drawn, in pixels."""
    if not figure.rows:
        return 0.0
    head = _HEAD if figure.shape is Shape.GRID or len(figure.columns) > 1 else 0.0
    return head + _ROW * len(figure.rows)


def draw_chart(painter: QPainter, area: QRectF, figure: Figure, colours: Colours, font: QFont) -> None:
    """Draw a figure into ``area``, from its top; numbers stand beside the colours, never colours alone."""
    pen = _Pen(painter, area, figure, colours, font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if figure.shape is Shape.GRID:
        pen.grid()
    else:
        pen.bars()
    painter.restore()


def cell_ground(colours: Colours, share: float) -> QColor:
    """Return the ground of a cell, on which ink can be read: the stronger, the nearer ``share`` is to 1."""
    weight = _FAINT + (_STRONG - _FAINT) * share if share else 0.0
    empty, full = QColor(colours.sunken), QColor(colours.accent)
    parts = ((empty.red(), full.red()), (empty.green(), full.green()), (empty.blue(), full.blue()))
    return QColor(*(round(a + (b - a) * weight) for a, b in parts))


@dataclass(frozen=True, slots=True)
class _Pen:
    painter: QPainter
    area: QRectF
    figure: Figure
    colours: Colours
    font: QFont

    def bars(self) -> None:
        tones = [getattr(self.colours, name) for name in _TONES.get(self.figure.key, _USUAL)]
        top = self.area.top()
        if len(self.figure.columns) > 1:
            self._legend(top, tones)
            top += _HEAD
        most = max((sum(row.values) for row in self.figure.rows), default=0) or 1
        texts = [" / ".join(map(str, row.values)) for row in self.figure.rows]
        metrics = QFontMetricsF(self.font)
        after = max((metrics.horizontalAdvance(text) for text in texts), default=0.0) + 2 * _GAP
        label = self._label_width()
        room = max(1.0, self.area.width() - label - _GAP - after)
        for row, text in zip(self.figure.rows, texts, strict=True):
            line = QRectF(self.area.left(), top, self.area.width(), _ROW)
            self._text(QRectF(line.left(), top, label, _ROW), spoken(row.label), RIGHT)
            left = line.left() + label + _GAP
            end = self._bar(row, left, top, room / most, tones)
            self._text(QRectF(end + _GAP, top, after, _ROW), text, LEFT, muted=True)
            top += _ROW

    def grid(self) -> None:
        columns = len(self.figure.columns)
        label = self._label_width()
        wide = (self.area.width() - label - _GAP) / columns
        left, top = self.area.left() + label + _GAP, self.area.top()
        for number, column in enumerate(self.figure.columns):
            self._text(QRectF(left + number * wide, top, wide, _HEAD), sentence(column), MIDDLE, muted=True)
        top += _HEAD
        most = max((value for row in self.figure.rows for value in row.values), default=0) or 1
        for row in self.figure.rows:
            self._text(QRectF(self.area.left(), top, label, _ROW), spoken(row.label), RIGHT)
            for number, value in enumerate(row.values):
                cell = QRectF(left + number * wide, top, wide, _ROW).adjusted(_CELL / 2, 2, -_CELL / 2, -2)
                self._cell(cell, value, value / most)
            top += _ROW

    def _bar(self, row: Row, left: float, top: float, scale: float, tones: list[str]) -> float:
        """Draw a bar of segments; return where it ends."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        for value, tone in zip(row.values, tones, strict=False):
            wide = value * scale
            if value:
                self.painter.setBrush(QColor(tone))
                segment = QRectF(left, top + (_ROW - _BAR) / 2, max(2.0, wide - 1), _BAR)
                self.painter.drawRoundedRect(segment, 3, 3)
            left += wide
        return left

    def _cell(self, cell: QRectF, value: int, share: float) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(cell_ground(self.colours, share))
        self.painter.drawRoundedRect(cell, 4, 4)
        self._text(cell, str(value) if value else "–", MIDDLE, muted=not value)

    def _label_width(self) -> float:
        """Return how wide the labels are, which is no wider than the longest."""
        metrics = QFontMetricsF(self.font)
        longest = max((metrics.horizontalAdvance(spoken(row.label)) for row in self.figure.rows), default=0.0)
        return min(longest + 2, self.area.width() * _LABEL)

    def _legend(self, top: float, tones: list[str]) -> None:
        left = self.area.left() + self._label_width() + _GAP
        metrics = QFontMetricsF(self.font)
        for column, tone in zip(self.figure.columns, tones, strict=False):
            text = sentence(column)
            wide = metrics.horizontalAdvance(text)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(tone))
            self.painter.drawRoundedRect(QRectF(left, top + _HEAD / 2 - 5, 10, 10), 3, 3)
            self._text(QRectF(left + 16, top, wide + 4, _HEAD), text, LEFT, muted=True)
            left += wide + 16 + 2 * _GAP

    def _text(self, place: QRectF, text: str, side: Qt.AlignmentFlag, *, muted: bool = False) -> None:
        self.painter.setFont(self.font)
        self.painter.setPen(QColor(self.colours.muted if muted else self.colours.text))
        line = QFontMetricsF(self.font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self.painter.drawText(place, side, line)
