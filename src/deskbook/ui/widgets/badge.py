"""A few words with an icon, on a tinted ground or on none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbook.ui.icons import draw_icon

_ICON = 15
_GAP = 5
_SIDE = 8
_PIXELS = 12


class Badge(QWidget):
    """Drawn by itself, without child widgets: a page may hold dozens."""

    def __init__(self, text: str, icon_name: str, ink: str, ground: str = "") -> None:
        super().__init__()
        self._text, self._icon, self._ink, self._ground = text, icon_name, ink, ground
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(_PIXELS)
        self.setFont(font)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take the room that another font needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of icon and text."""
        metrics = self.fontMetrics()
        icon = _ICON + _GAP if self._icon else 0
        width = metrics.horizontalAdvance(self._text) + icon + 1
        return QSize(width + 2 * self._side(), max(metrics.height(), _ICON) + (6 if self._ground else 0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: it never wraps."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground, the icon and the text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ground))
            painter.drawRoundedRect(area, 5, 5)
        area.adjust(self._side(), 0, -self._side(), 0)
        if self._icon:
            square = QRectF(area.left(), area.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, square, self._icon, self._ink)
            area.adjust(_ICON + _GAP, 0, 0, 0)
        painter.setPen(QColor(self._ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self._text)

    def _side(self) -> int:
        return _SIDE if self._ground else 0
