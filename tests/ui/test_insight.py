"""The owner's figures: drawn, read as tables, and handed out as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.insight.card import Chart, FigureCard
from deskbook.ui.features.insight.chart import cell_ground
from deskbook.ui.features.insight.view import InsightView
from deskbook.ui.sections import Section
from deskbook.ui.theme import load_look
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Hand, Opener
from tests.ui.test_theme import contrast

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, services: Services, open_window: Opener) -> MainWindow:
    services.preferences.change(desk=DeskName.OWNER)
    services.desk.remember_search("海外能退吗", 0, services.clock())
    window = open_window()
    Hand(qtbot, window).press(Qt.Key.Key_I, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: bool(page(window).cards))
    return window


def page(window: MainWindow) -> InsightView:
    assert window.insight is not None
    return window.insight.view


def left(widget: QWidget) -> int:
    return widget.mapToGlobal(widget.rect().topLeft()).x()


def card(window: MainWindow, key: str) -> FigureCard:
    return next(card for card in page(window).cards if card.figure.key == key)


def test_every_figure_says_what_it_shows_or_that_there_is_nothing(window: MainWindow) -> None:
    assert window.shell.section is Section.INSIGHT
    for one in page(window).cards:
        charts = one.findChildren(Chart)
        texts = [label.text() for label in one.findChildren(QLabel)]
        if one.figure.rows:
            (chart,) = charts
            assert chart.accessibleName()
            assert chart.accessibleDescription() in texts
            assert not chart.grab().toImage().isNull()
        else:
            assert charts == []
            assert str(one.figure.empty) in texts
    assert not card(window, "copied").figure.rows


def test_a_figure_is_read_as_a_table_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    one = card(window, "unanswered")
    one.as_table.setFocus()
    Hand(qtbot, window).press(Qt.Key.Key_Space)
    table = one.table
    assert table is not None
    assert table.hasFocus()
    assert table.accessibleName() == "Searches without an answer"
    head, value = table.verticalHeaderItem(0), table.item(0, 0)
    assert head is not None
    assert value is not None
    assert (head.text(), value.text()) == ("海外能退吗", "1")
    one.as_table.click()
    assert not table.isVisible()


def test_what_changed_is_shown_again(qtbot: QtBot, services: Services, window: MainWindow) -> None:
    services.desk.remember_search("又一个", 0, services.clock())
    window.go_to(Section.HANDBOOK)
    window.go_to(Section.INSIGHT)
    qtbot.waitUntil(lambda: len(card(window, "unanswered").figure.rows) == 2)


@pytest.mark.parametrize("suffix", [".csv", ".png", ".pdf"])
def test_the_figures_are_handed_out_as_a_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"figures{suffix}"
    page(window).save(target)
    qtbot.waitUntil(lambda: page(window).toast.text == f"Saved as figures{suffix}")
    data = target.read_bytes()
    if suffix == ".csv":
        assert "海外能退吗" in data.decode("utf-8-sig")
    elif suffix == ".png":
        assert QImage.fromData(data).width() == 2000
    else:
        assert data.startswith(b"%PDF-")


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page(window).save(tmp_path / "nowhere" / "a.csv")
    qtbot.waitUntil(lambda: "The file cannot be written" in page(window).toast.text)


def test_a_narrow_window_has_one_column_and_everything_is_reached_by_keyboard(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(QSize(720, 480))
    first, last = card(window, "coverage"), card(window, "stale")
    qtbot.waitUntil(lambda: left(first) == left(last))
    page(window).focus_next_area()
    assert page(window).export.hasFocus()
    buttons = [b for b in page(window).findChildren(QAbstractButton) if b.isVisible()]
    assert all(b.focusPolicy() & Qt.FocusPolicy.TabFocus for b in buttons)
    assert all(b.accessibleName() or b.text() for b in buttons)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_ink_of_every_cell_can_be_read(services: Services, theme: Theme, share: float) -> None:
    colours = load_look(services.resources / "themes", theme.value).colours
    ink = colours.text if share else colours.muted
    assert contrast(cell_ground(colours, share).name(), ink) >= 4.5
