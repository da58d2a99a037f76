"""Two releases to choose; the entries that differ on the left, how one differs on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskbook.errors import DeskbookError
from deskbook.model.revision import Release, Revision
from deskbook.services.history import Difference
from deskbook.services.language import tr as _
from deskbook.services.settings import Preferences
from deskbook.ui.features.comparing.presenter import Changed, ComparePresenter, Fate
from deskbook.ui.icons import icon
from deskbook.ui.texts import N_, error_text, own_words
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.choice_box import ChoiceBox
from deskbook.ui.widgets.diff.view import DiffView
from deskbook.ui.widgets.page_state import StatePage

_ENTRY = Qt.ItemDataRole.UserRole
_FATES = {
    Fate.ADDED: ("plus-circle", "on_added", N_("New")),
    Fate.EDITED: ("pencil-simple", "on_sop", N_("Edited")),
    Fate.RETIRED: ("archive", "on_removed", N_("Retired")),
}


class CompareView(QWidget):
    """See :class:`deskbook.ui.features.comparing.presenter.CompareView`."""

    def __init__(self, colours: Colours, preferences: Preferences) -> None:
        super().__init__()
        self._colours = colours
        self._presenter: ComparePresenter
        self._names: dict[int, str] = {}
        self.old, self.new = ChoiceBox(colours), ChoiceBox(colours)
        self.old.setAccessibleName(_("Older release"))
        self.new.setAccessibleName(_("Newer release"))
        self.entries = QListWidget()
        self.diff = DiffView(colours, preferences)
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._lay_out()

    def connect_to(self, presenter: ComparePresenter) -> None:
        """Pass on to the presenter what a person does."""
        self._presenter = presenter
        self.old.activated.connect(lambda _n: self._compare())
        self.new.activated.connect(lambda _n: self._compare())
        self.entries.currentItemChanged.connect(self._show)

    def show_releases(self, releases: tuple[Release, ...], old: int, new: int) -> None:
        """Offer releases, two of them chosen."""
        self._names = {
            one.number: f"{one.number} · {own_words(one.name)} · {one.effective}" for one in releases
        }
        for box, number in ((self.old, old), (self.new, new)):
            box.clear()
            for one, name in self._names.items():
                box.addItem(name, one)
            box.setCurrentIndex(box.findData(number))
        self._pages.setCurrentWidget(self._page if new else self._too_few)

    def show_changed(self, changed: tuple[Changed, ...], unchanged: int) -> None:
        """List the entries that differ."""
        self.notice.hide()
        current = self.entries.currentItem()
        before = current.data(_ENTRY) if current is not None else None
        self.entries.blockSignals(True)
        self.entries.clear()
        for one in changed:
            icon_name, ink, fate = _FATES[one.fate]
            item = QListWidgetItem(icon(icon_name, getattr(self._colours, ink)), f"{_(fate)} · {one.title}")
            item.setData(_ENTRY, one.entry_id)
            item.setToolTip(one.entry_id)
            self.entries.addItem(item)
        self.entries.blockSignals(False)
        counts = [sum(one.fate is fate for one in changed) for fate in Fate]
        self._counts.setText(
            _("{added} new, {edited} edited, {retired} retired; {same} unchanged").format(
                added=counts[0], edited=counts[1], retired=counts[2], same=unchanged
            )
        )
        row = next((n for n, one in enumerate(changed) if one.entry_id == before), 0)
        self.diff.clear()
        self.entries.setCurrentRow(-1)
        self.entries.setCurrentRow(row)
        self._body.setCurrentWidget(self.diff if changed else self._same)

    def show_difference(self, difference: Difference) -> None:
        """Show how one entry differs."""
        old, new = self._presenter.old, self._presenter.new
        self.diff.show_diff(difference.diff, self._name(old, difference.old), self._name(new, difference.new))

    def show_problem(self, error: DeskbookError) -> None:
        """Say what went wrong."""
        self.notice.setText(error_text(error))
        self.notice.show()

    def take_keyboard(self) -> None:
        """Put the keyboard where a person goes on."""
        self.entries.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_next_area(self) -> None:
        """Move the keyboard on: releases, entries, text, and round again."""
        focus = self.focusWidget()
        if focus in {self.old, self.new}:
            self.entries.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif focus is self.entries:
            self.diff.take_keyboard()
        else:
            self.old.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _name(self, number: int, revision: Revision | None) -> str:
        held = _("Revision {number}").format(number=revision.number) if revision else _("not there")
        return f"{self._names.get(number, number)} · {held}"

    def _compare(self) -> None:
        self._presenter.compare(self.old.currentData(), self.new.currentData())

    def _show(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._presenter.show_entry(item.data(_ENTRY))

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.setObjectName("paper")
        self._too_few = StatePage(
            icon("git-diff", self._colours.muted),
            _("There are fewer than two releases"),
            _("Once a second release is published, you see here which entries it changed, and how."),
        )
        self._page = self._make_page()
        self._pages.addWidget(self._too_few)
        self._pages.addWidget(self._page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._pages)

    def _make_page(self) -> QWidget:
        page = QWidget()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        self.entries.setObjectName("foundList")
        self.entries.setAccessibleName(_("Changed entries"))
        self.entries.setIconSize(QSize(16, 16))
        self.entries.setFrameShape(QFrame.Shape.NoFrame)
        self.entries.setMinimumWidth(220)
        self._same = StatePage(
            icon("equals", self._colours.muted), _("Nothing differs."), _("Both releases hold the same.")
        )
        self._body = QStackedWidget()
        self._body.addWidget(self.diff)
        self._body.addWidget(self._same)
        splitter.addWidget(self.entries)
        splitter.addWidget(self._body)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([300, 900])
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addWidget(self.notice)
        column.addWidget(splitter, 1)
        return page

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("readingBar")
        self._counts = QLabel()
        self._counts.setProperty("type", "muted")
        self._counts.setWordWrap(True)
        arrow = QLabel("→")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        for box in (self.old, self.new):
            box.setMinimumWidth(120)
        row.addWidget(self.old)
        row.addWidget(arrow)
        row.addWidget(self.new)
        row.addSpacing(8)
        row.addWidget(self._counts, 1)
        return bar
