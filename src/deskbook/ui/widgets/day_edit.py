"""A field for a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QDateEdit

from deskbook.ui.icons import draw_icon
from deskbook.ui.theme import Colours

_ICON = 16


class DayEdit(QDateEdit):
    """Year, month and day, to be typed, or chosen in a calendar; the wheel scrolls the page."""

    def __init__(self, colours: Colours, day: date, first: date | None = None) -> None:
        """Show a day.

        :param first: the earliest one that may be chosen.
        """
        super().__init__()
        self._colours = colours
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.choose(day, first)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # red in every theme otherwise
            self.calendarWidget().setWeekdayTextFormat(weekend, QTextCharFormat())

    @property
    def day(self) -> date:
        """The day chosen."""
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def choose(self, day: date, first: date | None = None) -> None:
        """Show a day, of those from ``first`` on."""
        if first is not None:
            self.setMinimumDate(QDate(first.year, first.month, first.day))
        self.setDate(QDate(day.year, day.month, day.day))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the field and what opens the calendar."""
        super().paintEvent(event)
        square = QRectF(self.width() - _ICON - 8, (self.height() - _ICON) / 2, _ICON, _ICON)
        draw_icon(QPainter(self), square, "calendar-blank", self._colours.muted)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to what the field lies on."""
        event.ignore()
