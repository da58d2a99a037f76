"""The buttons in the reading bar, and the cards below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.feedback import LONGEST_WORDS, Fault
from deskbook.model.mine import LONGEST_NOTE
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.tools import tool_button
from deskbook.ui.widgets.writing import WritingEdit

FAULTS = {
    Fault.OUTDATED: (N_("Outdated"), "clock-counter-clockwise"),
    Fault.WRONG: (N_("Wrong"), "x-circle"),
    Fault.UNCLEAR: (N_("Unclear"), "question"),
    Fault.MISSING: (N_("Something is missing"), "puzzle-piece"),
}
_NOTE_LINES = 2


class MineBar(QWidget):
    """Star, note, short code and flag."""

    starred = Signal()
    noted = Signal()
    codes_asked = Signal()
    flagged = Signal(object)
    """What is the matter."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.star = tool_button("star", _("Favourite"), colours, ActionId.FAVOURITE)
        self.star.setCheckable(True)
        self.star.clicked.connect(lambda _checked: self.starred.emit())
        self.note = tool_button("note", _("My note"), colours, ActionId.NOTE)
        self.note.clicked.connect(lambda _checked: self.noted.emit())
        self.code = tool_button("hash", _("Short code"), colours, ActionId.SHORT_CODES)
        self.code.clicked.connect(lambda _checked: self.codes_asked.emit())
        self.flag = tool_button("flag", _("Tell the owners what is the matter"), colours, ActionId.FLAG)
        self.flag.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for fault, (text, icon_name) in FAULTS.items():
            action = menu.addAction(icon(icon_name, colours.muted), _(text))
            action.triggered.connect(partial(self._tell, fault))
        self.flag.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.star, self.note, self.code, self.flag):
            button.setIconSize(QSize(16, 16))
            row.addWidget(button)

    def show_star(self, *, on: bool) -> None:
        """Show whether the entry is a favourite."""
        self.star.setChecked(on)
        self.star.setAccessibleName(_("Favourite: yes") if on else _("Favourite: no"))

    def open_flags(self) -> None:
        """Offer what may be the matter."""
        menu = self.flag.menu()
        menu.popup(self.flag.mapToGlobal(self.flag.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _tell(self, fault: Fault, _checked: bool = False) -> None:
        self.flagged.emit(fault)


class _NoteEdit(WritingEdit):
    done = Signal()

    def key_pressed(self, event: QKeyEvent) -> None:
        """Handle a key that is not part of a composition."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().key_pressed(event)


class NoteCard(QFrame):
    """A note that is kept while it is written; it goes away once it is left empty."""

    written = Signal(str)
    left = Signal()
    """Esc: back to the entry."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("noteCard")
        self.setProperty("tone", "note")
        picture = QLabel()
        picture.setPixmap(icon("note", colours.on_note).pixmap(16, 16))
        title = QLabel(_("My note"))
        title.setProperty("type", "label")
        self._gone = plain_label(_("This handbook does not have the entry; your note is kept."), "small")
        self.edit = _NoteEdit()
        self.edit.setObjectName("words")
        self.edit.setAccessibleName(_("My note"))
        self.edit.setPlaceholderText(_("Only you see it. It is kept while you type."))
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * _NOTE_LINES + 16)
        self.edit.edited.connect(self._tell)
        self.edit.left.connect(self._close_empty)
        self.edit.done.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(picture)
        head.addWidget(title)
        head.addWidget(self._gone, 1)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.edit)
        self.hide()

    def show_note(self, text: str, *, gone: bool) -> None:
        """Show a note; an empty one hides the card unless it is being written."""
        self._gone.setVisible(gone)
        if text != self.edit.text:
            self.edit.blockSignals(True)
            self.edit.begin(text)
            self.edit.blockSignals(False)
        self.setVisible(bool(text) or self.edit.hasFocus())

    def begin(self) -> None:
        """Open and take the keyboard."""
        self.show()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self, text: str) -> None:
        self.written.emit(text[:LONGEST_NOTE])

    def _close_empty(self) -> None:
        self.setVisible(bool(self.edit.text.strip()))


class RemarkCard(QFrame):
    """Confirms a remark, with room for a sentence: Enter keeps it, Esc leaves it at that."""

    said = Signal(str)
    withdrawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self._kept = plain_label("", "strong")
        self.line = FormField()
        self.line.setMaxLength(LONGEST_WORDS)
        self.line.setPlaceholderText(_("A sentence, if you like; numbers of customers are masked"))
        self.line.setAccessibleName(_("What is the matter, in your words"))
        self.line.done.connect(lambda: self.said.emit(self.line.text()))
        self.line.given_up.connect(lambda: self.said.emit(""))
        self.keep = QPushButton(_("Done"))
        self.keep.setAccessibleName(_("Done"))
        self.keep.setProperty("look", "primary")
        self.keep.clicked.connect(lambda _checked: self.said.emit(self.line.text()))
        self.undo = QPushButton(_("Take it back"))
        self.undo.setAccessibleName(_("Take it back"))
        self.undo.clicked.connect(lambda _checked: self.withdrawn.emit())
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        row.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(self._kept)
        column.addLayout(row)
        self.hide()

    def ask(self, fault: Fault) -> None:
        """Confirm and take the keyboard."""
        self._kept.setText(_("Kept for the owners: {fault}").format(fault=_(FAULTS[fault][0])))
        self.line.clear()
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
