"""Marks over a text: exact with emoji, moving along, silent while an input method composes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskbook.places import data_folder
from deskbook.ui.theme import Colours, load_look
from deskbook.ui.widgets.text_marks import MOST_MARKS, Mark, MarkKind, TextMarks

COLOURS: Colours = load_look(data_folder("resources") / "themes", "light").colours
TEXT = "亲😀，不归我管。\n👩‍👧 这是规定"


@pytest.fixture
def edit(qtbot: QtBot) -> QPlainTextEdit:
    made = QPlainTextEdit(TEXT)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


@pytest.fixture
def marks(edit: QPlainTextEdit) -> TextMarks:
    return TextMarks(edit, COLOURS)


def mark(text: str, part: str, kind: MarkKind = MarkKind.BLOCK) -> Mark:
    return Mark(text.index(part), text.index(part) + len(part), kind, part)


def marked(edit: QPlainTextEdit) -> list[str]:
    return [s.cursor.selectedText() for s in edit.extraSelections()]


def compose(edit: QPlainTextEdit, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(edit, event)


def test_what_is_marked_is_what_was_found_emoji_or_not(edit: QPlainTextEdit, marks: TextMarks) -> None:
    marks.show(TEXT, [mark(TEXT, part) for part in ("😀", "不归我管", "👩‍👧", "这是规定")])
    assert marked(edit) == ["😀", "不归我管", "👩‍👧", "这是规定"]


def test_what_blocks_and_what_warns_differ_in_shape(edit: QPlainTextEdit, marks: TextMarks) -> None:
    marks.show(TEXT, [mark(TEXT, "不归我管"), mark(TEXT, "这是规定", MarkKind.WARN)])
    block, warn = (s.format.underlineStyle() for s in edit.extraSelections())
    assert block is QTextCharFormat.UnderlineStyle.SingleUnderline
    assert warn is QTextCharFormat.UnderlineStyle.WaveUnderline


def test_marks_move_along_with_the_text(edit: QPlainTextEdit, marks: TextMarks) -> None:
    marks.show(TEXT, [mark(TEXT, "不归我管"), mark(TEXT, "这是规定")])
    cursor = edit.textCursor()
    cursor.insertText("您好🙂")
    assert marked(edit) == ["不归我管", "这是规定"]
    at = edit.toPlainText().encode("utf-16-le").find("归我".encode("utf-16-le")) // 2
    assert marks.at(at) == 0
    assert marks.at(0) is None


def test_an_answer_to_another_text_marks_nothing(edit: QPlainTextEdit, marks: TextMarks) -> None:
    marks.show("不归我管", [Mark(0, 4, MarkKind.BLOCK)])
    assert marked(edit) == []


def test_marking_touches_neither_text_nor_layout_nor_undo(
    qtbot: QtBot, edit: QPlainTextEdit, marks: TextMarks
) -> None:
    document = edit.document()
    revision = document.revision()
    with (
        qtbot.assertNotEmitted(document.documentLayout().documentSizeChanged),
        qtbot.assertNotEmitted(document.contentsChange),
    ):
        marks.show(TEXT, [mark(TEXT, "不归我管")])
        marks.show(TEXT, [])
    assert document.revision() == revision
    assert not document.isUndoAvailable()


def test_while_composing_nothing_new_is_marked_until_it_ends(
    qtbot: QtBot, edit: QPlainTextEdit, marks: TextMarks
) -> None:
    edit.moveCursor(edit.textCursor().MoveOperation.End)
    compose(edit, "ni")
    marks.show(TEXT, [mark(TEXT, "不归我管")])
    compose(edit, "ni'hao")
    assert marked(edit) == []
    compose(edit, "")
    qtbot.waitUntil(lambda: marked(edit) == ["不归我管"])


def test_an_answer_that_the_composition_made_stale_is_dropped(
    qtbot: QtBot, edit: QPlainTextEdit, marks: TextMarks
) -> None:
    compose(edit, "ni")
    marks.show(TEXT, [mark(TEXT, "不归我管")])
    compose(edit, "", "你")
    qtbot.waitUntil(lambda: edit.toPlainText().startswith("你"))
    QApplication.processEvents()
    assert marked(edit) == []


def test_marks_behind_a_composition_rest_where_qt_would_draw_them_wrongly(
    qtbot: QtBot, edit: QPlainTextEdit, marks: TextMarks
) -> None:
    marks.show(TEXT, [mark(TEXT, "不归我管"), mark(TEXT, "这是规定")])
    compose(edit, "ni")
    assert marked(edit) == ["这是规定"]
    compose(edit, "", "你")
    qtbot.waitUntil(lambda: marked(edit) == ["不归我管", "这是规定"])


def test_a_text_wrong_from_end_to_end_is_marked_within_bounds(edit: QPlainTextEdit, marks: TextMarks) -> None:
    text = "错" * (MOST_MARKS + 100)
    edit.setPlainText(text)
    marks.show(text, [Mark(n, n + 1, MarkKind.WARN) for n in range(len(text))])
    assert len(marked(edit)) == MOST_MARKS
