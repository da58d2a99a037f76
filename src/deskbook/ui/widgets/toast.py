"""A short confirmation that comes and goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours

_SHOWN_MS = 2600
_SHOWN_WITH_BUTTON_MS = 6000
_SIDE = 20


class Toast(QFrame):
    """A line of text over the lower edge of its parent; a screen reader says it aloud."""

    def __init__(self, parent: QWidget, colours: Colours, room: Callable[[], QRect] | None = None) -> None:
        """Make a toast that is not seen yet.

        :param room: returns where in the parent it covers nothing that is worked with; all of it if None.
        """
        super().__init__(parent)
        self._home = parent
        self._room = room or parent.rect
        self.setObjectName("toast")
        self._colour = colours.on_toast
        self._icon = QLabel()
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 16, 9)
        row.setSpacing(9)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        self.undo = QPushButton(f"{_('Undo')}  {key_text(ActionId.UNDO_COPY)}")
        self.undo.setProperty("look", "toast")
        self.undo.setAccessibleName(_("Undo"))
        self.undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it goes by itself: the key does the same
        self.undo.clicked.connect(lambda _checked: self._act())
        row.addWidget(self.undo)
        self._undo: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, or was shown last."""
        return self._label.text()

    def say(self, text: str, icon_name: str = "check-circle", undo: Callable[[], None] | None = None) -> None:
        """Show ``text`` for a moment, longer with a button that calls ``undo``."""
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, undo is None)
        self._icon.setPixmap(icon(icon_name, self._colour).pixmap(18, 18))
        self._label.setText(text)
        self._find_place()
        self.show()
        self.raise_()
        self._timer.start(_SHOWN_MS if undo is None else _SHOWN_WITH_BUTTON_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in place when the window changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._find_place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        if self._undo is not None:
            self._undo()

    def _find_place(self) -> None:
        self._place()
        QTimer.singleShot(0, self, self._place)  # once the parent is laid out anew

    def _place(self) -> None:
        room = self._room()
        wanted = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 62
        if self._undo is not None:
            wanted += self.undo.sizeHint().width() + 9
        side = min(_SIDE, room.width() // 20)
        width = min(room.width() - 2 * side, wanted)
        self._row.activate()  # the button may have come or gone
        self.setFixedSize(width, self._row.totalHeightForWidth(width))  # a narrow panel takes several lines
        left = room.center().x() - self.width() // 2
        below = side if room.height() >= self.height() + 2 * side else 0
        self.move(left, room.bottom() + 1 - self.height() - below)
