"""The field of the draft box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget

from deskbook.services.sending import LONGEST_REPLY
from deskbook.ui.actions import ActionId, draft_keys
from deskbook.ui.widgets.composing import ComposingTextEdit

_SETTLED_MS = 150
"""After so long without a key the text is checked."""


class DraftEdit(ComposingTextEdit):
    """Tells of its text once typing rests and no input method composes; keys of the box are actions."""

    settled = Signal(str)
    acted = Signal(object)
    refused = Signal(int)
    """A text of so many characters is too long to be taken in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._keys = draft_keys()
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._timer.timeout.connect(self.tell)
        self.textChanged.connect(self._timer.start)

    def put(self, text: str) -> bool:
        """Put another text in the place of this one, so that it can be undone; False if it is too long."""
        if len(text) > LONGEST_REPLY:
            self.refused.emit(len(text))
            return False
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.tell()
        return True

    def tell(self) -> None:
        """Tell of the text as it stands now, unless it was told already or is being composed."""
        self._timer.stop()
        text = self.toPlainText()
        if not self.composing and text != self._told:
            self._told = text
            self.settled.emit(text)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Take in what is pasted or dropped.

        It goes through a Python string, which has no half of a surrogate pair: Qt would count such a half and
        we would not, so that every mark behind it stood in the wrong place.
        """
        text = source.text()
        length = len(self.toPlainText()) - len(self.textCursor().selectedText()) + len(text)
        if length > LONGEST_REPLY:
            self.refused.emit(length)
        else:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        super().inputMethodEvent(event)
        self._timer.start()

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that belong to the box."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._action(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        action = self._action(event)
        if action is None:
            super().key_pressed(event)
        else:
            event.accept()
            self.acted.emit(action)

    def _action(self, event: QKeyEvent) -> ActionId | None:
        return self._keys.get(QKeySequence(event.keyCombination()))
