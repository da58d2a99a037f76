"""Text fields that leave an input method's composition alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Composition(QObject):
    """Follows an input method in one field: while it composes, every key belongs to it.

    Some input methods pass on the Enter that ends a composition: right after a commit it is swallowed too.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.going_on = False
        self._just_committed = False

    def follow(self, event: QInputMethodEvent) -> None:
        """Take note of an event of the input method."""
        was_going_on = self.going_on
        self.going_on = bool(event.preeditString())
        if was_going_on and not self.going_on:
            self._just_committed = True
            QTimer.singleShot(0, self, self._settle)

    def swallows(self, event: QKeyEvent) -> bool:
        """Tell whether a key is none of the field's business."""
        return self.going_on or (self._just_committed and event.key() in _ENTERS)

    def _settle(self) -> None:
        self._just_committed = False


class ComposingLineEdit(QLineEdit):
    """One line. While an input method composes, the window's shortcuts rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composition = Composition(self)

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not committed yet."""
        return self._composition.going_on

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        self._composition.follow(event)
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that belong to the field."""
        if event.type() is QEvent.Type.ShortcutOverride and self.composing:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if self._composition.swallows(event):
            event.accept()
        else:
            self.key_pressed(event)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        super().keyPressEvent(event)


class ComposingTextEdit(QPlainTextEdit):
    """Many lines. While an input method composes, the window's shortcuts rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composition = Composition(self)

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not committed yet."""
        return self._composition.going_on

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        self._composition.follow(event)
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that belong to the field."""
        if event.type() is QEvent.Type.ShortcutOverride and self.composing:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Handle a key."""
        if self._composition.swallows(event):
            event.accept()
        else:
            self.key_pressed(event)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        super().keyPressEvent(event)
