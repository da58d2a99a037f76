"""The field above a list: what is typed narrows the list, and the keys of the list go on to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from deskbook.ui.widgets.composing import ComposingLineEdit

_PAGE = 8
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class ListField(ComposingLineEdit):
    """A line edit that passes on the keys of the list below it, once no composition needs them."""

    stepped = Signal(int)
    entered = Signal()

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.stepped.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().key_pressed(event)
