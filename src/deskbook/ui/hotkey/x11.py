"""A key of the whole X server, grabbed on the root window."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError

from deskbook.ui.hotkey.key import Key

_HELD = {"Shift": X.ShiftMask, "Ctrl": X.ControlMask, "Alt": X.Mod1Mask, "Meta": X.Mod4Mask}
_LOCKS = (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)
"""Caps Lock and Num Lock count as held keys: the key has to work with any of them on."""


class X11Grabber:
    """Holds one key. A thread with a connection of its own waits for it; Qt's connection is left alone."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        self._display = Display()
        self._pressed = pressed
        self._held: tuple[int, int] | None = None
        self._stop_read, self._stop_write = os.pipe()
        self._thread: Thread | None = None

    def grab(self, key: Key) -> bool:
        """Take a key; see :class:`deskbook.ui.hotkey.Grabber`."""
        code = self._code(key.name)
        if not code:
            return False
        held = sum(_HELD[name] for name in key.held)
        refused = CatchError(BadAccess)
        root = self._display.screen().root
        for lock in _LOCKS:
            root.grab_key(code, held | lock, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        self._held = (code, held)
        if refused.get_error() is not None:
            self.release()
            return False
        self._thread = Thread(target=self._wait, name="hotkey", daemon=True)
        self._thread.start()
        return True

    def release(self) -> None:
        """Give the key back."""
        if self._thread is not None:
            os.write(self._stop_write, b".")
            self._thread.join()
            self._thread = None
        if self._held is not None:
            code, held = self._held
            for lock in _LOCKS:
                self._display.screen().root.ungrab_key(code, held | lock)
            self._display.sync()
            self._held = None

    def close(self) -> None:
        """Give the key back for good."""
        self.release()
        self._display.close()
        os.close(self._stop_read)
        os.close(self._stop_write)

    def _code(self, name: str) -> int:
        symbol = XK.string_to_keysym(name) or XK.string_to_keysym(name.lower())
        return self._display.keysym_to_keycode(symbol) if symbol else 0

    def _wait(self) -> None:
        with suppress(ConnectionClosedError):  # the X server ended: so does the program
            while True:
                while self._display.pending_events():
                    if self._display.next_event().type == X.KeyPress:
                        self._pressed()
                ready, _, _ = select.select([self._display.fileno(), self._stop_read], [], [])
                if self._stop_read in ready:
                    os.read(self._stop_read, 1)
                    return
