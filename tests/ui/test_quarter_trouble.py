"""What goes wrong in a quarter is said in the window, and nothing is lost."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.cycle import ChangeKind, ChangeState, CycleState, Judgement
from deskbook.model.person import Role
from deskbook.services.facade import Services
from deskbook.services.people import People
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.board.model import Column
from deskbook.ui.features.editing.new_entry import NewEntryDialog
from deskbook.ui.jobs import Jobs
from deskbook.ui.sections import Section
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import AUTHOR, PUBLISHER, REVIEWER
from tests.ui.conftest import Clipboard, Opener, click
from tests.ui.quarter import CONTROL, SHIFT, Team, owners

ENTRY = "faq-invoice"


class Clock:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(
    tmp_path: Path, index: PlainIndex, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.delenv("DESKBOOK_USER", raising=False)
    monkeypatch.setattr(bootstrap, "_now", clock)
    with owners(tmp_path, index) as opened:
        yield opened


@pytest.fixture
def team(qtbot: QtBot, services: Services, open_window: Opener) -> Team:
    return Team(qtbot, open_window(), services)


def begin(services: Services) -> None:
    """Open a cycle in which one change is sent to review."""
    today = services.clock().astimezone().date()
    services.cycles.open("2026Q4", effective=today)
    services.cycles.move("2026Q4", CycleState.PLAN)
    services.cycles.move("2026Q4", CycleState.EDIT)
    rewrite(services, "申请，大促顺延。")
    services.drafts.submit(ENTRY, seen=head(services))


def rewrite(services: Services, answer: str) -> None:
    """Save another text, as somebody else at another window would."""
    draft = services.drafts.text(ENTRY)
    lines = draft.source.split("\n")
    lines[lines.index("## 解答") + 2] = answer
    services.drafts.save(ENTRY, "\n".join(lines), seen=draft.seen, message="改写")


def head(services: Services) -> int:
    number = services.drafts.change(ENTRY).head
    assert number is not None
    return number


def approve(services: Services) -> None:
    """Have the change approved, and make the cycle ready to be published."""
    services.people.introduce(name=REVIEWER)
    services.cycles.move("2026Q4", CycleState.REVIEW)
    services.reviews.judge(ENTRY, Judgement.APPROVE, revision=head(services))
    services.cycles.move("2026Q4", CycleState.PUBLISH)
    services.people.introduce(name=PUBLISHER)


def test_an_approval_of_a_text_that_was_saved_again_is_refused(team: Team, services: Services) -> None:
    begin(services)
    services.cycles.move("2026Q4", CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    team.read(ENTRY)
    view = team.desk.review_view
    team.wait(view.header.approve.isEnabled)
    services.people.introduce(name=AUTHOR)
    services.cycles.move("2026Q4", CycleState.EDIT)
    rewrite(services, "申请，大促顺延三天。")
    services.drafts.submit(ENTRY, seen=head(services))
    services.cycles.move("2026Q4", CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    team.desk.review.judge(Judgement.APPROVE)
    team.wait(lambda: "about revision 2" in view.notice.text)
    assert services.drafts.change(ENTRY).state is ChangeState.SUBMITTED
    assert services.reviews.dossier(ENTRY).verdicts == ()
    team.wait(lambda: team.desk.review.paper and team.desk.review.paper.head.number == 3)
    team.wait(view.header.approve.isEnabled)
    view.approve()
    team.wait(lambda: services.drafts.change(ENTRY).state is ChangeState.APPROVED)


def test_what_was_saved_meanwhile_is_said_before_anybody_judges(team: Team, services: Services) -> None:
    begin(services)
    team.read(ENTRY)
    header = team.desk.review_view.header
    team.desk.review_view.remarks.edit.setPlainText("还没发出的批注")
    rewrite(services, "申请，大促顺延三天。")
    team.desk.handbook_changed()
    team.wait(header.newest.isVisible)
    assert not header.approve.isEnabled()
    click(header.newest)
    team.wait(lambda: team.desk.review.paper and team.desk.review.paper.head.number == 3)
    assert team.desk.review_view.remarks.edit.toPlainText() == "还没发出的批注"


def test_a_release_that_something_stops_is_not_made(team: Team, services: Services) -> None:
    begin(services)
    approve(services)
    team.gate()
    team.wait(team.desk.gate_view.publish.isEnabled)
    team.desk.gate_view.notes.setPlainText("手写的说明")
    services.cycles.move("2026Q4", CycleState.REVIEW)
    team.desk.gate_view.publish.click()
    team.say()
    view = team.desk.gate_view
    team.wait(lambda: "Nothing was published" in view.notice.text)
    team.wait(lambda: ("wrong-state", "") in team.stops())
    assert not view.publish.isEnabled()
    assert view.notes.toPlainText() == "手写的说明"
    assert len(services.publisher.releases()) == 1


def test_each_thing_that_stops_the_release_leads_to_its_remedy(team: Team, services: Services) -> None:
    begin(services)
    services.planner.assign("faq-gift-note", kind=ChangeKind.NEW, reason="贺卡")
    team.gate()
    team.wait(lambda: len(team.stops()) == 3)
    assert team.stops() == [("wrong-state", ""), ("unapproved", "faq-gift-note"), ("unapproved", ENTRY)]
    cards = team.desk.gate_view.stops.cards
    assert [card.mend.text() for card in cards] == ["Go to the quarter"] * 2 + ["Read and judge"]
    click(cards[2].mend)
    team.wait(lambda: team.window.shell.section is Section.REVIEW)
    team.wait(lambda: team.desk.review.paper and team.desk.review.paper.entry_id == ENTRY)
    team.gate()
    click(team.desk.gate_view.stops.cards[1].mend)
    team.wait(lambda: team.window.shell.section is Section.BOARD)


def test_a_second_quarter_is_refused(team: Team, services: Services) -> None:
    team.press(Qt.Key.Key_P, CONTROL | SHIFT)
    opening = team.desk.board_view.opening
    team.wait(lambda: opening.isVisible() and opening.name.text())
    services.cycles.open("2026Q3")
    click(opening.button)
    team.wait(lambda: "2026Q3 is still open" in team.desk.board_view.notice.text)
    team.wait(lambda: team.desk.board.seen and team.desk.board.seen.cycle)
    assert [cycle.name for cycle in services.cycles.current()] == ["2026Q3"]
    assert team.desk.board_view.header.title.text() == "2026Q3"


def test_an_id_that_was_used_is_not_used_again(team: Team, services: Services) -> None:
    begin(services)
    services.drafts.retire("case-late-parcel-kept", message="不再适用")
    services.drafts.withdraw("case-late-parcel-kept")
    team.board()
    team.window.choose_desk(DeskName.OWNER)
    team.press(Qt.Key.Key_E, CONTROL | SHIFT)
    team.press(Qt.Key.Key_N, CONTROL)
    dialog = team.dialog(NewEntryDialog)
    dialog.title.setText("另一个")
    dialog.id.setText(ENTRY)
    click(dialog.begin)
    team.back_to_window()
    editor = team.window.editor
    assert editor is not None
    team.wait(lambda: "belongs to another entry" in editor.view.toast.text)
    team.board()
    team.plan("faq-refund-arrival", kind=ChangeKind.NEW)
    team.wait(lambda: "exists or existed" in team.desk.board_view.notice.text)
    assert [card.change.entry_id for card in services.cycles.board().cards] == [
        "case-late-parcel-kept",
        ENTRY,
    ]


def test_a_clock_that_went_backwards_stops_releases(team: Team, services: Services, clock: Clock) -> None:
    clock.ahead = timedelta(days=2)
    begin(services)
    approve(services)
    clock.ahead = timedelta()
    team.gate()
    team.wait(lambda: "clock-behind" in dict(team.stops()))
    team.press(Qt.Key.Key_L, CONTROL | SHIFT)
    team.wait(lambda: team.desk.releases_view.list.shelf.rowCount() == 1)
    team.desk.releases.roll_back(1, "退回")
    team.wait(lambda: "something was recorded" in team.desk.releases_view.notice.text)
    assert len(services.publisher.releases()) == 1


def test_a_disk_that_fills_while_publishing_loses_nothing(team: Team, services: Services) -> None:
    begin(services)
    approve(services)
    team.gate()
    view = team.desk.gate_view
    team.wait(view.publish.isEnabled)
    notes = "手写的说明。" * 5000
    view.notes.setPlainText(notes)
    journal = services.home / "workspace.sqlite-wal"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size, hard))
    try:
        team.desk.gate.publish(notes)
        team.wait(lambda: view.notice.text)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "workspace.sqlite" in view.notice.text
    assert len(services.publisher.releases()) == 1
    assert services.drafts.change(ENTRY).state is ChangeState.APPROVED
    assert view.notes.toPlainText() == notes
    team.wait(lambda: team.desk.gate.looked and view.publish.isEnabled())
    team.publish()
    assert services.publisher.releases()[0].notes == notes


def test_what_was_typed_survives_another_theme(team: Team, services: Services) -> None:
    begin(services)
    team.gate()
    team.desk.gate_view.notes.setPlainText("手写的说明")
    team.read(ENTRY)
    team.desk.review_view.remarks.write(3)
    team.enter("还没发出的批注")
    team.window.choose_theme(Theme.DARK)
    assert team.window.shell.section is Section.REVIEW
    remarks = team.desk.review_view.remarks
    team.wait(lambda: remarks.edit.toPlainText() == "还没发出的批注")
    assert remarks.line == 3
    team.gate()
    team.wait(lambda: team.desk.gate_view.notes.toPlainText() == "手写的说明")


def test_a_card_goes_only_where_the_state_machine_lets_it(team: Team, services: Services) -> None:
    begin(services)
    team.board()
    team.stand_on(ENTRY, Column.IN_REVIEW)
    team.press(Qt.Key.Key_Right, CONTROL)
    team.wait(lambda: team.desk.board_view.toast.text == "Not in this phase of the cycle")
    team.stand_on(ENTRY, Column.IN_REVIEW)
    team.press(Qt.Key.Key_Left, CONTROL)
    team.wait(lambda: team.desk.board_view.toast.text == "A change does not go there from here")
    assert services.drafts.change(ENTRY).state is ChangeState.SUBMITTED
    services.cycles.move("2026Q4", CycleState.REVIEW)
    team.desk.board.refresh()
    team.wait_board()
    columns = team.desk.board_view.columns
    model = columns[Column.IN_REVIEW].list.cards
    dragged = model.mimeData([model.index(0, 0)])  # the event does not own it
    event = QDropEvent(
        QPointF(8, 8),
        Qt.DropAction.MoveAction,
        dragged,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    columns[Column.SENT_BACK].list.dropEvent(event)
    team.wait(lambda: team.window.shell.section is Section.REVIEW)
    assert services.drafts.change(ENTRY).state is ChangeState.SUBMITTED


def test_a_carried_change_leaves_the_board_and_a_cycle_without_any_can_be_closed(
    team: Team, services: Services
) -> None:
    begin(services)
    team.board()
    close = team.desk.board_view.header.menu.actions()[-1]
    assert not close.isEnabled()
    card = team.desk.board_view.columns[Column.IN_REVIEW].list.cards.cards[0]
    team.desk.board.carry(card)
    team.wait(lambda: not services.cycles.board().cards or team.cards(Column.IN_REVIEW) == [])
    team.wait_board()
    close = team.desk.board_view.header.menu.actions()[-1]
    assert close.isEnabled()
    close.trigger()
    team.say()
    team.wait(lambda: services.cycles.current() == ())
    team.wait(team.desk.board_view.opening.isVisible)


def test_new_drafts_are_listed_in_the_editor(team: Team, services: Services) -> None:
    begin(services)
    source = (
        services.drafts.text(ENTRY).source.replace(ENTRY, "faq-gift-note").replace("怎么开发票", "能否写贺卡")
    )
    services.drafts.save("faq-gift-note", source, seen=None, message="贺卡")
    team.press(Qt.Key.Key_E, CONTROL | SHIFT)
    assert team.window.editor is not None
    model = team.window.editor.view.entries.model
    team.wait(lambda: model.row_of("faq-gift-note") >= 0)
    said = {
        entry_id: model.index(model.row_of(entry_id), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for entry_id in ("faq-gift-note", ENTRY)
    }
    assert said["faq-gift-note"].endswith("New in 2026Q4")
    assert said[ENTRY].endswith("Draft in 2026Q4")
    team.window.editor.view.entries.field.setFocus()
    team.enter("贺卡")
    team.wait(lambda: model.rowCount() == 1)
    team.press(Qt.Key.Key_Return)
    team.wait_sheet("faq-gift-note")


def test_an_entry_is_retired_from_the_editor_with_a_reason(team: Team, services: Services) -> None:
    begin(services)
    team.window.edit("case-late-parcel-kept")
    team.wait_sheet("case-late-parcel-kept")
    team.press(Qt.Key.Key_D, CONTROL | SHIFT)
    team.say("流程已变")
    cards = services.cycles.board
    team.wait(lambda: "case-late-parcel-kept" in [card.change.entry_id for card in cards().cards])
    change = services.drafts.change("case-late-parcel-kept")
    assert (change.kind, change.message) == (ChangeKind.RETIRE, "流程已变")


def test_a_name_from_elsewhere_is_shown_and_cannot_be_changed_here(
    qtbot: QtBot, services: Services, jobs: Jobs, clipboard: Clipboard
) -> None:
    people = People(services.workspace, services.preferences, "值班人", "account")
    window = MainWindow(replace(services, people=people), jobs, clipboard, None)
    qtbot.addWidget(window)
    window.show()
    team = Team(qtbot, window, services)
    team.back_to_window()
    window.introduce(roles=[Role.REVIEWER])
    assert window.shell.rail.person.toolTip() == "值班人: Reviews"
    click(window.shell.rail.person)
    dialog = team.dialog(SettingsDialog)
    assert not dialog.name.isEnabled()
    assert dialog.name.text() == "值班人"
    click(dialog.roles[Role.REVIEWER])  # the last one stays: nobody is without any role
    assert dialog.roles[Role.REVIEWER].isChecked()
    click(dialog.roles[Role.EDITOR])
    assert people.current().roles == {Role.EDITOR, Role.REVIEWER}


def test_every_list_is_a_sound_model(team: Team, services: Services, qtmodeltester: ModelTester) -> None:
    services.desk.remember_search("能不能货到付款", 0, services.clock())
    begin(services)
    team.board()
    team.read(ENTRY)
    team.go(Qt.Key.Key_L, Section.RELEASES)
    team.wait(lambda: team.desk.releases_view.log.model.rowCount() > 3)
    board, releases = team.desk.board_view, team.desk.releases_view
    models: tuple[QAbstractItemModel, ...] = (
        board.columns[Column.IN_REVIEW].list.cards,
        board.suggestions.model,
        team.desk.review_view.pile.model,
        releases.list.shelf,
        releases.log.model,
    )
    for model in models:
        assert model.rowCount() > 0
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]
