"""The summoning key, on a real X server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from threading import Event

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from deskbook.ui.hotkey.key import Key
from deskbook.ui.hotkey.windows import virtual_key
from deskbook.ui.hotkey.x11 import X11Grabber


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Display]:
    reading, writing = os.pipe()
    program = shutil.which("Xvfb")
    assert program is not None
    command = [program, "-displayfd", str(writing), "-screen", "0", "640x480x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            name = f":{told.readline().strip()}"
        monkeypatch.setenv("DISPLAY", name)
        display = Display(name)
        yield display
        display.close()
        process.terminate()


def press(display: Display, *names: str) -> None:
    codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
    for code in codes:
        xtest.fake_input(display, X.KeyPress, code)
    for code in reversed(codes):
        xtest.fake_input(display, X.KeyRelease, code)
    display.sync()


def test_the_key_works_everywhere_with_any_lock_on(server: Display) -> None:
    pressed = Event()
    held = X11Grabber(pressed.set)
    key = Key.parse("Ctrl+Alt+K")
    assert key is not None
    assert held.grab(key)
    press(server, "Control_L", "Alt_L", "k")
    assert pressed.wait(20)
    pressed.clear()
    press(server, "Caps_Lock")
    press(server, "Control_L", "Alt_L", "k")
    assert pressed.wait(20)
    held.close()


def test_a_key_that_another_program_has_is_refused_and_free_again_afterwards(server: Display) -> None:
    key = Key.parse("Ctrl+Alt+K")
    assert key is not None
    first, second = X11Grabber(Event().set), X11Grabber(Event().set)
    assert first.grab(key)
    assert not second.grab(key)
    first.close()
    assert second.grab(key)
    second.close()


@pytest.mark.parametrize("text", ["", "K", "Shift+K", "Hyper+K", "Ctrl+"])
def test_a_key_that_must_not_be_taken_is_none(text: str) -> None:
    assert Key.parse(text) is None


def test_windows_has_numbers_of_its_own() -> None:
    names = ["K", "7", "F1", "F12", "Space", "PgUp", "é"]
    assert [virtual_key(name) for name in names] == [0x4B, 0x37, 0x70, 0x7B, 0x20, 0, 0]
