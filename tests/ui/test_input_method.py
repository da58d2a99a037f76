"""Composing Chinese in the search field: the input method always comes first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbook.ui.widgets.search_field import SearchField
from tests.fakes.index import PlainIndex
from tests.ui.conftest import Clipboard, Hand


def compose(field: SearchField, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def test_nothing_is_searched_until_text_is_committed(qtbot: QtBot, hand: Hand, index: PlainIndex) -> None:
    field = hand.window.desk.field
    index.asked.clear()
    for preedit in ("f", "fa", "fa'p", "fa'piao"):
        compose(field, preedit)
    assert hand.window.desk.search.text == ""
    assert field.text() == ""
    compose(field, "", "发票")
    hand.wait_shown("faq-invoice")
    assert [text for text in index.asked if text] == ["发票"]


def test_composing_over_a_selection_searches_only_when_it_ends(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    field = hand.window.desk.field
    field.selectAll()
    compose(field, "tui")
    assert hand.window.desk.search.text == "发票"
    compose(field, "", "退款处理")
    hand.wait_shown("sop-refund")


def test_a_composition_given_up_leaves_everything_as_it_was(hand: Hand, index: PlainIndex) -> None:
    hand.search("发票", "faq-invoice")
    index.asked.clear()
    compose(hand.window.desk.field, "tui")
    compose(hand.window.desk.field, "")
    assert hand.window.desk.search.text == "发票"
    assert index.asked == []


def test_keys_during_a_composition_do_nothing_else(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款", "faq-refund-arrival")
    compose(hand.window.desk.field, "ka")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
        hand.press(key)
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.texts == []
    assert hand.selected() == "faq-refund-arrival"
    assert hand.window.desk.field.text() == "退款"
    assert not hand.window.desk.search.filters


def test_the_enter_that_ends_a_composition_copies_nothing_the_next_one_does(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    field = hand.window.desk.field
    compose(field, "fapiao")
    compose(field, "", "发票")
    hand.press(Qt.Key.Key_Return)
    hand.wait_shown("faq-invoice")
    assert clipboard.texts == []
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "在订单详情页点“申请开票”就可以。")


def test_a_blank_is_composed_the_same_way(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    hand.press(Qt.Key.Key_Tab)
    field = QApplication.focusWidget()
    assert field is not None
    assert field.accessibleName() == "日期"
    QApplication.sendEvent(field, QInputMethodEvent("jin", []))
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Escape)
    assert clipboard.texts == []
    assert field.isVisible()
