"""How text is set in the reading pane."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from deskbook.ui.theme import Colours

MEASURE = 720
"""The widest a column of text gets, in pixels: about 40 characters of Chinese beside its margins."""

_LINE = 26 / 15
"""From one line to the next, as a share of the text's size; the same whatever the font thinks."""
_TEXT = 15
"""Pixels of running text as the theme has it."""

_SHEET = """
p {{ margin: 0 0 {gap}px 0; line-height: {line}px; }}
li {{ line-height: {line}px; margin-bottom: 4px; }}
ul, ol {{ margin: 0 0 {gap}px 0; }}
a {{ color: {link}; text-decoration: none; }}
td, th {{ padding: 4px 10px; border-bottom: 1px solid {border}; text-align: left; }}
.blank {{ background-color: {blank}; color: {on_blank}; }}
.given {{ background-color: {given}; color: {on_given}; }}
"""


class RichLabel(QLabel):
    """HTML whose lines keep their distance at every size of text."""

    def __init__(self, body: str, colours: Colours, gap: int) -> None:
        super().__init__()
        self._body, self._colours, self._gap, self._size = body, colours, gap, _TEXT
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.show_html(body)

    def show_html(self, body: str) -> None:
        """Show another text."""
        self._body = body
        self.setText(rich_text(body, self._colours, self._gap, self._size))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the size of the text."""
        super().changeEvent(event)
        size = self.font().pixelSize()
        if event.type() is QEvent.Type.FontChange and size > 0 and size != self._size:
            self._size = size
            self.show_html(self._body)


def rich_label(body: str, colours: Colours, *, gap: int = 8, links: bool = False) -> RichLabel:
    """Return a label with HTML that can be selected; with ``links`` it can be tabbed through."""
    label = RichLabel(body, colours, gap)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse
    if links:
        flags |= Qt.TextInteractionFlag.LinksAccessibleByMouse
        flags |= Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    label.setTextInteractionFlags(flags)
    return label


def rich_text(body: str, colours: Colours, gap: int, size: int) -> str:
    """Return HTML with the style of the reading pane, for text of so many pixels."""
    sheet = _SHEET.format(
        gap=gap,
        line=round(_LINE * size),
        link=colours.link,
        border=colours.border,
        blank=colours.blank,
        on_blank=colours.on_blank,
        given=colours.accent_soft,
        on_given=colours.on_accent_soft,
    )
    return f"<style>{sheet}</style>{body}"
