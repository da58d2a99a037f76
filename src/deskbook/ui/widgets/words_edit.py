"""Room for a few sentences."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from deskbook.ui.widgets.composing import ComposingTextEdit

_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class WordsEdit(ComposingTextEdit):
    """Enter begins another line, Ctrl+Enter tells that the words are done, Tab goes on."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("words")
        self.setTabChangesFocus(True)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if event.key() in _ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        else:
            super().key_pressed(event)
