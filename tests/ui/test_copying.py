"""Copying scripts by key and by button, with and without blanks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.ui.window import MainWindow
from tests.screens.scene import fields
from tests.ui.conftest import Clipboard, Hand, click

ALT = Qt.KeyboardModifier.AltModifier
CONCISE = "退款已按原支付方式退回，通常1-7 个工作日到账。"


def toast(window: MainWindow) -> str:
    return window.desk.toast.text


def test_enter_copies_the_first_script_with_the_shops_values(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, CONCISE)
    assert toast(hand.window) == "Copied “简洁”"
    assert hand.window.desk.field.hasFocus()


def test_enter_right_after_typing_copies_what_was_typed(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    hand.search("发票", "faq-invoice")
    hand.window.desk.field.setText("钱什么时候能退给我")
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clipboard.texts != [])
    hand.wait_copied(clipboard, CONCISE)


def test_a_number_with_alt_asks_for_blanks_and_enter_copies_them_filled(
    hand: Hand, clipboard: Clipboard
) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    amount, day = fields(hand.window.desk.reading_view)
    assert (amount.accessibleName(), day.accessibleName()) == ("金额", "日期")
    assert amount.hasFocus()
    amount.setText("19.90")
    hand.press(Qt.Key.Key_Tab)
    assert day.hasFocus()
    day.setText("12 月 3 日")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "退款 19.90 元在12 月 3 日提交，请放心。")
    assert fields(hand.window.desk.reading_view) == []
    assert hand.window.desk.field.hasFocus()


def test_what_is_typed_shows_in_the_script_at_once(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    fields(hand.window.desk.reading_view)[0].setText("<8>")
    texts = [label.text() for label in hand.window.desk.reading_view.findChildren(QLabel)]
    assert any('退款 <span class="given">&lt;8&gt;</span> 元' in text for text in texts)


def test_blanks_left_empty_stay_marked_and_the_toast_says_so(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    fields(hand.window.desk.reading_view)[0].setText("5")
    hand.press(Qt.Key.Key_Enter)
    hand.wait_copied(clipboard, "退款 5 元在{{日期}}提交，请放心。")
    assert toast(hand.window) == "Copied; still to fill in: 日期"


def test_a_value_that_cannot_be_is_refused_at_its_field(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    amount, day = fields(hand.window.desk.reading_view)
    amount.setText("很多")
    day.setFocus()
    hand.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    assert amount.hasFocus()
    faults = [
        label.text()
        for label in hand.window.desk.reading_view.findChildren(QLabel)
        if label.property("type") == "fault" and label.isVisible()
    ]
    assert faults == ["“金额” should be an amount in yuan, such as 19.90."]


def test_escape_puts_the_form_away_and_returns_to_the_search(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    hand.press(Qt.Key.Key_Escape)
    assert fields(hand.window.desk.reading_view) == []
    assert clipboard.texts == []
    assert hand.window.desk.field.hasFocus()
    assert hand.window.desk.field.text() == "退款什么时候"


def test_asking_twice_keeps_what_was_typed(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, ALT)
    fields(hand.window.desk.reading_view)[0].setText("7")
    hand.press(Qt.Key.Key_2, ALT)
    assert [field.text() for field in fields(hand.window.desk.reading_view)] == ["7", ""]


def test_buttons_copy(qtbot: QtBot, hand: Hand, clipboard: Clipboard) -> None:
    hand.search("发票", "faq-invoice")
    for name in ("Copy “安抚”", "Copy “简洁”"):
        (button,) = (
            b
            for b in hand.window.desk.reading_view.findChildren(QPushButton)
            if b.accessibleName() == name and b.isVisible()
        )
        click(button)
    hand.wait_copied(clipboard, "别担心，发票可以补开。", "在订单详情页点“申请开票”就可以。")


def test_plain_digits_copy_while_reading(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is hand.window.desk.reading_view.sheet
    hand.press(Qt.Key.Key_2)
    hand.wait_copied(clipboard, "别担心，发票可以补开。")


@pytest.mark.parametrize(("query", "entry_id"), [("快递晚到", "case-late-parcel-kept")])
def test_an_entry_without_scripts_says_so(
    hand: Hand, clipboard: Clipboard, query: str, entry_id: str
) -> None:
    hand.search(query, entry_id)
    hand.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    assert toast(hand.window) == "This entry has no such script to copy"


def test_a_replacement_of_a_banned_phrase_is_copied(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("不归我管", "ban-not-my-job")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "这件事我来跟进，30 分钟内给您回复。")
    assert toast(hand.window) == "Copied"


def test_a_copied_search_is_remembered(qtbot: QtBot, hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Escape)
    view = hand.window.desk.browse_view
    qtbot.waitUntil(lambda: any(b.text() == "发票" for b in view.findChildren(QPushButton)))
    (chip,) = (b for b in view.findChildren(QPushButton) if b.text() == "发票")
    click(chip)
    hand.wait_shown("faq-invoice")
