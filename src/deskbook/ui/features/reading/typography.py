"""How text is set in the reading pane."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from deskbook.ui.theme import Colours

MEASURE = 720
"""The widest a column of text gets, in pixels: about 40 characters of Chinese beside its margins."""

_LINE = 26
"""From one line to the next, in pixels, at 15 pixels of text; the same whatever the font thinks."""

_SHEET = """
p {{ margin: 0 0 {gap}px 0; line-height: {line}px; }}
li {{ line-height: {line}px; margin-bottom: 4px; }}
ul, ol {{ margin: 0 0 {gap}px 0; }}
a {{ color: {link}; text-decoration: none; }}
td, th {{ padding: 4px 10px; border-bottom: 1px solid {border}; text-align: left; }}
.blank {{ background-color: {blank}; color: {on_blank}; }}
"""


def rich_label(body: str, colours: Colours, *, gap: int = 8, links: bool = False) -> QLabel:
    """Return a label with HTML that can be selected; with ``links`` it can be tabbed through."""
    label = QLabel(rich_text(body, colours, gap=gap))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    flags = Qt.TextInteractionFlag.TextSelectableByMouse
    if links:
        flags |= Qt.TextInteractionFlag.LinksAccessibleByMouse
        flags |= Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    label.setTextInteractionFlags(flags)
    return label


def rich_text(body: str, colours: Colours, *, gap: int = 8) -> str:
    """Return HTML with the style of the reading pane."""
    sheet = _SHEET.format(
        gap=gap,
        line=_LINE,
        link=colours.link,
        border=colours.border,
        blank=colours.blank,
        on_blank=colours.on_blank,
    )
    return f"<style>{sheet}</style>{body}"
