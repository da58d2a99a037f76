"""A page for moments without content: empty, loading, failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget


class StatePage(QScrollArea):
    """An icon, a headline, a sentence, and buttons if there is something to do. It scrolls if need be."""

    def __init__(self, icon: QIcon, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("statePage")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        picture = QLabel()
        picture.setPixmap(icon.pixmap(40, 40))
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = QLabel(title)
        self._title.setProperty("type", "headline")
        self._text = QLabel(text)
        self._text.setProperty("type", "muted")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch()
        self._buttons.addStretch()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(2)
        for part in (picture, self._title, self._text):
            column.addWidget(part)
        column.addLayout(self._buttons)
        column.addStretch(3)
        self.setWidget(page)
        page.setAutoFillBackground(False)  # its ground is that of where it stands

    @property
    def title(self) -> str:
        """The headline."""
        return self._title.text()

    def set_texts(self, title: str, text: str) -> None:
        """Change the headline and the sentence."""
        self._title.setText(title)
        self._text.setText(text)

    def add_button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        """Add a button below the sentence."""
        button = QPushButton(text)
        button.clicked.connect(lambda _checked: pressed())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button
