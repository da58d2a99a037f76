"""The small form that asks for the placeholders of a script, at the script itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from deskbook.services.copying import Blank
from deskbook.services.language import tr as _
from deskbook.ui.widgets.form_field import FormField


class BlankForm(QFrame):
    """A field for each placeholder. What is typed is told at once, so that the script shows it."""

    done = Signal(dict)
    given_up = Signal()
    changed = Signal(dict)

    def __init__(self, blanks: tuple[Blank, ...]) -> None:
        super().__init__()
        self.setObjectName("blanks")
        self._fields: dict[str, FormField] = {}
        self._faults: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, blank in enumerate(blanks):
            self._add(grid, row, blank)
        copy = QPushButton(_("Copy"))
        copy.setProperty("look", "primary")
        copy.clicked.connect(lambda _checked: self._finish())
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(lambda _checked: self.given_up.emit())
        hint = QLabel(_("Fields left empty stay marked in the text."))
        hint.setProperty("type", "small")
        hint.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(hint, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(buttons)

    def values(self) -> dict[str, str]:
        """Return what was typed, by placeholder."""
        return {name: field.text() for name, field in self._fields.items()}

    def begin(self) -> None:
        """Put the cursor into the first field."""
        next(iter(self._fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, name: str, text: str) -> None:
        """Say what is wrong with one value and go there."""
        for other, label in self._faults.items():
            label.setVisible(other == name)
        self._faults[name].setText(text)
        self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._fields[name].selectAll()

    def _add(self, grid: QGridLayout, row: int, blank: Blank) -> None:
        label = QLabel(blank.name)
        field = FormField()
        field.setPlaceholderText(blank.hint)
        field.setAccessibleName(blank.name)
        field.setAccessibleDescription(blank.hint)
        label.setBuddy(field)
        fault = QLabel()
        fault.setProperty("type", "fault")
        fault.setWordWrap(True)
        fault.hide()
        grid.addWidget(label, 2 * row, 0)
        grid.addWidget(field, 2 * row, 1)
        grid.addWidget(fault, 2 * row + 1, 1)
        field.done.connect(self._finish)
        field.given_up.connect(self.given_up)
        field.textChanged.connect(lambda _text: self.changed.emit(self.values()))
        self._fields[blank.name] = field
        self._faults[blank.name] = fault

    def _finish(self) -> None:
        self.done.emit(self.values())
