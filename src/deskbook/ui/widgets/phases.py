"""Where a cycle is, as a row of phases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_DOT, _GAP, _LINE, _PIXELS = 18, 6, 22, 13


class Phases(QWidget):
    """What is done has a check, what is going on is filled and bold, what is to come is hollow."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._names: tuple[str, ...] = ()
        self._current = 0
        font = self.font()
        font.setPixelSize(_PIXELS)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_phases(self, names: Sequence[str], current: int) -> None:
        """Show the phases, with the number of the one going on."""
        self._names, self._current = tuple(names), current
        self.setAccessibleName(
            _("Phase {n} of {count}: {name}").format(n=current + 1, count=len(names), name=names[current])
        )
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of all names."""
        width = sum(_DOT + _GAP + self._width(n) for n in range(len(self._names)))
        return QSize(width + (_LINE + 2 * _GAP) * max(0, len(self._names) - 1) + 2, _DOT + 8)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: names are not cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the phases."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, middle, x = self._colours, self.height() / 2, 1.0
        for number, name in enumerate(self._names):
            if number:
                painter.setPen(QPen(QColor(colours.control), 1))
                x += _GAP
                painter.drawLine(QPointF(x, middle), QPointF(x + _LINE, middle))
                x += _LINE + _GAP
            self._dot(painter, QRectF(x, middle - _DOT / 2, _DOT, _DOT), number)
            x += _DOT + _GAP
            painter.setFont(self._font(number))
            painter.setPen(QColor(colours.text if number <= self._current else colours.muted))
            area = QRectF(x, 0, self._width(number) + 2, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, name)
            x += self._width(number)

    def _dot(self, painter: QPainter, area: QRectF, number: int) -> None:
        colours = self._colours
        if number < self._current:
            draw_icon(painter, area, "check-circle", colours.accent)
            return
        now = number == self._current
        painter.setPen(QPen(QColor(colours.accent if now else colours.control), 1.5))
        painter.setBrush(QColor(colours.accent) if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area.adjusted(3, 3, -3, -3))

    def _font(self, number: int) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if number == self._current else QFont.Weight.Normal)
        return font

    def _width(self, number: int) -> int:
        return QFontMetrics(self._font(number)).horizontalAdvance(self._names[number]) + 1
