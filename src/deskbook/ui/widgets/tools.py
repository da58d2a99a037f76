"""Small buttons with an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours


def tool_button(icon_name: str, text: str, colours: Colours, action: ActionId | None = None) -> QToolButton:
    """Return a button that says what it does, and by which key, when pointed at."""
    button = QToolButton()
    button.setIcon(icon(icon_name, colours.text, colours.control))
    button.setIconSize(QSize(18, 18))
    button.setToolTip(f"{text} ({key_text(action)})" if action else text)
    button.setAccessibleName(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
