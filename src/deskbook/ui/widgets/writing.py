"""A text that is being written: it tells of committed text only, and can be edited from outside."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from deskbook.ui.splicing import splice
from deskbook.ui.widgets.composing import ComposingTextEdit
from deskbook.ui.widgets.offsets import Offsets

_BREAK = "\u2029"
"""What Qt keeps between two lines."""
_UNDOING = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected, in code points; equal ends are a cursor."""

    start: int
    end: int


def plain_document() -> QTextDocument:
    """Return an empty document that a :class:`WritingEdit` can show; it may outlive the widget."""
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    return document


def document_text(document: QTextDocument) -> str:
    """Return the text as it was put in, no-break spaces and all."""
    return document.toRawText().replace(_BREAK, "\n")


class WritingEdit(ComposingTextEdit):
    """Undo and redo are left to the window: they go through one stack with the edits of a form."""

    edited = Signal(str)
    """The committed text, after each change of it."""
    moved = Signal(int)
    """The cursor's place in code points."""
    entered = Signal()
    """The keyboard came here."""
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, document: QTextDocument | None = None) -> None:
        super().__init__()
        self.setDocument(document or plain_document())
        self.setTabChangesFocus(True)
        self._told = document_text(self.document())
        self._offsets = Offsets(self._told)
        self.textChanged.connect(self._tell)
        self.cursorPositionChanged.connect(self._tell_moved)

    @property
    def text(self) -> str:
        """The committed text."""
        return self._told

    @property
    def place(self) -> int:
        """The cursor's place in code points."""
        return self._offsets.point(self.textCursor().position())

    @property
    def selection(self) -> Selection:
        """What is selected."""
        cursor, point = self.textCursor(), self._offsets.point
        return Selection(point(cursor.selectionStart()), point(cursor.selectionEnd()))

    def toPlainText(self) -> str:  # noqa: N802
        """Return the text to the character; Qt's own would make spaces of no-break spaces."""
        return document_text(self.document())

    def begin(self, text: str) -> None:
        """Begin with another text; what was before cannot be undone."""
        self.setPlainText(text)
        self._tell()

    def apply(self, text: str, select: Selection | None = None) -> None:
        """Make the text another by the smallest edit, which can be undone like typing."""
        start, end, new = splice(self._told, text)
        if new or end > start:
            self._cursor(Selection(start, end)).insertText(new)
        if select is not None:
            self.select(select)

    def select(self, selection: Selection) -> None:
        """Select something and scroll to it."""
        self.setTextCursor(self._cursor(selection))
        self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        was_composing = self.composing
        super().inputMethodEvent(event)
        if was_composing and not self.composing:
            self._tell_moved()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        overrides = event.type() is QEvent.Type.ShortcutOverride and not self.composing
        if overrides and isinstance(event, QKeyEvent) and any(event.matches(key) for key in _UNDOING):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the keyboard came here."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the keyboard went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def _cursor(self, selection: Selection) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.units(selection.start))
        cursor.setPosition(self._offsets.units(selection.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _tell(self) -> None:
        if self.composing:
            return
        text = document_text(self.document())
        if text != self._told:
            self._told, self._offsets = text, Offsets(text)
            self.edited.emit(text)

    def _tell_moved(self) -> None:
        if not self.composing:
            self._tell()  # the cursor moves before the document tells that it changed
            self.moved.emit(self.place)
