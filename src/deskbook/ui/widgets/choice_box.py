"""A box to choose one of a few values from."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_ICON = 12


class ChoiceBox(QComboBox):
    """Draws its arrow in the colours of the theme; the wheel scrolls the page, it does not choose."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box and its arrow."""
        super().paintEvent(event)
        square = QRectF(self.width() - _ICON - 8, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_icon(QPainter(self), square, "caret-down", self._colours.muted)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what the box lies on."""
        event.ignore()
