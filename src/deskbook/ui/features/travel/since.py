"""What became of an entry since the time that is shown: a line above it, and the way to the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.services.travelling import Since, Then
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.icons import icon
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label, set_plain

if TYPE_CHECKING:
    from deskbook.ui.features.travel.difference import DifferenceDialog


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
        from deskbook.ui.features.travel.difference import DifferenceDialog  # the window opens without it

        dialog = DifferenceDialog(self._colours, self._preferences, since, then, self.window())
        dialog.finished.connect(self._forget)
        self.difference = dialog
        dialog.open()

    def say_same(self) -> None:
        """Say that the entry reads the same today."""
        self.said.emit(_("The entry reads the same today"), "equals")

    def _forget(self, _result: int) -> None:
        self.difference = None
