"""Asking what a save is about."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from deskbook.services.language import tr as _
from deskbook.ui.widgets.form_field import FormField


class MessageBar(QFrame):
    """One line below the title: Enter saves, Esc goes back to the text."""

    given = Signal(str)
    given_up = Signal()

    def __init__(self, question: str, button: str) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        label = QLabel(question)
        label.setProperty("type", "strong")
        self.line = FormField()
        self.line.setAccessibleName(f"{question} {_('It goes into the release notes.')}")
        self.line.setPlaceholderText(_("One sentence for the release notes"))
        self.line.done.connect(self._give)
        self.line.given_up.connect(self._give_up)
        self.button = QPushButton(button)
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda _checked: self._give())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.hide()

    def ask(self) -> None:
        """Open and take the keyboard."""
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _give(self) -> None:
        message = " ".join(self.line.text().split())
        self.hide()
        self.given.emit(message)

    def _give_up(self) -> None:
        self.hide()
        self.given_up.emit()
