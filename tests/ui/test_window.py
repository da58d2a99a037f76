"""The window as a whole: its place, themes, languages, background work, keys and names."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Kind
from deskbook.ports import Progress
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.actions import ACTIONS, Scope, field_keys, works
from deskbook.ui.dialogs import CrashDialog, show_problem
from deskbook.ui.jobs import Jobs
from deskbook.ui.sections import Section
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.ui.conftest import Clipboard, Hand, Opener

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def words(widget: QWidget) -> list[str]:
    """Return every word of the interface that is visible, without the handbook's own."""
    labels = [w for w in widget.findChildren(QLabel) if w.isVisible()]
    buttons = [w for w in widget.findChildren(QAbstractButton) if w.isVisible()]
    return [w.text() for w in labels + buttons if w.text()]


def test_place_and_division_are_remembered(open_window: Opener) -> None:
    first = open_window(QSize(790, 560))
    first.desk.splitter.setSizes([300, 489])
    division = first.desk.splitter.sizes()
    first.close()
    second = open_window(None)
    assert second.size() == QSize(790, 560)
    assert second.desk.splitter.sizes() == division


@pytest.mark.parametrize("kept", ["", "rubbish", "|", "AAAA|AAAA", "嗯|%"])
def test_a_damaged_place_is_no_reason_not_to_open(open_window: Opener, services: Services, kept: str) -> None:
    services.preferences.change(geometry=kept)
    assert open_window().isVisible()


def test_another_language_speaks_everywhere_at_once_and_keeps_where_one_stands(
    qtbot: QtBot, hand: Hand
) -> None:
    window = hand.window
    hand.search("怎么开发票", "faq-invoice")
    window.choose_language("zh_CN")
    hand.wait_shown("faq-invoice")
    assert window.desk.field.text() == "怎么开发票"
    assert window.windowTitle() == "案头"
    english = [text for text in words(window) if re.search(r"[A-Za-z]{4,}", text)]
    assert [t for t in english if "<" not in t and "faq-" not in t] == []
    window.choose_language("en")
    hand.wait_shown("faq-invoice")
    assert window.windowTitle() == "Deskbook"
    window.desk.clear()
    assert [text for text in words(window.desk.filter_bar) if CHINESE.search(text)] == []


def test_another_theme_is_there_at_once_and_for_good(hand: Hand, services: Services) -> None:
    hand.search("怎么开发票", "faq-invoice")
    before = QApplication.palette().window().color()
    hand.window.choose_theme(Theme.DARK)
    after = QApplication.palette().window().color()
    assert after.lightness() < before.lightness()
    assert services.preferences.current.theme is Theme.DARK
    hand.wait_shown("faq-invoice")
    hand.window.choose_theme(Theme.LIGHT)
    assert QApplication.palette().window().color() == before


def test_filters_survive_another_theme(hand: Hand) -> None:
    hand.window.desk.only_kind(Kind.SOP)
    hand.wait_shown("sop-refund")
    hand.window.choose_theme(Theme.DARK)
    hand.wait_shown("sop-refund")
    assert hand.window.desk.search.filters.kinds == {Kind.SOP}


@pytest.mark.parametrize("desk", DeskName)
@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("scope", [Scope.FIELD, Scope.DRAFT])
def test_no_key_means_two_things_in_one_place(desk: DeskName, section: Section, scope: Scope) -> None:
    here = [spec for spec in ACTIONS if works(spec, desk, section) and spec.scope in {Scope.WINDOW, scope}]
    keys = [key for spec in here for key in spec.keys]
    keys += [f"Alt+{number}" for number in range(2, 10)]
    assert len(keys) == len(set(keys))
    assert len(field_keys()) > 6


def test_f1_shows_every_action_with_its_key(qtbot: QtBot, hand: Hand) -> None:
    hand.press(Qt.Key.Key_F1)
    (dialog,) = hand.window.findChildren(QDialog)
    shown = words(dialog)
    here = {spec.text for spec in ACTIONS if works(spec, DeskName.AGENT, Section.HANDBOOK)}
    assert here <= set(shown)
    assert "Save a revision" not in shown
    assert "Alt+1–9" in shown
    dialog.close()


def test_everything_that_takes_the_keyboard_has_a_name(hand: Hand) -> None:
    hand.search("退款什么时候", "faq-refund-arrival")
    hand.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    nameless = [
        widget
        for widget in hand.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and isinstance(widget, QAbstractButton | QLineEdit | QAbstractScrollArea)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


def test_tab_reaches_field_chips_list_and_scripts_in_reading_order(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    desk = hand.window.desk
    reached: list[QWidget] = []
    for _press in range(40):
        hand.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is desk.field and reached:
            break
        reached += [focus] if focus is not desk.field else []  # Tab goes through the scripts there first
    assert QApplication.focusWidget() is desk.field
    parts = (desk.filter_bar, desk.search_view, desk.reading_view)
    order = [part for widget in reached for part in parts if part.isAncestorOf(widget)]
    assert tuple(dict.fromkeys(order)) == parts


def test_the_smallest_window_holds_its_parts(hand: Hand) -> None:
    hand.window.resize(hand.window.minimumSize())
    assert hand.window.width() <= 720
    assert hand.window.height() <= 480
    assert hand.window.desk.reading_view.width() >= 300


def test_the_first_start_shows_progress_and_then_the_handbook(
    qtbot: QtBot, services: Services, jobs: Jobs, clipboard: Clipboard, index: PlainIndex
) -> None:
    steps: list[int] = []

    def starter(progress: Progress) -> None:
        for done in range(3):
            progress(done, 3)
            steps.append(done)

    window = MainWindow(services, jobs, clipboard, starter)
    qtbot.addWidget(window)
    window.show()
    shown: list[str] = []
    window.desk.strip.working.connect(shown.append)
    window.begin_work()
    qtbot.waitUntil(lambda: window.desk.browse_view.model.rowCount() == 4)
    assert steps == [0, 1, 2]
    assert shown[0] == "Bringing in the starter handbook"
    qtbot.waitUntil(lambda: index.warm == 1 and not window.busy)
    assert window.desk.strip.isHidden()


def test_a_fault_of_the_program_has_a_report_to_copy(qtbot: QtBot, window: MainWindow) -> None:
    try:
        raise ZeroDivisionError("boom")
    except ZeroDivisionError as error:
        dialog = CrashDialog(error, window)
    qtbot.addWidget(dialog)
    dialog.open()
    report = dialog.report.toPlainText()
    assert report.startswith("Python 3.")
    assert "ZeroDivisionError: boom" in report
    dialog.close()


def test_expected_trouble_is_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    from deskbook.errors import Message, StorageError

    show_problem(window, StorageError(Message("The disk is full."), Message("Free some space.")))
    (box,) = window.findChildren(QDialog)
    assert "The disk is full.\nFree some space." in words(box)
    box.close()
