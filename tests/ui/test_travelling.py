"""Time travel by keyboard: an order from last quarter is answered by the rule then in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Sop
from deskbook.model.mine import Known
from deskbook.model.query import SearchDoc
from deskbook.ports import Progress, SyncReport
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.settings import Theme
from deskbook.services.travelling import TimeTravel
from deskbook.services.walking import Walk
from deskbook.ui.features.palette.view import Palette
from deskbook.ui.features.reading.cards import StepFrame
from deskbook.ui.features.travel.banner import PastBanner
from deskbook.ui.features.travel.dialog import AsOfDialog
from deskbook.ui.window import MainWindow
from tests.fakes import quarters
from tests.fakes.handbook import REFUND
from tests.fakes.index import PlainIndex, PlainPast
from tests.integration.cycle.support import faq
from tests.integration.packs.support import Owner
from tests.ui.conftest import Clipboard, Hand

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Desk = tuple[Services, Owner]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with quarters.desk_of(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def past() -> PlainPast:
    return PlainPast()


@pytest.fixture
def services(desk: Desk, index: PlainIndex, past: PlainPast) -> Services:
    opened, _boss = desk
    finder = Finder(opened.handbook, index, opened.desk, opened.clock)
    travel = TimeTravel(opened.workspace, opened.handbook, finder, past)
    return replace(opened, finder=finder, travel=travel)


def asked(qtbot: QtBot, hand: Hand) -> AsOfDialog:
    """Ask for a time, and return the dialog once it lists the releases."""
    hand.press(Qt.Key.Key_T, ALT)
    dialog = hand.window.findChild(AsOfDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.releases.count() == 3 and dialog.isVisible())
    qtbot.waitUntil(dialog.field.hasFocus)
    return dialog


def travel(qtbot: QtBot, hand: Hand, to: str) -> None:
    """Travel to a time, all by keyboard."""
    dialog = asked(qtbot, hand)
    before = hand.window.desk
    QTest.keyClicks(dialog.field, to)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hand.window.desk is not before)
    settle(qtbot, hand.window)


def take_up(qtbot: QtBot, window: MainWindow) -> None:
    """Go on with the window once a dialog is closed: every system does that but the offscreen one."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for a desk that was just made; who reads goes on reading there."""
    qtbot.waitUntil(lambda: window.desk.browse_view.model.rowCount() > 0)
    take_up(qtbot, window)
    qtbot.waitUntil(lambda: window.desk.isAncestorOf(QApplication.focusWidget() or window))


def back(qtbot: QtBot, hand: Hand) -> None:
    before = hand.window.desk
    take_up(qtbot, hand.window)
    hand.press(Qt.Key.Key_Home, ALT)
    assert hand.window.desk is not before
    settle(qtbot, hand.window)


def banner(qtbot: QtBot, window: MainWindow) -> PastBanner:
    """Return the banner once it is seen."""
    shown = window.desk.banner
    assert shown is not None
    qtbot.waitUntil(shown.isVisible)
    return shown


def test_an_old_order_is_answered_by_the_rule_of_its_time(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    hand.search("退款", quarters.REFUND)
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, quarters.NEW_SCRIPT)

    travel(qtbot, hand, "20261205")
    said = banner(qtbot, hand.window).text
    assert said.startswith("Showing the handbook as of 2026-12-05 (release 2).")
    assert hand.window.windowTitle().startswith("As of 2026-12-05")
    assert hand.window.desk.field.text() == "退款"
    hand.wait_shown(quarters.REFUND)
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, quarters.NEW_SCRIPT, quarters.OLD_SCRIPT)
    toast = hand.window.desk.toast
    qtbot.waitUntil(lambda: "as of 2026-12-05" in toast.text)
    hand.search("三天内", quarters.REFUND)
    hand.window.desk.field.setText("冬日礼盒")
    qtbot.waitUntil(lambda: not hand.window.desk.search.waiting)
    assert hand.selected() == ""

    back(qtbot, hand)
    assert hand.window.desk.banner is None
    assert not hand.window.windowTitle().startswith("As of")
    hand.search("冬日礼盒", quarters.FRESH)
    hand.search("退款", quarters.REFUND)
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, quarters.NEW_SCRIPT, quarters.OLD_SCRIPT, quarters.NEW_SCRIPT)
    assert "as of" not in hand.window.desk.toast.text


def test_what_was_banned_since_is_held_back_all_the_same(
    qtbot: QtBot, hand: Hand, clipboard: Clipboard
) -> None:
    travel(qtbot, hand, "2")
    hand.search("三天内", quarters.REFUND)
    hand.press(Qt.Key.Key_2, ALT)
    qtbot.waitUntil(lambda: hand.window.desk.reading_view._gate is not None)
    assert clipboard.texts == []


def test_what_changed_since_is_one_key_away(qtbot: QtBot, hand: Hand) -> None:
    travel(qtbot, hand, "2026-12-05")
    line = hand.window.desk.since_line
    hand.search("三天内", quarters.REFUND)
    qtbot.waitUntil(line.isVisible)
    hand.press(Qt.Key.Key_C, ALT)
    shown = hand.window.desk.since_line.difference
    assert shown is not None
    qtbot.waitUntil(lambda: shown.diff.changes > 0)
    words = "".join(str(row) for row in shown.diff.rows)
    assert "三天内" in words
    assert "当天就" in words
    shown.close()
    take_up(qtbot, hand.window)
    hand.search("换货的运费", quarters.STEADY)
    qtbot.waitUntil(lambda: not line.isVisible() and hand.window.desk.since._since is not None)
    hand.press(Qt.Key.Key_C, ALT)
    assert hand.window.desk.toast.text == "The entry reads the same today"
    hand.search("夏日满减", quarters.GONE)
    qtbot.waitUntil(line.isVisible)
    assert "Retired since then" in line._text.text()


def test_an_entry_that_did_not_exist_then_is_one_clear_sentence(
    qtbot: QtBot, hand: Hand, services: Services
) -> None:
    entry = services.handbook.get(quarters.FRESH)
    services.keeper.star(Known(entry.id, entry.kind, entry.title), on=True)
    travel(qtbot, hand, "2026-12-05")
    hand.window.desk.reading.open(quarters.FRESH)
    view = hand.window.desk.reading_view
    qtbot.waitUntil(lambda: view._stack.currentWidget() is view._problem)
    said = [label.text() for label in view._problem.findChildren(type(view._kind))]
    assert any("was not in the handbook on 2026-12-05 (release 2)" in text for text in said)
    qtbot.waitUntil(lambda: hand.window.desk.mine_view.bar.star.isChecked())


def test_the_release_can_be_chosen_from_the_list(qtbot: QtBot, hand: Hand) -> None:
    dialog = asked(qtbot, hand)
    assert not dialog.confirm.isEnabled()
    hand.press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.said == "Release 3 “2027Q1” is in force today.")
    hand.press(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.said == "On 2026-11-22 release 2 “2026Q4” was in force.")
    assert "from 2026-11-22" in dialog.releases.currentItem().text()
    before = hand.window.desk
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hand.window.desk is not before)
    assert "release 2" in banner(qtbot, hand.window).text


def test_a_time_nobody_can_travel_to_changes_nothing(qtbot: QtBot, hand: Hand) -> None:
    before = hand.window.desk
    dialog = asked(qtbot, hand)
    for text, said in (
        ("2026-11-01", "There was no release yet on 2026-11-01."),
        ("2027-12-31", "2027-12-31 is still to come."),
        ("2026-1", "Write a day, or choose a release."),
    ):
        dialog.field.clear()
        QTest.keyClicks(dialog.field, text)
        qtbot.waitUntil(lambda said=said: dialog.said.startswith(said))  # type: ignore[misc]
        assert not dialog.confirm.isEnabled()
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "There is no release for “2026-1”." in dialog.said)
    hand.press(Qt.Key.Key_Escape)
    assert hand.window.desk is before
    assert before.banner is None


class Held(PlainIndex):
    """An index that waits before it says how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()
        self.ended = Event()

    def sync(
        self,
        heads: Mapping[str, str],
        load: Callable[[Collection[str]], Iterable[SearchDoc]],
        progress: Progress | None = None,
    ) -> SyncReport:
        self.go_on.wait(5)
        try:
            return super().sync(heads, load, progress)
        finally:
            self.ended.set()


def test_travelling_can_be_cancelled(qtbot: QtBot, hand: Hand, past: PlainPast) -> None:
    slow = Held()
    past.indexes[quarters.OLD] = slow
    dialog, before = asked(qtbot, hand), hand.window.desk
    QTest.keyClicks(dialog.field, "2")
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._bar.isVisible() and not dialog.field.isEnabled())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    slow.go_on.set()
    qtbot.waitUntil(slow.ended.is_set)
    take_up(qtbot, hand.window)
    assert slow.docs == {}
    assert hand.window.desk is before
    assert before.banner is None
    travel(qtbot, hand, "1")
    assert "release 1" in banner(qtbot, hand.window).text


def test_the_palette_and_the_hover_texts_are_of_the_time(qtbot: QtBot, hand: Hand) -> None:
    travel(qtbot, hand, "2")
    hand.press(Qt.Key.Key_K, CTRL)
    palette = hand.window.findChild(Palette)
    assert palette is not None
    palette.field.setText("夏日满减")
    qtbot.waitUntil(lambda: palette.list.count() > 0 and quarters.GONE in palette.list.item(0).text())
    palette.close()


def leading(qtbot: QtBot, hand: Hand) -> QLabel:
    """Return the text of the steady entry that leads to the procedure."""
    hand.window.desk.field.clear()
    qtbot.waitUntil(lambda: hand.window.desk.search.browsing)
    hand.search("换货的运费", quarters.STEADY)
    sheet = hand.window.desk.reading_view.sheet

    def seen() -> list[QLabel]:
        return [one for one in sheet.findChildren(QLabel) if "<a " in one.text() and one.isVisible()]

    qtbot.waitUntil(lambda: len(seen()) == 1)
    return seen()[0]


def hint(text: QLabel) -> str:
    """Return what the link to the procedure tells before it is followed."""
    text.linkHovered.emit(quarters.PROCEDURE)
    return text.toolTip()


def test_links_tell_and_lead_to_what_was_there_then(qtbot: QtBot, hand: Hand) -> None:
    assert "让包裹十分钟内停下来" in hint(leading(qtbot, hand))
    travel(qtbot, hand, "2026-12-05")
    text = leading(qtbot, hand)
    assert "让包裹一小时内停下来" in hint(text)
    text.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(text.hasFocus)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return):  # to the link in the text, and along it
        QTest.keyClick(text, key)
    hand.wait_shown(quarters.PROCEDURE)
    assert steps(hand) == ["打电话给网点", "等退回"]
    back(qtbot, hand)
    hand.wait_shown(quarters.PROCEDURE)
    assert steps(hand) == ["在后台点拦截", "当天退款"]
    assert "让包裹十分钟内停下来" in hint(leading(qtbot, hand))


def steps(hand: Hand) -> list[str]:
    """Return the titles of the steps that are to be seen in the page."""
    frames = [one for one in hand.window.desk.reading_view.findChildren(StepFrame) if one.isVisible()]
    titles = (one for frame in frames for one in frame.findChildren(QLabel))
    return [one.text() for one in titles if one.property("type") == "subtitle"]


def test_the_flowchart_is_of_the_time(qtbot: QtBot, hand: Hand) -> None:
    def drawn() -> list[str]:
        pane = hand.window.desk.reading_view.chart
        return [] if pane is None else [step.toolTip() for step in pane.chart.steps.values()]

    hand.search("拦截包裹", quarters.PROCEDURE)
    hand.press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: drawn() == ["在后台点拦截", "当天退款"])
    travel(qtbot, hand, "2")
    hand.wait_shown(quarters.PROCEDURE)
    hand.press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: drawn() == ["打电话给网点", "等退回"])
    back(qtbot, hand)
    hand.wait_shown(quarters.PROCEDURE)
    hand.press(Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: drawn() == ["在后台点拦截", "当天退款"])


def test_a_guided_walk_goes_the_ways_of_the_time(qtbot: QtBot, hand: Hand, clipboard: Clipboard) -> None:
    travel(qtbot, hand, "20261205")
    hand.search("拦截包裹", quarters.PROCEDURE)
    hand.press(Qt.Key.Key_R, CTRL)
    bar = hand.window.desk.walk_bar
    assert [way.accessibleName() for way in bar.ways] == [
        "1   网点还没派送 → Step 2: 等退回",
        "2   已经派送 → End of the procedure",
    ]
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "我正在联系网点拦截。")
    hand.press(Qt.Key.Key_1)
    assert steps(hand) == ["等退回"]
    banner(qtbot, hand.window)
    back(qtbot, hand)
    hand.wait_shown(quarters.PROCEDURE)
    assert hand.window.desk.walk_bar.isHidden()
    hand.press(Qt.Key.Key_R, CTRL)
    names = [way.accessibleName() for way in hand.window.desk.walk_bar.ways]
    assert names[0] == "1   后台显示拦截成功 → Step 2: 当天退款"


def test_a_new_release_leaves_the_time_and_its_banner(
    qtbot: QtBot, hand: Hand, desk: Desk, clipboard: Clipboard
) -> None:
    services, boss = desk
    travel(qtbot, hand, "2")
    hand.search("换货的运费", quarters.STEADY)
    line = hand.window.desk.since_line
    assert not line.isVisible()
    boss.team.later(days=1)
    boss.publish("2027Q2", faq_steady=faq(quarters.STEADY, "第三版"))
    services.pack_desk.install(boss.pack("b.dbk"))
    hand.window._timer.timeout.emit()
    qtbot.waitUntil(line.isVisible)
    assert "release 2" in banner(qtbot, hand.window).text
    hand.search("三天内", quarters.REFUND)
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, quarters.OLD_SCRIPT)


def test_another_theme_keeps_the_time_and_another_start_does_not(
    qtbot: QtBot, hand: Hand, open_window: object
) -> None:
    travel(qtbot, hand, "2")
    hand.window.choose_theme(Theme.DARK)
    assert "release 2" in banner(qtbot, hand.window).text
    assert callable(open_window)
    assert open_window().desk.banner is None


def test_banner_and_dialog_fit_the_narrow_panel(qtbot: QtBot, hand: Hand) -> None:
    hand.window.setMinimumSize(QSize(320, 400))
    hand.window.resize(360, 640)
    dialog = asked(qtbot, hand)
    assert dialog.width() <= 360
    assert dialog.minimumSizeHint().width() <= 360
    hand.press(Qt.Key.Key_Escape)
    take_up(qtbot, hand.window)
    travel(qtbot, hand, "2")
    assert hand.window.width() == 360
    shown = banner(qtbot, hand.window)
    qtbot.waitUntil(lambda: shown.back.geometry().right() <= 360 and shown.back.y() > 20)


def test_the_narrow_panel_shows_all_of_a_confirmation(qtbot: QtBot, hand: Hand) -> None:
    hand.window.setMinimumSize(QSize(320, 400))
    hand.window.resize(360, 640)
    travel(qtbot, hand, "2")
    toast = hand.window.desk.toast
    hand.window.desk.reading_view.copied.emit("Copied “refunded, waiting for the bank”", "check-circle")
    label = toast._label
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 40)
    assert toast.geometry().bottom() <= hand.window.desk.height()
    assert toast.geometry().right() <= 360


def test_the_keyboard_reaches_the_way_back(qtbot: QtBot, hand: Hand) -> None:
    travel(qtbot, hand, "2")
    way_back = banner(qtbot, hand.window).back
    for _press in range(8):
        if way_back.hasFocus():
            break
        hand.press(Qt.Key.Key_F6)
    assert way_back.hasFocus()
    before = hand.window.desk
    hand.press(Qt.Key.Key_Space)
    assert hand.window.desk is not before
    assert hand.window.desk.banner is None


def test_today_has_no_way_back_and_nothing_since(hand: Hand) -> None:
    desk = hand.window.desk
    for key in (Qt.Key.Key_Home, Qt.Key.Key_C):
        desk.toast.hide()
        hand.press(key, ALT)
        assert desk.toast.text == "This is today's handbook"
        assert desk.toast.isVisible()
    assert hand.window.desk is desk


def test_a_walk_waits_in_its_own_time(qtbot: QtBot, hand: Hand, services: Services) -> None:
    procedure = services.markup.parse(REFUND)
    assert isinstance(procedure, Sop)
    walks = {procedure.id: Walk.begin(procedure, services.clock())}
    hand.window.desk.walking.restore(walks)
    travel(qtbot, hand, "2")
    assert hand.window.desk.walking.walks == {}
    back(qtbot, hand)
    assert hand.window.desk.walking.walks == walks


def test_a_release_that_is_gone_leads_back_to_today(
    qtbot: QtBot, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    travel(qtbot, hand, "2")
    monkeypatch.setattr(TimeTravel, "holds", lambda _self, _moment: False)  # another backup was restored
    before = hand.window.desk
    hand.window._changed()
    qtbot.waitUntil(lambda: hand.window.desk is not before)
    assert hand.window.desk.banner is None
    assert "no longer here" in hand.window.desk.toast.text
