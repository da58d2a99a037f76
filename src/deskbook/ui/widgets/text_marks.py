"""Marks over a plain text editor, such as underlines below banned phrases.

Marks are drawn as extra selections: the text itself, its layout and its undo history are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip

from deskbook.guard.hits import PhraseHit
from deskbook.services.language import tr as _
from deskbook.ui.texts import severity_name, topic_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.offsets import Offsets

MOST_MARKS = 200
"""Marks drawn at a time: a text with more is wrong from end to end, and Qt draws each for every line."""


class MarkKind(Enum):
    """How a mark looks. What blocks and what warns differ in the shape of the line, not in colour alone."""

    BLOCK = auto()
    WARN = auto()
    BLANK = auto()
    FRESH = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text in code points, and what to say of it to whoever points at it."""

    start: int
    end: int
    kind: MarkKind
    tip: str = ""


def hit_marks(hits: Iterable[PhraseHit]) -> tuple[Mark, ...]:
    """Return the marks of banned phrases."""
    return tuple(
        Mark(
            hit.start,
            hit.end,
            MarkKind.BLOCK if hit.blocks else MarkKind.WARN,
            _("{severity}: {category}").format(
                severity=severity_name(hit.severity), category=topic_name(hit.category.value)
            ),
        )
        for hit in hits
    )


class TextMarks(QObject):
    """The marks of one editor: its extra selections are theirs. They move along when the text is edited.

    While an input method composes nothing changes, except that marks behind the composition in its paragraph
    are hidden: Qt would draw them where the text stood before.
    """

    def __init__(self, edit: QPlainTextEdit, colours: Colours) -> None:
        super().__init__(edit)
        self._edit = edit
        self._formats = _formats(colours)
        self._marks: tuple[Mark, ...] = ()
        self._cursors: list[QTextCursor] = []
        self._waiting: tuple[str, Sequence[Mark]] | None = None
        self._composing = False
        edit.installEventFilter(self)
        edit.viewport().installEventFilter(self)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked, as it was shown."""
        return self._marks

    def show(self, text: str, marks: Sequence[Mark]) -> None:
        """Mark ``text``; if the editor holds another text by now, nothing happens.

        During a composition the marks wait for its end.
        """
        if self._composing:
            self._waiting = (text, marks)
            return
        if text != self._edit.toPlainText():
            return
        offsets = Offsets(text)
        self._marks = tuple(marks[:MOST_MARKS])
        self._cursors = [self._cursor(offsets.units(m.start), offsets.units(m.end)) for m in self._marks]
        self._draw()

    def at(self, position: int) -> int | None:
        """Return the number of the mark at a place in UTF-16 units, where it stands by now."""
        for number, cursor in enumerate(self._cursors):
            if cursor.selectionStart() <= position <= cursor.selectionEnd() and cursor.hasSelection():
                return number
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the input method, and explain what is pointed at."""
        if isinstance(event, QInputMethodEvent):
            self._compose(bool(event.preeditString()))
        elif isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            number = self.at(self._edit.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), self._marks[number].tip if number is not None else "")
            return True
        return super().eventFilter(watched, event)

    def _compose(self, composing: bool) -> None:
        if composing and not self._composing:
            self._composing = True
            self._draw()
        elif self._composing and not composing:
            # The event has not reached the editor yet.
            QTimer.singleShot(0, self, self._end_composition)

    def _end_composition(self) -> None:
        self._composing = False
        waiting, self._waiting = self._waiting, None
        self._draw()
        if waiting is not None:
            self.show(*waiting)

    def _draw(self) -> None:
        selections = []
        for mark, cursor in zip(self._marks, self._cursors, strict=True):
            if self._composing and self._behind_caret(cursor):
                continue
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, self._formats[mark.kind]
            selections.append(selection)
        self._edit.setExtraSelections(selections)

    def _behind_caret(self, cursor: QTextCursor) -> bool:
        caret = self._edit.textCursor()
        end = caret.block().position() + caret.block().length()
        return caret.position() < cursor.selectionEnd() and cursor.selectionStart() < end

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._edit.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _formats(colours: Colours) -> dict[MarkKind, QTextCharFormat]:
    style = QTextCharFormat.UnderlineStyle
    block, warn, blank, fresh = (QTextCharFormat() for _kind in MarkKind)
    block.setUnderlineStyle(style.SingleUnderline)
    block.setUnderlineColor(QColor(colours.on_danger))
    block.setBackground(QColor(colours.danger))
    warn.setUnderlineStyle(style.WaveUnderline)
    warn.setUnderlineColor(QColor(colours.on_warn))
    blank.setBackground(QColor(colours.blank))
    blank.setForeground(QColor(colours.on_blank))
    fresh.setBackground(QColor(colours.accent_soft))
    return {MarkKind.BLOCK: block, MarkKind.WARN: warn, MarkKind.BLANK: blank, MarkKind.FRESH: fresh}
