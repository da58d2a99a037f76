"""A picture over the whole window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.drawing import Drawing
from deskbook.ui.theme import Colours

_MARGIN = 40
_PAD = 16
_CAPTION = 56
_SHADE = QColor(10, 12, 16, 214)
_CLOSING = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class Lightbox(QWidget):
    """Lies over a window until Esc, Enter, a click, or the keyboard goes elsewhere; then all is as before."""

    def __init__(self, window: QWidget, drawing: Drawing, text: str, colours: Colours) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text)
        self.setAccessibleDescription(_("The picture, large. Esc goes back."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._drawing, self._text, self._colours = drawing, text, colours
        self._before = QApplication.focusWidget()
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Cover the window when it gets another size."""
        parent = self.parentWidget()
        if event.type() is QEvent.Type.Resize and watched is parent:
            self.setGeometry(parent.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go back."""
        if event.key() in _CLOSING:
            self._leave()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Go back."""
        self._leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Go away once the keyboard is elsewhere in the window; another window may come and go."""
        super().focusOutEvent(event)
        if event.reason() not in {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        }:
            self.close()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture on a card, and below it what it shows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _SHADE)
        around = 2 * (_MARGIN + _PAD)
        room = self.size() - QSize(around, around + _CAPTION)
        size = self._drawing.within(room.expandedTo(QSize(1, 1)), grow=self._drawing.scales)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(QPoint(self.width() // 2, (self.height() - _CAPTION) // 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.picture))
        painter.drawRoundedRect(place.adjusted(-_PAD, -_PAD, _PAD, _PAD), 10, 10)
        painter.drawImage(place.topLeft(), self._drawing.image(size, self.devicePixelRatioF()))
        painter.setPen(QColor("#ffffff"))
        below = QRect(_MARGIN, place.bottom() + _PAD, self.width() - 2 * _MARGIN, _CAPTION)
        line = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, line)

    def _leave(self) -> None:
        before = self._before
        self.close()
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
