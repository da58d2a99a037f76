"""A quiet line at the lower edge of the window: it never takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton

from deskbook.services.guarding import Explained
from deskbook.services.language import tr as _
from deskbook.ui.icons import icon
from deskbook.ui.texts import severity_name
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.findings import severity_look

_LONGEST = 30
_ROOM_FOR_BUTTON = 480


class WatchNotice(QFrame):
    """What the clipboard holds, with a way to mend it."""

    opened = Signal()
    dismissed = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._colours = colours
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._open = QPushButton(_("Open in the draft box"))
        self._open.clicked.connect(lambda _checked: self.opened.emit())
        self._close = close = QToolButton()
        close.setIcon(icon("x", colours.text))
        close.setIconSize(QSize(16, 16))
        close.setAccessibleName(_("Dismiss"))
        close.setToolTip(_("Dismiss"))
        close.clicked.connect(lambda _checked: self.dismissed.emit())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 6, 12, 6)
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0)
        self._grid.addWidget(self._text, 0, 1)
        self._grid.addWidget(self._open, 0, 2)
        self._grid.addWidget(close, 0, 3)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the button below the text where there is no room beside it."""
        super().resizeEvent(event)
        row, column = (0, 2) if self.width() >= _ROOM_FOR_BUTTON else (1, 1)
        self._grid.addWidget(self._open, row, column, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._close, 0, 3)  # Tab goes by the order in the layout

    def show_notice(self, finding: Explained, more: int) -> None:
        """Say what the clipboard holds."""
        hit = finding.hit
        tone, icon_name = severity_look(hit.blocks)
        self._icon.setPixmap(icon(icon_name, self._colours.pair(tone)[1]).pixmap(16, 16))
        written = " ".join(hit.text.split())
        shown = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
        template = (
            _("The clipboard holds “{text}” and {count} more: {severity}")
            if more
            else _("The clipboard holds “{text}”: {severity}")
        )
        text = template.format(text=shown, count=more, severity=severity_name(hit.severity))
        self._text.setText(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def end_notice(self) -> None:
        """Disappear."""
        self.hide()

    def begin(self) -> None:
        """Put the keyboard on the way to mend it."""
        self._open.setFocus()
