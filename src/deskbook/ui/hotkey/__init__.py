"""The key that summons the panel from any program, where the platform has such keys for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from deskbook.errors import Message
from deskbook.ui.hotkey.key import Key


class Grabber(Protocol):
    """Holds one key of the whole machine."""

    def grab(self, key: Key) -> bool:
        """Take a key; False if another program has it, or if this machine's keyboard has none such."""

    def release(self) -> None:
        """Give the key back."""

    def close(self) -> None:
        """Give the key back for good."""


class Hotkey(QObject):
    """One key that works in every program; :attr:`why_not` says why it does not."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grabber = _grabber(self.pressed.emit)
        self.why_not: Message | None = None if self._grabber is not None else _impossible()

    def use(self, key: str) -> None:
        """Take another key, in portable writing; an empty text for none."""
        if self._grabber is None:
            return
        self._grabber.release()
        self.why_not = None
        wanted = Key.parse(key)
        if wanted is not None and not self._grabber.grab(wanted):
            self.why_not = Message("Another program has taken {key}. Choose another one.", key=key)

    def stop(self) -> None:
        """Give the key back for good."""
        if self._grabber is not None:
            self._grabber.close()


def _grabber(pressed: Callable[[], None]) -> Grabber | None:
    platform = QGuiApplication.platformName()
    if platform == "xcb":
        from deskbook.ui.hotkey.x11 import X11Grabber  # another platform has no X library

        return X11Grabber(pressed)
    if sys.platform == "win32":
        from deskbook.ui.hotkey.windows import WindowsGrabber  # other platforms have no such calls

        return WindowsGrabber(QCoreApplication.instance(), pressed)
    return None


def _impossible() -> Message:
    if QGuiApplication.platformName().startswith("wayland"):
        return Message(
            "Wayland lets no program take such a key. In the system's keyboard settings, give a key "
            "to the command “deskbook gui --summon”."
        )
    return Message(
        "This system lets no program take such a key. Where it has keys for commands, give one to "
        "“deskbook gui --summon”."
    )
