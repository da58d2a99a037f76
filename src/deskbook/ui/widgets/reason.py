"""The question why something is to be sent all the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskbook.services.language import tr as _
from deskbook.ui.texts import N_
from deskbook.ui.widgets.chips import plain_chip
from deskbook.ui.widgets.flow import FlowLayout
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.labels import plain_label

_USUAL = (
    N_("The customer's own words"),
    N_("Name of a product or rule"),
    N_("Agreed with my supervisor"),
)
_MOST_CHIPS = 5
_LONGEST = 200


class ReasonForm(QFrame):
    """A reason, typed or picked; Enter copies with it."""

    given = Signal(str)
    given_up = Signal()

    def __init__(self, recent: tuple[str, ...]) -> None:
        """Ask for a reason.

        :param recent: reasons given before, offered ahead of the usual ones.
        """
        super().__init__()
        self.setObjectName("reason")
        self.field = FormField()
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText(_("Why is it right to send this?"))
        self.field.setAccessibleName(_("Reason"))
        self.field.textChanged.connect(self._typed)
        self.field.done.connect(self._finish)
        self.field.given_up.connect(self.given_up)
        self._copy = QPushButton(_("Copy anyway"))
        self._copy.clicked.connect(lambda _checked: self._finish())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(7)
        column.addLayout(row)
        column.addWidget(self._chips(recent))
        column.addWidget(
            plain_label(_("Kept with your reason: the rule and the time, never the text."), "small")
        )
        self._typed("")

    def begin(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chips(self, recent: tuple[str, ...]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        offered = dict.fromkeys((*recent, *(_(usual) for usual in _USUAL)))
        for reason in tuple(offered)[:_MOST_CHIPS]:
            flow.addWidget(plain_chip(reason, partial(self._pick, reason)))
        return holder

    def _pick(self, reason: str) -> None:
        self.field.setText(reason)
        self.begin()

    def _typed(self, text: str) -> None:
        self._copy.setEnabled(bool(text.strip()))

    def _finish(self) -> None:
        if self.field.text().strip():
            self.given.emit(self.field.text())
