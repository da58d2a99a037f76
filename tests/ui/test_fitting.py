"""What has too little room is left out, or ends in dots: no half words, nothing on top of another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskbook.errors import Message
from deskbook.model.cycle import Change, ChangeKind, ChangeState
from deskbook.model.problem import Problem
from deskbook.places import data_folder
from deskbook.revision.diff import diff_versions
from deskbook.services.cycles import Card
from deskbook.services.editing import Wrapping
from deskbook.services.facade import Services
from deskbook.services.language import use_language
from deskbook.ui.features.board.columns import CardList
from deskbook.ui.features.board.model import Column
from deskbook.ui.features.editing.header import EditorHeader, InsertMenu
from deskbook.ui.features.editing.sheet import Sheet
from deskbook.ui.shell import Rail
from deskbook.ui.texts import own_words
from deskbook.ui.theme import Colours, load_look
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.elided import ElidedLabel
from deskbook.ui.widgets.problem_pane import ProblemPane

COLOURS: Colours = load_look(data_folder("resources") / "themes", "light").colours


def test_the_rail_names_its_sections_only_where_all_names_have_room(qtbot: QtBot) -> None:
    menu = QMenu()
    rail = Rail(COLOURS, menu)
    around = QWidget()
    qtbot.addWidget(menu)
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(rail)
    around.resize(80, 900)
    around.show()
    buttons = [*rail.buttons.values(), rail.person]
    named = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    assert {button.toolButtonStyle() for button in buttons} == {named}
    around.resize(80, rail.minimumSizeHint().height())
    assert {button.toolButtonStyle() for button in buttons} == {Qt.ToolButtonStyle.ToolButtonIconOnly}
    assert all(button.toolTip() for button in rail.buttons.values())
    assert all(rail.rect().contains(button.geometry()) for button in rail.findChildren(QToolButton))
    around.resize(80, 900)
    assert {button.toolButtonStyle() for button in buttons} == {named}


def test_a_title_without_room_ends_in_dots_and_is_whole_in_its_hint(qtbot: QtBot) -> None:
    label = ElidedLabel("strong", 40)
    qtbot.addWidget(label)
    label.say("退款什么时候到账，银行卡和余额各要几天")
    label.resize(90, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == "退款什么时候到账，银行卡和余额各要几天"
    label.resize(label.sizeHint())
    assert label.text() == label.accessibleName()
    assert not label.toolTip()


def test_every_problem_is_read_to_its_end(qtbot: QtBot) -> None:
    pane = ProblemPane(COLOURS)
    qtbot.addWidget(pane)
    pane.resize(300, 300)
    pane.show()
    reason = Message("“{name}” is banned here, and this is long enough to wrap twice.", name="不归我管")
    remedy = Message("Say it otherwise.")
    pane.show_problems(tuple(Problem("banned", reason, remedy, line=line) for line in (3, 9)))
    last = pane.list.model().index(1, 0)

    def whole() -> bool:
        return pane.list.viewport().rect().contains(pane.list.visualRect(last))

    qtbot.waitUntil(whole)
    assert not pane.list.verticalScrollBar().isVisible()


def test_cards_never_lie_on_one_another(qtbot: QtBot) -> None:
    cards = CardList(Column.PLANNED, COLOURS)
    qtbot.addWidget(cards)
    cards.resize(260, 700)
    cards.show()
    planned = [
        Card(
            Change(n, "2026Q4", f"faq-{n}", ChangeKind.EDIT, ChangeState.PLANNED, reason="大促前复核"),
            "下单以后什么时候发货，大促期间呢",
            None,
            0,
            stale=False,
        )
        for n in range(4)
    ]
    cards.cards.show(tuple(planned), date(2026, 11, 22))
    cards.resize(QSize(170, 300))

    def apart() -> bool:
        areas = [cards.visualRect(cards.cards.index(row, 0)) for row in range(4)]
        option = cards.sizeHintForIndex(cards.cards.index(0, 0))
        return all(_below(one, other) for one, other in pairwise(areas)) and (
            areas[0].height() >= option.height()
        )

    qtbot.waitUntil(apart)


def _below(one: QRect, other: QRect) -> bool:
    return other.top() > one.bottom()


@pytest.fixture
def chinese() -> Iterator[None]:
    folder = data_folder("resources") / "i18n"
    use_language("zh_CN", folder)
    yield
    use_language("en", folder)


def test_what_the_program_itself_called_something_is_translated(chinese: None) -> None:
    assert own_words("Starter handbook") == "初始手册"
    assert own_words("写明发货时间") == "写明发货时间"


def test_a_narrow_difference_offers_no_columns_and_a_wide_one_does(qtbot: QtBot, services: Services) -> None:
    diff = DiffView(COLOURS, services.preferences)
    qtbot.addWidget(diff)
    diff.show_diff(diff_versions("## 解答\n\n可以。\n", "## 解答\n\n不可以。\n"), "1", "2")
    diff.resize(280, 400)
    diff.show()
    chips = (diff.as_columns, diff.as_one)
    qtbot.waitUntil(lambda: not any(chip.isVisible() for chip in chips))
    diff.resize(1200, 400)
    qtbot.waitUntil(lambda: all(chip.isVisible() for chip in chips))
    assert all(chip.width() >= chip.sizeHint().width() for chip in chips)


def test_the_state_of_a_text_leaves_its_room_to_the_title(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    header = EditorHeader(COLOURS, InsertMenu(page))
    qtbot.addWidget(header)
    header.show_title("退款什么时候到账")
    header.show_state(Sheet("faq-refund", "旧", "新", 1, Wrapping("", "\n"), "新"))
    header.resize(900, 48)
    header.show()
    assert header._state.isVisible()
    header.resize(420, 48)
    assert not header._state.isVisible()
    assert header._state_icon.toolTip() == header._state.text()
