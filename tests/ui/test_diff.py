"""Reading a difference: two columns that stay level, or one; by key, by ear, and to copy from."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbook.revision.diff import diff_versions
from deskbook.services.facade import Services
from deskbook.ui.theme import load_look
from deskbook.ui.widgets.diff.marker import Marker
from deskbook.ui.widgets.diff.view import DiffView

KB = Path(__file__).parents[2] / "kb"
OLD = (KB / "sop" / "aftersale" / "sop-refund.md").read_text(encoding="utf-8")
ADDED = "退款前再向客户核对一次收款账户，确认无误后才能操作，任何人不得代替客户确认，也不得跳过这一步。" * 3
NEW = OLD.replace("24h", "48h").replace("\n### 拦截包裹", f"\n{ADDED}\n\n### 拦截包裹", 1)


@pytest.fixture
def view(qtbot: QtBot, services: Services) -> DiffView:
    look = load_look(services.resources / "themes", "light")
    made = DiffView(look.colours, services.preferences)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_diff(diff_versions(OLD, NEW), "1", "2")
    return made


def test_the_columns_stay_level_at_every_width(qtbot: QtBot, view: DiffView) -> None:
    for width in (900, 700, 1200):
        view.resize(width, 600)
        rows = range(len(view.rows))
        qtbot.waitUntil(
            lambda rows=rows: all(abs(view.old.place_of(n) - view.new.place_of(n)) < 1 for n in rows)
        )
        assert view.old.place_of(len(rows) - 1) > 0


def test_the_choice_of_columns_is_remembered(qtbot: QtBot, view: DiffView, services: Services) -> None:
    assert view.new.isVisible()
    view.take_keyboard()
    QTest.keyClick(view.new, Qt.Key.Key_Backslash, Qt.KeyboardModifier.ControlModifier)
    assert view.inline.isVisible()
    assert not view.new.isVisible()
    assert view.inline.hasFocus()
    other = DiffView(load_look(services.resources / "themes", "dark").colours, services.preferences)
    qtbot.addWidget(other)
    other.resize(900, 600)
    assert not other.side_by_side


def test_a_narrow_place_has_one_column(view: DiffView) -> None:
    view.resize(500, 600)
    assert view.inline.isVisible()


def test_keys_go_from_change_to_change_and_round(view: DiffView) -> None:
    view.take_keyboard()
    seen = []
    for _turn in range(view.changes + 1):
        QTest.keyClick(view.new, Qt.Key.Key_F7)
        seen.append(view.accessibleDescription())
    assert view.changes > 2
    assert len(set(seen)) == view.changes
    assert seen[0] == seen[-1]
    assert any(ADDED in said and "Added" in said for said in seen)
    QTest.keyClick(view.new, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert view.accessibleDescription() == seen[-2]


def test_a_line_of_the_new_text_is_chosen_by_mouse_and_key(qtbot: QtBot, view: DiffView) -> None:
    line = NEW.splitlines().index(ADDED) + 1
    view.go_to_line(line)
    with qtbot.waitSignal(view.line_chosen) as chosen:
        QTest.keyClick(view.new, Qt.Key.Key_Return)
    assert chosen.args == [line]
    number = next(n for n, row in enumerate(view.rows) if row.new_line == line)
    height = view.new.place_of(number) - view.new.verticalScrollBar().value() + 12
    with qtbot.waitSignal(view.line_chosen) as chosen:
        QTest.mouseClick(view.new.gutter, Qt.MouseButton.LeftButton, pos=QPoint(10, round(height)))
    assert chosen.args == [line]


def test_a_line_that_did_not_change_is_found_in_the_whole_text(qtbot: QtBot, view: DiffView) -> None:
    line = NEW.splitlines().index(next(x for x in reversed(NEW.splitlines()) if x.strip())) + 1
    view.go_to_line(line)
    with qtbot.waitSignal(view.line_chosen) as chosen:
        view.new.choose(view.new.textCursor())
    assert chosen.args == [line]


def test_a_remark_says_what_it_is_about(view: DiffView) -> None:
    line = NEW.splitlines().index(ADDED) + 1
    view.show_markers({line: Marker(2, tip="两条批注")})
    number = next(n for n, row in enumerate(view.rows) if row.new_line == line)
    view.new.go_to_row(number)
    height = view.new.place_of(number) - view.new.verticalScrollBar().value() + 12
    assert view.new.tip_at(round(height)) == "两条批注"
    assert view.new.tip_at(-5) == ""


def test_what_is_copied_is_the_text_of_a_column_or_both_with_marks(view: DiffView) -> None:
    line = NEW.splitlines().index(ADDED) + 1
    number = next(n for n, row in enumerate(view.rows) if row.new_line == line)
    for pane, text in ((view.new, ADDED), (view.inline, f"{{+{ADDED}+}}")):
        cursor = QTextCursor(pane.document().findBlockByNumber(number))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        pane.setTextCursor(cursor)
        assert pane.createMimeDataFromSelection().text() == text


def test_equal_versions_say_so(view: DiffView) -> None:
    view.show_diff(diff_versions(OLD, OLD), "1", "1")
    assert view.changes == 0
    assert not view.next.isEnabled()
    view.step(1)
    view.show_diff(diff_versions(OLD, OLD + "\n"), "1", "2")
    assert view.changes == 0
