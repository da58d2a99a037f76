"""Choosing another script without leaving the search field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.ui.features.reading.cards import SpeechCard
from tests.ui.conftest import Clipboard, Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONCISE = "在订单详情页点“申请开票”就可以。"
WARM = "别担心，发票可以补开。"


def marked(hand: Hand) -> list[str]:
    sheet = hand.window.desk.reading_view.sheet
    shown = (
        card for card in sheet.findChildren(SpeechCard) if card.isVisibleTo(sheet)
    )  # not the last page's
    return [card.speech.name for card in shown if card.marked]


def test_tab_chooses_and_enter_copies_what_is_marked(hand: Hand, clipboard: Clipboard) -> None:
    hand.search("发票", "faq-invoice")
    assert marked(hand) == ["简洁"]
    hand.press(Qt.Key.Key_Tab)
    assert marked(hand) == ["安抚"]
    assert hand.window.desk.field.hasFocus()
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, WARM)
    hand.press(Qt.Key.Key_Backtab, SHIFT)
    assert marked(hand) == ["简洁"]
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, WARM, CONCISE)


def test_after_the_last_script_tab_moves_on_so_that_nobody_is_caught(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Tab)
    assert not hand.window.desk.field.hasFocus()
    assert marked(hand) == ["安抚"]


def test_another_entry_begins_with_its_own_choice(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Tab)
    hand.search("退款什么时候", "faq-refund-arrival")
    assert marked(hand) == ["简洁"]


def test_tab_while_composing_belongs_to_the_input_method(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    field = hand.window.desk.field
    QApplication.sendEvent(field, QInputMethodEvent("fa", []))
    hand.press(Qt.Key.Key_Tab)
    assert marked(hand) == ["简洁"]
    assert field.hasFocus()


def test_a_habit_is_preferred_from_then_on(qtbot: QtBot, hand: Hand, services: Services) -> None:
    for _copy in range(3):
        services.copies.count("faq-invoice", "warm")
    hand.search("发票", "faq-invoice")
    assert marked(hand) == ["安抚"]
    hand.press(Qt.Key.Key_Tab)
    assert marked(hand) == ["简洁"]


def test_each_copy_is_counted(qtbot: QtBot, hand: Hand, services: Services) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.desk.copies_of("faq-invoice") == {"concise": 1})


def test_right_after_typing_tab_waits_for_the_answer(qtbot: QtBot, hand: Hand, clipboard: Clipboard) -> None:
    hand.window.desk.field.setText("发票")
    hand.press(Qt.Key.Key_Tab)
    hand.wait_shown("faq-invoice")
    qtbot.waitUntil(lambda: marked(hand) == ["安抚"])
    assert hand.window.desk.field.hasFocus()


def test_in_the_panel_the_chosen_script_is_seen_and_typing_goes_back(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(QSize(360, 700))
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Tab)
    desk = hand.window.desk
    assert desk.reading_view.isVisible()
    assert desk.field.hasFocus()
    hand.press(Qt.Key.Key_Down)
    assert desk.search_view.isVisible()


@pytest.mark.parametrize("query", ["快递晚到"])
def test_where_there_is_nothing_to_choose_tab_moves_on(hand: Hand, query: str) -> None:
    hand.search(query, "case-late-parcel-kept")
    hand.press(Qt.Key.Key_Tab)
    assert not hand.window.desk.field.hasFocus()
