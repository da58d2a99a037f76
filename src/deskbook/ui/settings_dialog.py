"""The settings that need a sentence of explanation; theme and language are in the menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.entry import Level
from deskbook.services.language import tr as _
from deskbook.services.settings import Settings
from deskbook.ui.texts import level_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.check_box import CheckBox
from deskbook.ui.widgets.chips import toggle_chip


class SettingsDialog(QDialog):
    """Every choice holds at once, like theme and language."""

    level_chosen = Signal(object)
    watch_chosen = Signal(bool)

    def __init__(self, current: Settings, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("More settings"))
        self.watch = CheckBox(_("Watch the clipboard"), colours)
        self.watch.setChecked(current.watch_clipboard)
        watching = _(
            "While Deskbook runs, texts that other programs copy are checked for banned phrases in memory; "
            "nothing of them is stored."
        )
        self.watch.setAccessibleDescription(watching)
        self.watch.toggled.connect(self.watch_chosen)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(_label(_("My level"), "section"))
        column.addLayout(self._levels(current.level))
        column.addWidget(
            _label(_("With a reason, the highest level may send what must not be sent."), "muted")
        )
        column.addSpacing(10)
        column.addWidget(_label(_("Clipboard"), "section"))
        column.addWidget(self.watch)
        column.addWidget(_label(watching, "muted"))
        column.addStretch()
        column.addWidget(buttons)
        self.resize(min(440, parent.width()), self.heightForWidth(440))

    def _levels(self, current: Level) -> QHBoxLayout:
        row = QHBoxLayout()
        group = QButtonGroup(self)
        for level in Level:
            chip = toggle_chip(level_name(level), partial(self.level_chosen.emit, level))
            chip.setChecked(level is current)
            group.addButton(chip)
            row.addWidget(chip)
        row.addStretch()
        return row


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(True)
    return label
