"""An entry of an earlier handbook beside what it says today."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.services.travelling import ShopValue, Since, Then
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.labels import plain_label

_WIDTH, _HEIGHT = 900, 640
_HEIGHT_OF_VALUES = 260


class DifferenceDialog(QDialog):
    """An entry then and today: the shop's values in it, and its text."""

    def __init__(
        self, colours: Colours, preferences: Preferences, since: Since, then: Then, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        difference = since.difference
        self.setWindowTitle(_("Changed since then: {title}").format(title=difference.title))
        head = QVBoxLayout()
        head.setContentsMargins(18, 14, 18, 10)
        head.setSpacing(6)
        head.addWidget(plain_label(difference.title, "section"))
        for value in since.values:
            head.addWidget(plain_label(_value(value), "body"))
        self.diff = DiffView(colours, preferences)
        now = _("Today") if since.new is not None else _("Today: no longer in the handbook")
        self.diff.show_diff(difference.diff, _("As of {day}").format(day=then.moment.day), now)
        same = since.new is not None and since.new.hash == since.old.hash
        self.diff.setVisible(not same)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.diff, 1)
        column.addWidget(buttons)
        height = _HEIGHT_OF_VALUES if same else _HEIGHT
        self.resize(min(_WIDTH, parent.width() - 20), min(height, parent.height() - 20))
        if not same:
            self.diff.take_keyboard()


def _value(value: ShopValue) -> str:
    none = _("(none)")
    return _("{name}: {then} → {now}").format(name=value.name, then=value.then or none, now=value.now or none)
