"""Asking for the time to travel to: a day, typed or from a calendar, or a release from the list."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.revision import Moment, Release
from deskbook.services.language import tr as _
from deskbook.ui.features.travel.presenter import TravelPresenter
from deskbook.ui.icons import icon
from deskbook.ui.texts import error_text, own_words
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.list_field import ListField
from deskbook.ui.widgets.tools import tool_button

_WIDTH, _HEIGHT = 480, 460
_NUMBER = Qt.ItemDataRole.UserRole


class AsOfDialog(QDialog):
    """See :class:`deskbook.ui.features.travel.presenter.TravelView`. Enter travels, Esc leaves or cancels."""

    def __init__(self, colours: Colours, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("As of…"))
        self._colours = colours
        self._today = today
        self._first = today
        self._presenter: TravelPresenter
        self.field = ListField()
        self.field.setPlaceholderText(_("2026-09-10, or the number of a release"))
        self.field.setAccessibleName(_("A day, or the number of a release"))
        self.field.textChanged.connect(self._typed)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._go)
        self._calendar = tool_button("calendar-blank", _("Choose a day in a calendar"), colours)
        self._calendar.clicked.connect(lambda _checked: self._open_calendar())
        self._said = plain_label("", "body")
        self.releases = QListWidget()
        self.releases.setObjectName("foundList")
        self.releases.setAccessibleName(_("Releases"))
        self.releases.setFrameShape(QFrame.Shape.NoFrame)
        self.releases.setWordWrap(True)
        self.releases.setIconSize(QSize(16, 16))
        self.releases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.releases.itemSelectionChanged.connect(self._chosen)
        self.releases.itemActivated.connect(lambda _item: self._go())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Getting the handbook of that time ready"))
        self._bar.hide()
        self._lay_out(parent.window().size())

    @property
    def said(self) -> str:
        """What is said of the time that is asked for."""
        return self._said.accessibleName()

    def serve(self, presenter: TravelPresenter) -> None:
        """Tell a presenter what is asked for, and show what it answers."""
        self._presenter = presenter
        self.rejected.connect(presenter.cancel)
        self.show_hint()
        presenter.begin()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_releases(self, releases: tuple[Release, ...], current: int) -> None:
        """List the releases that there are."""
        self._first = min((release.effective for release in releases), default=self._today)
        for release in releases:
            name = "check-circle" if release.number == current else "stack"
            row = QListWidgetItem(icon(name, self._colours.muted), _row(release))
            row.setData(_NUMBER, release.number)
            self.releases.addItem(row)
        if not releases:
            self._say(_("Nothing was released yet: there is only today's handbook."), "muted")
            self.field.setEnabled(False)
            self._calendar.setEnabled(False)

    def show_moment(self, moment: Moment, *, today: bool) -> None:
        """Say which release was in force."""
        number, name = moment.release.number, own_words(moment.release.name)
        if today:
            said = _("Release {number} “{name}” is in force today.").format(number=number, name=name)
        else:
            said = _("On {day} release {number} “{name}” was in force.").format(
                day=moment.day, number=number, name=name
            )
        self._say(said, "body")
        self.confirm.setText(_("Back to today") if today else _("Show"))
        self.confirm.setEnabled(True)
        self._mark(number)

    def show_hint(self) -> None:
        """Say how a time is written."""
        self._say(_("Write a day, or choose a release. The whole desk shows it until you go back."), "muted")
        self._unready()

    def show_fault(self, error: DeskbookError) -> None:
        """Say why nobody can travel there."""
        self._say(error_text(error), "fault")
        self._unready()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if self._bar.isHidden():
            self._say(_("Getting the handbook of that time ready"), "body")
            self.confirm.setEnabled(False)
            for widget in (self.field, self.releases, self._calendar):
                widget.setEnabled(False)
            self._bar.show()
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def end(self) -> None:
        """Close: the person is there."""
        self.accept()

    def _unready(self) -> None:
        self._bar.hide()
        for widget in (self.field, self.releases, self._calendar):
            widget.setEnabled(True)
        self.confirm.setText(_("Show"))
        self.confirm.setEnabled(False)

    def _say(self, text: str, kind: str) -> None:
        set_plain(self._said, text)
        self._said.setAccessibleName(text)
        self._said.setProperty("type", kind)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._said, text))

    def _wanted(self) -> str:
        text = self.field.text().strip()
        chosen = self.releases.selectedItems()
        return text or (str(chosen[0].data(_NUMBER)) if chosen else "")

    def _typed(self, text: str) -> None:
        if text.strip():
            self._mark(0)
        self._presenter.ask(self._wanted())

    def _chosen(self) -> None:
        if self.releases.selectedItems():
            self.field.blockSignals(True)
            self.field.clear()  # what is chosen last counts
            self.field.blockSignals(False)
            self._presenter.ask(self._wanted())

    def _mark(self, number: int) -> None:
        """Select the row of a release, 0 for none, without choosing it."""
        self.releases.blockSignals(True)
        self.releases.clearSelection()
        for row in range(self.releases.count()):
            item = self.releases.item(row)
            if item.data(_NUMBER) == number:
                self.releases.setCurrentItem(item)
                self.releases.scrollToItem(item)
        self.releases.blockSignals(False)

    def _step(self, step: int) -> None:
        if self.releases.count():
            chosen = self.releases.selectedItems()
            row = self.releases.row(chosen[0]) + step if chosen else 0
            self.releases.setCurrentRow(max(0, min(self.releases.count() - 1, row)))

    def _go(self) -> None:
        if self._wanted() and self._bar.isHidden():
            self._presenter.go(self._wanted())

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumDate(QDate(self._first.year, self._first.month, self._first.day))
        calendar.setMaximumDate(QDate(self._today.year, self._today.month, self._today.day))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):  # red in every theme otherwise
            calendar.setWeekdayTextFormat(weekend, QTextCharFormat())

        def choose(day: QDate) -> None:
            self.field.setText(day.toString(Qt.DateFormat.ISODate))
            calendar.close()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

        calendar.clicked.connect(choose)
        calendar.activated.connect(choose)
        edge = self._calendar.mapToGlobal(QPoint(self._calendar.width(), self._calendar.height()))
        calendar.move(max(0, edge.x() - calendar.sizeHint().width()), edge.y() + 2)
        calendar.show()

    def _lay_out(self, room: QSize) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.confirm = buttons.addButton(_("Show"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm.setDefault(True)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self._calendar)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Show the handbook as of…"), "section"))
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._bar)
        column.addWidget(self.releases, 1)
        column.addWidget(buttons)
        self.resize(min(_WIDTH, room.width() - 20), min(_HEIGHT, room.height() - 20))


def _row(release: Release) -> str:
    lines = [line.strip() for line in release.notes.splitlines()]
    told = [line for line in lines if line and not line.startswith("#")]
    # Notes that the program wrote begin with the day; the first item of their list says more.
    first = next((line for line in told if line.startswith("-")), told[0] if told else "").lstrip("- ")
    named = _("Release {number} “{name}”").format(number=release.number, name=own_words(release.name))
    since = _("from {day}").format(day=release.effective)
    return "\n".join(filter(None, (_(" · ").join((named, since)), first)))
