"""What became of an entry since the time that is shown: a line above it, and the difference to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.services.travelling import ShopValue, Since, Then
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.labels import plain_label, set_plain

_WIDTH, _HEIGHT = 900, 640
_HEIGHT_OF_VALUES = 260


class SinceLine(QFrame):
    """See :class:`deskbook.ui.features.travel.presenter.SinceView`."""

    asked = Signal()
    said = Signal(str, str)

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("since")
        self._colours, self._preferences = colours, preferences
        self.difference: DifferenceDialog | None = None
        picture = QLabel()
        picture.setPixmap(icon("clock-counter-clockwise", colours.on_case).pixmap(16, 16))
        self._text = plain_label("", "small")
        self.see = QPushButton(_("See what") + f"  {key_text(ActionId.SINCE)}")
        self.see.setAccessibleName(_("See what changed since then"))
        self.see.clicked.connect(lambda _checked: self.asked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addWidget(self._text, 1)
        row.addWidget(self.see)
        self.hide()

    def show_since(self, since: Since) -> None:
        """Say that the entry reads otherwise today."""
        set_plain(self._text, _("Retired since then.") if since.retired else _("Changed since then."))
        self.show()

    def end_since(self) -> None:
        """Disappear."""
        self.hide()

    def open_difference(self, since: Since, then: Then) -> None:
        """Show what changed since, in a window of its own."""
        dialog = DifferenceDialog(self._colours, self._preferences, since, then, self.window())
        dialog.finished.connect(self._forget)
        self.difference = dialog
        dialog.open()

    def say_same(self) -> None:
        """Say that the entry reads the same today."""
        self.said.emit(_("The entry reads the same today"), "equals")

    def _forget(self, _result: int) -> None:
        self.difference = None


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
