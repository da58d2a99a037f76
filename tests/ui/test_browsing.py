"""Browsing the handbook while nothing is searched for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from deskbook.model.entry import Kind
from deskbook.ui.features.browse.model import TreeModel
from deskbook.ui.features.browse.presenter import Node
from deskbook.ui.theme import load_look
from deskbook.ui.window import MainWindow
from tests.ui.conftest import Clipboard, Hand, click
from tests.ui.test_theme import THEMES


def titles(model: TreeModel, parent: QModelIndex | None = None) -> list[str]:
    above = parent or QModelIndex()
    return [str(model.index(row, 0, above).data()) for row in range(model.rowCount(above))]


def test_the_handbook_is_there_by_collection_and_stage(window: MainWindow) -> None:
    model = window.desk.browse_view.model
    assert titles(model) == [
        "SOP handbook  1",
        "Frequent questions  2",
        "Banned phrases  1",
        "Case collection  1",
    ]
    assert titles(model, model.index(1, 0)) == ["Pre-sale  1", "After-sale  1"]


def test_the_keyboard_walks_the_tree_shows_and_copies(hand: Hand, clipboard: Clipboard) -> None:
    hand.press(Qt.Key.Key_Down)
    tree = hand.window.desk.browse_view.tree
    assert QApplication.focusWidget() is tree
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Down)
    hand.wait_shown("sop-refund")
    hand.press(Qt.Key.Key_Return)
    hand.wait_copied(clipboard, "我先帮您核对一下订单。")
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is hand.window.desk.reading_view.sheet


def test_what_was_unfolded_stays_so_when_the_handbook_changes(qtbot: QtBot, window: MainWindow) -> None:
    view = window.desk.browse_view
    view.tree.expand(view.model.index(3, 0))
    view.tree.collapse(view.model.index(0, 0))
    with qtbot.waitSignal(view.model.modelReset):
        window.desk.handbook_changed()
    assert view.tree.isExpanded(view.model.index(3, 0))
    assert not view.tree.isExpanded(view.model.index(0, 0))


def test_recent_searches_can_be_forgotten(qtbot: QtBot, hand: Hand) -> None:
    hand.search("发票", "faq-invoice")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Escape)
    view = hand.window.desk.browse_view

    def forget() -> list[QToolButton]:
        return [b for b in view.findChildren(QToolButton) if b.isVisible()]

    qtbot.waitUntil(lambda: len(forget()) == 1)
    click(forget()[0])
    qtbot.waitUntil(lambda: forget() == [])


def test_the_tree_is_a_sound_qt_model(qtbot: QtBot) -> None:
    model = TreeModel(load_look(THEMES, "light").colours)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    leaf = Node("leaf", Kind.SOP, "sop-a")
    model.show((Node("branch", Kind.SOP, "", (leaf, Node("inner", Kind.SOP, "", (leaf,))), 2), leaf))
    inner = model.index(1, 0, model.index(0, 0))
    assert model.parent(model.index(0, 0, inner)) == inner
    model.show(())
    assert tester.model() is model
