"""Asking what a new entry is to be."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from deskbook.model.entry import ID_PATTERN, Kind
from deskbook.services.language import tr as _
from deskbook.ui.texts import kind_name
from deskbook.ui.widgets.composing import ComposingLineEdit

_PREFIX = {Kind.SOP: "sop-", Kind.FAQ: "faq-", Kind.PHRASE: "ban-", Kind.CASE: "case-"}


class NewEntryDialog(QDialog):
    """Kind, title and id; the id can never be changed later."""

    wanted = Signal(str, str)
    """Id and title."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New entry"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind"))
        for kind in Kind:
            self.kind.addItem(kind_name(kind), kind)
        self.kind.setCurrentIndex(list(Kind).index(Kind.FAQ))
        self.title = ComposingLineEdit()
        self.title.setAccessibleName(_("Title"))
        self.title.setPlaceholderText(_("For a question: in the customer's words"))
        self.id = ComposingLineEdit()
        self.id.setAccessibleName(_("Id"))
        self.id.setText(_PREFIX[Kind.FAQ])
        self._hint = QLabel(
            _("Lower-case letters and digits joined by hyphens; it is never changed or reused.")
        )
        self._hint.setProperty("type", "muted")
        self._hint.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(_("Kind"), self.kind)
        form.addRow(_("Title"), self.title)
        form.addRow(_("Id"), self.id)
        form.addRow("", self._hint)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.begin = buttons.addButton(_("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(buttons)
        self.kind.activated.connect(lambda _index: self._change_kind())
        for line in (self.title, self.id):
            line.textChanged.connect(lambda _text: self._judge())
        self._judge()
        self.resize(min(460, parent.width() - 40), self.sizeHint().height())
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change_kind(self) -> None:
        rest = re.sub(r"^(sop|faq|ban|case)-", "", self.id.text().strip())
        self.id.setText(_PREFIX[self.kind.currentData()] + rest)

    def _judge(self) -> None:
        entry_id = self.id.text().strip()
        right = bool(ID_PATTERN.fullmatch(entry_id)) and entry_id.startswith(_PREFIX[self.kind.currentData()])
        self.begin.setEnabled(right and len(entry_id) <= 80 and bool(self.title.text().strip()))

    def _accept(self) -> None:
        self.wanted.emit(self.id.text().strip(), " ".join(self.title.text().split()))
        self.accept()
