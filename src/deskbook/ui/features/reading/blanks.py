"""The small form that asks for the placeholders of a script, at the script itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from deskbook.services.blanks import Blank
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.widgets.labels import plain_label

_ICON = "chat-circle-text"


class BlankForm(QFrame):
    """A field for each placeholder. What is typed is told at once, so that the script shows it."""

    done = Signal(object)
    given_up = Signal()
    changed = Signal(object)

    def __init__(
        self, blanks: tuple[Blank, ...], known: Mapping[str, str], whose: str, colours: Colours
    ) -> None:
        """Make a form.

        :param known: what the fields hold to begin with, by placeholder.
        :param whose: says where that comes from.
        """
        super().__init__()
        self.setObjectName("blanks")
        self._whose, self._colours = whose, colours
        self._fields: dict[str, FormField] = {}
        self._faults: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, blank in enumerate(blanks):
            self._add(grid, row, blank, known.get(blank.name, ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        if any(blank.name in known for blank in blanks):
            column.addLayout(self._origin())
        column.addLayout(grid)
        column.addLayout(self._buttons())

    def values(self) -> dict[str, str]:
        """Return what was typed, by placeholder."""
        return {name: field.text() for name, field in self._fields.items()}

    def begin(self) -> None:
        """Put the cursor into the first field that is empty; if none is, the first is seen over first."""
        fields = self._fields.values()
        first = next((field for field in fields if not field.text()), next(iter(fields)))
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def show_fault(self, name: str, text: str) -> None:
        """Say what is wrong with one value and go there."""
        for other, label in self._faults.items():
            label.setVisible(other == name)
        self._faults[name].setText(text)
        self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._fields[name].selectAll()

    def _add(self, grid: QGridLayout, row: int, blank: Blank, known: str) -> None:
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
        if known:
            self._fill(field, known)
        field.done.connect(self._finish)
        field.given_up.connect(self.given_up)
        field.textChanged.connect(lambda _text: self.changed.emit(self.values()))
        self._fields[blank.name] = field
        self._faults[blank.name] = fault

    def _fill(self, field: FormField, known: str) -> None:
        """Put in what is known, marked until somebody writes over it."""
        described = field.accessibleDescription()
        field.setText(known)
        field.setAccessibleDescription(self._whose)
        mark = field.addAction(
            icon(_ICON, self._colours.on_accent_soft), QLineEdit.ActionPosition.TrailingPosition
        )
        mark.setToolTip(self._whose)

        def written(_text: str) -> None:
            mark.setVisible(False)
            field.setAccessibleDescription(described)

        field.textEdited.connect(written)

    def _origin(self) -> QHBoxLayout:
        """Say whose values these are, and what to do if it is somebody else."""
        mark = QLabel()
        mark.setPixmap(icon(_ICON, self._colours.on_blank).pixmap(QSize(16, 16)))
        said = _("{whose}. Another customer? {key}").format(
            whose=self._whose, key=key_text(ActionId.NEW_CHAT)
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain_label(said, "small"), 1)
        return row

    def _buttons(self) -> QHBoxLayout:
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
        return buttons

    def _finish(self) -> None:
        self.done.emit(self.values())
