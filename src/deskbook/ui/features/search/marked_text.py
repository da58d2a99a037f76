"""Laying out highlighted text in a few lines that end in an ellipsis."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from deskbook.model.query import Marked


def lay_out(marked: Marked, font: QFont, width: float, lines: int, mark: QTextCharFormat) -> QTextLayout:
    """Return ``marked`` in at most ``lines`` lines of ``width``; what does not fit is elided."""
    text = marked.text.replace("\n", " ")
    layout = _lines(text, font, width, lines, ())
    if layout.lineCount():
        last = layout.lineAt(layout.lineCount() - 1)
        start, end = last.textStart(), last.textStart() + last.textLength()
        if end < units(text):
            rest = _from_unit(text, start)
            shown = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
            text = text[: len(text) - len(rest)] + shown
    limit = units(text)
    marks = [_format(s, n, mark) for s, n in utf16_spans(marked) if s + n <= limit]
    return _lines(text, font, width, lines, marks)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Qt counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf16_spans(marked: Marked) -> list[tuple[int, int]]:
    """Return the marks as ``(start, length)`` in UTF-16 units instead of code points."""
    return [(units(marked.text[:start]), units(marked.text[start:end])) for start, end in marked.marks]


def _from_unit(text: str, start: int) -> str:
    """Return the part of a text from a UTF-16 position on."""
    return text.encode("utf-16-le")[2 * start :].decode("utf-16-le")


def _lines(
    text: str, font: QFont, width: float, lines: int, marks: Sequence[QTextLayout.FormatRange]
) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setFormats(marks)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = QFontMetricsF(font).height()
    layout.beginLayout()
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * height))
    layout.endLayout()
    return layout


def _format(start: int, length: int, mark: QTextCharFormat) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, mark
    return span
