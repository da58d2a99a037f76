"""The narrow panel, all by keyboard; how the window comes and goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from deskbook.errors import Message
from deskbook.services.facade import Services
from deskbook.ui.features.palette.view import Palette
from deskbook.ui.presence import Presence
from deskbook.ui.single import Doorbell, Request, ask_running
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Clipboard, Hand, Opener

NARROW = QSize(360, 700)


class Bell(QObject):
    rung = Signal(object)


class Key(QObject):
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.used: list[str] = []
        self.why_not: Message | None = None

    def use(self, key: str) -> None:
        self.used.append(key)


class NoTray(QObject):
    clicked = Signal()
    opened = Signal()
    ended = Signal()

    def __init__(self, *, there: bool) -> None:
        super().__init__()
        self.there = there
        self.told: list[str] = []

    def show(self) -> None:
        """There is no desktop in the tests."""

    def speak(self) -> None:
        """It says nothing that a test looks at."""

    def tell(self, text: str) -> None:
        self.told.append(text)


@pytest.fixture
def panel(hand: Hand, qtbot: QtBot) -> Hand:
    """The window as a panel."""
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(NARROW)
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    return hand


def test_the_whole_job_is_done_in_360_pixels(panel: Hand, clipboard: Clipboard, qtbot: QtBot) -> None:
    desk = panel.window.desk
    assert panel.window.width() == NARROW.width()
    panel.search("钱什么时候能退给我", "faq-refund-arrival")
    assert desk.search_view.isVisible()
    assert not desk.reading_view.isVisible()
    panel.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(desk.reading_view.isVisible)
    assert not desk.search_view.isVisible()
    panel.press(Qt.Key.Key_Escape)
    assert desk.search_view.isVisible()
    assert desk.field.hasFocus()
    panel.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(clipboard.texts) or desk.reading_view.isVisible())


def test_typing_brings_the_hits_back_even_while_composing(panel: Hand, qtbot: QtBot) -> None:
    desk = panel.window.desk
    panel.search("钱什么时候能退给我", "faq-refund-arrival")
    panel.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(desk.reading_view.isVisible)
    desk.field.setFocus()
    QApplication.sendEvent(desk.field, QInputMethodEvent("fa", []))
    assert desk.reading_view.isVisible()  # nothing is committed yet
    committed = QInputMethodEvent("", [])
    committed.setCommitString("发票")
    QApplication.sendEvent(desk.field, committed)
    assert desk.search_view.isVisible()


def test_nothing_is_wider_than_the_panel(panel: Hand, qtbot: QtBot) -> None:
    desk = panel.window.desk
    desk.draft("这个不归我管")
    qtbot.waitUntil(lambda: bool(desk.draft_view.findings.cards))
    assert panel.window.width() == NARROW.width()
    assert not desk.reading_view.isVisible()
    assert desk.draft_view.width() == NARROW.width()


def test_filters_keep_their_names_where_only_icons_fit(panel: Hand) -> None:
    chips = panel.window.desk.filter_bar.findChildren(QWidget)
    named = [c for c in chips if c.property("look") == "chip" and c.isVisible()]
    assert named
    assert all(chip.accessibleName() for chip in named)


def test_esc_clears_then_hides(panel: Hand, qtbot: QtBot) -> None:
    panel.search("钱什么时候能退给我", "faq-refund-arrival")
    panel.press(Qt.Key.Key_Escape)
    assert panel.window.desk.field.text() == ""
    with qtbot.waitSignal(panel.window.hide_asked):
        panel.press(Qt.Key.Key_Escape)


def test_the_full_window_does_not_hide(hand: Hand, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(hand.window.hide_asked):
        hand.press(Qt.Key.Key_Escape)


def test_both_sizes_are_there_again_at_the_next_start(open_window: Opener, services: Services) -> None:
    first = open_window(QSize(760, 600))
    first.toggle_panel()
    assert first.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    first.toggle_panel()
    assert first.size() == QSize(760, 600)
    assert not first.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    first.toggle_panel()
    first.end()
    second = open_window(None)
    assert second.frame.narrow
    assert second.width() < 400


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def key() -> Key:
    return Key()


def presence(window: MainWindow, bell: Bell, key: Key, *, tray: bool, copied: str = "") -> Presence:
    return Presence(window, lambda: copied, bell, key, NoTray(there=tray))  # type: ignore[arg-type]


def test_the_key_brings_the_panel_with_what_was_copied(
    hand: Hand, bell: Bell, key: Key, qtbot: QtBot
) -> None:
    kept = presence(hand.window, bell, key, tray=True, copied="钱什么时候\n能退给我 ")
    hand.window.hide()
    key.pressed.emit()
    qtbot.waitUntil(lambda: hand.window.desk.field.text() == "钱什么时候 能退给我")
    assert hand.window.frame.narrow
    assert hand.window.isVisible()
    assert kept is not None


def test_a_second_start_raises_the_window_and_searches(
    hand: Hand, bell: Bell, key: Key, qtbot: QtBot
) -> None:
    kept = presence(hand.window, bell, key, tray=True)
    hand.window.hide()
    bell.rung.emit(Request("发票"))
    qtbot.waitUntil(hand.window.isVisible)
    assert hand.window.desk.field.text() == "发票"
    assert kept is not None


def test_it_only_hides_where_it_can_be_called_again(panel: Hand, bell: Bell, key: Key) -> None:
    key.why_not = Message("Another program has taken {key}. Choose another one.", key="Ctrl+Alt+K")
    kept = presence(panel.window, bell, key, tray=False)
    kept.go()
    assert panel.window.isMinimized()
    key.why_not = None
    kept.come()
    kept.go()
    assert panel.window.isHidden()


def test_closing_leaves_it_in_the_tray_if_one_wants_so(
    hand: Hand, bell: Bell, key: Key, services: Services, qtbot: QtBot
) -> None:
    kept = presence(hand.window, bell, key, tray=True)
    services.preferences.change(stay=True)
    hand.window.close()
    assert hand.window.isHidden()
    kept.come()
    with qtbot.waitSignal(hand.window.ended):
        hand.window.end()


def test_another_key_is_used_at_once(hand: Hand, bell: Bell, key: Key) -> None:
    kept = presence(hand.window, bell, key, tray=True)
    hand.window.summon_key_chosen.emit("Ctrl+Alt+J")
    assert key.used == ["Ctrl+Alt+K", "Ctrl+Alt+J"]
    assert kept is not None


def test_a_second_start_with_a_pack_brings_the_window_and_looks_at_it(
    hand: Hand, bell: Bell, key: Key, qtbot: QtBot, tmp_path: Path
) -> None:
    kept = presence(hand.window, bell, key, tray=True)
    kept.go()
    (tmp_path / "a.dbk").write_text("no pack")
    bell.rung.emit(Request(pack=str(tmp_path / "a.dbk")))
    assert hand.window.isVisible()
    qtbot.waitUntil(lambda: hand.window.findChild(QMessageBox) is not None)
    box = hand.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text().startswith(f"{tmp_path / 'a.dbk'}: ")
    box.close()


def test_only_one_window_answers_for_a_data_folder(qtbot: QtBot, tmp_path: Path) -> None:
    assert not ask_running(tmp_path, Request("发票"))
    bell = Doorbell(tmp_path)
    heard: list[Request] = []
    bell.rung.connect(heard.append)
    asking = f"ask_running(Path({str(tmp_path)!r}), Request('发票', True, '/包.dbk'))"
    program = (
        f"import sys; from pathlib import Path; from deskbook.ui.single import *; sys.exit(not {asking})"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as other:
        qtbot.waitUntil(lambda: other.poll() is not None)
    assert other.returncode == 0
    assert heard == [Request("发票", True, "/包.dbk")]
    assert not ask_running(tmp_path / "other", Request())


def test_the_palette_finds_commands_and_entries(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = hand.window.findChild(Palette)
    assert isinstance(palette, Palette)
    assert palette.list.count() > 10
    QTest.keyClicks(palette.field, "draft box")
    assert palette.list.count() >= 1
    palette.field.setText("钱什么时候能退给我")
    qtbot.waitUntil(
        lambda: "faq-refund-arrival" in (palette.list.item(0).text() if palette.list.count() else "")
    )
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    hand.wait_shown("faq-refund-arrival")
    assert hand.window.desk.reading_view.sheet.hasFocus()


def test_a_command_of_the_palette_is_carried_out(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = hand.window.findChild(Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.field, "narrow")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hand.window.frame.narrow)
