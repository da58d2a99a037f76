"""A person's short codes: another one for the entry shown, and all there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.mine import Known, ShortCode
from deskbook.services.language import tr as _
from deskbook.services.mine import Script
from deskbook.ui.texts import error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.choice_box import ChoiceBox
from deskbook.ui.widgets.composing import ComposingLineEdit
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.tools import tool_button

_WIDTH = 480
_CODE_WIDTH = 96


class CodesDialog(QDialog):
    """Enter in a field keeps its code."""

    kept = Signal(str, object, str, str)
    """The code as written, the entry, the key of its script, the code that it takes the place of."""
    forgotten = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("My short codes"))
        self._colours = colours
        self._entry: Known | None = None
        self._about = plain_label("", "strong")
        self.script = ChoiceBox(colours)
        self.script.setAccessibleName(_("Which script"))
        self.code = ComposingLineEdit()
        self.code.setPlaceholderText("/th")
        self.code.setAccessibleName(_("Short code"))
        self.code.setFixedWidth(_CODE_WIDTH)
        self.code.returnPressed.connect(self._keep)
        self.add = QPushButton(_("Keep"))
        self.add.setDefault(True)
        self.add.clicked.connect(lambda _checked: self._keep())
        self._fault = plain_label("", "fault")
        self._fault.hide()
        self._new = QFrame()
        row = QHBoxLayout()
        row.addWidget(self.code)
        row.addWidget(self.script, 1)
        row.addWidget(self.add)
        new = QVBoxLayout(self._new)
        new.setContentsMargins(0, 0, 0, 0)
        new.addWidget(self._about)
        new.addLayout(row)
        self._all = QScrollArea()
        self._all.setFrameShape(QFrame.Shape.NoFrame)
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._all.setWidgetResizable(True)
        self.rows: dict[str, ComposingLineEdit] = {}
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(10)
        column.addWidget(
            plain_label(_("Type a code in the search field, and Enter copies its script."), "muted")
        )
        column.addWidget(self._new)
        column.addWidget(self._fault)
        column.addWidget(self._all, 1)
        column.addWidget(buttons)
        self.resize(min(_WIDTH, parent.window().width() - 20), min(420, parent.window().height()))

    def show_codes(
        self, entry: Known | None, scripts: tuple[Script, ...], codes: Mapping[ShortCode, str]
    ) -> None:
        """Show all short codes, with room for another one for an entry."""
        self._fault.hide()
        self._new.setVisible(entry is not None)
        if entry is not None and entry != self._entry:
            set_plain(self._about, entry.title)
            self.script.clear()
            self.script.addItem(_("The first script, whichever it is"), "")
            for script in scripts:
                self.script.addItem(" ".join(script.name.split())[:40], script.key)
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self._entry = entry
        self.code.clear()
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        self.rows = {}
        for row, (code, says) in enumerate(codes.items()):
            grid.addWidget(self._line(code), row, 0)
            grid.addWidget(plain_label(says, "body"), row, 1)
            away = tool_button("trash", _("Forget /{code}").format(code=code.code), self._colours)
            away.clicked.connect(partial(self._forget, code.code))
            grid.addWidget(away, row, 2)
        if not codes:
            grid.addWidget(plain_label(_("You have no short codes yet."), "muted"), 0, 0, 1, 3)
        grid.setRowStretch(len(codes) + 1, 1)
        self._all.setWidget(page)

    def show_problem(self, error: DeskbookError) -> None:
        """Say why a code was not kept."""
        set_plain(self._fault, error_text(error))
        self._fault.show()

    def _line(self, code: ShortCode) -> ComposingLineEdit:
        line = ComposingLineEdit()
        line.setText(f"/{code.code}")
        line.setFixedWidth(_CODE_WIDTH)
        line.setAccessibleName(_("Short code for “{title}”").format(title=code.entry.title))
        line.editingFinished.connect(partial(self._change, line, code))
        self.rows[code.code] = line
        return line

    def _keep(self) -> None:
        if self._entry is not None and self.code.text().strip():
            self.kept.emit(self.code.text(), self._entry, self.script.currentData(), "")

    def _change(self, line: ComposingLineEdit, code: ShortCode) -> None:
        if line.isModified() and line.text().strip() != f"/{code.code}":
            line.setModified(False)
            self.kept.emit(line.text(), code.entry, code.script, code.code)

    def _forget(self, code: str, _checked: bool = False) -> None:
        self.forgotten.emit(code)
