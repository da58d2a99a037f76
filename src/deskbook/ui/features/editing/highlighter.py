"""Colours for the words of a source."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from deskbook.ui.features.editing.highlighting import Look, State, read_line
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.offsets import Offsets


class SourceHighlighter(QSyntaxHighlighter):
    """Colours a document as it changes."""

    def __init__(self, document: QTextDocument, colours: Colours) -> None:
        super().__init__(document)
        self._formats = _formats(colours)

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Colour one line."""
        tokens, state = read_line(text, State(self.previousBlockState()))
        offsets = Offsets(text)
        for token in tokens:
            start, end = offsets.units(token.start), offsets.units(token.end)
            self.setFormat(start, end - start, self._formats[token.look])
        self.setCurrentBlockState(state)


def _formats(colours: Colours) -> dict[Look, QTextCharFormat]:
    return {
        Look.SECTION: _format(colours.text, bold=True),
        Look.HEADING: _format(colours.on_sop, bold=True),
        Look.ATTRIBUTES: _format(colours.muted),
        Look.KEY: _format(colours.on_sop),
        Look.COMMENT: _format(colours.muted, italic=True),
        Look.MARK: _format(colours.muted),
        Look.QUOTE: _format(colours.on_faq),
        Look.DECISION: _format(colours.on_case),
        Look.LINK: _format(colours.link, underline=True),
        Look.PLACEHOLDER: _format(colours.on_blank, ground=colours.blank),
        Look.STRONG: _format(colours.text, bold=True),
        Look.ROLE: _format(colours.text, bold=True),
    }


def _format(
    colour: str, *, ground: str = "", bold: bool = False, italic: bool = False, underline: bool = False
) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    if ground:
        form.setBackground(QColor(ground))
    if bold:
        form.setFontWeight(QFont.Weight.DemiBold)
    form.setFontItalic(italic)
    form.setFontUnderline(underline)
    return form
