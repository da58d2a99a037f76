"""Finding words in the page that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.offsets import Offsets
from deskbook.ui.widgets.tools import tool_button


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand: in a label, in UTF-16 units of its plain text."""

    label: QLabel
    start: int
    length: int


def places(paper: QWidget, words: str) -> tuple[Place, ...]:
    """Return where words stand on a page, from top to bottom, whatever their case."""
    if not words.strip():
        return ()
    labels = [label for label in paper.findChildren(QLabel) if label.isVisible() and _selectable(label)]
    labels.sort(key=lambda label: (at := label.mapTo(paper, QPoint(0, 0))).y() * 100_000 + at.x())
    wanted = re.compile(re.escape(words.strip()), re.IGNORECASE)
    return tuple(place for label in labels for place in _in_label(label, wanted))


def _selectable(label: QLabel) -> bool:
    return bool(label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)


def _in_label(label: QLabel, wanted: re.Pattern[str]) -> Iterator[Place]:
    plain = label.text()
    if label.textFormat() is Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setHtml(plain)
        plain = document.toPlainText()
    offsets = Offsets(plain)
    for found in wanted.finditer(plain):
        start = offsets.units(found.start())
        yield Place(label, start, offsets.units(found.end()) - start)


class _Field(ComposingLineEdit):
    """The words to find: Enter goes on, Shift+Enter back, Esc leaves."""

    moved = Signal(int)
    left = Signal()

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.moved.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().key_pressed(event)


class FindBar(QFrame):
    """Asks for words, marks where they stand one after the other, and says how many there are."""

    reached = Signal(object)
    """A label that is to be seen."""
    left = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._paper: QWidget | None = None
        self._places: tuple[Place, ...] = ()
        self._at = 0
        self.field = _Field()
        self.field.setPlaceholderText(_("Find in this entry"))
        self.field.setAccessibleName(_("Find in this entry"))
        self.field.textChanged.connect(lambda _text: self._look())
        self.field.moved.connect(self.step)
        self.field.left.connect(self.left)
        self.count = QLabel()
        self.count.setProperty("type", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for icon_name, text, steps in (
            ("caret-up", _("Before (Shift+Enter)"), -1),
            ("caret-down", _("Next (Enter)"), 1),
        ):
            button = tool_button(icon_name, text, colours)
            button.clicked.connect(lambda _checked=False, by=steps: self.step(by))
            row.addWidget(button)
        close = tool_button("x", _("Close (Esc)"), colours)
        close.clicked.connect(self.left)
        row.addWidget(close)
        self.hide()

    def begin(self, paper: QWidget) -> None:
        """Ask for words on a page."""
        self._paper = paper
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._look()

    def end(self) -> None:
        """Put the bar away and the marks with it."""
        self.forget()
        self.hide()

    def forget(self) -> None:
        """Let go of the page: it is about to be another one."""
        self._clear_mark()
        self._paper, self._places, self._at = None, (), 0

    def step(self, by: int) -> None:
        """Go on to the next place, or back; after the last comes the first."""
        if self._places:
            self._clear_mark()
            self._at = (self._at + by) % len(self._places)
            self._mark()

    def _look(self) -> None:
        self._clear_mark()
        self._at = 0
        self._places = places(self._paper, self.field.text()) if self._paper is not None else ()
        if self._places:
            self._mark()
        else:
            self.count.setText(_("Nowhere") if self.field.text().strip() else "")

    def _mark(self) -> None:
        place = self._places[self._at]
        place.label.setSelection(place.start, place.length)
        self.count.setText(_("{number} of {count}").format(number=self._at + 1, count=len(self._places)))
        self.reached.emit(place.label)

    def _clear_mark(self) -> None:
        if self._places:
            self._places[self._at].label.setSelection(0, 0)
