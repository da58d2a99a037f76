"""A line edit that leaves an input method's composition alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposingLineEdit(QLineEdit):
    """While an input method composes, every key belongs to it and the window's shortcuts rest.

    Some input methods pass on the Enter that ends a composition: right after a commit it is swallowed too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._just_committed = False

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not committed yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        was_composing = self._composing
        self._composing = bool(event.preeditString())
        if was_composing and not self._composing:
            self._just_committed = True
            QTimer.singleShot(0, self._settle)
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that belong to the field."""
        if event.type() is QEvent.Type.ShortcutOverride and self._composing:
            event.accept()  # keeps the window's shortcuts away
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if self._composing or (self._just_committed and event.key() in _ENTERS):
            event.accept()
        else:
            self.key_pressed(event)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        super().keyPressEvent(event)

    def _settle(self) -> None:
        self._just_committed = False
