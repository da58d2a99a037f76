"""The page where no cycle is open, and setting a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.cycle import CYCLE_NAME
from deskbook.services.language import tr as _
from deskbook.ui.features.board.presenter import Proposal
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.day_edit import DayEdit
from deskbook.ui.widgets.labels import plain_label
from deskbook.ui.widgets.panel import Panel

_WIDTH = 460


class OpeningPage(Panel):
    """Proposes the next quarter; a person may say another, and when it is to take effect."""

    opened = Signal(str, object)
    """Name and effective day."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("statePage")
        picture = QLabel()
        picture.setPixmap(icon("columns", colours.accent).pixmap(44, 44))
        self.name = ComposingLineEdit()
        self.day = DayEdit(colours, date(2000, 1, 1))
        self.button = QPushButton()
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda _checked: self.opened.emit(self.name.text().strip(), self.day.day))
        self.name.textChanged.connect(lambda _text: self._judge())
        form = QFormLayout()
        form.setSpacing(10)
        for label, widget in ((_("Quarter"), self.name), (_("In force from"), self.day)):
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        inner = QFrame()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(12)
        column.addWidget(picture)
        column.addWidget(plain_label(_("No quarter is being revised"), "headline"))
        column.addWidget(
            plain_label(
                _(
                    "A quarter gathers what wants attention, is written and checked, and ends in one "
                    "release of all four collections that nobody makes alone. Until then agents go on "
                    "reading what they have."
                ),
                "muted",
            )
        )
        column.addLayout(form)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(inner)
        row.addStretch()
        around = QVBoxLayout(self)
        around.addStretch(2)
        around.addLayout(row)
        around.addStretch(3)
        self._proposed: Proposal | None = None

    def propose(self, proposal: Proposal, today: date) -> None:
        """Propose a quarter, unless the person is at another one."""
        if proposal == self._proposed:
            return
        self._proposed = proposal
        self.name.setText(proposal.name)
        self.day.choose(proposal.effective, today)
        self._judge()

    def _judge(self) -> None:
        name = self.name.text().strip()
        read = CYCLE_NAME.fullmatch(name)
        self.button.setText(_("Open {name}").format(name=name or "…"))
        self.button.setEnabled(read is not None and read[2] is None)


class DayDialog(QDialog):
    """Asks for the day on which a release takes effect."""

    given = Signal(object)

    def __init__(self, parent: QWidget, colours: Colours, day: date, today: date) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("In force from"))
        self.day = DayEdit(colours, max(day, today), today)
        self.day.setAccessibleName(_("In force from"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(_("Set the day"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(12)
        column.addWidget(
            plain_label(
                _("The release takes effect on this day by itself, as each desk's own calendar says."),
                "muted",
            )
        )
        column.addWidget(self.day)
        column.addWidget(buttons)
        self.setMinimumWidth(360)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.given.emit(self.day.day)
        self.accept()
