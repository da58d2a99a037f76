"""A line above the text: a release accepted another text of the entry, and the two have to be joined."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label


class BehindBar(QFrame):
    """Says so, and leads to the merge."""

    join_asked = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("behind")
        picture = QLabel()
        picture.setPixmap(icon("git-merge", colours.on_warn).pixmap(18, 18))
        self.join = QPushButton(_("Join the two…"))
        self.join.setToolTip(key_text(ActionId.JOIN))
        self.join.clicked.connect(lambda _on: self.join_asked.emit())
        text = _("A release accepted another text since this change was begun.")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addWidget(plain_label(text, "warned"), 1)
        row.addWidget(self.join)
        self.hide()
