"""The watch on the clipboard: off until wanted, quiet, and forgetful."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Level
from deskbook.services.facade import Services
from deskbook.services.sending import LONGEST_REPLY
from deskbook.ui.app import public_text
from deskbook.ui.settings_dialog import SettingsDialog
from tests.fakes.rules import RULE, write_rule
from tests.ui.conftest import Clipboard, Hand, Opener, click

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def rule(services: Services, tmp_path: Path) -> None:
    services.exchange.import_folder(write_rule(tmp_path / "rule"))


def settings(qtbot: QtBot, hand: Hand) -> SettingsDialog:
    hand.press(Qt.Key.Key_Comma, CONTROL)
    (dialog,) = hand.window.findChildren(SettingsDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


@pytest.fixture
def watching(hand: Hand) -> Hand:
    """A person who switched the watch on."""
    hand.window.choose_watching(True)
    return hand


def tell(clipboard: Clipboard, text: str) -> None:
    assert clipboard.told is not None
    clipboard.told(text)


def test_it_is_off_until_switched_on_in_the_settings_and_then_for_good(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard, services: Services
) -> None:
    assert clipboard.told is None
    dialog = settings(qtbot, hand)
    assert not dialog.watch.isChecked()
    sentences = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("in memory" in text for text in sentences)
    assert dialog.watch.accessibleDescription() in sentences
    dialog.watch.setFocus()
    hand.press(Qt.Key.Key_Space)
    assert clipboard.told is not None
    assert services.preferences.current.watch_clipboard
    QTest.mouseClick(dialog.watch, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert clipboard.told is None
    dialog.close()


def test_the_level_is_chosen_in_the_settings(qtbot: QtBot, hand: Hand, services: Services) -> None:
    dialog = settings(qtbot, hand)
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    assert buttons["Junior"].isChecked()
    click(buttons["Senior"])
    assert services.preferences.current.level is Level.SENIOR
    dialog.close()


def test_a_banned_phrase_on_the_clipboard_is_noticed_without_taking_the_keyboard(
    qtbot: QtBot, watching: Hand, clipboard: Clipboard
) -> None:
    notice = watching.window.desk.notice
    assert watching.window.desk.field.hasFocus()
    tell(clipboard, "这是规定，不归我管")
    qtbot.waitUntil(notice.isVisible)
    assert notice.text == "The clipboard holds “不归我管” and 1 more: Must not be sent"
    assert watching.window.desk.field.hasFocus()
    tell(clipboard, "您好")
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_the_notice_leads_to_the_draft_box_by_keyboard(
    qtbot: QtBot, watching: Hand, clipboard: Clipboard
) -> None:
    desk = watching.window.desk
    tell(clipboard, "这是规定")
    qtbot.waitUntil(desk.notice.isVisible)
    for _press in range(3):
        if not desk.notice.isAncestorOf(QApplication.focusWidget() or desk):
            watching.press(Qt.Key.Key_F6)
    watching.press(Qt.Key.Key_Space)
    assert desk.draft_view.text == "这是规定"
    assert not desk.notice.isVisible()
    assert desk.watch.text == ""


def test_nothing_of_what_was_seen_is_kept(
    qtbot: QtBot, watching: Hand, clipboard: Clipboard, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "不归我管，银行卡尾号 4417"
    tell(clipboard, secret)
    qtbot.waitUntil(watching.window.desk.notice.isVisible)
    watching.window.close()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert "尾号 4417".encode() not in kept
    assert "4417" not in caplog.text
    assert clipboard.told is None


def test_only_the_newest_text_counts_and_no_reply_is_as_long_as_a_book(
    qtbot: QtBot, watching: Hand, clipboard: Clipboard
) -> None:
    desk = watching.window.desk
    tell(clipboard, "不归我管")
    tell(clipboard, "不归我管" * LONGEST_REPLY)
    tell(clipboard, "这是规定")
    qtbot.waitUntil(desk.notice.isVisible)
    assert desk.watch.text == "这是规定"
    tell(clipboard, "不归我管" * LONGEST_REPLY)
    assert not desk.notice.isVisible()


def test_a_changed_list_looks_at_the_noticed_text_again(
    qtbot: QtBot, watching: Hand, clipboard: Clipboard, services: Services, tmp_path: Path
) -> None:
    desk = watching.window.desk
    tell(clipboard, "这是规定")
    qtbot.waitUntil(desk.notice.isVisible)
    changed = RULE.replace("pattern: 这是规定", "pattern: 请稍等")
    services.exchange.import_folder(write_rule(tmp_path / "changed", changed))
    qtbot.waitUntil(lambda: not desk.notice.isVisible())


def test_a_choice_made_before_holds_at_the_next_start(
    services: Services, clipboard: Clipboard, open_window: Opener
) -> None:
    services.preferences.change(watch_clipboard=True)
    open_window()
    assert clipboard.told is not None


def test_what_a_password_manager_marks_is_not_read() -> None:
    content = QMimeData()
    content.setText("秘密")
    assert public_text(content) == "秘密"
    content.setData("x-kde-passwordManagerHint", b"secret")
    assert public_text(content) == ""
    assert public_text(QMimeData()) == ""
