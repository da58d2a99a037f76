"""A line at the lower edge of the window that tells of releases; it never takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from deskbook.errors import DeskbookError
from deskbook.services.language import tr as _
from deskbook.ui.features.release.presenter import Event, Notice
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_, error_text
from deskbook.ui.theme import Colours

_TEXTS = {
    Event.ARRIVED: N_("A new handbook is here: release {number} “{name}”."),
    Event.WAITING: N_("Release {number} “{name}” is here and takes effect on {day}."),
    Event.RETURNED: N_("Release {number} “{name}” is read again."),
    Event.OVERDUE: N_(
        "This handbook was planned until {until}: it is {count} days out of date. Ask for the new one."
    ),
}
_ICONS = {
    Event.ARRIVED: "book-open",
    Event.WAITING: "clock",
    Event.RETURNED: "arrow-u-up-left",
    Event.OVERDUE: "warning",
}


class ReleaseNotice(QFrame):
    """What changed about the release that is read, with a way back."""

    switched = Signal()
    dismissed = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("release")
        self._colours = colours
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._switch = QPushButton()
        self._switch.clicked.connect(lambda _checked: self.switched.emit())
        self._close = QToolButton()
        self._close.setIcon(icon("x", colours.text))
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(_("Dismiss"))
        self._close.setToolTip(_("Dismiss"))
        self._close.clicked.connect(lambda _checked: self.dismissed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._switch)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    @property
    def offer(self) -> str:
        """What its button offers; empty if there is none."""
        return "" if self._switch.isHidden() else self._switch.text()

    def show_notice(self, notice: Notice) -> None:
        """Tell what changed."""
        text = _(_TEXTS[notice.event]).format(
            number=notice.release.number,
            name=notice.release.name,
            day=notice.release.effective,
            until=notice.until,
            count=notice.overdue,
        )
        if notice.other is not None:
            on = notice.event is Event.RETURNED
            offer = _("Go on to release {number}") if on else _("Back to release {number}")
            self._switch.setText(offer.format(number=notice.other.number))
        old = notice.event is Event.OVERDUE
        colour, tone = (self._colours.on_warn, "warn") if old else (self._colours.muted, "")
        self._show(_ICONS[notice.event], colour, text, tone, offering=notice.other is not None)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what is wrong."""
        self._show("warning-circle", self._colours.on_danger, error_text(error), "danger", offering=False)

    def end_notice(self) -> None:
        """Disappear."""
        self.hide()

    def begin(self) -> None:
        """Put the keyboard on what can be done."""
        (self._close if self._switch.isHidden() else self._switch).setFocus()

    def _show(self, icon_name: str, colour: str, text: str, tone: str, *, offering: bool) -> None:
        self._icon.setPixmap(icon(icon_name, colour).pixmap(QSize(16, 16)))
        self._text.setText(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._switch.setVisible(offering)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
