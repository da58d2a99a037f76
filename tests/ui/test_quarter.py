"""A whole quarter at the owner's desk, as docs/quarterly-revision.md tells it, by several persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbook.model.cycle import ChangeKind, ChangeState, CycleState
from deskbook.services.facade import Services
from deskbook.ui.features.board.model import Column
from deskbook.ui.sections import Section
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import AUTHOR, PUBLISHER, REVIEWER
from tests.ui.conftest import Opener, click
from tests.ui.quarter import CONTROL, SHIFT, Team, owners

TODAY = date.today()  # noqa: DTZ011 - the window, too, goes by the machine's calendar


@pytest.fixture
def services(tmp_path: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.delenv("DESKBOOK_USER", raising=False)
    with owners(tmp_path, index) as opened:
        yield opened


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
    planned = {"faq-invoice", "faq-gift-note", "case-late-parcel-kept"}
    team.wait(lambda: set(team.cards(Column.PLANNED)) == planned)
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
        team.wait(partial(_is_in_review, team, entry_id))

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
    team.enter("说清楚最多写多少字")
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
    team.wait(lambda: "It is revision 2 now" in team.desk.review_view.header.why.text())
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
    team.go(Qt.Key.Key_L, Section.RELEASES)
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
    team.go(Qt.Key.Key_L, Section.RELEASES)
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


def _is_in_review(team: Team, entry_id: str) -> bool:
    return entry_id in team.cards(Column.IN_REVIEW)
