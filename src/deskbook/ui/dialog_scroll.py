"""A dialog whose content is larger than a small screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget


def scroll_dialog(dialog: QDialog, content: QWidget, buttons: QDialogButtonBox) -> QScrollArea:
    """Lay a dialog out: content that scrolls if need be, above buttons that are always seen."""
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 12)
    column.addWidget(scroll)
    buttons.setContentsMargins(16, 0, 16, 0)
    column.addWidget(buttons)
    return scroll
