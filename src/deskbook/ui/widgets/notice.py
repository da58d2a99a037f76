"""A line above a page that stays until it is read: what went wrong, or what a person should know."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label, set_plain


class Notice(QFrame):
    """Trouble, with a cross to put it away; a screen reader says it aloud."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("trouble")
        picture = QLabel()
        picture.setPixmap(icon("warning-circle", colours.on_danger).pixmap(18, 18))
        self._label = plain_label("", "fault")
        self._said = ""
        away = QToolButton()
        away.setIcon(icon("x", colours.on_danger))
        away.setIconSize(QSize(14, 14))
        away.setAccessibleName(_("Put away"))
        away.setToolTip(away.accessibleName())
        away.clicked.connect(lambda _checked: self.hide())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addWidget(self._label, 1)
        row.addWidget(away)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty if nothing is."""
        return "" if self.isHidden() else self._said

    def say(self, text: str) -> None:
        """Say what is the matter."""
        self._said = text
        set_plain(self._label, text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
