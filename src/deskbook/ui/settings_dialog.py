"""The settings that need a sentence of explanation; theme and language are in the menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.entry import Level
from deskbook.services.language import tr as _
from deskbook.services.settings import Settings
from deskbook.ui.texts import level_name


class SettingsDialog(QDialog):
    """Every choice holds at once, like theme and language."""

    level_chosen = Signal(object)
    watch_chosen = Signal(bool)

    def __init__(self, current: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("More settings"))
        self.watch = QCheckBox(_("Watch the clipboard"))
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
        row.setSpacing(18)
        group = QButtonGroup(self)
        for level in Level:
            button = QRadioButton(level_name(level))
            button.setChecked(level is current)
            button.toggled.connect(lambda on, one=level: self.level_chosen.emit(one) if on else None)
            group.addButton(button)
            row.addWidget(button)
        row.addStretch()
        return row


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(True)
    return label
