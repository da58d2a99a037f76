"""A whole quarter at the owner's desk, as docs/quarterly-revision.md tells it, by several persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.cycle import ChangeKind, ChangeState, CycleState
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.language import use_language
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.board.model import Column
from deskbook.ui.features.board.plan_dialog import PlanDialog
from deskbook.ui.quarter import RevisionDesk
from deskbook.ui.sections import Section
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.widgets.asking import AskDialog
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import write_sound
from tests.ui.conftest import Opener, click

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
AUTHOR, REVIEWER, PUBLISHER = "撰稿人", "复核人", "发布人"
TODAY = date.today()  # noqa: DTZ011 - the window, too, goes by the machine's calendar

AnyDialog = TypeVar("AnyDialog", bound=QDialog)


@pytest.fixture
def services(tmp_path: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A handbook without faults: those of the window's other tests would stop every release."""
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.delenv("DESKBOOK_USER", raising=False)
    opened = bootstrap.open_services(tmp_path / "home")
    opened.preferences.change(theme=Theme.LIGHT, desk=DeskName.OWNER, name=AUTHOR)
    opened.exchange.import_starter(write_sound(tmp_path / "kb"))
    yield replace(opened, finder=Finder(opened.handbook, index, opened.desk, opened.clock))
    opened.close()
    use_language("en", opened.resources / "i18n")


class Team:
    """Several people, one after the other at one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow, services: Services) -> None:
        self._qtbot = qtbot
        self.window = window
        self.services = services

    @property
    def desk(self) -> RevisionDesk:
        assert self.window.quarter is not None
        return self.window.quarter

    def wait(self, so: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(so()), timeout=20_000)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        QTest.keyClick(focus if focus is not None else self.window, key, held)

    def type(self, text: str) -> None:
        """Type as an input method commits it."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def go(self, key: Qt.Key, section: Section) -> None:
        """Go to a section by its key."""
        self.press(key, CONTROL | SHIFT)
        assert self.window.shell.section is section

    def dialog(self, kind: type[AnyDialog]) -> AnyDialog:
        """Wait for a dialog that takes the keyboard."""
        self.wait(lambda: [d for d in self.window.findChildren(kind) if d.isVisible()])
        dialog = next(d for d in self.window.findChildren(kind) if d.isVisible())
        dialog.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is dialog)
        return dialog

    def back_to_window(self) -> None:
        """Come back from a dialog or menu, which the platform of the tests does not do by itself."""
        self.wait(lambda: not [d for d in self.window.findChildren(QDialog) if d.isVisible()])
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def say(self, words: str = "") -> None:
        """Answer the question that is asked."""
        dialog = self.dialog(AskDialog)
        if words:
            dialog.edit.setFocus()
            self.type(words)
        assert dialog.confirm.isEnabled()
        click(dialog.confirm)
        self.back_to_window()

    def become(self, name: str) -> None:
        """Let somebody else sit down, who says so in the settings."""
        self.press(Qt.Key.Key_Comma, CONTROL)
        dialog = self.dialog(SettingsDialog)
        dialog.name.setFocus()
        dialog.name.selectAll()
        self.type(name)
        self.press(Qt.Key.Key_Escape)
        self.back_to_window()
        assert self.services.people.current().name == name
        assert self.window.shell.rail.person.text() == name

    def board(self) -> RevisionDesk:
        """Go to the board and wait until it shows what is."""
        self.desk_at(Qt.Key.Key_P, Section.BOARD)
        self.wait_board()
        return self.desk

    def desk_at(self, key: Qt.Key, section: Section) -> None:
        self.go(key, section)
        assert self.window.quarter is not None

    def wait_board(self) -> None:
        """Wait until the board shows what the workspace holds."""

        def shown() -> bool:
            seen, cycles = self.desk.board.seen, self.services.cycles.current()
            if seen is None or seen.cycles != cycles:
                return False
            return seen.board is None or seen.board == self.services.cycles.board(seen.board.cycle.name)

        self.wait(shown)

    def cards(self, column: Column) -> list[str]:
        return [c.change.entry_id for c in self.desk.board_view.columns[column].list.cards.cards]

    def stand_on(self, entry_id: str, column: Column) -> None:
        """Put the keyboard on a card."""
        cards = self.desk.board_view.columns[column].list
        self.wait(lambda: cards.cards.row_of(entry_id) >= 0)
        cards.take_keyboard(cards.cards.row_of(entry_id))

    def next_phase(self, state: CycleState) -> None:
        """Press the button that begins the next phase."""
        click(self.desk.board_view.header.next)
        self.wait(lambda: self.services.cycles.get().state is state)
        self.wait_board()

    def plan(
        self, entry_id: str, *, kind: ChangeKind = ChangeKind.EDIT, owner: str = "", why: str = ""
    ) -> None:
        """Put an entry on the plan."""
        self.press(Qt.Key.Key_N, CONTROL)
        dialog = self.dialog(PlanDialog)
        self.type(entry_id)
        click(dialog.kinds[kind])
        dialog.owner.setFocus()
        self.type(owner)
        dialog.reason.setFocus()
        self.type(why)
        click(dialog.confirm)
        self.back_to_window()
        self.wait(lambda: entry_id in self.cards(Column.PLANNED))

    def wait_sheet(self, entry_id: str) -> None:
        def there() -> bool:
            editor = self.window.editor
            return (
                editor is not None
                and editor.editing.sheet is not None
                and (editor.editing.sheet.entry_id == entry_id and editor.view.isVisible())
            )

        self.wait(there)

    def rewrite(self, old: str, new: str) -> None:
        """Change the text on the editor's desk."""
        assert self.window.editor is not None
        edit = self.window.editor.view.edit
        assert old in edit.text
        edit.apply(edit.text.replace(old, new, 1))

    def save(self, message: str) -> None:
        """Save what is on the editor's desk."""
        assert self.window.editor is not None
        editor = self.window.editor
        self.press(Qt.Key.Key_S, CONTROL)
        self.wait(editor.view.message.isVisible)
        self.type(message)
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: editor.editing.sheet is not None and not editor.editing.sheet.changed)

    def read(self, entry_id: str) -> None:
        """Open a change in the review."""
        self.desk_at(Qt.Key.Key_R, Section.REVIEW)
        pile = self.desk.review_view.pile
        self.wait(lambda: pile.model.row_of(entry_id) >= 0)
        pile.list.setFocus()
        pile.list.setCurrentIndex(pile.model.index(pile.model.row_of(entry_id), 0))
        self.wait(lambda: self.desk.review.paper and self.desk.review.paper.entry_id == entry_id)
        head = self.services.drafts.change(entry_id).head
        self.wait(lambda: self.desk.review.paper and self.desk.review.paper.head.number == head)
        self.wait(lambda: self.desk.review.pile and self.desk.review.pile.of(entry_id))

    def state(self, entry_id: str) -> ChangeState:
        return self.services.drafts.change(entry_id).state

    def approve(self, entry_id: str) -> None:
        self.read(entry_id)
        self.wait(self.desk.review_view.header.approve.isEnabled)
        self.press(Qt.Key.Key_A, CONTROL | SHIFT)
        self.wait(lambda: self.state(entry_id) is ChangeState.APPROVED)

    def gate(self) -> None:
        """Go to the gate, and wait until it has looked."""
        self.desk_at(Qt.Key.Key_G, Section.GATE)
        self.wait(lambda: self.desk.gate.looked)

    def stops(self) -> list[tuple[str, str]]:
        return [(c.stop.problem.code, c.stop.problem.entry_id) for c in self.desk.gate_view.stops.cards]

    def publish(self) -> None:
        self.wait(self.desk.gate_view.publish.isEnabled)
        count = len(self.services.publisher.releases())
        self.press(Qt.Key.Key_Return, CONTROL | SHIFT)
        self.say()
        self.wait(lambda: len(self.services.publisher.releases()) == count + 1)
        self.wait(lambda: not self.desk.gate.publishing)


@pytest.fixture
def team(qtbot: QtBot, services: Services, open_window: Opener) -> Team:
    return Team(qtbot, open_window(), services)


def open_cycle(team: Team) -> None:
    """Open the quarter that is proposed, to take effect today."""
    team.press(Qt.Key.Key_P, CONTROL | SHIFT)
    opening = team.desk.board_view.opening
    team.wait(lambda: opening.isVisible() and opening.name.text())
    opening.day.choose(TODAY)
    opening.button.setFocus()
    team.press(Qt.Key.Key_Return)
    team.wait(lambda: team.services.cycles.current())
    team.wait_board()


def test_a_whole_quarter_from_open_to_rollback(team: Team) -> None:
    services = team.services
    open_cycle(team)
    cycle = services.cycles.get()
    assert (cycle.name, cycle.effective, cycle.opened_by) == (
        f"{TODAY.year}Q{(TODAY.month + 2) // 3}",
        TODAY,
        AUTHOR,
    )

    # Plan: an edit, a new entry, a retirement.
    team.next_phase(CycleState.PLAN)
    team.plan("faq-invoice", owner=AUTHOR, why="大促前复核")
    team.plan("faq-gift-note", kind=ChangeKind.NEW, owner="售前主管", why="能不能帮我写一张贺卡")
    team.plan("case-late-parcel-kept", kind=ChangeKind.RETIRE, why="流程已变")
    assert services.drafts.change("case-late-parcel-kept").kind is ChangeKind.RETIRE

    # Edit: by keyboard from the card to the text.
    team.next_phase(CycleState.EDIT)
    team.stand_on("faq-invoice", Column.PLANNED)
    team.press(Qt.Key.Key_Return)
    team.wait_sheet("faq-invoice")
    team.rewrite("在订单详情页申请。", "在订单详情页申请，大促期间顺延。")
    team.save("写明大促期间顺延")
    team.board()
    team.stand_on("faq-gift-note", Column.PLANNED)
    team.press(Qt.Key.Key_Right, CONTROL)
    team.wait_sheet("faq-gift-note")
    write_gift_note(team, "字数以卡片大小为限")
    team.save("能否代写贺卡")
    team.board()
    assert set(team.cards(Column.WRITING)) == {"faq-invoice", "faq-gift-note"}
    team.stand_on("case-late-parcel-kept", Column.PLANNED)
    choose(team, "Retire the entry…")
    team.say()
    team.wait(lambda: "case-late-parcel-kept" in team.cards(Column.WRITING))
    for entry_id in ("faq-invoice", "faq-gift-note", "case-late-parcel-kept"):
        team.stand_on(entry_id, Column.WRITING)
        team.press(Qt.Key.Key_Right, CONTROL)
        team.wait(lambda entry_id=entry_id: entry_id in team.cards(Column.IN_REVIEW))

    # Review: never one's own; a remark on a line, and back to the author.
    team.next_phase(CycleState.REVIEW)
    team.read("faq-invoice")
    header = team.desk.review_view.header
    team.wait(lambda: "somebody else must approve" in header.why.text())
    assert not header.approve.isEnabled()
    team.become(REVIEWER)
    team.approve("faq-invoice")
    team.approve("case-late-parcel-kept")
    team.read("faq-gift-note")
    paper = team.desk.review.paper
    assert paper is not None
    line = next(n for n in range(1, 99) if "字数以卡片大小为限" in paper.line(n))
    team.desk.review_view.diff.line_chosen.emit(line)
    team.type("说清楚最多写多少字")
    team.press(Qt.Key.Key_Return, CONTROL)
    team.wait(lambda: services.reviews.dossier("faq-gift-note").comments)
    (remark,) = services.reviews.dossier("faq-gift-note").comments
    assert (remark.line, remark.author) == (line, REVIEWER)
    team.wait(lambda: not team.desk.review_view.remarks.edit.toPlainText())
    team.press(Qt.Key.Key_B, CONTROL | SHIFT)
    team.say("见批注")
    team.wait(lambda: team.state("faq-gift-note") is ChangeState.RETURNED)

    # Back to writing, settled, sent again; the verdict on the first text fell.
    team.become(AUTHOR)
    team.board()
    back = next(a for a in team.desk.board_view.header.menu.actions() if a.text() == "Back to writing")
    back.trigger()
    team.wait(lambda: services.cycles.get().state is CycleState.EDIT)
    team.wait_board()
    team.stand_on("faq-gift-note", Column.SENT_BACK)
    team.press(Qt.Key.Key_Return)
    team.wait_sheet("faq-gift-note")
    team.rewrite("字数以卡片大小为限", "最多五十个字")
    team.save("")
    team.read("faq-gift-note")
    team.wait(
        lambda: "it is revision 2 now" in header_text(team) or "It is revision 2 now" in header_text(team)
    )
    cards = team.desk.review_view.remarks.cards
    click(cards[0].settle)
    team.wait(lambda: services.reviews.dossier("faq-gift-note").comments[0].resolved)
    team.board()
    team.stand_on("faq-gift-note", Column.WRITING)
    team.press(Qt.Key.Key_Right, CONTROL)
    team.wait(lambda: "faq-gift-note" in team.cards(Column.IN_REVIEW))
    team.next_phase(CycleState.REVIEW)
    team.become(REVIEWER)
    team.approve("faq-gift-note")
    team.board()
    team.next_phase(CycleState.PUBLISH)

    # The gate: a warning is accepted with a reason, the notes are edited, everything is published.
    team.become(PUBLISHER)
    team.gate()
    team.wait(lambda: team.stops() == [("overdue-review", "faq-gift-note")])
    assert not team.desk.gate_view.publish.isEnabled()
    click(team.desk.gate_view.stops.cards[0].accept)
    team.say("下季度统一复核")
    team.wait(lambda: team.desk.gate.looked and team.desk.gate.looked.report.open)
    notes = team.desk.gate_view.notes
    team.wait(lambda: "能否代写贺卡" in notes.toPlainText())
    notes.appendPlainText("祝各位大促顺利。")
    team.publish()
    release = services.publisher.releases()[0]
    assert (release.number, release.author, release.cycle) == (2, PUBLISHER, cycle.name)
    assert "祝各位大促顺利。" in release.notes
    assert "大促期间顺延" in services.history.revision("faq-invoice").source

    emergency(team)

    # Rollback: a new release out of the first one.
    team.desk_at(Qt.Key.Key_L, Section.RELEASES)
    view = team.desk.releases_view
    team.wait(lambda: view.list.shelf.rowCount() == 3)
    view.list.setFocus()
    view.list.setCurrentIndex(view.list.shelf.index(view.list.shelf.row_of(1), 0))
    team.wait(lambda: team.desk.releases.current == 1)
    click(view.back)
    team.say("大促时间写错了，先退回")
    team.wait(lambda: len(services.publisher.releases()) == 4)
    made = [(r.number, r.kind.value, r.origin) for r in services.publisher.releases()]
    assert made == [(4, "rollback", 1), (3, "emergency", None), (2, "quarterly", None), (1, "setup", None)]
    assert services.publisher.in_force() == services.publisher.releases()[0]
    assert "大促期间顺延" not in services.handbook.stored("faq-invoice").head.source
    click(view.as_log)
    click(view.log.prove)
    team.wait(lambda: view.log.proof.text() == "The log is unbroken.")
    team.wait(lambda: view.log.model.records[0].deed.who == PUBLISHER)


def emergency(team: Team) -> None:
    """A law changed on Tuesday: a small cycle with the same gate, begun from the releases."""
    services = team.services
    team.become(AUTHOR)
    team.desk_at(Qt.Key.Key_L, Section.RELEASES)
    view = team.desk.releases_view
    team.wait(lambda: view.list.shelf.rowCount() == 2 and view.emergency.isEnabled())
    team.wait(lambda: {"faq-invoice", "faq-gift-note", "case-late-parcel-kept"} <= view.rows.keys())
    click(view.rows["faq-invoice"])
    team.wait(lambda: view.diff.isVisible() and view.diff.changes == 1)
    click(view.emergency)
    team.say()
    team.wait(lambda: team.window.shell.section is Section.BOARD and services.cycles.current())
    team.wait_board()
    assert services.cycles.get().state is CycleState.EDIT
    team.window.edit("faq-invoice")
    team.wait_sheet("faq-invoice")
    team.rewrite("顺延。", "顺延，电子凭证同样有效。")
    team.save("电子凭证的效力")
    team.board()
    team.stand_on("faq-invoice", Column.WRITING)
    team.press(Qt.Key.Key_Right, CONTROL)
    team.wait(lambda: "faq-invoice" in team.cards(Column.IN_REVIEW))
    team.next_phase(CycleState.REVIEW)
    team.become(REVIEWER)
    team.approve("faq-invoice")
    team.board()
    team.next_phase(CycleState.PUBLISH)
    team.become(PUBLISHER)
    team.gate()
    team.publish()


def write_gift_note(team: Team, limit: str) -> None:
    """Write the new entry as a whole; it was last reviewed long ago."""
    assert team.window.editor is not None
    old = TODAY - timedelta(days=400)
    edit = team.window.editor.view.edit
    edit.apply(
        f"""---
id: faq-gift-note
title: 能不能帮我写一张贺卡
stage: presale
topic: 礼品
owner: 售前主管
reviewed: {old}
---

## 解答

可以代写，{limit}。

## 话术

### 简洁 {{#concise}}

> 可以的，您把要写的话发给我，我备注给仓库。

### 安抚 {{#warm}}

> 放心，卡片会和礼物放在一起，不放价格单。您想写什么？
"""
    )


def choose(team: Team, text: str) -> None:
    """Open the menu of the current card by keyboard and choose from it."""
    team.press(Qt.Key.Key_Space)
    team.wait(lambda: [m for m in team.desk.board_view.findChildren(QMenu) if m.isVisible()])
    menu = next(m for m in team.desk.board_view.findChildren(QMenu) if m.isVisible())
    action: QAction = next(a for a in menu.actions() if a.text() == text)
    assert action.isEnabled()
    action.trigger()
    menu.close()

