"""The draft box: whole jobs by keyboard, from the first key to the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Level
from deskbook.services.facade import Services
from deskbook.services.sending import LONGEST_REPLY, MOST_EXPLAINED
from deskbook.services.settings import Theme
from deskbook.ui.features.drafting.view import DraftView
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.row_button import RowButton
from deskbook.ui.window import MainWindow
from tests.fakes.rules import RULE, write_rule
from tests.screens.scene import fields
from tests.ui.conftest import Clipboard, Hand, Opener

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def rule(services: Services, tmp_path: Path) -> None:
    services.exchange.import_folder(write_rule(tmp_path / "rule"))


class Drafter(Hand):
    """A person at the draft box."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        super().__init__(qtbot, window)
        self.qtbot = qtbot

    @property
    def box(self) -> DraftView:
        return self.window.desk.draft_view

    def open(self, text: str = "") -> None:
        """Open the box by key and type."""
        self.press(Qt.Key.Key_D, CONTROL)
        assert QApplication.focusWidget() is self.box.edit
        self.type(text)

    def type(self, text: str) -> None:
        self.box.edit.insertPlainText(text)

    def wait_found(self, *phrases: str) -> None:
        """Wait until exactly these hits are listed."""
        self.qtbot.waitUntil(lambda: self.found() == list(phrases))

    def wait_status(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: any(label.text() == text for label in self.box.findChildren(QLabel)))

    def found(self) -> list[str]:
        return [card.accessibleName() for card in self.box.findings.cards]

    def marked(self) -> list[str]:
        return [s.cursor.selectedText() for s in self.box.edit.extraSelections()]

    def reason(self) -> FormField | None:
        return next(iter(fields(self.box)), None)

    def wait_reason(self) -> FormField:
        self.qtbot.waitUntil(lambda: self.reason() is not None)
        field = self.reason()
        assert field is not None
        assert field.hasFocus()
        return field


@pytest.fixture
def drafter(qtbot: QtBot, window: MainWindow) -> Drafter:
    return Drafter(qtbot, window)


def test_faults_are_marked_and_listed_while_one_types(drafter: Drafter) -> None:
    drafter.open("😀 这是规定，")
    drafter.wait_found("Think twice: “这是规定”")
    drafter.type("不归我管。")
    drafter.wait_found("Must not be sent: “不归我管”", "Think twice: “这是规定”")
    assert drafter.marked() == ["这是规定", "不归我管"]
    drafter.wait_status("1 must not be sent, 1 to think about")
    shown = "\n".join(label.text() for label in drafter.box.findings.findChildren(QLabel))
    assert "规定不是理由，要说明白。" in shown
    assert "网络购买商品七日无理由退货暂行办法, article 13" in shown


def test_typing_on_leaves_the_cards_that_still_hold(drafter: Drafter) -> None:
    drafter.open("这是规定。这是规定。")
    drafter.wait_found("Think twice: “这是规定”", "Think twice: “这是规定”")
    kept = list(drafter.box.findings.cards)
    drafter.box.edit.moveCursor(QTextCursor.MoveOperation.Start)
    drafter.type("您好，不归我管。")
    drafter.wait_found("Must not be sent: “不归我管”", "Think twice: “这是规定”", "Think twice: “这是规定”")
    assert drafter.box.findings.cards[1:] == kept
    assert [card.finding.hit.start for card in kept] == [8, 13]


def test_a_clean_draft_is_copied_by_key(drafter: Drafter, clipboard: Clipboard) -> None:
    drafter.open("您好，{{金额}} 元已退。\n请查收 🙂")
    drafter.wait_status("Nothing speaks against it.")
    assert drafter.marked() == ["{{金额}}"]
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_copied(clipboard, "您好，{{金额}} 元已退。\n请查收 🙂")
    assert drafter.window.desk.toast.text == "Copied; still to fill in: 金额"


def test_copying_right_after_the_last_key_checks_that_key_too(drafter: Drafter, clipboard: Clipboard) -> None:
    drafter.open("您好。")
    drafter.wait_status("Nothing speaks against it.")
    drafter.type("不归我管")
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_found("Must not be sent: “不归我管”")
    drafter.qtbot.waitUntil(lambda: drafter.window.desk.toast.text == "Not copied: this must not be sent")
    assert clipboard.texts == []


def test_a_block_is_mended_by_keyboard_and_undone_exactly(drafter: Drafter, clipboard: Clipboard) -> None:
    before = "您好😀。这事不归我管！再见"
    drafter.open(before)
    drafter.press(Qt.Key.Key_Enter, CONTROL)
    drafter.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), RowButton))
    drafter.press(Qt.Key.Key_Return)
    after = "您好😀。这件事我来跟进，30 分钟内给您回复。再见"
    drafter.qtbot.waitUntil(lambda: drafter.box.text == after)
    drafter.wait_status("Nothing speaks against it.")
    assert drafter.marked() == ["这件事我来跟进，30 分钟内给您回复。"]
    assert drafter.box.edit.hasFocus()
    drafter.press(Qt.Key.Key_Z, CONTROL)
    assert drafter.box.text == before
    drafter.wait_found("Must not be sent: “不归我管”")
    drafter.press(Qt.Key.Key_Y, CONTROL)
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_copied(clipboard, after)


def test_a_warning_wants_a_reason_typed(drafter: Drafter, clipboard: Clipboard, services: Services) -> None:
    drafter.open("这是规定。")
    drafter.press(Qt.Key.Key_Return, CONTROL)
    field = drafter.wait_reason()
    drafter.press(Qt.Key.Key_Return)
    assert clipboard.texts == []
    field.setText("主管同意")
    drafter.press(Qt.Key.Key_Return)
    drafter.wait_copied(clipboard, "这是规定。")
    kept = [(one.entry_id, one.reason) for one in services.desk.overrides(9)]
    assert kept == [("ban-its-the-rule", "主管同意")]
    assert drafter.reason() is None
    assert drafter.box.edit.hasFocus()


def test_a_reason_is_picked_by_keyboard_and_offered_again(
    drafter: Drafter, clipboard: Clipboard, services: Services
) -> None:
    drafter.open("这是规定。")
    for time in (1, 2):
        drafter.press(Qt.Key.Key_Return, CONTROL)
        drafter.wait_reason()
        drafter.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QAbstractButton)
        assert focus.text() == "The customer's own words"
        drafter.press(Qt.Key.Key_Space)
        drafter.press(Qt.Key.Key_Return)
        drafter.wait_copied(clipboard, *["这是规定。"] * time)
    assert {one.reason for one in services.desk.overrides(9)} == {"The customer's own words"}


def test_escape_gives_the_reason_up_and_a_mended_text_needs_none(
    drafter: Drafter, clipboard: Clipboard
) -> None:
    drafter.open("这是规定。")
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_reason()
    drafter.press(Qt.Key.Key_Escape)
    assert drafter.reason() is None
    assert drafter.box.edit.hasFocus()
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_reason()
    drafter.box.edit.setPlainText("您好。")
    drafter.qtbot.waitUntil(lambda: drafter.reason() is None)
    assert clipboard.texts == []


def test_the_highest_level_may_send_a_block_with_a_reason(drafter: Drafter, clipboard: Clipboard) -> None:
    drafter.window.choose_level(Level.SENIOR)
    drafter.open("不归我管。")
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_reason().setText("培训示例")
    drafter.press(Qt.Key.Key_Return)
    drafter.wait_copied(clipboard, "不归我管。")


def test_escape_returns_to_the_search_and_the_key_opens_and_closes(drafter: Drafter) -> None:
    desk = drafter.window.desk
    drafter.open("您好")
    drafter.press(Qt.Key.Key_Escape)
    assert desk.field.hasFocus()
    assert desk.draft_view.isVisible()
    drafter.press(Qt.Key.Key_D, CONTROL)
    assert desk.draft_view.edit.hasFocus()
    drafter.press(Qt.Key.Key_D, CONTROL)
    assert desk.field.hasFocus()
    assert not desk.draft_view.isVisible()
    drafter.press(Qt.Key.Key_D, CONTROL)
    assert desk.draft_view.text == "您好"


def test_searching_goes_on_beside_the_box(drafter: Drafter) -> None:
    drafter.open("不归我管")
    drafter.search("发票", "faq-invoice")
    assert drafter.window.desk.draft_view.isVisible()
    assert drafter.window.desk.reading_view.isVisible()


def test_in_a_narrow_window_the_box_makes_way_for_the_search(qtbot: QtBot, open_window: Opener) -> None:
    drafter = Drafter(qtbot, open_window(QSize(720, 480)))
    desk = drafter.window.desk
    left = desk.splitter.sizes()[0]
    drafter.open("不归我管")
    drafter.wait_found("Must not be sent: “不归我管”")
    assert not desk.reading_view.isVisible()
    assert desk.splitter.sizes() == pytest.approx([left, 0, 720 - left], abs=2)
    copy = next(b for b in drafter.box.findChildren(QAbstractButton) if b.text() == "Copy")
    assert drafter.window.rect().contains(copy.mapTo(drafter.window, copy.rect().bottomRight()))
    drafter.press(Qt.Key.Key_Escape)
    assert desk.reading_view.isVisible()
    assert desk.field.hasFocus()
    drafter.press(Qt.Key.Key_D, CONTROL)
    assert drafter.box.text == "不归我管"
    drafter.window.resize(1200, 800)
    assert desk.reading_view.isVisible()
    drafter.window.resize(720, 480)
    assert not desk.reading_view.isVisible()


def test_a_window_closed_with_the_box_open_opens_without_it_and_as_divided(
    qtbot: QtBot, open_window: Opener
) -> None:
    first = Drafter(qtbot, open_window(QSize(790, 560)))
    first.open("客户的话")
    left = first.window.desk.splitter.sizes()[0]
    first.window.close()
    desk = open_window(None).desk
    assert not desk.draft_view.isVisible()
    assert desk.draft_view.text == ""
    assert desk.splitter.sizes() == pytest.approx([left, 790 - left, 0], abs=2)


def test_the_rule_opens_beside_the_box(drafter: Drafter) -> None:
    drafter.open("不归我管")
    drafter.wait_found("Must not be sent: “不归我管”")
    drafter.press(Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Open the rule “ban-not-my-job”"
    drafter.press(Qt.Key.Key_Return)
    drafter.wait_shown("ban-not-my-job")


def test_tab_goes_through_the_box_as_it_is_read(drafter: Drafter) -> None:
    drafter.open("不归我管，这是规定。")
    drafter.wait_found("Must not be sent: “不归我管”", "Think twice: “这是规定”")
    reached: list[QAbstractButton] = []
    while not reached or (reached[-1].text() != "Copy" and len(reached) < 20):
        drafter.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QAbstractButton)
        reached.append(focus)
    names = [button.accessibleName() or button.text() for button in reached]
    assert [name.partition(" ")[0] for name in names] == [
        "Open", "Say", "Say", "Open", "Say", "Say", "Clear", "Copy",
    ]  # fmt: skip


def test_a_key_leads_from_the_text_to_what_to_say_instead(drafter: Drafter) -> None:
    drafter.open("不归我管")
    drafter.wait_found("Must not be sent: “不归我管”")
    drafter.press(Qt.Key.Key_Period, CONTROL)
    assert isinstance(QApplication.focusWidget(), RowButton)
    drafter.press(Qt.Key.Key_Escape)
    assert drafter.window.desk.field.hasFocus()


def test_f6_reaches_the_box(drafter: Drafter) -> None:
    drafter.search("发票", "faq-invoice")
    drafter.open()
    reached = []
    for _press in range(4):
        drafter.press(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus.objectName())
    assert reached == ["search", "hits", "page", "draftEdit"]


def compose(edit: QPlainTextEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(edit, event)


def test_nothing_happens_while_an_input_method_composes(
    qtbot: QtBot, drafter: Drafter, clipboard: Clipboard
) -> None:
    drafter.open("这是规定，")
    drafter.wait_found("Think twice: “这是规定”")
    edit = drafter.box.edit
    told: list[str] = []
    edit.settled.connect(told.append)
    before = drafter.marked()
    for preedit in ("b", "bu", "bu'gui", "bu'gui'wo'guan"):
        compose(edit, preedit)
        edit.tell()  # as when typing rests
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.press(Qt.Key.Key_Escape)
    drafter.press(Qt.Key.Key_D, CONTROL)
    assert edit.hasFocus()
    assert told == []
    assert drafter.marked() == before
    assert drafter.box.text == "这是规定，"
    compose(edit, "", "不归我管")
    drafter.wait_found("Must not be sent: “不归我管”", "Think twice: “这是规定”")
    assert told == ["这是规定，不归我管"]
    assert clipboard.texts == []


def test_the_enter_that_ends_a_composition_breaks_no_line(drafter: Drafter) -> None:
    drafter.open()
    compose(drafter.box.edit, "nihao")
    compose(drafter.box.edit, "", "你好")
    drafter.press(Qt.Key.Key_Return)
    assert drafter.box.text == "你好"
    QApplication.processEvents()
    drafter.press(Qt.Key.Key_Return)
    assert drafter.box.text == "你好\n"


def paste(edit: QPlainTextEdit, text: str) -> None:
    content = QMimeData()
    content.setText(text)
    edit.insertFromMimeData(content)


def test_ten_megabytes_are_refused_in_a_sentence_and_the_draft_stays(drafter: Drafter) -> None:
    drafter.open("您好")
    paste(drafter.box.edit, "不归我管。" * 700_000)
    assert drafter.box.text == "您好"
    drafter.wait_status(
        "3,500,002 characters are too many for a reply; 20,000 are the most. Nothing was taken in."
    )


def test_the_longest_reply_gets_a_bounded_answer(drafter: Drafter) -> None:
    drafter.open()
    paste(drafter.box.edit, "不归我管。" * (LONGEST_REPLY // 5))
    drafter.qtbot.waitUntil(lambda: len(drafter.found()) == MOST_EXPLAINED)
    drafter.wait_status("4000 must not be sent")


def test_what_is_pasted_has_no_half_characters(drafter: Drafter) -> None:
    drafter.open()
    paste(drafter.box.edit, "半\ud83d个，不归我管")
    drafter.wait_found("Must not be sent: “不归我管”")
    assert drafter.marked() == ["不归我管"]


def test_a_changed_list_checks_the_open_draft_again(
    drafter: Drafter, services: Services, tmp_path: Path
) -> None:
    drafter.open("请稍等")
    drafter.wait_status("Nothing speaks against it.")
    changed = RULE.replace("pattern: 这是规定", "pattern: 请稍等")
    services.exchange.import_folder(write_rule(tmp_path / "changed", changed))
    drafter.wait_found("Think twice: “请稍等”")


def test_a_draft_survives_another_theme_and_language(drafter: Drafter) -> None:
    drafter.open("不归我管")
    division = drafter.window.desk.splitter.sizes()
    assert all(division)
    drafter.window.choose_theme(Theme.DARK)
    drafter.wait_found("Must not be sent: “不归我管”")
    drafter.window.choose_language("zh_CN")
    drafter.qtbot.waitUntil(lambda: drafter.window.desk.splitter.sizes() == pytest.approx(division, abs=2))
    drafter.qtbot.waitUntil(lambda: len(drafter.found()) == 1)
    assert drafter.box.text == "不归我管"


def test_an_answer_that_comes_after_another_theme_meets_nothing(
    qtbot: QtBot, drafter: Drafter, clipboard: Clipboard
) -> None:
    drafter.open("您好")
    drafter.box.edit.tell()
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.window.choose_theme(Theme.DARK)
    drafter.wait_status("Nothing speaks against it.")
    assert clipboard.texts == []


def test_clearing_can_be_undone(drafter: Drafter) -> None:
    drafter.open("您好")
    (clear,) = (b for b in drafter.box.findChildren(QAbstractButton) if b.text() == "Clear")
    drafter.qtbot.waitUntil(clear.isEnabled)
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert drafter.box.text == ""
    drafter.press(Qt.Key.Key_Z, CONTROL)
    assert drafter.box.text == "您好"


def test_everything_in_the_box_that_takes_the_keyboard_has_a_name(drafter: Drafter) -> None:
    drafter.open("这是规定。")
    drafter.press(Qt.Key.Key_Return, CONTROL)
    drafter.wait_reason()
    nameless = [
        widget
        for widget in drafter.box.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []
