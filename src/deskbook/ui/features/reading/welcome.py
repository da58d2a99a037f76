"""What the reading pane shows before anything is read: the keys that matter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours


def welcome(colours: Colours, news: QWidget) -> QWidget:
    """Return the welcome page.

    :param news: what leads to the news while there is something that must be read.
    """
    page = QFrame()
    page.setObjectName("welcome")
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(12)
    picture = QLabel()
    picture.setPixmap(icon("books", colours.accent).pixmap(44, 44))
    title = QLabel(_("What did the customer say?"))
    title.setProperty("type", "headline")
    text = QLabel(
        _("Type it as it came: a sentence, a few words, pinyin or just initials. Then copy the answer.")
    )
    text.setProperty("type", "muted")
    column.addStretch(2)
    for label in (picture, title, text):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        column.addWidget(label)
    column.addSpacing(10)
    column.addWidget(news, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(_keys(), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(3)
    return page


def _keys() -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(9)
    rows = (
        (f"{key_text(ActionId.PREVIOUS_HIT)}  {key_text(ActionId.NEXT_HIT)}", _("choose an entry")),
        (key_text(ActionId.COPY), _("copy its first script")),
        (key_text(ActionId.COPY_VARIANT), _("copy another script")),
        (key_text(ActionId.OPEN), _("go on reading there")),
        (key_text(ActionId.CLEAR), _("start over")),
        (key_text(ActionId.SHORTCUTS), _("all shortcuts")),
    )
    for row, (key, meaning) in enumerate(rows):
        cap = QLabel(key)
        cap.setProperty("type", "key")
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(QLabel(meaning), row, 1)
    return holder
