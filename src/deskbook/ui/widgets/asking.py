"""Asking for a few words before something is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskbook.ui.actions import native_key
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.words_edit import WordsEdit

_WIDTH = 460


class AskDialog(QDialog):
    """What is going to happen, room for words, and a button that says it; Ctrl+Enter presses it."""

    given = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, text: str, confirm: str, *, words: str = "", required: bool = True
    ) -> None:
        """Ask.

        :param text: what is going to happen, and what the words are for.
        :param confirm: what the button says.
        :param words: what stands there already.
        :param required: whether it takes words at all.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._required = required
        self.edit = WordsEdit()
        self.edit.setAccessibleName(text)
        self.edit.setPlainText(words)
        self.edit.selectAll()
        self.edit.setFixedHeight(92)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setToolTip(native_key("Ctrl+Enter"))
        self.confirm.setDefault(True)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(title, "section"))
        column.addWidget(plain_label(text, "muted"))
        column.addWidget(self.edit)
        column.addWidget(buttons)
        self.edit.textChanged.connect(self._judge)
        self.edit.done.connect(self._give)
        self._judge()
        self.resize(min(_WIDTH, parent.window().width() - 40), self.sizeHint().height())
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _judge(self) -> None:
        self.confirm.setEnabled(bool(self.edit.toPlainText().strip()) or not self._required)

    def _give(self) -> None:
        if self.confirm.isEnabled():
            self.given.emit(self.edit.toPlainText().strip())
            self.accept()


def ask_yes(parent: QWidget, title: str, text: str, confirm: str) -> AskDialog:
    """Ask whether something is to be done, without words; the dialog is returned, to be connected."""
    dialog = AskDialog(parent, title, text, confirm, required=False)
    dialog.edit.hide()
    dialog.confirm.setFocus(Qt.FocusReason.OtherFocusReason)
    dialog.resize(dialog.width(), dialog.minimumSizeHint().height())
    return dialog
