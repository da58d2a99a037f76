"""What changed: entries on one side, how one changed on the other; in a narrow window above each other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.services.history import Difference
from deskbook.services.language import tr as _
from deskbook.services.news import Bulletin, Fate, Item
from deskbook.services.settings import Preferences
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.news.presenter import NewsPresenter
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_, error_text
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.labels import plain_label, set_plain
from deskbook.ui.widgets.page_state import StatePage
from deskbook.ui.widgets.tools import tool_button

_ROOM_FOR_TWO = 620
_FATES = {
    Fate.ADDED: ("plus-circle", "on_added", N_("New")),
    Fate.EDITED: ("pencil-simple", "on_sop", N_("Edited")),
    Fate.RETIRED: ("archive", "on_removed", N_("Retired")),
    Fate.STANDING: ("book-open", "muted", N_("In force")),
}


class NewsPage(QWidget):
    """See :class:`deskbook.ui.features.news.presenter.NewsView`."""

    left = Signal()

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self._colours = colours
        self._presenter: NewsPresenter
        self._items: tuple[Item, ...] = ()
        self.entries = QListWidget()
        self.entries.setObjectName("foundList")
        self.entries.setAccessibleName(_("What changed"))
        self.entries.setIconSize(QSize(16, 16))
        self.entries.setFrameShape(QFrame.Shape.NoFrame)
        self.entries.setWordWrap(True)
        self.entries.currentRowChanged.connect(self._choose)
        self.diff = DiffView(colours, preferences)
        self.confirm = QPushButton(f"{_('I have read it')}  {key_text(ActionId.ACKNOWLEDGE)}")
        self.confirm.setProperty("look", "primary")
        self.confirm.clicked.connect(lambda _checked: self.confirm_current())
        self._state = plain_label("", "small")
        self._title = plain_label("", "small")
        self._lay_out()

    @property
    def current(self) -> Item | None:
        """The entry looked at."""
        row = self.entries.currentRow()
        return self._items[row] if 0 <= row < len(self._items) else None

    def connect_to(self, presenter: NewsPresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter

    def show_bulletin(self, bulletin: Bulletin) -> None:
        """List what there is."""
        before = self.current
        self._items = bulletin.items
        self.entries.blockSignals(True)
        self.entries.clear()
        for item in bulletin.items:
            self.entries.addItem(self._row(item))
        self.entries.blockSignals(False)
        set_plain(self._title, self._headline(bulletin))
        self._body.setCurrentWidget(self._splitter if bulletin.items else self._nothing)
        wanted = before.entry_id if before is not None and not before.unread else ""
        row = next((n for n, item in enumerate(bulletin.items) if item.entry_id == wanted), 0)
        self.diff.clear()
        self.entries.setCurrentRow(-1)
        self.entries.setCurrentRow(row)

    def show_difference(self, item: Item, difference: Difference) -> None:
        """Show what changed in one entry."""
        names = [
            _("Revision {number}").format(number=one.number) if one is not None else _("not there")
            for one in (difference.old, difference.new)
        ]
        self.diff.show_diff(difference.diff, *names)
        self.confirm.setVisible(item.unread)
        if item.read_at is not None:
            day = item.read_at.astimezone()
            said = _("You confirmed on {date} that you read it.").format(date=f"{day:%Y-%m-%d %H:%M}")
        else:
            said = _("Every agent must read this.") if item.must_read else ""
        set_plain(self._state, said)

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        set_plain(self._title, error_text(error))

    def confirm_current(self) -> None:
        """Confirm what is looked at."""
        if self.current is not None:
            self._presenter.confirm(self.current)

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self.entries.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard between the list and the text."""
        if self.entries.hasFocus():
            self.diff.take_keyboard()
        else:
            self.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put list and text above each other where they do not fit side by side."""
        super().resizeEvent(event)
        narrow = self.width() < _ROOM_FOR_TWO
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() is not wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([160, 400] if narrow else [300, 700])

    def _row(self, item: Item) -> QListWidgetItem:
        icon_name, ink, fate = _FATES[item.fate]
        parts = [_(fate), item.title]
        if item.unread:
            icon_name, ink = "bell-ringing", "on_warn"
            parts.insert(0, _("Must be read"))
        elif item.must_read:
            icon_name, ink = "check-circle", "on_ok"
        row = QListWidgetItem(icon(icon_name, getattr(self._colours, ink)), _(" · ").join(parts))
        row.setToolTip(item.entry_id)
        return row

    def _headline(self, bulletin: Bulletin) -> str:
        if bulletin.release is None:
            named = _("Nothing was released yet")
        elif bulletin.before is None:
            named = _("Release {number} “{name}”").format(
                number=bulletin.release.number, name=bulletin.release.name
            )
        else:
            named = _("Release {number} “{name}”, compared with release {before}").format(
                number=bulletin.release.number, name=bulletin.release.name, before=bulletin.before.number
            )
        return _(" · ").join([named, _("{count} to read").format(count=bulletin.unread)])

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._items):
            self._presenter.show(self._items[row])

    def _lay_out(self) -> None:
        back = tool_button("arrow-left", _("Back to the search field"), self._colours, ActionId.LEAVE_NEWS)
        back.clicked.connect(lambda _checked: self.left.emit())
        name = QLabel(_("What changed"))
        name.setProperty("type", "strong")
        bar = QFrame()
        bar.setObjectName("readingBar")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 16, 6)
        head.setSpacing(10)
        head.addWidget(back)
        head.addWidget(name)
        head.addWidget(self._title, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.confirm)
        text = QWidget()
        right = QVBoxLayout(text)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.diff, 1)
        right.addLayout(foot)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.entries)
        self._splitter.addWidget(text)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([300, 700])
        self._nothing = StatePage(
            icon("bell", self._colours.muted),
            _("Nothing changed for you"),
            _("After a new release you see here what it changed for your stage and level."),
        )
        self._body = QStackedWidget()
        self._body.addWidget(self._nothing)
        self._body.addWidget(self._splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._body, 1)
