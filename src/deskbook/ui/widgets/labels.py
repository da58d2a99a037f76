"""Labels for plain text."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(text: str, kind: str) -> QLabel:
    """Return a label with plain text that wraps and can be selected; ``kind`` names its style."""
    label = QLabel()
    set_plain(label, text)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setProperty("type", kind)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def set_plain(label: QLabel, text: str) -> None:
    """Say something else in a label that :func:`plain_label` made; lines stay lines."""
    label.setText(html.escape(text).replace("\n", "<br>"))
