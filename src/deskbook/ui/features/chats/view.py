"""A thin bar that says whose values are filled in: a chip a chat, and what is remembered for this one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton

from deskbook.services.chats import Chat, Chats
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.chips import toggle_chip
from deskbook.ui.widgets.elided import ElidedLabel
from deskbook.ui.widgets.layouts import clear
from deskbook.ui.widgets.panel import Panel
from deskbook.ui.widgets.tools import tool_button

_TAIL = 4
"""Digits that tell one order number from another."""
_HEAD = 6
"""Characters of a value in words that do."""
_ROOM_FOR_NAMES = 620
"""From this width on every chip has room for more than its number."""


class ChatBar(Panel):
    """See :class:`deskbook.ui.features.chats.presenter.ChatView`."""

    chosen = Signal(int)
    new_asked = Signal()
    end_asked = Signal()
    said = Signal(str, str)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("chats")
        self.setAccessibleName(_("Chats"))
        self._chats = Chats()
        self._wide = True
        self._icon = QLabel()
        self._icon.setPixmap(icon("chat-circle-text", colours.muted).pixmap(QSize(18, 18)))
        self.line = ElidedLabel("small")
        self.chips: tuple[QPushButton, ...] = ()
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        lead = QHBoxLayout()
        lead.addWidget(self._icon)
        lead.addLayout(self._row)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for icon_name, text, action, signal in (
            ("plus", _("New chat"), ActionId.NEW_CHAT, self.new_asked),
            ("x", _("End the chat: forget its values"), ActionId.END_CHAT, self.end_asked),
        ):
            button = tool_button(icon_name, text, colours, action)
            button.clicked.connect(signal)
            tools.addWidget(button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 5, 12, 5)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.addLayout(lead, 0, 0)
        self._grid.addWidget(self.line, 0, 1)
        self._grid.addLayout(tools, 0, 2)
        self.hide()

    def show_chats(self, chats: Chats) -> None:
        """Show all chats; nothing if nothing is remembered."""
        other = chats.current.number != self._chats.current.number
        self._chats = chats
        self._show_line()
        self._show_chips()
        self.setVisible(len(chats.recent) > 1 or bool(chats.current.values))
        if other and self.isVisible():
            said = _("Chat {number}: {values}").format(number=chats.current.number, values=self.line.words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def say_new(self, number: int, *, replaced: bool) -> None:
        """Tell that a chat begins."""
        begins = _("Chat {number} begins; the one used longest ago made way")
        text = begins if replaced else _("Chat {number} begins")
        self.said.emit(text.format(number=number), "chat-circle-text")

    def say_still_new(self) -> None:
        """Tell that nothing is remembered."""
        self.said.emit(_("Nothing is filled in for this chat yet"), "chat-circle-text")

    def say_ended(self, number: int) -> None:
        """Tell that a chat is forgotten."""
        text = _("Chat {number} ended, and what was filled in is forgotten").format(number=number)
        self.said.emit(text, "chat-circle-text")

    def begin(self) -> None:
        """Put the keyboard on the current chat, or on the first button."""
        current = next((chip for chip in self.chips if chip.isChecked()), None)
        (current or self).setFocus(Qt.FocusReason.ShortcutFocusReason)
        if current is None:
            self.focusNextChild()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the values a line of their own where there is little room."""
        super().resizeEvent(event)
        wide = self.width() >= _ROOM_FOR_NAMES
        if wide != self._wide:
            self._wide = wide
            self._show_chips()

    def _show_line(self) -> None:
        values = self._chats.current.values
        text = _(" · ").join(f"{name} {' '.join(value.split())}" for name, value in values.items())
        self.line.say(text or _("Nothing is filled in for this chat yet"))

    def _show_chips(self) -> None:
        several = len(self._chats.recent) > 1
        clear(self._row)
        chips = self._chats.numbered if several else ()
        self.chips = tuple(self._chip(chat) for chat in chips)
        for chip in self.chips:
            self._row.addWidget(chip)
        self._icon.setVisible(not several)
        self._grid.removeWidget(self.line)
        if several and not self._wide:
            self._grid.addWidget(self.line, 1, 0, 1, 3)
        else:
            self._grid.addWidget(self.line, 0, 1)

    def _chip(self, chat: Chat) -> QPushButton:
        name = short(chat)
        text = f"{chat.number} · {name}" if self._wide and name else str(chat.number)
        values = _(" · ").join(f"{name} {value}" for name, value in chat.values.items())
        chip = toggle_chip(text, partial(self.chosen.emit, chat.number), values)
        chip.setAccessibleName(_("Chat {number}: {values}").format(number=chat.number, values=values))
        chip.setChecked(chat is self._chats.current)
        chip.setProperty("slim", True)
        return chip


def short(chat: Chat) -> str:
    """Return what tells a chat from the others at a glance: the end of a number, else its first value."""
    values = [" ".join(value.split()) for value in chat.values.values()]
    numbers = (value for value in values if len(value) > _HEAD and value[-_TAIL:].isdigit())
    number = next(numbers, "")
    if number:
        return f"…{number[-_TAIL:]}"
    first = next(iter(values), "")
    return first if len(first) <= _HEAD else f"{first[:_HEAD]}…"
