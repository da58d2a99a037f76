"""A key of the whole Windows session, by ``RegisterHotKey``."""

from __future__ import annotations

import ctypes
import ctypes.wintypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from deskbook.ui.hotkey.key import Key

_ID = 1
_WM_HOTKEY = 0x0312
_NO_REPEAT = 0x4000
_HELD = {"Alt": 0x0001, "Ctrl": 0x0002, "Shift": 0x0004, "Meta": 0x0008}


class WindowsGrabber(QAbstractNativeEventFilter):
    """Holds one key for the thread of the window, which Windows then tells when it is pressed."""

    def __init__(self, app: QCoreApplication, pressed: Callable[[], None]) -> None:
        super().__init__()
        self._pressed = pressed
        app.installNativeEventFilter(self)

    def grab(self, key: Key) -> bool:
        """Take a key; see :class:`deskbook.ui.hotkey.Grabber`."""
        code, held = virtual_key(key.name), sum(_HELD[name] for name in key.held)
        if sys.platform != "win32" or not code:
            return False
        return bool(ctypes.windll.user32.RegisterHotKey(None, _ID, held | _NO_REPEAT, code))

    def release(self) -> None:
        """Give the key back."""
        if sys.platform == "win32":
            ctypes.windll.user32.UnregisterHotKey(None, _ID)

    def close(self) -> None:
        """Give the key back for good."""
        self.release()

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802
        """Look for the key among the messages of the window's thread."""
        if kind == b"windows_generic_MSG":
            told = ctypes.wintypes.MSG.from_address(int(message))
            if told.message == _WM_HOTKEY and told.wParam == _ID:
                self._pressed()
                return True, 0
        return False, 0


def virtual_key(name: str) -> int:
    """Return Windows's number of a key; 0 if it is none that can be taken."""
    if len(name) == 1 and name.isascii() and name.isalnum():
        return ord(name.upper())
    if name.startswith("F") and name[1:].isdecimal() and 1 <= int(name[1:]) <= 12:
        return 0x6F + int(name[1:])
    return 0x20 if name == "Space" else 0
