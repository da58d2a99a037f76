"""The copy gate: a script is checked as it will be sent, with its blanks filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Level
from deskbook.services.facade import Services
from deskbook.ui.features.reading.gate import Gate
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.row_button import RowButton
from deskbook.ui.window import MainWindow
from tests.fakes import handbook
from tests.fakes.rules import RULE, write_rule
from tests.screens.scene import fields
from tests.ui.conftest import Clipboard, Hand, Opener

ALT = Qt.KeyboardModifier.AltModifier
FORBIDDEN = "明天，这不归我管"
HELD = "退款 8 元在明天，这不归我管提交，请放心。"
MENDED = "这件事我来跟进，30 分钟内给您回复。"


@pytest.fixture(autouse=True)
def rule(services: Services, tmp_path: Path) -> None:
    services.exchange.import_folder(write_rule(tmp_path / "rule"))


class Copier(Hand):
    """A person who fills in a script."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        super().__init__(qtbot, window)
        self.qtbot = qtbot

    def fields(self) -> list[FormField]:
        view = self.window.desk.reading_view
        gates = view.findChildren(Gate)
        return [f for f in fields(view) if not any(gate.isAncestorOf(f) for gate in gates)]

    def fill(self, day: str) -> None:
        """Ask for the script with blanks, fill them in and copy."""
        self.search("退款什么时候", "faq-refund-arrival")
        self.press(Qt.Key.Key_2, ALT)
        amount, field = self.fields()
        amount.setText("8")
        field.setText(day)
        self.press(Qt.Key.Key_Return)

    def gate(self) -> Gate | None:
        gates = [g for g in self.window.desk.reading_view.findChildren(Gate) if g.isVisible()]
        return gates[0] if gates else None

    def wait_gate(self) -> Gate:
        self.qtbot.waitUntil(lambda: self.gate() is not None)
        gate = self.gate()
        assert gate is not None
        return gate

    def wait_title(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: (g := self.gate()) is not None and g.accessibleName() == text)

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def button(self, text: str) -> QAbstractButton | None:
        buttons = self.wait_gate().findChildren(QAbstractButton)
        return next((b for b in buttons if b.text() == text and b.isVisible()), None)

    def tab_to(self, text: str) -> None:
        for _press in range(12):
            focus = self.focus()
            if isinstance(focus, QAbstractButton) and focus.text() == text:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach “{text}”")

    def tab_to_reason(self) -> FormField:
        for _press in range(12):
            focus = self.focus()
            if isinstance(focus, FormField) and self.wait_gate().isAncestorOf(focus):
                return focus
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("Tab does not reach the reason")


@pytest.fixture
def copier(qtbot: QtBot, window: MainWindow) -> Copier:
    return Copier(qtbot, window)


def test_a_filled_in_word_that_is_forbidden_holds_the_script_back(
    copier: Copier, clipboard: Clipboard
) -> None:
    copier.fill(FORBIDDEN)
    gate = copier.wait_gate()
    assert gate.accessibleName() == "Not copied: this must not be sent"
    shown = "\n".join(label.text() for label in gate.findChildren(QLabel))
    assert "不归我管" in shown
    assert "客户找的是店铺，不是某个岗位。" in shown
    assert copier.button("Copy anyway") is None
    assert copier.button("Copy") is None
    assert isinstance(copier.focus(), RowButton)
    assert len(copier.fields()) == 2
    assert clipboard.texts == []


def test_a_replacement_is_shown_first_and_copied_with_the_next_key(
    copier: Copier, clipboard: Clipboard
) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.press(Qt.Key.Key_Return)
    copier.wait_title("Nothing speaks against it any more.")
    assert clipboard.texts == []
    shown = "\n".join(label.text() for label in copier.wait_gate().findChildren(QLabel))
    assert MENDED in shown
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, MENDED)
    assert copier.gate() is None
    assert copier.fields() == []
    assert copier.window.desk.field.hasFocus()


def test_the_word_can_be_mended_where_it_was_typed(copier: Copier, clipboard: Clipboard) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.press(Qt.Key.Key_Escape)
    assert copier.gate() is None
    amount, day = copier.fields()
    assert amount.hasFocus()
    copier.press(Qt.Key.Key_Tab)
    day.setText("明天")
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, "退款 8 元在明天提交，请放心。")
    assert copier.window.desk.field.hasFocus()


def test_giving_the_form_up_gives_up_the_gate_too(copier: Copier, clipboard: Clipboard) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.press(Qt.Key.Key_Escape)
    copier.press(Qt.Key.Key_Return)
    copier.wait_gate()
    copier.fields()[1].setFocus()
    copier.press(Qt.Key.Key_Escape)
    assert copier.gate() is None
    assert copier.fields() == []
    assert copier.window.desk.field.hasFocus()
    assert clipboard.texts == []


def test_a_warning_is_sent_with_a_reason(copier: Copier, clipboard: Clipboard, services: Services) -> None:
    copier.fill("明天，这是规定")
    copier.wait_title("Not copied yet: think twice about this")
    reason = copier.tab_to_reason()
    copier.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    reason.setText("活动名称")
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, "退款 8 元在明天，这是规定提交，请放心。")
    assert [(o.entry_id, o.reason) for o in services.desk.overrides(9)] == [("ban-its-the-rule", "活动名称")]
    assert copier.gate() is None


def test_the_highest_level_sends_a_block_with_a_reason(copier: Copier, clipboard: Clipboard) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.window.choose_level(Level.SENIOR)
    copier.wait_title("Not copied yet: your level may send this with a reason")
    copier.tab_to_reason().setText("培训示例")
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, HELD)


def test_the_script_goes_on_in_the_draft_box(copier: Copier, clipboard: Clipboard) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.tab_to("Edit in the draft box")
    copier.press(Qt.Key.Key_Return)
    box = copier.window.desk.draft_view
    assert box.isVisible()
    assert box.text == HELD
    assert box.edit.hasFocus()
    assert copier.gate() is None
    assert clipboard.texts == []


def test_a_draft_that_gives_way_to_a_script_comes_back_by_undoing(copier: Copier) -> None:
    copier.window.desk.draft("我写了一半")
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.tab_to("Edit in the draft box")
    copier.press(Qt.Key.Key_Return)
    assert copier.window.desk.toast.text == "Your earlier draft comes back with Ctrl+Z"
    copier.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert copier.window.desk.draft_view.text == "我写了一半"


def test_the_rule_opens_from_the_gate(copier: Copier) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert copier.focus().accessibleName() == "Open the rule “ban-not-my-job”"
    copier.press(Qt.Key.Key_Return)
    copier.wait_shown("ban-not-my-job")
    copier.press(Qt.Key.Key_Left, ALT)
    copier.wait_shown("faq-refund-arrival")
    assert copier.gate() is None


def outdated(services: Services, tmp_path: Path, source: str) -> None:
    file = tmp_path / "changed" / "faq-invoice.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, encoding="utf-8")
    services.exchange.import_folder(file)


def test_an_expired_script_wants_a_reason(
    copier: Copier, clipboard: Clipboard, services: Services, tmp_path: Path
) -> None:
    expired = handbook.INVOICE.replace("reviewed:", f"expires: {date(2026, 1, 31)}\nreviewed:")
    outdated(services, tmp_path, expired)
    copier.window.desk.reading.open("faq-invoice")
    copier.wait_shown("faq-invoice")
    copier.press(Qt.Key.Key_1, ALT)
    copier.wait_title("Not copied yet: “怎么开发票” expired on 2026-01-31.")
    reason = copier.focus()
    assert isinstance(reason, FormField)
    reason.setText("一月的订单")
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, "在订单详情页点“申请开票”就可以。")
    assert [(o.entry_id, o.reason) for o in services.desk.overrides(9)] == [("faq-invoice", "一月的订单")]


def test_a_script_revised_by_someone_else_a_moment_ago_is_not_copied_unawares(
    copier: Copier, clipboard: Clipboard, services: Services, tmp_path: Path
) -> None:
    copier.search("发票", "faq-invoice")
    outdated(services, tmp_path, handbook.INVOICE.replace("申请开票", "开票"))
    copier.press(Qt.Key.Key_Return)
    view = copier.window.desk
    copier.qtbot.waitUntil(lambda: copier.gate() is not None or "Not copied" in view.toast.text)
    assert clipboard.texts == []


def test_a_changed_list_looks_at_the_held_script_again(
    copier: Copier, services: Services, tmp_path: Path
) -> None:
    copier.fill("明天，这是规定")
    copier.wait_title("Not copied yet: think twice about this")
    harder = RULE.replace("severity: warn", "severity: block")
    services.exchange.import_folder(write_rule(tmp_path / "changed", harder))
    copier.wait_title("Not copied: this must not be sent")
    assert copier.button("Copy anyway") is None


def test_another_entry_takes_the_gate_away(copier: Copier) -> None:
    copier.fill(FORBIDDEN)
    copier.wait_gate()
    copier.window.desk.focus_search()
    copier.search("发票", "faq-invoice")
    assert copier.gate() is None


def test_the_gate_can_be_worked_in_the_smallest_window(
    qtbot: QtBot, open_window: Opener, clipboard: Clipboard
) -> None:
    copier = Copier(qtbot, open_window(QSize(720, 480)))
    copier.fill(FORBIDDEN)
    gate = copier.wait_gate()
    sheet = copier.window.desk.reading_view.sheet
    title = gate.findChildren(QLabel)[0]
    qtbot.waitUntil(
        lambda: sheet.viewport().rect().contains(title.mapTo(sheet.viewport(), title.rect().center()))
    )
    assert gate.width() <= sheet.viewport().width()
    copier.press(Qt.Key.Key_Return)
    copier.wait_title("Nothing speaks against it any more.")
    copier.press(Qt.Key.Key_Return)
    copier.wait_copied(clipboard, MENDED)


def test_everything_in_the_gate_that_takes_the_keyboard_has_a_name(copier: Copier) -> None:
    copier.fill("明天，这是规定")
    gate = copier.wait_gate()
    nameless = [
        widget
        for widget in gate.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []
