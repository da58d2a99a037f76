"""Reading versions at the owner's desk: history, who wrote what, the way back, two releases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbook.model.cycle import CycleState, Judgement
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.comparing.view import CompareView
from deskbook.ui.features.history.view import HistoryView
from deskbook.ui.sections import Section
from deskbook.ui.versions import VersionsDesk
from deskbook.ui.widgets.diff.rows import Ink
from deskbook.ui.window import MainWindow
from tests.fakes.handbook import ARRIVAL, INVOICE, REFUND
from tests.ui.conftest import Opener, click

ENTRY = "faq-invoice"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SECOND = INVOICE.replace("在订单详情页申请。", "在订单详情页申请，一天内开好。")
THIRD = SECOND.replace("怎么开发票", "发票怎么开")


class Reader:
    """What an owner does among the versions, and waiting until it shows."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window

    @property
    def desk(self) -> VersionsDesk:
        assert self.window.versions is not None
        return self.window.versions

    @property
    def view(self) -> HistoryView:
        return self.desk.history_view

    @property
    def compare(self) -> CompareView:
        return self.desk.compare_view

    def wait(self, so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(so()))

    def open(self, entry_id: str, revisions: int) -> None:
        self.window.show_history(entry_id)
        self.wait(lambda: self.view.versions.rows.rowCount() == revisions)

    def wait_changes(self, count: int) -> None:
        self.wait(lambda: self.view.diff.changes == count)

    def pick(self, *numbers: int) -> None:
        """Select revisions as a person does with the control key."""
        self.view.versions.setFocus()
        flags = QItemSelectionModel.SelectionFlag
        chosen = self.view.versions.selectionModel()
        rows = [self.view.versions.rows.index(self.view.versions.rows.row_of(n), 0) for n in numbers]
        chosen.select(rows[0], flags.ClearAndSelect)
        for row in rows[1:]:
            chosen.select(row, flags.Select)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, held)

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def said(self, ink: Ink) -> list[str]:
        return [p.text for row in self.view.diff.rows for p in row.inline if p.ink is ink]


@pytest.fixture
def written(services: Services) -> Services:
    """A handbook with an entry that two people wrote on."""
    services.preferences.change(desk=DeskName.OWNER, name="撰稿人")
    services.editing.save(ENTRY, SECOND, seen=1, message="写明时限")
    services.preferences.change(name="另一位撰稿人")
    services.editing.save(ENTRY, THIRD, seen=2, message="问法更顺")
    return services


@pytest.fixture
def reader(qtbot: QtBot, written: Services, open_window: Opener) -> Reader:
    return Reader(qtbot, open_window())


def publish(services: Services, name: str, entry_id: str, source: str) -> None:
    """Publish one change in a cycle of its own."""
    today = services.cycles.open(name, effective=services.clock().date()).effective
    assert today is not None
    services.cycles.move(name, CycleState.PLAN)
    services.cycles.move(name, CycleState.EDIT)
    before = services.drafts.text(entry_id).seen
    head = services.drafts.save(entry_id, source, seen=before, message="改过").head
    assert head is not None
    services.drafts.submit(entry_id, seen=head)
    services.cycles.move(name, CycleState.REVIEW)
    services.preferences.change(name="复核人")
    services.reviews.judge(entry_id, Judgement.APPROVE, revision=head)
    services.cycles.move(name, CycleState.PUBLISH)


def test_the_history_of_what_is_read_or_written_is_one_key_away(reader: Reader) -> None:
    reader.window.desk.reading.open(ENTRY)
    reader.wait(lambda: reader.window.desk.reading.place)
    reader.press(Qt.Key.Key_H, CONTROL)
    assert reader.window.shell.section is Section.VERSIONS
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 3)
    reader.wait_changes(1)
    assert reader.said(Ink.REMOVED)[0] in "怎么开发票"
    reader.press(Qt.Key.Key_E, CONTROL | SHIFT)
    reader.window.edit("sop-refund")
    reader.wait(lambda: reader.window.editor and reader.window.editor.editing.sheet)
    reader.press(Qt.Key.Key_H, CONTROL)
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 1)


def test_a_row_says_author_message_time_and_standing(reader: Reader) -> None:
    reader.open(ENTRY, 3)
    rows = reader.view.versions.rows
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told = [rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert told[0].startswith("问法更顺, 3 · 另一位撰稿人 · ")
    assert told[0].endswith("Accepted")
    assert told[1].startswith("写明时限, 2 · 撰稿人 · ")
    assert "Accepted" not in told[1]


def test_one_revision_shows_what_it_changed_and_two_what_lies_between(reader: Reader) -> None:
    reader.open(ENTRY, 3)
    reader.pick(2)
    reader.wait(lambda: any("一天内开好" in text for text in reader.said(Ink.ADDED)))
    assert reader.view.diff.changes == 1
    reader.pick(3, 1)
    reader.wait_changes(2)
    reader.pick(1)
    click(reader.view.to_newest)
    reader.wait_changes(2)
    click(reader.view.to_before)
    reader.wait(lambda: reader.said(Ink.REMOVED) == [] and reader.view.diff.changes > 2)


def test_an_older_text_is_restored_as_a_new_revision(reader: Reader, written: Services) -> None:
    written.editing.keep(ENTRY, "half a sentence", seen=3, cursor=0)
    reader.open(ENTRY, 3)
    assert not reader.view.restore.isEnabled()
    reader.pick(1)
    click(reader.view.restore)
    assert reader.view.message.line.hasFocus()
    assert reader.view.message.line.text() == "Back to revision 1"
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 4)
    newest = written.history.revision(ENTRY)
    assert (newest.source, newest.message, newest.author) == (INVOICE, "Back to revision 1", "另一位撰稿人")
    assert [one.text for one in written.editing.unsaved()] == ["half a sentence"]
    assert "newest text again" in reader.view.toast.text


def test_restoring_over_somebody_elses_new_text_is_refused_and_shows_it(
    reader: Reader, written: Services
) -> None:
    reader.open(ENTRY, 3)
    reader.pick(1)
    written.editing.save(ENTRY, SECOND, seen=3, message="抢先一步")
    click(reader.view.restore)
    reader.press(Qt.Key.Key_Return)
    reader.wait(reader.view.notice.isVisible)
    assert written.history.revision(ENTRY).message == "抢先一步"
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 4)


def test_restoring_what_is_there_already_is_refused(reader: Reader, written: Services) -> None:
    written.editing.save(ENTRY, SECOND, seen=3, message="退回去")
    reader.open(ENTRY, 4)
    reader.pick(2)
    click(reader.view.restore)
    reader.press(Qt.Key.Key_Return)
    reader.wait(reader.view.notice.isVisible)
    assert "says what the newest one says" in reader.view.notice.text()
    assert written.history.revision(ENTRY).number == 4


def test_who_wrote_what_stands_beside_it_and_leads_to_the_revision(reader: Reader) -> None:
    reader.open(ENTRY, 3)
    click(reader.view.as_blame)
    blame = reader.view.blame
    reader.wait(blame.isVisible)
    lines = blame.toPlainText().split("\n")
    answer = next(n for n, line in enumerate(lines) if "一天内开好" in line)
    assert "写明时限" in blame.tip_of(answer)
    assert "撰稿人" in blame.tip_of(answer)
    title = next(n for n, line in enumerate(lines) if "发票怎么开" in line)
    assert "问法更顺" in blame.tip_of(title)
    height = round(blame.place_of(answer)) - blame.verticalScrollBar().value() + 8
    QTest.mouseClick(blame.margin, Qt.MouseButton.LeftButton, pos=QPoint(10, height))
    reader.wait(reader.view.diff.isVisible)
    reader.wait(lambda: any("一天内开好" in text for text in reader.said(Ink.ADDED)))
    assert reader.desk.history.selected == (2,)
    click(reader.view.as_blame)
    reader.wait(blame.isVisible)
    blame.setFocus()
    blame.moveCursor(QTextCursor.MoveOperation.Start)
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.desk.history.selected == (1,))


def test_an_entry_is_found_by_words_and_opened_by_key(reader: Reader) -> None:
    reader.press(Qt.Key.Key_Y, CONTROL | SHIFT)
    assert reader.view.field.hasFocus()
    reader.view.field.setText("发票")
    reader.wait(lambda: reader.view.found.count() > 0)
    reader.press(Qt.Key.Key_Return)
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 3)
    assert reader.view.versions.hasFocus()
    reader.press(Qt.Key.Key_Down)
    reader.wait(lambda: reader.desk.history.selected == (2,))
    reader.press(Qt.Key.Key_F6)
    assert reader.view.diff.isAncestorOf(reader.focus())
    reader.press(Qt.Key.Key_F6)
    assert reader.view.field.hasFocus()


def test_what_others_save_appears_and_what_is_selected_stays(reader: Reader, written: Services) -> None:
    reader.open(ENTRY, 3)
    reader.pick(2)
    written.editing.save(ENTRY, SECOND, seen=3, message="第四版")
    reader.desk.handbook_changed()
    reader.wait(lambda: reader.view.versions.rows.rowCount() == 4)
    assert reader.desk.history.selected == (2,)


def test_the_history_stays_open_in_another_theme(reader: Reader) -> None:
    reader.open(ENTRY, 3)
    reader.window.choose_theme(Theme.DARK)
    reader.wait(lambda: reader.window.versions and reader.view.versions.rows.rowCount() == 3)
    assert reader.window.shell.section is Section.VERSIONS


def test_a_draft_and_the_releases_that_hold_a_revision_are_told(reader: Reader, written: Services) -> None:
    publish(written, "2026Q4", ENTRY, THIRD.replace("一天", "两天"))
    reader.open(ENTRY, 4)
    rows = reader.view.versions.rows
    told = [rows.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert told[0].endswith("Approved")
    assert "Accepted" in told[1]
    assert written.history.releases()[0].name in told[1]


def test_before_the_second_release_there_is_nothing_to_compare(reader: Reader) -> None:
    click(reader.window.shell.rail.buttons[Section.VERSIONS])
    click(reader.desk.two_releases)
    assert not reader.compare.entries.isVisible()
    reader.desk.comparing.refresh()
    reader.wait(lambda: reader.compare.old.count() == 0)


def test_two_releases_differ_in_entries_that_can_be_looked_at(reader: Reader, written: Services) -> None:
    way = "- 已经发货 → [拦截包裹](#intercept)\n- 客户撤回"
    written.editing.save("sop-refund", REFUND.replace("- 客户撤回", way), seen=1, message="")
    written.editing.save("faq-refund-arrival", ARRIVAL.replace("  - faq-gone\n", ""), seen=1, message="")
    publish(written, "2026Q4", ENTRY, THIRD.replace("一天", "两天"))
    for problem in written.gate.check("2026Q4").problems:
        written.gate.accept(problem.code, problem.entry_id, reason="知道了", cycle="2026Q4")
    written.publisher.publish("2026Q4")
    click(reader.window.shell.rail.buttons[Section.VERSIONS])
    click(reader.desk.two_releases)
    reader.wait(lambda: reader.compare.entries.count() == 1)
    assert reader.compare.entries.item(0).text() == "Edited · 发票怎么开"
    reader.wait(lambda: reader.compare.diff.changes == 1)
    reader.compare.new.setFocus()
    reader.press(Qt.Key.Key_Down)
    reader.wait(lambda: reader.compare.entries.count() == 0)
    assert reader.desk.comparing.old == reader.desk.comparing.new == 2
