"""What is mine: stars, notes, short codes and remarks, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from deskbook.model.feedback import Fault
from deskbook.services.facade import Services
from deskbook.ui.desk import Desk
from tests.ui.conftest import Clipboard, Hand, click

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def branches(desk: Desk) -> dict[str, list[str]]:
    model = desk.browse_view.model
    roots = [model.index(row, 0) for row in range(model.rowCount())]
    return {
        node.title: [child.title for child in node.children] for root in roots if (node := model.node(root))
    }


@pytest.fixture
def reading(qtbot: QtBot, hand: Hand) -> Hand:
    """A person who reads how an invoice is asked for."""
    hand.search("怎么开发票", "faq-invoice")
    qtbot.waitUntil(lambda: hand.window.desk.mine.entry is not None)
    return hand


def test_a_star_puts_an_entry_above_the_handbook_and_another_takes_it_away(
    qtbot: QtBot, reading: Hand
) -> None:
    desk = reading.window.desk
    reading.press(Qt.Key.Key_B, CONTROL)
    assert desk.mine_view.bar.star.isChecked()
    reading.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: branches(desk).get("Favourites") == ["怎么开发票"])
    reading.search("怎么开发票", "faq-invoice")
    qtbot.waitUntil(lambda: desk.mine_view.bar.star.isChecked())
    reading.press(Qt.Key.Key_B, CONTROL)
    qtbot.waitUntil(lambda: "Favourites" not in branches(desk))


def test_what_is_copied_was_read(qtbot: QtBot, reading: Hand, clipboard: Clipboard) -> None:
    reading.press(Qt.Key.Key_Return)
    reading.wait_copied(clipboard, "在订单详情页点“申请开票”就可以。")
    reading.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: branches(reading.window.desk).get("Read last") == ["怎么开发票"])


def test_a_note_is_kept_while_it_is_composed_and_stands_there_again(
    qtbot: QtBot, reading: Hand, services: Services
) -> None:
    desk = reading.window.desk
    reading.press(Qt.Key.Key_N, ALT)
    edit = desk.mine_view.note.edit
    assert edit.hasFocus()
    QApplication.sendEvent(edit, QInputMethodEvent("zhu yi", []))
    committed = QInputMethodEvent()
    committed.setCommitString("注意抬头")
    QApplication.sendEvent(edit, committed)

    def kept() -> str:
        note = services.desk.mine.note("faq-invoice")
        return note.text if note is not None else ""

    qtbot.waitUntil(lambda: kept() == "注意抬头")
    reading.press(Qt.Key.Key_Escape)
    assert desk.mine_view.note.isVisible()
    reading.search("退款什么时候", "faq-refund-arrival")
    qtbot.waitUntil(lambda: not desk.mine_view.note.isVisible())
    reading.search("怎么开发票", "faq-invoice")
    qtbot.waitUntil(lambda: desk.mine_view.note.isVisible() and edit.text == "注意抬头")


def test_a_short_code_finds_its_script_and_enter_copies_it(
    qtbot: QtBot, reading: Hand, clipboard: Clipboard
) -> None:
    desk = reading.window.desk
    reading.press(Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: desk.mine_view.codes is not None)
    dialog = desk.mine_view.codes
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.script.setCurrentIndex(dialog.script.findText("安抚"))
    dialog.code.setText("/KP")
    reading.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "kp" in dialog.rows)
    dialog.reject()
    reading.window.activateWindow()
    qtbot.waitUntil(reading.window.isActiveWindow)
    desk.focus_search()
    desk.field.setText("、k")  # a Chinese keyboard's slash
    qtbot.waitUntil(lambda: desk.search_view.model.rowCount() == 1 and reading.selected() == "faq-invoice")
    reading.press(Qt.Key.Key_Return)
    reading.wait_copied(clipboard, "别担心，发票可以补开。")


def test_two_keys_flag_an_entry_and_a_sentence_may_follow(
    qtbot: QtBot, reading: Hand, services: Services
) -> None:
    desk = reading.window.desk
    reading.press(Qt.Key.Key_F, ALT)
    menu = desk.mine_view.bar.flag.menu()
    assert menu.isVisible()
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(desk.mine_view.remark.isVisible)
    (remark,) = services.feedback.own().remarks
    assert (remark.fault, remark.entry_id, remark.query) == (Fault.WRONG, "faq-invoice", "怎么开发票")
    assert remark.revision == services.handbook.stored("faq-invoice").head.number
    desk.mine_view.remark.line.setText("客户 13800138000 说不对")
    desk.mine_view.remark.line.done.emit()
    qtbot.waitUntil(lambda: services.feedback.own().remarks[0].words == "客户 [phone] 说不对")
    assert not desk.mine_view.remark.isVisible()


def test_what_is_not_found_can_be_told_as_missing(qtbot: QtBot, hand: Hand, services: Services) -> None:
    desk = hand.window.desk
    desk.field.setText("海外仓 13800138000")
    buttons: list[QPushButton] = []

    def offered() -> bool:
        buttons[:] = [b for b in desk.search_view.findChildren(QPushButton) if "missing" in b.text()]
        return bool(buttons)

    qtbot.waitUntil(offered)
    click(buttons[0])
    qtbot.waitUntil(desk.mine_view.remark.isVisible)
    (remark,) = services.feedback.own().remarks
    assert (remark.fault, remark.entry_id, remark.query) == (Fault.MISSING, "", "海外仓 [phone]")
    desk.mine_view.remark.line.given_up.emit()
    assert desk.field.hasFocus()
    assert not desk.mine_view.remark.isVisible()


def test_a_remark_can_be_taken_back(qtbot: QtBot, reading: Hand, services: Services) -> None:
    desk = reading.window.desk
    desk.mine_view.bar.flagged.emit(Fault.UNCLEAR)
    qtbot.waitUntil(desk.mine_view.remark.isVisible)
    click(desk.mine_view.remark.undo)
    qtbot.waitUntil(lambda: services.feedback.own().remarks == ())
