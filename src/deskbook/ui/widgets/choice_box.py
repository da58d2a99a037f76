"""A box to choose one of a few values from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_ICON, _SIDE = 12, 4


class ChoiceBox(QComboBox):
    """Draws its arrow in the colours of the theme; the wheel scrolls the page, it does not choose."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box, as much of the value as there is room for, and the arrow."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        elide = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(self.currentText(), elide, room - 2 * _SIDE)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        square = QRectF(self.width() - _ICON - 8, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_icon(painter, square, "caret-down", self._colours.muted)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what the box lies on."""
        event.ignore()
