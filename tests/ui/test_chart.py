"""The flowchart of a procedure at the agent's desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPdfWriter
from pytestqt.qtbot import QtBot

from deskbook.ui.features.reading.cards import StepFrame
from deskbook.ui.features.reading.chart import ChartPane
from tests.ui.conftest import Hand

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pane(hand: Hand) -> ChartPane:
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_T, CTRL)
    pane = hand.window.desk.reading_view.chart
    assert pane is not None
    return pane


def test_a_step_is_chosen_by_keyboard_and_read(hand: Hand, pane: ChartPane, qtbot: QtBot) -> None:
    hand.window.resize(900, 480)
    assert list(pane.chart.steps) == ["check", "intercept", "refund"]
    assert pane.chart.hasFocus()
    for _step in range(3):
        hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    view = hand.window.desk.reading_view
    assert not view.charting
    (step,) = (s for s in view.findChildren(StepFrame) if s.anchor == "refund")
    qtbot.waitUntil(lambda: view.sheet.verticalScrollBar().value() > 100)
    assert not step.visibleRegion().isEmpty()


def test_it_zooms_and_goes_back_to_the_text(hand: Hand, pane: ChartPane) -> None:
    before = pane.chart.transform().m11()
    hand.press(Qt.Key.Key_Plus)
    assert pane.chart.transform().m11() > before
    hand.press(Qt.Key.Key_T, CTRL)
    assert not hand.window.desk.reading_view.charting
    assert hand.window.desk.reading_view.sheet.hasFocus()


def test_it_is_saved_as_a_picture_in_the_light_theme(
    hand: Hand, pane: ChartPane, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "chart.png"
    pane.save(path)
    qtbot.waitUntil(lambda: hand.window.desk.toast.text == "Saved as chart.png")
    image = QImage(str(path))
    assert image.width() > 200
    assert image.pixelColor(0, 0).lightness() > 240


def test_where_no_file_can_be_written_a_sentence_says_so(
    hand: Hand, pane: ChartPane, tmp_path: Path, qtbot: QtBot
) -> None:
    pane.save(tmp_path / "nowhere" / "chart.png")
    qtbot.waitUntil(lambda: "The file cannot be written" in hand.window.desk.toast.text)


def test_it_is_printed_on_one_page(pane: ChartPane, tmp_path: Path) -> None:
    path = tmp_path / "chart.pdf"
    pane.print_on(QPdfWriter(str(path)))
    written = path.read_bytes()
    assert written.startswith(b"%PDF")
    assert written.count(b"/Type /Page\n") == 1


def test_another_entry_is_read_as_text(hand: Hand, pane: ChartPane) -> None:
    hand.window.desk.reading.open("faq-invoice")
    hand.wait_shown("faq-invoice")
    assert not hand.window.desk.reading_view.charting
    hand.press(Qt.Key.Key_T, CTRL)
    assert hand.window.desk.toast.text == "This is for procedures: open one first"


def test_it_fits_into_the_panel(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(QSize(360, 700))
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_T, CTRL)
    pane = hand.window.desk.reading_view.chart
    assert pane is not None
    assert pane.isVisible()
    assert hand.window.width() == 360
    qtbot.waitUntil(lambda: pane.width() == 360)
