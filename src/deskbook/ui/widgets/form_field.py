"""A line of a small form that is done with Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from deskbook.ui.widgets.composing import ComposingLineEdit


class FormField(ComposingLineEdit):
    """One value: Enter means that the form is done, Esc that it is given up."""

    done = Signal()
    given_up = Signal()

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().key_pressed(event)
