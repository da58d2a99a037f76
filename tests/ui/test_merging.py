"""Two owners save one entry at the same time: nothing of either is lost, and one person settles the rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.revision.conflict import Choice
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.features.merging.view import MergeView
from deskbook.ui.window import MainWindow
from tests.fakes.handbook import INVOICE
from tests.ui.conftest import Opener, click
from tests.ui.test_editing import CONTROL, Pen, head

ENTRY = "faq-invoice"


class Two(Pen):
    """One owner at the window; the other saves from a home of their own over the same workspace."""

    def __init__(self, qtbot: QtBot, window: MainWindow, services: Services, other: Services) -> None:
        super().__init__(qtbot, window)
        self.services, self.other = services, other

    @property
    def merge(self) -> MergeView:
        return self.desk.merge_view

    def write(self, before: str, words: str) -> None:
        self.open(ENTRY)
        self.put(before)
        self.type(words)

    def other_saves(self, old: str, new: str, message: str = "另一位先存了") -> None:
        opened = self.other.editing.open(ENTRY)
        assert opened.seen is not None
        text = opened.source.replace(old, new)
        assert text != opened.source
        self.other.editing.save(ENTRY, text, seen=opened.seen, message=message)

    def save(self, message: str = "我的改动") -> None:
        self.press(Qt.Key.Key_S, CONTROL)
        self.desk.view.message.line.setText(message)
        self.press(Qt.Key.Key_Return)

    def wait_merging(self, conflicts: int) -> None:
        joining = self.desk.merging
        self.wait(lambda: self.desk.joining and joining.joining and len(self.merge.cards) == conflicts)

    def wait_written(self, number: int) -> None:
        self.wait(
            lambda: (
                not self.desk.joining and self.desk.editing.sheet and self.desk.editing.sheet.seen == number
            )
        )


@pytest.fixture
def other(services: Services, tmp_path: Path) -> Iterator[Services]:
    home = tmp_path / "other"
    home.mkdir()
    (home / "workspace.sqlite").symlink_to(services.home / "workspace.sqlite")
    opened = bootstrap.open_services(home)
    opened.preferences.change(name="另一位撰稿人")
    yield opened
    opened.close()


@pytest.fixture
def two(qtbot: QtBot, services: Services, other: Services, open_window: Opener) -> Two:
    services.preferences.change(desk=DeskName.OWNER, name="撰稿人")
    return Two(qtbot, open_window(), services, other)


def test_texts_that_do_not_contradict_are_joined_and_saved_with_one_key(two: Two) -> None:
    two.write("在订单详情页申请。", "一天内开好。")
    two.other_saves("怎么开发票", "发票怎么开")
    two.save("一天内开好")
    two.wait_merging(0)
    assert "另一位撰稿人" in two.merge._told.text()
    assert two.merge.message.text() == "一天内开好"
    two.wait(lambda: two.merge.diff.changes == 1)
    two.press(Qt.Key.Key_S, CONTROL)
    two.wait_written(3)
    saved = head(two.services, ENTRY)
    assert "一天内开好。" in saved
    assert "发票怎么开" in saved
    assert two.services.editing.unsaved() == ()
    assert [v.revision.author for v in two.services.history.of(ENTRY)][:2] == ["撰稿人", "另一位撰稿人"]


def test_each_contradiction_is_settled_by_one_of_four_choices(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    (card,) = two.merge.cards
    assert not any(chip.isChecked() for chip in card.chips.values())
    assert "你" not in card.accessibleName()
    assert "三天内开好" in card.accessibleName()
    for choice, said in (
        (Choice.MINE, ["一天内"]),
        (Choice.THEIRS, ["三天内"]),
        (Choice.BOTH, ["一天内", "三天内"]),
    ):
        click(card.chips[choice])
        two.wait(partial(outcome, two, said))
    card.chips[None].setFocus()
    two.press(Qt.Key.Key_Space)
    assert card.words.hasFocus()
    card.words.selectAll()
    two.type("在订单详情页申请，两天内开好。")
    two.wait(lambda: outcome(two, ["两天内"]))
    two.press(Qt.Key.Key_S, CONTROL)
    two.wait_written(3)
    assert "两天内开好。" in head(two.services, ENTRY)
    assert "天内开好" in two.text


def outcome(two: Two, said: list[str]) -> bool:
    text = "".join(piece.text for row in two.merge.diff.rows for piece in row.new or ())
    same = two.merge.diff.changes == 0 and two.desk.merging.open == 0
    return same if said == ["三天内"] else all(words in text for words in said)


def test_what_is_open_is_pointed_at_instead_of_saved(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    two.merge.message.setFocus()
    two.press(Qt.Key.Key_Return)
    assert two.merge.cards[0].chips[Choice.MINE].hasFocus()
    assert two.services.handbook.stored(ENTRY).head.number == 2
    two.press(Qt.Key.Key_F6)
    assert two.merge.diff.isAncestorOf(two.focus())
    two.press(Qt.Key.Key_F8)
    assert two.merge.cards[0].chips[Choice.MINE].hasFocus()


def test_the_way_back_leads_to_the_text_as_it_was(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    click(two.merge.cards[0].chips[Choice.MINE])
    click(two.merge.back)
    assert not two.desk.joining
    assert "，一天内开好" in two.text
    two.save()
    two.wait_merging(1)
    assert two.desk.merging.open == 0, "the decision was forgotten"


def test_a_third_text_in_the_meantime_is_joined_too(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    click(two.merge.cards[0].chips[Choice.MINE])
    two.other_saves("怎么开发票", "发票怎么开")
    two.press(Qt.Key.Key_S, CONTROL)
    two.wait(lambda: two.merge.notice.isVisible() and two.desk.merging.joining)
    two.wait(lambda: two.desk.merging.joining and two.desk.merging.joining.seen == 3)
    assert two.desk.merging.open == 0
    two.press(Qt.Key.Key_S, CONTROL)
    two.wait_written(4)
    assert "发票怎么开" in head(two.services, ENTRY)
    assert "一天内" in head(two.services, ENTRY)


def test_an_outcome_that_is_no_entry_is_refused_and_said_so(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    card = two.merge.cards[0]
    click(card.chips[None])
    card.words.selectAll()
    two.type("## 解答\n\n## 解答")
    two.wait(lambda: two.merge.problems.list.count() > 0)
    two.press(Qt.Key.Key_S, CONTROL)
    two.wait(lambda: two.merge.notice.isVisible())
    assert two.services.handbook.stored(ENTRY).head.number == 2
    assert card.words.text == "## 解答\n\n## 解答"


def test_the_merge_goes_on_in_another_theme(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    click(two.merge.cards[0].chips[Choice.MINE])
    two.window.choose_theme(Theme.DARK)
    two.wait_merging(1)
    assert two.desk.merging.open == 0
    click(two.merge.back)
    assert "，一天内开好" in two.text


def test_what_was_kept_of_an_older_text_leads_to_the_merge(two: Two) -> None:
    two.other_saves("怎么开发票", "发票怎么开")
    two.services.editing.keep(ENTRY, INVOICE.replace("补开", "补"), seen=1, cursor=0)
    two.window.edit(ENTRY)
    two.wait_merging(0)
    two.wait(lambda: two.merge.diff.changes == 1)


def test_everything_can_be_reached_in_a_small_window(two: Two) -> None:
    two.write("在订单详情页申请", "，一天内开好")
    two.other_saves("在订单详情页申请", "在订单详情页申请，三天内开好")
    two.save()
    two.wait_merging(1)
    two.window.resize(QSize(720, 480))
    assert two.merge.save_button.isVisible()
    seen = set()
    for _tab in range(40):
        QTest.keyClick(two.focus(), Qt.Key.Key_Tab)
        seen.add(two.focus())
    assert {two.merge.save_button, two.merge.message, two.merge.back} <= seen
