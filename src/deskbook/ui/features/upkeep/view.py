"""A thin strip that shows background work while there is any."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from deskbook.errors import DeskbookError
from deskbook.services.language import tr as _
from deskbook.ui.features.upkeep.presenter import Phase
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_, error_text
from deskbook.ui.theme import Colours

_DOING = {
    Phase.FILLING: N_("Bringing in the starter handbook"),
    Phase.INDEXING: N_("Preparing the search"),
}


class UpkeepStrip(QFrame):
    """Progress with a way to cancel, or what went wrong with a way to try again."""

    cancelled = Signal()
    resumed = Signal()
    working = Signal(str)
    """What is being done, in words."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._colours = colours
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(48)
        self._bar.setMaximumWidth(160)
        self._cancel = QPushButton(_("Cancel"))
        self._cancel.clicked.connect(self._ask_cancel)
        self._again = QPushButton(_("Try again"))
        self._again.clicked.connect(lambda _checked: self.resumed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for widget in (self._bar, self._cancel, self._again):
            row.addWidget(widget)
        self.hide()

    def show_progress(self, phase: Phase, done: int, total: int) -> None:
        """Show how far the work is."""
        title = _(_DOING[phase])
        self._show("hourglass", self._colours.muted, title, working=True)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleName(title)
        self.working.emit(title)

    def show_idle(self) -> None:
        """Disappear."""
        self.hide()

    def show_paused(self) -> None:
        """Show that the work was cancelled."""
        text = _("Cancelled. The search answers from what was ready before.")
        self._show("info", self._colours.muted, text, working=False)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""
        self._show("warning-circle", self._colours.on_danger, error_text(error), working=False)

    def _ask_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancelled.emit()

    def _show(self, icon_name: str, colour: str, text: str, *, working: bool) -> None:
        self._icon.setPixmap(icon(icon_name, colour).pixmap(QSize(16, 16)))
        self._text.setText(text)
        self._bar.setVisible(working)
        self._cancel.setVisible(working)
        if self.isHidden():
            self._cancel.setEnabled(True)
        self._again.setVisible(not working)
        self.show()
