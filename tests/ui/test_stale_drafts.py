"""A release accepted a text while an entry's draft was written: the two are joined in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbook.model.cycle import ChangeState, CycleKind, CycleState, Judgement
from deskbook.revision.conflict import Choice
from deskbook.services.facade import Services
from deskbook.ui.features.board.model import Column
from deskbook.ui.features.publishing.presenter import Place
from deskbook.ui.owner import EditorDesk
from deskbook.ui.sections import Section
from tests.fakes.index import PlainIndex
from tests.integration.cycle.support import AUTHOR, PUBLISHER, REVIEWER, faq
from tests.ui.conftest import Opener, click
from tests.ui.quarter import CONTROL, SHIFT, Team, owners

ENTRY = "faq-invoice"
ANSWER = "在订单详情页申请。"
URGENT = "在订单详情页申请，电子发票与纸质发票效力相同。"
PROMO = "在订单详情页申请，大促期间顺延。"
QUARTER = "2026Q4"


@pytest.fixture
def services(tmp_path: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    monkeypatch.delenv("DESKBOOK_USER", raising=False)
    with owners(tmp_path, index) as opened:
        yield opened


@pytest.fixture
def team(qtbot: QtBot, services: Services, open_window: Opener) -> Team:
    return Team(qtbot, open_window(), services)


def begin(services: Services) -> None:
    """Open a quarter in which things are written."""
    services.cycles.open(QUARTER, effective=services.clock().astimezone().date())
    services.cycles.move(QUARTER, CycleState.PLAN)
    services.cycles.move(QUARTER, CycleState.EDIT)


def rewrite(
    services: Services, new: str, *, old: str = ANSWER, cycle: str = "", message: str = "改写"
) -> None:
    """Save another text from another desk."""
    draft = services.drafts.text(ENTRY, cycle)
    assert old in draft.source
    source = draft.source.replace(old, new, 1)
    services.drafts.save(ENTRY, source, seen=draft.seen, message=message, cycle=cycle)


def hurry(services: Services, new: str = URGENT, *, old: str = ANSWER) -> None:
    """Let an emergency accept another text, while the quarter's draft waits."""
    services.drafts.carry(ENTRY)
    cycle = services.cycles.open(kind=CycleKind.EMERGENCY).name
    rewrite(services, new, old=old, cycle=cycle, message="急改")
    release(services, cycle)


def release(services: Services, cycle: str) -> None:
    """Publish a cycle in which one entry is changed."""
    (card,) = services.cycles.board(cycle).cards
    entry_id, head = card.change.entry_id, card.change.head
    assert head is not None
    services.drafts.submit(entry_id, seen=head)
    services.cycles.move(cycle, CycleState.REVIEW)
    services.people.introduce(name=REVIEWER)
    services.reviews.judge(entry_id, Judgement.APPROVE, revision=head)
    services.cycles.move(cycle, CycleState.PUBLISH)
    services.people.introduce(name=PUBLISHER)
    services.publisher.publish(cycle)
    services.people.introduce(name=AUTHOR)


def overtake(services: Services, mine: str = PROMO) -> None:
    """Bring about a draft in the quarter that an emergency overtook."""
    begin(services)
    rewrite(services, mine, message="大促顺延")
    hurry(services)
    rewrite(services, "> 别担心，发票还可以补开。", old="> 别担心，发票可以补开。")


def desk(team: Team) -> EditorDesk:
    assert team.window.editor is not None
    return team.window.editor


def seen(team: Team) -> int | None:
    """Return the revision that the text on the desk was made from."""
    sheet = desk(team).editing.sheet
    return sheet.seen if sheet is not None else None


def wait_joining(team: Team, conflicts: int) -> None:
    def there() -> bool:
        editor = team.window.editor
        return editor is not None and editor.joining and editor.merging.joining is not None

    team.wait(there)
    assert len(desk(team).merge_view.cards) == conflicts
    assert team.window.shell.section is Section.EDITOR


def save_joined(team: Team) -> str:
    """Save what comes out of the merge, and return it."""
    before = team.services.drafts.change(ENTRY).head
    team.press(Qt.Key.Key_S, CONTROL)
    team.wait(lambda: not desk(team).joining)
    draft = team.services.drafts.text(ENTRY)
    assert draft.change is not None
    assert draft.change.head != before
    assert not draft.stale
    team.wait(lambda: seen(team) == draft.seen)
    assert not desk(team).view.behind.isVisible()
    return draft.source


def test_the_board_says_it_and_its_card_leads_to_the_merge(team: Team, services: Services) -> None:
    overtake(services)
    team.board()
    team.stand_on(ENTRY, Column.WRITING)
    (card,) = team.desk.board_view.columns[Column.WRITING].list.cards.cards
    assert card.stale
    team.press(Qt.Key.Key_Return)
    wait_joining(team, 1)
    view = desk(team).merge_view
    assert f"by {AUTHOR}" in view._told.text()
    assert "reviewed again" in view._told.text()
    assert [chip.text() for chip in view.cards[0].chips.values()][:2] == [
        "Take the draft",
        "Take what is accepted",
    ]
    click(view.cards[0].chips[None])
    view.cards[0].words.selectAll()
    team.enter("在订单详情页申请，大促期间顺延；电子发票与纸质发票效力相同。")
    source = save_joined(team)
    assert "大促期间顺延；电子发票与纸质发票效力相同。" in source
    assert "发票还可以补开" in source
    assert services.history.of(ENTRY)[0].revision.message == "改写"
    team.board()
    (card,) = team.desk.board_view.columns[Column.WRITING].list.cards.cards
    assert not card.stale


def test_the_menu_of_a_card_offers_it_only_where_it_is_needed(team: Team, services: Services) -> None:
    begin(services)
    rewrite(services, PROMO)
    team.board()

    def offered() -> list[str]:
        team.stand_on(ENTRY, Column.WRITING)
        team.press(Qt.Key.Key_Space)
        team.wait(lambda: [m for m in team.desk.board_view.findChildren(QMenu) if m.isVisible()])
        menu = next(m for m in team.desk.board_view.findChildren(QMenu) if m.isVisible())
        texts = [action.text() for action in menu.actions() if action.isVisible()]
        assert menu.activeAction().text() == texts[0]
        menu.close()
        team.back_to_window()
        return texts

    assert offered()[0] == "Write"
    hurry(services)
    rewrite(services, "> 别担心，发票还可以补开。", old="> 别担心，发票可以补开。")
    team.board()
    assert offered()[:2] == ["Join with what is accepted now…", "Write"]


def test_the_gate_says_it_and_leads_to_the_merge(team: Team, services: Services) -> None:
    overtake(services, mine=f"{ANSWER}大促期间顺延。")
    team.gate()
    stop = next(c for c in team.desk.gate_view.stops.cards if c.stop.problem.code == "stale-base")
    assert stop.stop.place is Place.MERGE
    assert "Join the draft with what is accepted now." in stop.accessibleName()
    assert stop.mend.text() == "Join the two…"
    click(stop.mend)
    wait_joining(team, 1)
    click(desk(team).merge_view.cards[0].chips[Choice.THEIRS])
    source = save_joined(team)
    assert URGENT in source
    assert "发票还可以补开" in source
    assert services.drafts.change(ENTRY).state is ChangeState.DRAFT
    team.gate()
    team.wait(lambda: "stale-base" not in dict(team.stops()))


def test_what_is_typed_on_top_of_a_draft_is_joined_too(team: Team, services: Services) -> None:
    overtake(services, mine=f"{ANSWER}\n\n大促期间顺延。")
    team.window.edit(ENTRY)
    team.wait_sheet(ENTRY)
    editor = desk(team)
    team.wait(editor.view.behind.isVisible)
    team.rewrite("大促期间顺延。", "大促期间顺延三天。")
    click(editor.view.behind.join)
    wait_joining(team, 0)
    click(editor.merge_view.back)
    assert "大促期间顺延三天。" in editor.view.edit.text
    team.press(Qt.Key.Key_J, CONTROL | SHIFT)
    wait_joining(team, 0)
    source = save_joined(team)
    assert URGENT in source
    assert "大促期间顺延三天。" in source
    assert services.editing.unsaved() == ()


def test_a_draft_that_was_carried_over_is_joined_and_taken_up(team: Team, services: Services) -> None:
    begin(services)
    rewrite(services, f"{ANSWER}\n\n大促期间顺延。")
    hurry(services)
    team.window.edit(ENTRY)
    team.wait_sheet(ENTRY)
    team.wait(desk(team).view.behind.isVisible)
    click(desk(team).view.behind.join)
    wait_joining(team, 0)
    team.press(Qt.Key.Key_S, CONTROL)
    team.wait(lambda: not desk(team).joining)
    change = services.drafts.change(ENTRY)
    assert (change.cycle, change.state) == (QUARTER, ChangeState.DRAFT)
    assert not services.drafts.text(ENTRY).stale


def test_whoever_reviews_it_is_told(team: Team, services: Services) -> None:
    overtake(services)
    services.drafts.submit(ENTRY, seen=services.drafts.text(ENTRY).seen)
    services.cycles.move(QUARTER, CycleState.REVIEW)
    team.read(ENTRY)
    team.wait(lambda: "accepted another text meanwhile" in team.desk.review_view.header.why.text())


def test_in_another_phase_it_is_refused_and_nothing_decided_is_lost(team: Team, services: Services) -> None:
    overtake(services)
    services.cycles.move(QUARTER, CycleState.REVIEW)
    team.gate()
    stop = next(c for c in team.desk.gate_view.stops.cards if c.stop.problem.code == "stale-base")
    assert "that is saved in phase “Write”" in stop.accessibleName()
    click(stop.mend)
    wait_joining(team, 1)
    view = desk(team).merge_view
    click(view.cards[0].chips[Choice.BOTH])
    team.press(Qt.Key.Key_S, CONTROL)
    team.wait(view.notice.isVisible)
    assert desk(team).joining
    assert services.drafts.text(ENTRY).stale
    services.cycles.move(QUARTER, CycleState.EDIT)
    source = save_joined(team)
    assert PROMO in source
    assert URGENT in source


def test_a_draft_that_somebody_saved_meanwhile_is_joined_first(team: Team, services: Services) -> None:
    overtake(services, mine=f"{ANSWER}\n\n大促期间顺延。")
    team.window.edit(ENTRY)
    team.wait_sheet(ENTRY)
    team.wait(desk(team).view.behind.isVisible)
    click(desk(team).view.behind.join)
    wait_joining(team, 0)
    rewrite(services, "大促期间顺延三天。", old="大促期间顺延。")
    newest = services.drafts.text(ENTRY).seen
    team.press(Qt.Key.Key_S, CONTROL)
    joined = desk(team).merging
    team.wait(lambda: joined.joining and joined.joining.seen == newest and not joined.joining.accepted)
    team.press(Qt.Key.Key_S, CONTROL)
    team.wait(lambda: not desk(team).joining)
    team.wait(lambda: seen(team) == newest)
    assert desk(team).view.behind.isVisible()
    click(desk(team).view.behind.join)
    wait_joining(team, 0)
    source = save_joined(team)
    assert URGENT in source
    assert "大促期间顺延三天。" in source


def test_a_draft_of_what_a_rollback_took_back_stands_as_it_is(team: Team, services: Services) -> None:
    begin(services)
    cycle = services.cycles.open(kind=CycleKind.EMERGENCY).name
    services.drafts.save("faq-card", faq("faq-card"), seen=None, message="新增", cycle=cycle)
    release(services, cycle)
    source = faq("faq-card", "可以代写贺卡。")
    services.drafts.save("faq-card", source, seen=1, message="改写", cycle=QUARTER)
    services.publisher.rollback(1, reason="先退回")
    assert services.drafts.text("faq-card").accepted is None
    team.board()
    team.stand_on("faq-card", Column.WRITING)
    team.press(Qt.Key.Key_Return)
    wait_joining(team, 0)
    assert "took the accepted text back" in desk(team).merge_view._told.text()
    team.press(Qt.Key.Key_S, CONTROL)
    team.wait(lambda: not desk(team).joining)
    draft = services.drafts.text("faq-card")
    assert (draft.source, draft.stale, draft.change and draft.change.base) == (source, False, None)
