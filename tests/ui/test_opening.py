"""The window is there before the program is, and what one types into it is not lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbook.errors import Message, StorageError
from deskbook.places import data_folder
from deskbook.services.settings import DeskName, Settings, Theme
from deskbook.ui.opening import Opening
from deskbook.ui.single import Request, ask_running
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Opener

ENGLISH = Settings(language="en", theme=Theme.LIGHT)


@pytest.fixture
def opening(qtbot: QtBot, tmp_path: Path) -> Opening:
    made = Opening(tmp_path, ENGLISH, data_folder("resources"), Request(query="退款"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def soon(act: object) -> None:
    """Act once the window lives."""
    QTimer.singleShot(0, act)  # type: ignore[call-overload]


def compose(opening: Opening, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(opening.field, event)


def test_one_types_while_the_program_loads(opening: Opening) -> None:
    gate = threading.Event()

    def type_on() -> None:
        QTest.keyClicks(opening.field, "7")
        gate.set()

    assert opening.field.hasFocus()
    soon(type_on)
    assert opening.load(lambda: "loaded" if gate.wait(60) else "late") == "loaded"
    assert opening.field.text() == "退款7"


def test_a_composition_is_not_broken_off(opening: Opening) -> None:
    done: list[str] = []

    def begin() -> None:
        compose(opening, "ni")
        started.set()
        QTimer.singleShot(300, end)

    def end() -> None:
        done.append(opening.field.text())
        compose(opening, "", "你")

    started = threading.Event()
    soon(begin)
    opening.load(lambda: started.wait(60))
    assert done == ["退款"]
    assert opening.field.text() == "退款你"


def test_what_goes_wrong_is_said_in_the_window_and_told_at_the_end(opening: Opening) -> None:
    said: list[str] = []

    def read() -> None:
        if opening.field.isEnabled():
            QTimer.singleShot(10, read)
        else:
            said.append(opening.note.text())
            opening.close()

    def fail() -> None:
        raise StorageError(Message("The disk is full."), Message("Free some space."), "/home/desk")

    soon(read)
    with pytest.raises(StorageError):
        opening.load(fail)
    assert said == ["/home/desk\nThe disk is full.\nFree some space."]


def test_whoever_closes_it_does_not_get_a_window_after_all(opening: Opening) -> None:
    closed = threading.Event()

    def close() -> None:
        QTest.keyClick(opening.field, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        closed.set()

    soon(close)
    assert opening.load(lambda: closed.wait(60))
    assert not opening.isVisible()


def test_the_main_window_takes_its_place_and_what_was_typed(
    opening: Opening, open_window: Opener, tmp_path: Path
) -> None:
    opening.setGeometry(40, 60, 1000, 700)
    window = open_window(None)
    asked: list[Request] = []
    rung = QEventLoop()
    opening.doorbell.rung.connect(rung.quit)
    other = threading.Thread(target=lambda: ask_running(tmp_path, Request(summon=True)))
    other.start()
    rung.exec()
    other.join()
    opening.field.setText("退款什么时候")
    opening.give_way(window, asked.append, window.go_on_typing)
    assert asked == [Request(query="退款"), Request(summon=True)]
    assert window.geometry() == opening.geometry()
    assert window.desk.field.text() == "退款什么时候"
    assert window.desk.field.selectedText() == ""
    assert not opening.isVisible()


@pytest.mark.parametrize("desk", DeskName)
def test_the_search_field_stays_where_it_is(
    qtbot: QtBot, tmp_path: Path, open_window: Opener, desk: DeskName
) -> None:
    window: MainWindow = open_window()
    window.choose_desk(desk)
    settings = Settings(language="en", theme=Theme.LIGHT, desk=desk)
    opening = Opening(tmp_path, settings, data_folder("resources"), Request())
    qtbot.addWidget(opening)
    opening.resize(window.size())
    opening.show()
    qtbot.waitExposed(opening)
    places = [one.mapTo(one.window(), QPoint()) for one in (opening.field, window.desk.field)]
    assert places[0] == places[1]
    assert opening.field.size() == window.desk.field.size()
    assert opening.header.size() == window.desk.header.size()
