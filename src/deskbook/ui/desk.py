"""The window's content: it lays the features out and passes between them what each has to tell."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskbook.model.entry import Kind
from deskbook.services.facade import Services
from deskbook.services.language import tr as _
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.browse.presenter import BrowsePresenter
from deskbook.ui.features.browse.view import BrowseView
from deskbook.ui.features.reading.presenter import Place, ReadingPresenter
from deskbook.ui.features.reading.view import ReadingView
from deskbook.ui.features.search.filter_bar import FilterBar
from deskbook.ui.features.search.filters import Facet, Filters
from deskbook.ui.features.search.presenter import SearchPresenter
from deskbook.ui.features.search.view import SearchView
from deskbook.ui.features.upkeep.view import UpkeepStrip
from deskbook.ui.icons import icon
from deskbook.ui.ports import Clipboard, Runner
from deskbook.ui.theme import Colours
from deskbook.ui.widgets.search_field import SearchField
from deskbook.ui.widgets.toast import Toast


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: carried over when the desk is built anew in another language or theme."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    place: Place | None = None


class Desk(QWidget):
    """Search field, filters, hits or browsing, the reading pane, and background work."""

    def __init__(
        self, services: Services, jobs: Runner, clipboard: Clipboard, colours: Colours, menu: QMenu
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._colours = colours
        self.field = self._make_field()
        self.search_view = SearchView(colours)
        self.browse_view = BrowseView(colours)
        self.reading_view = ReadingView(colours)
        self.strip = UpkeepStrip(colours)
        self.toast = Toast(self, colours)
        self.reading = ReadingPresenter(
            self.reading_view,
            services.handbook,
            services.copier,
            services.markup,
            jobs,
            clipboard,
            lambda _entry_id: self.search.remember(),
        )
        self.search = SearchPresenter(self.search_view, _Outlet(self), services.finder, jobs, services.clock)
        self.filter_bar = FilterBar(colours, self.search.toggle, self.search.only_kind)
        self.browse = BrowsePresenter(
            self.browse_view, services.finder, jobs, services.clock, self.filter_bar.popup.offer
        )
        self._lay_out(menu)
        self._connect()

    def begin(self, standing: Standing) -> None:
        """Show what is to be shown, with the keyboard in the search field."""
        self.browse.refresh(wait=True)
        self.field.setText(standing.text)
        self.search.restore(standing.text, standing.filters)
        if standing.place is not None:
            place = standing.place
            self.reading.open(f"{place.entry_id}#{place.anchor}".removesuffix("#"))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def standing(self) -> Standing:
        """Return where the person stands."""
        return Standing(self.search.text, self.search.filters, self.reading.place)

    def serve(self, *, owner: bool) -> None:
        """Be the agent's whole desk, or a section of the owner's, which has the menu elsewhere."""
        self._menu_button.setVisible(not owner)
        self.reading_view.offer_editing(offered=owner)

    def handbook_changed(self) -> None:
        """Show everything as it is now."""
        self.browse.refresh()
        self.search.refresh(keep=True)
        self.reading.reload()

    def search_warm(self) -> None:
        """Answer again: the search knows more now than when it began."""
        self.search.refresh(keep=False)

    def act(self, action: ActionId) -> None:
        """Carry out a key of the search field, the hits or the tree."""
        steps = {ActionId.NEXT_HIT: 1, ActionId.PREVIOUS_HIT: -1}
        pages = {ActionId.PAGE_DOWN: 1, ActionId.PAGE_UP: -1}
        if action is ActionId.CLEAR:
            self.clear()
        elif self.search.browsing:
            self._act_on_tree(action)
        elif action is ActionId.COPY:
            self.search.copy(1)
        elif action is ActionId.OPEN:
            self.search.open()
        elif action in steps:
            self.search_view.step(steps[action])
        elif action in pages:
            self.search_view.step_page(pages[action])

    def copy_variant(self, number: int) -> None:
        """Copy a script of the entry shown."""
        self.reading.copy_shown(number)

    def clear(self) -> None:
        """Start over: no text, the keyboard in the search field."""
        self.field.clear()
        self.focus_search()

    def clear_filters(self) -> None:
        """Take all filters away."""
        self.search.filter(Filters())

    def only_kind(self, kind: Kind | None) -> None:
        """Search in one collection, or in all."""
        self.search.only_kind(kind)

    def focus_search(self) -> None:
        """Put the keyboard into the search field, its text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def focus_next_area(self) -> None:
        """Move the keyboard on: search field, list, reading pane, and round again."""
        if self.field.hasFocus():
            if self.search.browsing:
                self.browse_view.tree.begin()
            else:
                self.search_view.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._left.isAncestorOf(self.focusWidget()) and self.reading.place is not None:
            self.reading_view.focus_page()
        else:
            self.focus_search()

    def open_menu(self) -> None:
        """Open the settings menu below its button."""
        self._menu_button.showMenu()

    def _act_on_tree(self, action: ActionId) -> None:
        entry_id = self.browse_view.tree.current_entry()
        if action in {ActionId.NEXT_HIT, ActionId.PAGE_DOWN}:
            self.browse_view.tree.begin()
        elif action is ActionId.COPY and entry_id:
            self.reading.copy(entry_id, 1)
        elif action is ActionId.OPEN and entry_id:
            self.reading_view.focus_page()

    def _make_field(self) -> SearchField:
        field = SearchField()
        field.setObjectName("search")
        field.setPlaceholderText(
            _("What the customer said, a keyword, pinyin or initials: 钱什么时候退 · tuikuan · tk")
        )
        field.setAccessibleName(_("Search"))
        field.setClearButtonEnabled(True)
        field.addAction(
            icon("magnifying-glass", self._colours.muted), SearchField.ActionPosition.LeadingPosition
        )
        return field

    def _lay_out(self, menu: QMenu) -> None:
        self._menu_button = QToolButton()
        self._menu_button.setObjectName("menuButton")
        self._menu_button.setIcon(icon("gear-six", self._colours.text))
        self._menu_button.setIconSize(QSize(20, 20))
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setAccessibleName(_("Settings and help"))
        self._menu_button.setToolTip(f"{_('Settings and help')} ({key_text(ActionId.MENU)})")
        header = QWidget()
        header.setObjectName("header")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.field, 1)
        top.addWidget(self._menu_button)
        head = QVBoxLayout(header)
        head.setContentsMargins(16, 12, 16, 10)
        head.setSpacing(10)
        head.addLayout(top)
        head.addWidget(self.filter_bar)
        self._left = QStackedWidget()
        self._left.setObjectName("left")
        self._left.addWidget(self.browse_view)
        self._left.addWidget(self.search_view)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self.reading_view)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([400, 800])
        self._left.setMinimumWidth(230)
        self._left.setMaximumWidth(560)
        self.reading_view.setMinimumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        self.field.committed.connect(self.search.search)
        for source in (self.field, self.search_view, self.browse_view.tree):
            source.acted.connect(self.act)
        search, browse, reading = self.search_view, self.browse_view, self.reading_view
        search.moved.connect(self.search.select)
        search.browsing.connect(self._show_browsing)
        search.filtered.connect(self.filter_bar.show_filters)
        search.unfiltered.connect(self.clear_filters)
        browse.tree.moved.connect(self.reading.preview)
        browse.searched.connect(self.field.setText)
        browse.forgotten.connect(self.browse.forget)
        reading.copy_asked.connect(self.reading.copy_shown)
        reading.copy_filled.connect(self.reading.copy_filled)
        reading.followed.connect(self.reading.open)
        reading.back_asked.connect(self.reading.back)
        reading.forward_asked.connect(self.reading.forward)
        reading.tag_chosen.connect(lambda tag: self.search.toggle(Facet.TAG, tag))
        reading.said.connect(self.toast.say)
        self.strip.working.connect(self.browse_view.show_work)

    def _show_browsing(self, browsing: bool) -> None:
        if browsing and self._left.currentWidget() is not self.browse_view:
            self.browse.refresh_recent()
        self._left.setCurrentWidget(self.browse_view if browsing else self.search_view)


class _Outlet:
    """What was found goes to the reading pane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def selected(self, entry_id: str) -> None:
        """Show an entry beside the hits."""
        self._desk.reading.preview(entry_id)

    def copy(self, entry_id: str, number: int) -> None:
        """Copy a script of the selected entry."""
        self._desk.reading.copy(entry_id, number)

    def open(self, _entry_id: str) -> None:
        """Move on to reading the selected entry."""
        self._desk.search.remember()
        self._desk.reading_view.focus_page()
