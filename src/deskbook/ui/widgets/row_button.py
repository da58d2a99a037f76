"""A button as wide as its column, with wrapped text in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_SIDE, _ICON, _GAP = 12, 16, 10
_TARGET_SHARE = 0.42
_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
_PLACE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowButton(QAbstractButton):
    """An icon if it has one, a text, and what pressing leads to. Drawn by itself: a page may hold dozens."""

    top = 8
    """Pixels above and below the text."""

    def __init__(self, colours: Colours, icon_name: str, text: str, target: str = "") -> None:
        super().__init__()
        self._colours = colours
        self._icon = icon_name
        self._target = target
        self._heights: dict[int, int] = {}
        self.setText(text)
        self.setAccessibleName(f"{text} → {target}" if target else text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Take the room that another font needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._heights.clear()
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that the wrapped text takes."""
        if width not in self._heights:
            text, target = self._columns(QRect(0, 0, width, 10_000))
            heights = (self._height(text, self.text()), self._height(target, self._target))
            self._heights[width] = max(*heights, _ICON) + 2 * self.top
        return self._heights[width]

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size for text on one line."""
        return QSize(240, self.fontMetrics().height() + 2 * self.top)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the size below which nobody could read it."""
        return QSize(120, self.fontMetrics().height() + 2 * self.top)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours
        edge = QPen(QColor(colours.focus), 2) if self.hasFocus() else QPen(QColor(colours.border), 1)
        painter.setPen(edge)
        hovered = self.underMouse() and self.isEnabled()
        painter.setBrush(QColor(colours.hover if hovered else colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        text, target = self._columns(self.rect().adjusted(0, self.top, 0, -self.top))
        if self._icon:
            square = QRectF(_SIDE, (self.height() - _ICON) / 2, _ICON, _ICON)
            draw_icon(painter, square, self._icon, colours.muted)
        painter.setPen(QColor(colours.text))
        painter.drawText(text, _WRAP | _PLACE, self.text())
        painter.setPen(QColor(colours.link if self.isEnabled() else colours.muted))
        painter.drawText(target, _WRAP | _PLACE, self._target)

    def _columns(self, area: QRect) -> tuple[QRect, QRect]:
        """Return where the text and the target stand."""
        inner = area.adjusted(_SIDE + (_ICON + _GAP if self._icon else 0), 0, -_SIDE, 0)
        width = round(inner.width() * _TARGET_SHARE) if self._target else 0
        text = inner.adjusted(0, 0, -width - (_GAP if width else 0), 0)
        return text, QRect(inner.right() - width + 1, inner.top(), width, inner.height())

    def _height(self, column: QRect, text: str) -> int:
        if not text:
            return 0
        return self.fontMetrics().boundingRect(column, int(_WRAP), text).height()


class BriefButton(RowButton):
    """As wide as its text where there is room; only a hint tells what pressing leads to."""

    top = 4

    def __init__(self, colours: Colours, text: str, target: str) -> None:
        super().__init__(colours, "", text)
        self.setAccessibleName(f"{text} → {target}")
        self.setToolTip(target)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size for text on one line."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 * _SIDE + 1
        return QSize(width, metrics.height() + 2 * self.top)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return that a short text needs no more than itself."""
        return self.sizeHint().boundedTo(super().minimumSizeHint())
