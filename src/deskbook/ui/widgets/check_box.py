"""A check box whose box can be seen in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_ICON, _GAP, _EDGE = 20, 8, 4
_SMALLEST = 120
_ROUNDING = 2
"""What a line may take more than its letters one by one."""
_WRAP = Qt.TextFlag.TextWordWrap


class CheckBox(QCheckBox):
    """Drawn by itself: the style draws the box darker than the window, which is not seen on a dark one."""

    def __init__(self, text: str, colours: Colours) -> None:
        super().__init__(text)
        self._colours = colours
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of box and text."""
        metrics = self.fontMetrics()
        width = _ICON + _GAP + metrics.horizontalAdvance(self.text()) + 2 * _EDGE + _ROUNDING
        return QSize(width, max(_ICON, metrics.height()) + 2 * _EDGE)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest useful size: the text wraps."""
        return QSize(_SMALLEST, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that the wrapped text takes."""
        room = QRect(0, 0, width - _ICON - _GAP - 2 * _EDGE, 10_000)
        text = self.fontMetrics().boundingRect(room, int(_WRAP), self.text())
        return max(_ICON, text.height()) + 2 * _EDGE

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        """Return whether a click is meant for the box: text and box alike."""
        return self.rect().contains(pos) and pos.x() <= self.sizeHint().width()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box, the text, and the frame of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours
        area = QRectF(0, 0, min(self.sizeHint().width(), self.width()), self.height())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)
        name, ink = ("check-square", colours.accent) if self.isChecked() else ("square", colours.control)
        square = QRectF(_EDGE, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_icon(painter, square, name, ink)
        painter.setPen(QColor(colours.text))
        words = area.adjusted(_EDGE + _ICON + _GAP, 0, -_EDGE, 0)
        painter.drawText(words, int(_WRAP | Qt.AlignmentFlag.AlignVCenter), self.text())
