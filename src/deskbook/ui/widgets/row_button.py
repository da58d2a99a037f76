"""A button as wide as its column, with wrapped text in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy

from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours


class RowButton(QAbstractButton):
    """An icon, a text that wraps, and what pressing leads to."""

    def __init__(self, colours: Colours, icon_name: str, text: str, target: str = "") -> None:
        super().__init__()
        self._colours = colours
        self.setAccessibleName(f"{text} → {target}" if target else text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 12, 7)
        row.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(icon(icon_name, colours.muted).pixmap(16, 16))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label(text, ""), 3)
        if target:
            row.addWidget(self._label(target, "link"), 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colours = self._colours
        edge = QPen(QColor(colours.focus), 2) if self.hasFocus() else QPen(QColor(colours.border), 1)
        painter.setPen(edge)
        painter.setBrush(QColor(colours.hover if self.underMouse() else colours.surface))
        painter.drawRoundedRect(area, 7, 7)

    def _label(self, text: str, kind: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("type", kind)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label
