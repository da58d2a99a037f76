"""Writing entries at the owner's desk: whole jobs, as people do them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Faq, Sop
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.editing.new_entry import NewEntryDialog
from deskbook.ui.owner import EditorDesk
from deskbook.ui.sections import Section
from deskbook.ui.widgets.chips_edit import ChipsEdit
from deskbook.ui.window import MainWindow
from tests.fakes.handbook import ARRIVAL, REFUND
from tests.ui.conftest import Hand, Opener, click

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Pen:
    """What an owner does at the editor, and waiting until it shows."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window

    @property
    def desk(self) -> EditorDesk:
        assert self.window.editor is not None
        return self.window.editor

    @property
    def text(self) -> str:
        return self.desk.view.edit.text

    def open(self, entry_id: str) -> None:
        self.window.edit(entry_id)
        self.wait_open(entry_id)

    def wait_open(self, entry_id: str) -> None:
        def ready() -> bool:
            sheet, page = self.desk.editing.sheet, self.desk.preview.page
            return bool(sheet and sheet.entry_id == entry_id and page and page.id == entry_id)

        self._qtbot.waitUntil(ready)

    def put(self, before: str) -> None:
        """Put the cursor behind the first occurrence of some words."""
        cursor = self.desk.view.edit.textCursor()
        cursor.setPosition(self.text.index(before) + len(before))
        self.desk.view.edit.setTextCursor(cursor)

    def type(self, text: str) -> None:
        """Type as an input method commits it."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, held)

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def return_to_window(self) -> None:
        """Come back from a menu or dialog, which the platform of the tests does not do by itself."""
        self.window.activateWindow()
        self.wait(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    def field(self, name: str) -> QWidget:
        assert self.desk.view.form is not None
        return self.desk.view.form.inputs[name]

    def problems(self) -> list[str]:
        rows = self.desk.view.problems.list
        return [rows.item(row).text() for row in range(rows.count())]

    def offered(self) -> list[str]:
        popup = self.desk.view.edit.popup
        return [popup.item(n).text() for n in range(popup.count())] if popup and popup.isVisible() else []

    def wait(self, so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(so()))

    def wait_kept(self) -> None:
        self.wait(lambda: self.desk.editing.sheet and self.desk.editing.sheet.kept == self.text)


@pytest.fixture
def pen(qtbot: QtBot, services: Services, open_window: Opener) -> Pen:
    services.preferences.change(desk=DeskName.OWNER)
    return Pen(qtbot, open_window())


def shown(window: MainWindow) -> Section:
    return window.shell.section


def head(services: Services, entry_id: str) -> str:
    return services.handbook.stored(entry_id).head.source


def test_the_owners_desk_is_one_key_away_and_remembered(hand: Hand, services: Services) -> None:
    window = hand.window
    assert not window.shell.rail.isVisible()
    hand.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert window.shell.rail.isVisible()
    assert services.preferences.current.desk is DeskName.OWNER
    hand.press(Qt.Key.Key_E, CONTROL | SHIFT)
    assert shown(window) is Section.EDITOR
    hand.press(Qt.Key.Key_H, CONTROL | SHIFT)
    assert shown(window) is Section.HANDBOOK
    assert window.desk.field.hasFocus()
    hand.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert not window.shell.rail.isVisible()
    hand.press(Qt.Key.Key_E, CONTROL)
    assert shown(window) is Section.HANDBOOK


def test_an_entry_that_is_read_is_edited_with_one_key(qtbot: QtBot, pen: Pen) -> None:
    hand = Hand(qtbot, pen.window)
    hand.search("怎么开发票", "faq-invoice")
    hand.press(Qt.Key.Key_E, CONTROL)
    pen.wait_open("faq-invoice")
    assert pen.desk.view.edit.hasFocus()


def test_entries_are_found_and_opened_from_the_field(qtbot: QtBot, pen: Pen) -> None:
    pen.window.choose_desk(DeskName.OWNER)
    QTest.keyClick(pen.window, Qt.Key.Key_E, CONTROL | SHIFT)
    assert pen.desk.view.entries.field.hasFocus()
    pen.type("退款处理")
    pen.wait(lambda: pen.desk.view.entries.model.rowCount() == 1)
    pen.press(Qt.Key.Key_Return)
    pen.wait_open("sop-refund")


def test_what_is_typed_is_previewed_and_saved_with_its_message(pen: Pen, services: Services) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("电子发票当天开。")
    pen.wait(lambda: "电子发票当天开" in str(pen.desk.preview.page))
    pen.press(Qt.Key.Key_S, CONTROL)
    pen.type("写明当天开")
    pen.press(Qt.Key.Key_Return)
    pen.wait(lambda: "电子发票当天开" in head(services, "faq-invoice"))
    stored = services.handbook.stored("faq-invoice").head
    assert (stored.number, stored.message) == (2, "写明当天开")
    pen.wait(lambda: not services.editing.unsaved())
    assert pen.desk.view.edit.hasFocus()


def test_a_field_of_the_form_changes_its_own_line_only(pen: Pen) -> None:
    pen.open("faq-refund-arrival")
    title = pen.field("title")
    title.setFocus()
    assert isinstance(title, QLineEdit)
    title.end(False)
    pen.type("？")
    assert pen.text == ARRIVAL.replace("title: 退款什么时候到账", "title: 退款什么时候到账？")
    chips = pen.field("aliases")
    assert isinstance(chips, ChipsEdit)
    chips.line.setFocus()
    pen.type("钱到哪了")
    pen.press(Qt.Key.Key_Return)
    assert "aliases:\n  - 钱什么时候能退给我\n  - 钱到哪了\n" in pen.text


def test_one_undo_goes_back_through_form_and_text_in_their_order(pen: Pen) -> None:
    pen.open("faq-refund-arrival")
    stages = [pen.text]
    pen.put("通常{{到账时间}}到账")
    pen.type("，请放心")
    stages.append(pen.text)
    chips = pen.field("tags")
    assert isinstance(chips, ChipsEdit)
    pen.desk.view.form.more.click()  # type: ignore[union-attr]
    chips.line.setFocus()
    pen.type("退款进度")
    pen.press(Qt.Key.Key_Return)
    stages.append(pen.text)
    pen.desk.view.edit.setFocus()
    pen.put("先看[退款流程](sop-refund)。")
    pen.type("再看快递。")
    assert pen.text not in stages
    for stage in reversed(stages):
        pen.press(Qt.Key.Key_Z, CONTROL)
        assert pen.text == stage
    assert list(chips.values) == ["到账时间"]
    pen.press(Qt.Key.Key_Y, CONTROL)
    pen.press(Qt.Key.Key_Y, CONTROL)
    assert pen.text == stages[2]
    assert list(chips.values) == ["到账时间", "退款进度"]


def test_undo_works_from_a_field_of_the_form_too(pen: Pen) -> None:
    pen.open("faq-invoice")
    before = pen.text
    title = pen.field("title")
    title.setFocus()
    pen.type("新")
    assert pen.text != before
    pen.press(Qt.Key.Key_Z, CONTROL)
    assert pen.text == before
    assert isinstance(title, QLineEdit)
    assert title.text() == "怎么开发票"


def test_the_fields_are_folded_away_until_the_whole_file_is_wanted(pen: Pen) -> None:
    pen.open("faq-invoice")
    edit = pen.desk.view.edit
    assert not edit.document().findBlockByNumber(1).isVisible()
    pen.press(Qt.Key.Key_Home, CONTROL)
    assert edit.textCursor().block().text() == "## 解答"
    pen.press(Qt.Key.Key_Backspace)
    pen.press(Qt.Key.Key_A, CONTROL)
    pen.press(Qt.Key.Key_Delete)
    assert pen.text.endswith("reviewed: 2026-11-22\n---\n\n")
    pen.press(Qt.Key.Key_Z, CONTROL)
    pen.press(Qt.Key.Key_U, CONTROL)
    assert edit.document().findBlockByNumber(1).isVisible()
    pen.press(Qt.Key.Key_Home, CONTROL)
    assert edit.textCursor().position() == 0
    pen.press(Qt.Key.Key_U, CONTROL)
    assert not edit.document().findBlockByNumber(1).isVisible()
    assert edit.textCursor().block().isVisible()


def test_what_is_typed_is_kept_and_there_again_at_the_next_start(
    pen: Pen, services: Services, open_window: Opener, qtbot: QtBot
) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("还没写完😀")
    pen.wait_kept()
    (unsaved,) = services.editing.unsaved()
    assert "还没写完😀" in unsaved.text
    pen.type("再写一句")
    pen.window.close()
    again = Pen(qtbot, open_window())
    again.window.edit("faq-invoice")
    again.wait(lambda: "还没写完😀再写一句" in again.text)
    assert again.text[: again.desk.view.edit.place].endswith("再写一句")
    assert "还没写完" not in head(services, "faq-invoice")


def test_the_keyboard_elsewhere_keeps_at_once(pen: Pen, services: Services) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("一句。")
    pen.press(Qt.Key.Key_F, CONTROL)
    assert pen.desk.view.entries.field.hasFocus()
    pen.wait(lambda: len(services.editing.unsaved()) == 1)
    pen.wait(lambda: pen.desk.view.entries.model.rowCount() > 0)


def test_going_back_to_the_saved_text_forgets_what_was_typed(pen: Pen, services: Services) -> None:
    pen.open("faq-invoice")
    before = pen.text
    pen.put("在订单详情页申请。")
    pen.type("一句。")
    pen.wait_kept()
    click(pen.desk.view.header.discard)
    pen.wait(lambda: pen.text == before)
    assert services.editing.unsaved() == ()


def test_placeholders_are_completed(pen: Pen) -> None:
    pen.open("faq-invoice")
    pen.put("申请开票”就可以。")
    pen.type("{{到")
    assert pen.offered() == ["到账时间 1-7 个工作日"]
    pen.press(Qt.Key.Key_Return)
    assert "申请开票”就可以。{{到账时间}}" in pen.text
    assert pen.offered() == []


def test_links_are_completed_by_searching(pen: Pen) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("[[退款处理")
    pen.wait(lambda: pen.offered() == ["退款处理流程 sop-refund"])
    pen.press(Qt.Key.Key_Tab)
    assert "在订单详情页申请。[退款处理流程](sop-refund)\n" in pen.text
    pen.type("，见[流程](退款处理")
    pen.wait(lambda: len(pen.offered()) == 1)
    pen.press(Qt.Key.Key_Escape)
    assert pen.offered() == []
    pen.press(Qt.Key.Key_Slash, ALT)
    pen.wait(lambda: len(pen.offered()) == 1)
    pen.press(Qt.Key.Key_Return)
    assert "见[流程](sop-refund)" in pen.text


def test_a_composition_is_left_alone(pen: Pen) -> None:
    pen.open("faq-invoice")
    pen.put("申请开票”就可以。")
    pen.type("{{")
    assert len(pen.offered()) == 4
    pen.press(Qt.Key.Key_Escape)
    before = pen.text
    for preedit in ("d", "da", "dao"):
        QApplication.sendEvent(pen.focus(), QInputMethodEvent(preedit, []))
        assert pen.offered() == []
        assert pen.text == before
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        pen.press(key)
    pen.press(Qt.Key.Key_S, CONTROL)
    assert not pen.desk.view.message.isVisible()
    assert pen.text == before
    pen.type("到")
    assert pen.offered() == ["到账时间 1-7 个工作日"]


def test_a_banned_phrase_is_underlined_and_mended_with_one_key(pen: Pen, qtbot: QtBot) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页点“申请开票”就可以")
    pen.type("，这不归我管")
    view = pen.desk.view
    pen.wait(lambda: len(view.edit.marks.marks) == 1)
    (mark,) = view.edit.marks.marks
    assert pen.text[mark.start : mark.end] == "不归我管"
    assert "客户找的是店铺" in mark.tip
    assert any("ban-not-my-job" in row for row in pen.problems())
    pen.press(Qt.Key.Key_Period, CONTROL)
    (menu,) = [m for m in view.findChildren(QMenu) if m.isVisible()]
    choices: list[QAction] = [action for action in menu.actions() if action.isEnabled()]
    assert choices[0].text() == "这件事我来跟进，{{升级时限}}内给您回复。"
    choices[0].trigger()
    menu.close()
    pen.return_to_window()
    assert "> 这件事我来跟进，{{升级时限}}内给您回复。\n" in pen.text
    pen.wait(lambda: view.edit.marks.marks == ())
    pen.press(Qt.Key.Key_Z, CONTROL)
    assert "这不归我管" in pen.text


def test_problems_lead_to_their_lines(pen: Pen) -> None:
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("见[那里](faq-nowhere)和{{没有的}}。")
    pen.wait(lambda: len(pen.problems()) == 2)
    edit = pen.desk.view.edit
    line = edit.textCursor().blockNumber()
    assert edit.has_problem(line)
    pen.press(Qt.Key.Key_End, CONTROL)
    pen.press(Qt.Key.Key_F8)
    assert edit.textCursor().blockNumber() == line
    pen.desk.view.problems.list.setCurrentRow(0)
    pen.desk.view.problems.list.setFocus()
    pen.press(Qt.Key.Key_Return)
    assert edit.hasFocus()


def test_a_text_that_does_not_read_as_an_entry_is_kept_but_not_saved(pen: Pen, services: Services) -> None:
    pen.open("faq-invoice")
    pen.press(Qt.Key.Key_U, CONTROL)
    pen.put("stage: presale\n")
    pen.type("stage: presale\n")
    pen.wait(lambda: len(pen.problems()) == 1)
    assert "stands twice" in pen.problems()[0]
    pen.press(Qt.Key.Key_S, CONTROL)
    pen.press(Qt.Key.Key_Return)
    pen.wait(lambda: pen.desk.view.notice.isVisible())
    assert "stands twice" in pen.desk.view.notice.text()
    assert services.handbook.stored("faq-invoice").head.number == 1
    pen.wait(lambda: len(services.editing.unsaved()) == 1)


def test_steps_are_added_moved_and_removed_with_the_flowchart_following(pen: Pen, services: Services) -> None:
    pen.open("sop-refund")
    chart = pen.desk.view.flowchart
    pen.wait(lambda: list(chart.steps) == ["check", "intercept", "refund"])
    pen.put("联系快递拦截。")
    pen.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    pen.type("等快递退回")
    pen.wait(lambda: list(chart.steps) == ["check", "intercept", "step-1", "refund"])
    pen.press(Qt.Key.Key_Up, ALT)
    pen.wait(lambda: list(chart.steps) == ["check", "step-1", "intercept", "refund"])
    pen.press(Qt.Key.Key_Down, ALT)
    pen.press(Qt.Key.Key_K, CONTROL | SHIFT)
    pen.wait(lambda: list(chart.steps) == ["check", "intercept", "refund"])
    assert pen.text == REFUND
    for _change in range(6):
        pen.press(Qt.Key.Key_Z, CONTROL)
    assert pen.text == REFUND


def test_a_step_of_the_flowchart_leads_to_its_text_and_the_cursor_marks_it(pen: Pen, qtbot: QtBot) -> None:
    pen.open("sop-refund")
    view = pen.desk.view
    pen.wait(lambda: "refund" in view.flowchart.steps)
    click(view.beside.as_chart)
    item = view.flowchart.steps["refund"]
    place = view.flowchart.mapFromScene(item.sceneBoundingRect().center())
    QTest.mouseClick(view.flowchart.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.edit.textCursor().block().text().startswith("### 直接退款")
    pen.put("查看付款和发货状态。")
    pen.wait(lambda: view.flowchart.steps["check"].marked)
    assert not item.marked
    view.flowchart.setFocus()
    pen.press(Qt.Key.Key_Down)
    pen.press(Qt.Key.Key_Return)
    assert view.edit.textCursor().block().text().startswith("### 拦截包裹")
    scale = view.flowchart.transform().m11()
    view.flowchart.setFocus()
    pen.press(Qt.Key.Key_Plus)
    assert view.flowchart.transform().m11() > scale
    pen.press(Qt.Key.Key_0)
    assert view.flowchart.transform().m11() == pytest.approx(scale)


def test_a_variant_is_inserted_well_formed(pen: Pen, services: Services) -> None:
    pen.open("faq-invoice")
    pen.desk.editing.parts.add_variant("会员", "vip")
    assert pen.desk.view.edit.hasFocus()
    pen.type("您是老会员，发票优先开。")
    pen.wait(lambda: pen.problems() == [])
    pen.press(Qt.Key.Key_S, CONTROL)
    pen.press(Qt.Key.Key_Return)
    pen.wait(lambda: "vip" in head(services, "faq-invoice"))
    entry = services.handbook.get("faq-invoice")
    assert isinstance(entry, Faq)
    assert (entry.scripts[-1].name, entry.scripts[-1].text) == ("会员", "您是老会员，发票优先开。")


def test_a_new_entry_is_begun_and_kept_from_the_start(pen: Pen, services: Services) -> None:
    QTest.keyClick(pen.window, Qt.Key.Key_E, CONTROL | SHIFT)
    pen.press(Qt.Key.Key_N, CONTROL)
    (dialog,) = pen.window.findChildren(NewEntryDialog)
    assert not dialog.begin.isEnabled()
    dialog.title.setText("能不能货到付款")
    dialog.id.setText("faq-invoice")
    click(dialog.begin)
    pen.wait(lambda: "faq-invoice" in pen.desk.view.toast.text)
    pen.return_to_window()
    pen.press(Qt.Key.Key_N, CONTROL)
    dialog = pen.window.findChildren(NewEntryDialog)[-1]
    dialog.title.setText("能不能货到付款")
    dialog.id.setText("faq-cod")
    click(dialog.begin)
    pen.return_to_window()
    pen.wait(lambda: bool(pen.desk.editing.sheet))
    assert [one.entry_id for one in services.editing.unsaved()] == ["faq-cod"]
    for name, value in (("topic", "付款"), ("owner", "售前主管")):
        pen.field(name).setFocus()
        pen.type(value)
    pen.desk.view.edit.setFocus()
    for before, text in (
        ("## 解答\n", "\n支持。"),
        ("concise}\n\n> ", "可以的。"),
        ("warm}\n\n> ", "放心。"),
    ):
        pen.put(before)
        pen.type(text)
    pen.wait(lambda: pen.problems() == [])
    pen.press(Qt.Key.Key_S, CONTROL)
    pen.press(Qt.Key.Key_Return)
    pen.wait(lambda: "faq-cod" in services.handbook.heads())
    assert services.handbook.get("faq-cod").topic == "付款"


def test_related_entries_are_found_by_searching(pen: Pen) -> None:
    pen.open("faq-invoice")
    assert pen.desk.view.form is not None
    pen.desk.view.form.more.click()
    related = pen.field("related")
    assert isinstance(related, ChipsEdit)
    related.line.setFocus()
    pen.type("退款处理")
    pen.wait(lambda: related.line.completer().completionCount() == 1)
    popup = related.line.completer().popup()
    assert popup is not None
    popup.hide()
    related.line.setText("退款处理流程")
    pen.press(Qt.Key.Key_Return)
    assert related.values == ("sop-refund",)
    assert "related:\n  - sop-refund\n" in pen.text


def test_enter_goes_on_with_a_quotation_and_an_empty_one_ends_it(pen: Pen) -> None:
    pen.open("faq-invoice")
    pen.put("别担心，发票可以补开。")
    pen.press(Qt.Key.Key_Return)
    pen.type("明天就有。")
    pen.press(Qt.Key.Key_Return)
    pen.press(Qt.Key.Key_Return)
    assert pen.text.endswith("> 别担心，发票可以补开。\n> 明天就有。\n\n")


def test_another_theme_or_language_keeps_text_cursor_and_what_can_be_undone(pen: Pen) -> None:
    pen.open("faq-invoice")
    before = pen.text
    pen.put("在订单详情页申请。")
    pen.type("一句。")
    place = pen.desk.view.edit.place
    pen.window.choose_theme(Theme.DARK)
    pen.window.choose_language("zh_CN")
    pen.wait(lambda: pen.desk.editing.sheet is not None and pen.desk.view.form is not None)
    assert "一句。" in pen.text
    assert pen.desk.view.edit.place == place
    pen.desk.view.edit.setFocus()
    pen.press(Qt.Key.Key_Z, CONTROL)
    assert pen.text == before


def test_every_part_is_reached_by_one_key(pen: Pen) -> None:
    pen.open("faq-invoice")
    view = pen.desk.view
    areas = (view.entries, view.form_area, view.edit, view.problems, view.beside)
    reached: list[QWidget] = []
    for _press in range(8):
        pen.press(Qt.Key.Key_F6)
        reached += [area for area in areas if area is pen.focus() or area.isAncestorOf(pen.focus())]
    assert {view.entries, view.form_area, view.edit, view.beside} <= set(reached)


def test_a_windows_file_stays_one(pen: Pen, services: Services) -> None:
    source = "\ufeff" + head(services, "faq-invoice").replace("\n", "\r\n")
    services.editing.save("faq-invoice", source, seen=1, message="")
    pen.open("faq-invoice")
    pen.put("在订单详情页申请。")
    pen.type("一句。")
    pen.press(Qt.Key.Key_S, CONTROL)
    pen.press(Qt.Key.Key_Return)
    wanted = source.replace("在订单详情页申请。", "在订单详情页申请。一句。")
    pen.wait(lambda: head(services, "faq-invoice") == wanted)


def test_an_sop_reads_the_same_after_all_its_fields_were_looked_at(pen: Pen, services: Services) -> None:
    pen.open("sop-refund")
    assert pen.desk.view.form is not None
    for made in pen.desk.view.form.inputs.values():
        made.setFocus()
    cursor = pen.desk.view.edit.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    pen.desk.view.edit.setTextCursor(cursor)
    assert pen.text == REFUND
    assert isinstance(services.handbook.get("sop-refund"), Sop)


def test_everything_in_the_editor_that_takes_the_keyboard_has_a_name(pen: Pen) -> None:
    pen.open("ban-not-my-job")
    assert pen.desk.view.form is not None
    pen.desk.view.form.more.click()
    kinds = QAbstractButton | QLineEdit | QAbstractScrollArea | QComboBox
    nameless = [
        widget
        for widget in pen.desk.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and isinstance(widget, kinds)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


def test_a_small_window_has_room_for_text_or_preview(pen: Pen) -> None:
    pen.window.resize(pen.window.minimumSize())
    pen.open("faq-invoice")
    view = pen.desk.view
    assert (view.edit.isVisible(), view.beside.isVisible(), view.entries.isVisible()) == (True, False, False)
    view.header.peek_asked.emit()
    assert (view.edit.isVisible(), view.beside.isVisible()) == (False, True)
    view.beside.text_asked.emit()
    assert view.edit.hasFocus()
    pen.press(Qt.Key.Key_F, CONTROL)
    assert view.entries.isVisible()
    assert pen.window.width() <= 720
