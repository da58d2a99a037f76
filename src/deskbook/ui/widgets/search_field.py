"""The search field: tells of committed text only, and of its keys as actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, field_keys, window_keys
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.composing import ComposingLineEdit

_MOST = 10_000
"""A pasted text longer than this is cut: no customer writes so much, and the search needs no more."""

_STEPS: dict[ActionId | None, int] = {ActionId.NEXT_VARIANT: 1, ActionId.PREVIOUS_VARIANT: -1}


class SearchField(ComposingLineEdit):
    """A line edit that tells of text once it is committed, and passes its keys on as actions."""

    committed = Signal(str)
    acted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_MOST)
        self._keys = field_keys()
        self._window_keys = window_keys()
        self._told = ""
        self.stepped: Callable[[int], bool] = lambda _steps: False
        """Called with 1 for Tab and -1 for Shift+Tab; False lets the key move the keyboard as elsewhere."""
        self.textChanged.connect(self._tell)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Follow the input method's composition."""
        super().inputMethodEvent(event)
        self._tell(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window that belong to the field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._steps(event):
            event.accept()
            return True
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and not self.composing:
            mine = self._action(event) is not None
            # A line edit keeps keys for itself that mean something else here, such as Ctrl+Shift+Z.
            if mine or QKeySequence(event.keyCombination()) in self._window_keys:
                event.setAccepted(mine)
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

    def _steps(self, event: QKeyEvent) -> bool:
        steps = _STEPS.get(self._action(event))
        return steps is not None and (self.composing or self.stepped(steps))

    def _action(self, event: QKeyEvent) -> ActionId | None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self._keys.get(QKeySequence(QKeyCombination(held, Qt.Key(event.key()))))

    def _tell(self, text: str) -> None:
        if not self.composing and text != self._told:
            self._told = text
            self.committed.emit(text)


def handbook_field(colours: Colours) -> SearchField:
    """Return the field in which people search the handbook."""
    field = SearchField()
    field.setObjectName("search")
    field.setPlaceholderText(
        _("What the customer said, a keyword, pinyin or initials: 钱什么时候退 · tuikuan · tk")
    )
    field.setAccessibleName(_("Search"))
    field.setClearButtonEnabled(True)
    field.addAction(icon("magnifying-glass", colours.muted), SearchField.ActionPosition.LeadingPosition)
    return field
