"""What stands over the whole desk while it shows an earlier handbook."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton

from deskbook.model.revision import Moment
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours

_ROOM_FOR_ONE_LINE = 620


class PastBanner(QFrame):
    """Says which time is shown, and leads back; a screen reader says it aloud."""

    left = Signal()

    def __init__(self, colours: Colours, moment: Moment) -> None:
        super().__init__()
        self.setObjectName("past")
        self.text = _(
            "Showing the handbook as of {day} (release {number}). Answers are those in force then."
        ).format(day=moment.day, number=moment.release.number)
        self.setAccessibleName(self.text)
        picture = QLabel()
        picture.setPixmap(icon("clock-counter-clockwise", colours.case).pixmap(QSize(20, 20)))
        label = QLabel(self.text)
        label.setWordWrap(True)
        label.setProperty("type", "strong")
        self.back = QPushButton(f"{_('Back to today')}  {key_text(ActionId.TODAY)}")
        self.back.setAccessibleName(_("Back to today"))
        self.back.clicked.connect(lambda _checked: self.left.emit())
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(picture)
        words.addWidget(label, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(16, 8, 12, 8)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def announce(self) -> None:
        """Let a screen reader say it."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text))

    def begin(self) -> None:
        """Put the keyboard on the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the way back below the words where there is no room beside them."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_ONE_LINE
        side, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(below if narrow else side)
