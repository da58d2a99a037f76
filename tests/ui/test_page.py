"""Finding words in a page, its text size, and what links lead to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.services.settings import TEXT_SIZES, Preferences, next_text_size
from deskbook.store.settings import SettingsFile
from deskbook.ui.features.reading.cards import SpeechCard
from deskbook.ui.features.reading.finding import FindBar
from deskbook.ui.widgets.row_button import RowButton
from tests.ui.conftest import Hand, Opener

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reader(hand: Hand) -> Hand:
    hand.search("退款什么时候", "faq-refund-arrival")
    return hand


def find_bar(hand: Hand) -> FindBar:
    return hand.window.desk.reading_view.find_bar


def marked(hand: Hand) -> list[str]:
    labels = hand.window.desk.reading_view.sheet.findChildren(QLabel)
    return [label.selectedText() for label in labels if label.hasSelectedText()]


def test_words_are_found_one_place_after_the_other(reader: Hand) -> None:
    reader.press(Qt.Key.Key_G, CTRL)
    bar = find_bar(reader)
    assert bar.field.hasFocus()
    bar.field.setText("到账")
    assert marked(reader) == ["到账"]
    first, of, count = bar.count.text().split()
    assert (first, of) == ("1", "of")
    assert int(count) > 2
    reader.press(Qt.Key.Key_Return)
    assert bar.count.text() == f"2 of {count}"
    assert marked(reader) == ["到账"]
    reader.press(Qt.Key.Key_Return, SHIFT)
    reader.press(Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == f"{count} of {count}"
    reader.press(Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert marked(reader) == []
    assert reader.window.desk.reading_view.sheet.hasFocus()


def test_a_slash_in_the_page_finds_too_and_what_is_nowhere_is_said(reader: Hand) -> None:
    reader.window.desk.reading_view.focus_page()
    reader.press(Qt.Key.Key_Slash)
    find_bar(reader).field.setText("没有的词")
    assert find_bar(reader).count.text() == "Nowhere"
    assert marked(reader) == []


def test_composing_looks_for_nothing_and_its_enter_goes_nowhere(reader: Hand) -> None:
    reader.press(Qt.Key.Key_G, CTRL)
    field = find_bar(reader).field
    QApplication.sendEvent(field, QInputMethodEvent("dao", []))
    reader.press(Qt.Key.Key_Return)
    assert find_bar(reader).count.text() == ""
    committed = QInputMethodEvent("", [])
    committed.setCommitString("到账")
    QApplication.sendEvent(field, committed)
    assert marked(reader) == ["到账"]


def test_another_entry_lets_go_of_what_was_found(reader: Hand) -> None:
    reader.press(Qt.Key.Key_G, CTRL)
    find_bar(reader).field.setText("到账")
    reader.window.desk.reading.open("faq-invoice")
    reader.wait_shown("faq-invoice")
    assert find_bar(reader).isHidden()


def test_finding_works_in_the_panel(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(QSize(360, 700))
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_G, CTRL)
    QTest.keyClicks(find_bar(hand).field, "1-7")
    assert marked(hand) == ["1-7"]
    assert hand.window.width() == 360


def test_text_grows_by_key_and_stays_so(reader: Hand, services: Services, open_window: Opener) -> None:
    card = reader.window.desk.reading_view.findChildren(SpeechCard)[0]
    card.text.ensurePolished()
    before = card.text.font().pixelSize()
    reader.press(Qt.Key.Key_Plus, CTRL)
    reader.press(Qt.Key.Key_Equal, CTRL)
    assert reader.window.desk.toast.text == "Text size 130 %"
    assert card.text.font().pixelSize() == round(before * 1.3)
    assert "line-height: 35px" in card.text.text()
    reader.press(Qt.Key.Key_Minus, CTRL)
    kept = Preferences(SettingsFile(services.home / "settings.json"))
    assert kept.current.text_size == 115
    reader.press(Qt.Key.Key_9, CTRL)
    assert card.text.font().pixelSize() == before


def test_the_largest_text_still_fits_into_the_panel(hand: Hand, services: Services, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(QSize(360, 700))
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_Return, CTRL)
    for _press in TEXT_SIZES:
        hand.press(Qt.Key.Key_Plus, CTRL)
    assert services.preferences.current.text_size == TEXT_SIZES[-1]
    assert hand.window.width() == 360


@pytest.mark.parametrize("kept", [None, "big", 97, True])
def test_a_size_that_does_not_exist_is_the_usual_one(services: Services, kept: object) -> None:
    file = SettingsFile(services.home / "other.json")
    file.save({"text_size": kept})
    assert Preferences(file).current.text_size == 100


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_sizes_end_at_both_ends(size: int) -> None:
    assert next_text_size(size, 0) == 100
    assert next_text_size(size, 99) == TEXT_SIZES[-1]
    assert next_text_size(size, -99) == TEXT_SIZES[0]


def test_links_tell_what_they_lead_to(reader: Hand) -> None:
    (button,) = (
        row
        for row in reader.window.desk.reading_view.sheet.findChildren(RowButton)
        if "退款处理流程" in row.accessibleName()
    )
    title, beginning = button.toolTip().split("\n")
    assert title == "退款处理流程"
    assert beginning.startswith("让每一笔退款都有回音。")
    assert button.accessibleDescription() == button.toolTip()


def test_a_link_in_running_text_tells_it_too(reader: Hand) -> None:
    label = next(
        one for one in reader.window.desk.reading_view.sheet.findChildren(QLabel) if "<a " in one.text()
    )
    label.linkHovered.emit("sop-refund")
    assert label.toolTip().startswith("退款处理流程\n")
    label.linkHovered.emit("faq-gone")
    assert label.toolTip() == "faq-gone (not in this handbook)"
    label.linkHovered.emit("")
    assert label.toolTip() == ""
