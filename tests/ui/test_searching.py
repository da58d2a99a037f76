"""Finding entries in the window: typing, moving, filtering, finding nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Kind, Level
from deskbook.model.query import Hit
from deskbook.ui.features.search.filters import Facet
from deskbook.ui.features.search.model import HIT_ROLE, HitListModel
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Hand, click

CONTROL = Qt.KeyboardModifier.ControlModifier


def ids(window: MainWindow) -> list[str]:
    model = window.desk.search_view.model
    hits: list[Hit] = [model.index(row, 0).data(HIT_ROLE) for row in range(model.rowCount())]
    return [hit.id for hit in hits]


def wait_state(qtbot: QtBot, window: MainWindow) -> StatePage:
    def visible() -> list[StatePage]:
        return [p for p in window.desk.search_view.findChildren(StatePage) if p.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1)
    return visible()[0]


def test_the_search_field_has_the_keyboard_at_the_start(window: MainWindow) -> None:
    assert window.desk.field.hasFocus()
    assert window.desk.browse_view.isVisible()


def test_hits_appear_while_typing_and_the_best_one_is_shown(qtbot: QtBot, hand: Hand) -> None:
    QTest.keyClicks(hand.window.desk.field, "sop")
    assert hand.window.desk.search.text == "sop"
    hand.search("退款", "faq-refund-arrival")
    assert ids(hand.window) == ["faq-refund-arrival", "sop-refund"]
    assert hand.window.desk.field.hasFocus()


def test_arrows_and_pages_move_while_the_field_keeps_the_keyboard(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    for key, wanted in (
        (Qt.Key.Key_Down, "sop-refund"),
        (Qt.Key.Key_Down, "sop-refund"),
        (Qt.Key.Key_Up, "faq-refund-arrival"),
        (Qt.Key.Key_PageDown, "sop-refund"),
        (Qt.Key.Key_PageUp, "faq-refund-arrival"),
    ):
        hand.press(key)
        assert hand.selected() == wanted
        hand.wait_shown(wanted)
    assert hand.window.desk.field.hasFocus()


def test_ctrl_enter_goes_to_the_entry_and_escape_comes_back(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    hand.press(Qt.Key.Key_Return, CONTROL)
    assert QApplication.focusWidget() is hand.window.desk.reading_view.sheet
    hand.press(Qt.Key.Key_F6)
    assert hand.window.desk.field.hasFocus()
    hand.press(Qt.Key.Key_Escape)
    assert hand.window.desk.field.text() == ""
    assert hand.window.desk.browse_view.isVisible()
    assert hand.shown() == ""


def test_the_areas_follow_one_another(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    areas = []
    for _round in range(3):
        hand.press(Qt.Key.Key_F6)
        areas.append(QApplication.focusWidget())
    desk = hand.window.desk
    assert areas == [desk.search_view.list, desk.reading_view.sheet, desk.field]


def test_enter_in_the_list_acts_as_in_the_field(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Down)
    hand.wait_shown("sop-refund")
    hand.press(Qt.Key.Key_Escape)
    assert hand.window.desk.field.hasFocus()


def test_keys_filter_by_collection_and_the_chips_show_it(qtbot: QtBot, hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    hand.press(Qt.Key.Key_1, CONTROL)
    hand.wait_shown("sop-refund")
    assert ids(hand.window) == ["sop-refund"]
    chips = {b.text(): b.isChecked() for b in hand.window.desk.filter_bar.findChildren(QPushButton)}
    assert (chips["All"], chips["SOP"], chips["FAQ"]) == (False, True, False)
    hand.press(Qt.Key.Key_0, CONTROL)
    qtbot.waitUntil(lambda: len(ids(hand.window)) == 2)


def test_a_filter_without_text_lists_what_fits(qtbot: QtBot, hand: Hand) -> None:
    hand.window.desk.only_kind(Kind.CASE)
    hand.wait_shown("case-late-parcel-kept")
    hand.window.desk.clear_filters()
    assert hand.window.desk.browse_view.isVisible()


def test_further_filters_show_as_chips_that_remove_them(qtbot: QtBot, hand: Hand) -> None:
    desk = hand.window.desk
    hand.press(Qt.Key.Key_F, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    popup = desk.filter_bar.popup
    assert popup.isVisible()
    (senior,) = (b for b in popup.findChildren(QPushButton) if b.text() == "Senior")
    click(senior)
    popup.hide()
    hand.wait_shown("faq-invoice")
    assert ids(hand.window) == ["faq-invoice"]
    assert desk.search.filters.values(Facet.LEVEL) == {Level.SENIOR}
    (chip,) = (b for b in desk.filter_bar.findChildren(QPushButton) if b.property("look") == "active")
    assert chip.accessibleName() == "Remove the filter “Senior”"
    click(chip)
    assert not desk.search.filters


def test_a_tag_is_typed_or_taken_from_an_entry(qtbot: QtBot, hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    (tag,) = (b for b in hand.window.desk.reading_view.findChildren(QPushButton) if b.text() == "到账时间")
    click(tag)
    hand.window.desk.field.clear()
    qtbot.waitUntil(lambda: ids(hand.window) == ["faq-refund-arrival"])
    assert hand.window.desk.search.filters.tags == {"到账时间"}


def test_the_topics_of_the_handbook_are_offered(window: MainWindow) -> None:
    names = {b.text() for b in window.desk.filter_bar.popup.findChildren(QPushButton)}
    assert {"退款", "发票", "物流"} <= names


def test_nothing_found_says_what_to_try(qtbot: QtBot, hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    hand.window.desk.field.setText("没有这种事")
    assert wait_state(qtbot, hand.window).title == "Nothing found for “没有这种事”"
    assert hand.shown() == ""


def test_what_filters_hide_is_shown_as_nearest(qtbot: QtBot, hand: Hand) -> None:
    hand.window.desk.only_kind(Kind.CASE)
    hand.window.desk.field.setText("发票")
    page = wait_state(qtbot, hand.window)
    assert page.title == "Nothing within these filters"
    (button,) = page.findChildren(QPushButton)
    click(button)
    hand.wait_shown("faq-invoice")


@pytest.mark.parametrize("text", ["。。。！", "🦖", "x" * 20_000, "a\nb\tc", "退 款", "  退款  "])
def test_every_text_is_answered(qtbot: QtBot, hand: Hand, text: str) -> None:
    hand.search("发票", "faq-invoice")
    hand.window.desk.field.setText(text)
    qtbot.waitUntil(lambda: hand.selected() != "faq-invoice")
    assert len(hand.window.desk.field.text()) <= 10_000


def test_a_hit_says_all_of_it_to_a_screen_reader(hand: Hand) -> None:
    hand.search("退款处理", "sop-refund")
    index = hand.window.desk.search_view.model.index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("退款处理流程, SOP, After-sale · 退款, ")


def test_the_number_of_hits_is_told(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    texts = [label.text() for label in hand.window.desk.search_view.findChildren(QLabel)]
    assert "2 entries" in texts


def test_the_list_is_a_sound_qt_model(hand: Hand) -> None:
    hand.search("退款", "faq-refund-arrival")
    model = HitListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(tuple(hand.window.desk.search_view.model.index(r, 0).data(HIT_ROLE) for r in range(2)))
    model.show(())
    assert tester.model() is model
