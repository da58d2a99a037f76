"""The bar above the text: which entry it is, whether it is saved, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from deskbook.model.entry import Kind
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.editing.sheet import Sheet
from deskbook.ui.icons import icon
from deskbook.ui.texts import KIND_ICON
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.elided import ElidedLabel
from deskbook.ui.widgets.tools import tool_button

_VARIANTS = {
    "concise": "简洁", "warm": "安抚", "student": "学生", "professional": "专业",
    "new": "新客", "vip": "会员", "firm": "坚定",
}  # fmt: skip
"""Anchors in common use and what the handbook calls them: content, so never translated."""


class InsertMenu(QMenu):
    """The parts that can be put into the text."""

    acted = Signal(object)
    variant_chosen = Signal(str, str)
    """Name and anchor."""
    picture_asked = Signal()
    typed = Signal(str)
    """What to type, to be completed then."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._variants = self.addMenu(_("Variant"))
        for anchor, name in _VARIANTS.items():
            call = partial(self.variant_chosen.emit, name, anchor)
            self._variants.addAction(f"{name} (#{anchor})", call)
        self._steps = self.addMenu(_("Step"))
        for action, text in (
            (ActionId.ADD_STEP, _("Add a step")),
            (ActionId.ADD_DECISION, _("Add a decision")),
            (ActionId.MOVE_STEP_UP, _("Move the step up")),
            (ActionId.MOVE_STEP_DOWN, _("Move the step down")),
            (ActionId.REMOVE_STEP, _("Remove the step")),
        ):
            self._steps.addAction(text, partial(self.acted.emit, action))
        for text, words in (
            (_("Placeholder"), "{{"),
            (_("Link to an entry"), "[["),
            (_("What is said to the customer"), "\n> "),
        ):
            self.addAction(text, partial(self.typed.emit, words))
        self.addAction(_("Picture from a file…"), self.picture_asked.emit)

    def fit(self, kind: Kind) -> None:
        """Offer what an entry of a kind can hold."""
        self._steps.menuAction().setVisible(kind is Kind.SOP)
        self._variants.menuAction().setVisible(kind is Kind.FAQ)


class EditorHeader(QFrame):
    """Kind, title and state, and buttons."""

    acted = Signal(object)
    peek_asked = Signal()
    discard_asked = Signal()

    def __init__(self, colours: Colours, menu: InsertMenu) -> None:
        super().__init__()
        self.setObjectName("readingBar")
        self._colours, self._menu = colours, menu
        self._kind_icon = QLabel()
        self._title = ElidedLabel("strong", 60)
        self._state_icon = QLabel()
        self._state = QLabel()
        self._state.setProperty("type", "small")
        self._peek = tool_button("eye", _("Preview"), colours)
        self._peek.clicked.connect(self.peek_asked)
        self._insert = tool_button("plus-circle", _("Insert"), colours, ActionId.INSERT)
        self._insert.setMenu(menu)
        self._insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._whole = tool_button("code", _("Whole file"), colours, ActionId.WHOLE_FILE)
        self._whole.setCheckable(True)
        self._whole.clicked.connect(lambda _on: self.acted.emit(ActionId.WHOLE_FILE))
        self.discard = tool_button("arrow-counter-clockwise", _("Back to the saved text"), colours)
        self.discard.clicked.connect(self.discard_asked)
        self.retire = tool_button("archive", _("Retire the entry"), colours, ActionId.RETIRE)
        self.retire.clicked.connect(lambda _on: self.acted.emit(ActionId.RETIRE))
        self.save = QPushButton(_("Save"))
        self.save.setProperty("look", "primary")
        self.save.setToolTip(key_text(ActionId.SAVE))
        self.save.clicked.connect(lambda _on: self.acted.emit(ActionId.SAVE))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._kind_icon)
        row.addWidget(self._title, 1)
        row.addWidget(self._state_icon)
        row.addWidget(self._state)
        for tool in (self._peek, self._insert, self._whole, self.retire, self.discard, self.save):
            row.addWidget(tool)

    def show_kind(self, kind: Kind) -> None:
        """Say what the entry is."""
        _ground, ink = self._colours.pair(kind.value)
        self._kind_icon.setPixmap(icon(KIND_ICON[kind], ink).pixmap(18, 18))
        self._menu.fit(kind)

    def show_title(self, title: str) -> None:
        """Say what the entry is called."""
        self._title.say(title)
        self._fit_state()

    def show_state(self, sheet: Sheet) -> None:
        """Say whether the text is saved, or at least kept."""
        if not sheet.changed:
            text, name = _("Saved"), "check-circle"
        elif sheet.text == sheet.kept:
            text, name = _("Kept, not saved as a revision yet"), "floppy-disk-back"
        else:
            text, name = _("Writing…"), "pencil-simple"
        self.save.setEnabled(sheet.changed)
        self.discard.setEnabled(sheet.changed)
        if text == self._state.text():  # asked at every key
            return
        self._state.setText(text)
        self._state_icon.setPixmap(icon(name, self._colours.muted).pixmap(14, 14))
        self._state_icon.setToolTip(text)
        self._fit_state()

    def show_whole(self, whole: bool) -> None:
        """Say whether the whole file is shown."""
        self._whole.setChecked(whole)

    def fit(self, *, narrow: bool) -> None:
        """Offer the preview where it is not seen."""
        self._peek.setVisible(narrow)
        self._fit_state()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leave the state to its icon where the title needs the room."""
        super().resizeEvent(event)
        self._fit_state()

    def open_menu(self) -> None:
        """Open the menu of parts to insert."""
        self._insert.showMenu()

    def _fit_state(self) -> None:
        self._state.hide()
        self._state.setVisible(self._row.sizeHint().width() + self._state.sizeHint().width() < self.width())
