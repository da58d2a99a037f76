"""The text of an entry: coloured, numbered, with marks, completions, and the fields folded away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QWidget

from deskbook.model.problem import Gravity
from deskbook.services.language import tr as _
from deskbook.ui.features.editing.brought import pictures_in
from deskbook.ui.features.editing.completing import Choice
from deskbook.ui.features.editing.highlighter import SourceHighlighter
from deskbook.ui.features.editing.popup import CompletionPopup
from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.text_marks import Mark, TextMarks
from deskbook.ui.widgets.writing import Selection, WritingEdit, plain_document

_FENCE = re.compile(r"---[ \t]*")
_CONTINUED = re.compile(r"(?P<mark>\s*(?:> ?|[-*+] ))(?P<text>.*)")
_ICON = 14


class SourceEdit(WritingEdit):
    """Shows the body alone, with the fields in a form beside it, or the whole file."""

    completed = Signal(object)
    pictures_brought = Signal(object)
    """What reads the pictures that were pasted or dropped at the cursor."""
    menu_wanted = Signal(QMenu, int)
    """A context menu to add to, and the mark below the mouse, -1 for none."""

    def __init__(self, document: QTextDocument | None, colours: Colours) -> None:
        super().__init__(document)
        self.setObjectName("source")
        self.setAccessibleName(_("Text of the entry"))
        self._colours = colours
        self._whole = False
        self._folding = False
        self._highlighter = SourceHighlighter(self.document(), colours)
        self.marks = TextMarks(self, colours)
        self.popup: CompletionPopup | None = None
        self._lines: Mapping[int, Gravity] = {}
        self.gutter = _Gutter(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(self._stay_below_fields)
        self.edited.connect(lambda _text: self.fold())
        self._make_room()
        self.fold()

    def release(self) -> QTextDocument:
        """Give the document away, with all that can be undone, and hold an empty one."""
        document = self.document()
        self._highlighter.setDocument(None)
        self.blockSignals(True)
        self.setDocument(plain_document())
        return document

    @property
    def whole(self) -> bool:
        """Whether the whole file is shown."""
        return self._whole

    def show_whole(self, whole: bool) -> None:
        """Show the whole file, or the body alone."""
        self._whole = whole
        self.fold()
        self._stay_below_fields()
        self.ensureCursorVisible()

    def show_lines(self, lines: Mapping[int, Gravity]) -> None:
        """Mark lines, counted from 0, that have problems."""
        self._lines = lines
        self.gutter.update()

    def show_marks(self, text: str, marks: Sequence[Mark]) -> None:
        """Underline parts of the text."""
        self.marks.show(text, marks)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer completions at the cursor; never while an input method composes."""
        if self.composing:
            return
        if self.popup is None:
            self.popup = CompletionPopup(self.window(), self._colours)
            self.popup.chosen.connect(self._complete)
        place = self.cursorRect()
        corner = self.viewport().mapTo(self.window(), place.topLeft())
        self.popup.show_choices(choices, QRect(corner, place.size()))

    def fold(self) -> None:
        """Hide the lines of the fields, unless the whole file is wanted."""
        if self._folding:
            return
        self._folding = True
        hidden = 0 if self._whole else self._body_block()
        block = self.document().begin()
        changed = False
        while block.isValid():
            visible = block.blockNumber() >= hidden
            if block.isVisible() != visible:
                block.setVisible(visible)
                block.setLineCount(max(1, block.layout().lineCount()) if visible else 0)
                changed = True
            elif visible and block.blockNumber() > hidden and not changed:
                break
            block = block.next()
        if changed:
            self.document().markContentsDirty(0, self.document().characterCount())
            self._make_room()
            self.viewport().update()
        self._folding = False

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if self.popup is not None and self.popup.takes(event):
            return
        cursor = self.textCursor()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_shown()
        elif event.key() == Qt.Key.Key_Backspace and self._at_top(cursor):
            event.accept()  # what is hidden above is not to be eaten up
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and self._go_on(cursor):
            event.accept()
        else:
            super().key_pressed(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Tell whether something can be pasted or dropped here."""
        return bool(pictures_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste text, or tell of pictures."""
        pictures = pictures_in(source)
        if pictures:
            self.pictures_brought.emit(pictures)
        else:
            super().insertFromMimeData(source)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Let Tab accept a completion where some are offered."""
        if forward and self.popup is not None and self.popup.isVisible():
            self.popup.choose()
            return True
        return super().focusNextPrevChild(forward)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Open the menu of the text, with what can be mended here."""
        at = self.cursorForPosition(event.pos())
        number = self.marks.at(at.position())
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu, -1 if number is None else number)
        menu.popup(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Put the completions away."""
        super().focusOutEvent(event)
        if self.popup is not None:
            self.popup.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the gutter to the new height."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self.gutter.setGeometry(area.left(), area.top(), self.gutter.sizeHint().width(), area.height())

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw line numbers and what is wrong with lines."""
        painter = QPainter(self.gutter)
        painter.fillRect(event.rect(), QColor(self._colours.surface))
        painter.setFont(self.gutter.font())
        here = self.textCursor().blockNumber()
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            if block.isVisible() and height:
                line = self._line_height()
                number = block.blockNumber()
                painter.setPen(QColor(self._colours.text if number == here else self._colours.muted))
                area = QRect(0, round(top), self.gutter.width() - 8, line)
                gravity = self._lines.get(number)
                if gravity is None:
                    painter.drawText(
                        area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number + 1)
                    )
                else:
                    error = gravity is Gravity.ERROR
                    colour = self._colours.on_danger if error else self._colours.on_warn
                    square = QRect(area.right() - _ICON, area.center().y() - _ICON // 2, _ICON, _ICON)
                    draw_icon(painter, square.toRectF(), "x-circle" if error else "warning", colour)
            top += height
            block = block.next()

    def line_at(self, y: int) -> int:
        """Return the line, counted from 0, at a height of the gutter."""
        return self.cursorForPosition(QPoint(0, y)).blockNumber()

    def has_problem(self, line: int) -> bool:
        """Tell whether a line, counted from 0, has a problem."""
        return line in self._lines

    def _line_height(self) -> int:
        return self.fontMetrics().height()

    def _body_block(self) -> int:
        """Return the number of the first block below the fields, 0 if there are none."""
        block = self.document().begin()
        if not _FENCE.fullmatch(block.text()):
            return 0
        block = block.next()
        while block.isValid() and not _FENCE.fullmatch(block.text()):
            block = block.next()
        if not block.isValid():
            return 0
        block = block.next()
        while block.next().isValid() and not block.text().strip():
            block = block.next()
        return max(block.blockNumber(), 0)

    def _stay_below_fields(self) -> None:
        """Keep the cursor out of what is hidden."""
        if self._whole or self._folding or self.composing:
            return
        start = self.document().findBlockByNumber(self._body_block()).position()
        cursor = self.textCursor()
        anchor, position = max(cursor.anchor(), start), max(cursor.position(), start)
        if (anchor, position) != (cursor.anchor(), cursor.position()):
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _at_top(self, cursor: QTextCursor) -> bool:
        first = self.document().findBlockByNumber(self._body_block())
        return not self._whole and not cursor.hasSelection() and cursor.position() <= first.position()

    def _select_shown(self) -> None:
        cursor = self.textCursor()
        start = 0 if self._whole else self.document().findBlockByNumber(self._body_block()).position()
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _go_on(self, cursor: QTextCursor) -> bool:
        """Begin the next line of a quotation or list like this one; an empty one ends it."""
        match = _CONTINUED.fullmatch(cursor.block().text())
        if match is None or cursor.hasSelection() or cursor.positionInBlock() < match.end("mark"):
            return False
        if match["text"].strip():
            cursor.insertText("\n" + match["mark"])
        else:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        self.ensureCursorVisible()
        return True

    def _complete(self, choice: Choice) -> None:
        text = self.text[: choice.start] + choice.text + self.text[choice.end :]
        end = choice.start + len(choice.text)
        self.apply(text, Selection(end, end))

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter.sizeHint().width(), 0, 0, 0)

    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self.gutter.scroll(0, scrolled)
        else:
            self.gutter.update(0, area.y(), self.gutter.width(), area.height())


class _Gutter(QWidget):
    """The margin beside the text."""

    def __init__(self, edit: SourceEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        font = self.font()
        font.setPixelSize(11)
        self.setFont(font)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the width that the highest number takes."""
        digits = max(2, len(str(self._edit.blockCount())))
        return QSize(self.fontMetrics().horizontalAdvance("9") * digits + 22, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the numbers."""
        self._edit.paint_gutter(event)
