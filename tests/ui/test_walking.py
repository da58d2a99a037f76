"""Being guided through a procedure, all by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbook.services.facade import Services
from deskbook.services.settings import Theme
from deskbook.ui.features.reading.cards import StepFrame
from deskbook.ui.features.walking.view import WalkBar, clock_text
from deskbook.ui.widgets.form_field import FormField
from tests.fakes.handbook import REFUND
from tests.ui.conftest import Clipboard, Hand

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def walker(hand: Hand) -> Hand:
    """Somebody who stands at the first step of a procedure."""
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_R, CTRL)
    return hand


def bar(hand: Hand) -> WalkBar:
    return hand.window.desk.walk_bar


def steps(hand: Hand) -> list[str]:
    frames = hand.window.desk.reading_view.findChildren(StepFrame)
    return [frame.anchor for frame in frames if frame.isVisible()]


def test_one_step_at_a_time_with_its_ways_on(walker: Hand) -> None:
    assert steps(walker) == ["check"]
    assert bar(walker).hasFocus()
    assert [way.accessibleName() for way in bar(walker).ways] == [
        "1   还没有发货 → Step 3: 直接退款",
        "2   客户撤回申请 → End of the procedure",
    ]
    assert bar(walker).time.text().endswith("left")


def test_numbers_decide_and_backspace_takes_it_back(walker: Hand) -> None:
    walker.press(Qt.Key.Key_1)
    assert steps(walker) == ["refund"]
    assert [way.accessibleName() for way in bar(walker).ways] == ["1   Done: go on → End of the procedure"]
    walker.press(Qt.Key.Key_Backspace)
    assert steps(walker) == ["check"]
    walker.press(Qt.Key.Key_9)
    assert steps(walker) == ["check"]
    walker.press(Qt.Key.Key_2)
    assert bar(walker).ways == ()
    assert walker.window.desk.walking.walk is not None
    assert walker.window.desk.walking.walk.finished


def test_numbers_decide_in_the_page_too(walker: Hand, clipboard: Clipboard) -> None:
    walker.window.desk.reading_view.focus_page()
    walker.press(Qt.Key.Key_1)
    assert steps(walker) == ["refund"]
    assert clipboard.texts == []


def test_enter_copies_the_script_through_its_blanks(walker: Hand, clipboard: Clipboard, qtbot: QtBot) -> None:
    walker.press(Qt.Key.Key_1)
    walker.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), FormField))
    field = QApplication.focusWidget()
    assert isinstance(field, FormField)
    field.setText("19.90")
    walker.press(Qt.Key.Key_Return)
    walker.wait_copied(clipboard, "退款 19.90 元已经提交。")
    assert bar(walker).hasFocus()


def test_the_trail_says_what_was_done_for_a_ticket(
    walker: Hand, clipboard: Clipboard, services: Services
) -> None:
    walker.press(Qt.Key.Key_Return)
    walker.wait_copied(clipboard, "我先帮您核对一下订单。")
    walker.press(Qt.Key.Key_1)
    walker.press(Qt.Key.Key_1)
    walker.window.desk.walking.copy_trail()
    at = services.clock().astimezone()
    lines = clipboard.texts[-1].splitlines()
    assert lines[0] == f"退款处理流程 (sop-refund), {at.date().isoformat()}"
    assert lines[1].startswith("1. ")
    assert lines[1].endswith("核对订单: 还没有发货")
    assert lines[2] == "   Sent: 我先帮您核对一下订单。"
    assert lines[3].endswith("直接退款")
    assert lines[4].startswith("Finished at ")
    assert walker.window.desk.toast.undo.isVisible()


def test_time_that_is_over_is_said_in_words(walker: Hand) -> None:
    walking = walker.window.desk.walking
    walk = walking.walk
    assert walk is not None
    visit = walk.visits[0]
    late = replace(visit, since=visit.since - timedelta(minutes=6))
    walking.restore({"sop-refund": replace(walk, visits=(late,))})
    walking.tick()
    assert bar(walker).time.text().startswith("Over time by 01:0")


def test_a_look_elsewhere_or_another_theme_does_not_end_it(walker: Hand) -> None:
    walker.press(Qt.Key.Key_1)
    walker.window.desk.reading.open("faq-invoice")
    walker.wait_shown("faq-invoice")
    assert bar(walker).isHidden()
    walker.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    walker.wait_shown("sop-refund")
    assert steps(walker) == ["refund"]
    walker.window.choose_theme(Theme.DARK)
    walker.wait_shown("sop-refund")
    assert steps(walker) == ["refund"]


def test_ending_shows_the_whole_procedure_again(walker: Hand) -> None:
    bar(walker).ended.emit()
    assert steps(walker) == ["check", "intercept", "refund"]
    assert walker.window.desk.reading_view.sheet.hasFocus()
    assert walker.window.desk.walking.walks == {}


def test_only_a_procedure_can_be_walked_through(hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_R, CTRL)
    assert bar(hand).isHidden()
    assert hand.window.desk.toast.text == "This is for procedures: open one first"


def test_it_fits_into_the_panel(hand: Hand, qtbot: QtBot) -> None:
    hand.press(Qt.Key.Key_F9)
    hand.window.resize(QSize(360, 700))
    qtbot.waitUntil(lambda: hand.window.isActiveWindow() and hand.window.desk.field.hasFocus())
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_R, CTRL)
    assert bar(hand).isVisible()
    assert hand.window.width() == 360
    assert bar(hand).width() <= 360
    hand.press(Qt.Key.Key_1)
    assert steps(hand) == ["refund"]


def test_a_low_window_keeps_its_room_for_the_step(hand: Hand, services: Services, qtbot: QtBot) -> None:
    """At 200 % a laptop has 720 x 450: four ways on leave most of the page to the text of the step."""
    ways = "".join(f"- 情况{number}，要先问清楚再说 → [直接退款](#refund)\n" for number in range(1, 5))
    source = REFUND.replace("- 还没有发货 → [直接退款](#refund)\n", ways)
    services.editing.save("sop-refund", source, seen=1, message="四条路")
    hand.window.setMinimumSize(QSize(320, 240))
    hand.window.resize(QSize(720, 450))
    hand.search("退款处理", "sop-refund")
    hand.press(Qt.Key.Key_R, CTRL)
    assert bar(hand).brief
    names = [way.accessibleName() for way in bar(hand).ways]
    assert names[0] == "1   情况1，要先问清楚再说 → Step 3: 直接退款"
    assert len(names) == 5
    qtbot.waitUntil(lambda: len({way.y() for way in bar(hand).ways}) < len(names))
    page = hand.window.desk.reading_view.sheet.viewport()
    assert page.height() > bar(hand).height()
    assert all(not way.visibleRegion().isEmpty() for way in bar(hand).ways)
    bar(hand).ways[1].setFocus()
    hand.window.resize(QSize(1280, 900))
    qtbot.waitUntil(lambda: not bar(hand).brief and bar(hand).hasFocus())
    hand.press(Qt.Key.Key_4)
    assert steps(hand) == ["refund"]


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00"), (61, "01:01"), (3600, "1:00:00")])
def test_times_read_like_a_clock(seconds: int, text: str) -> None:
    assert clock_text(timedelta(seconds=seconds)) == text
