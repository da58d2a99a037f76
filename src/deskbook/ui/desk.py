"""The window's content: it lays the features out and passes between them what each has to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
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
from deskbook.model.feedback import Fault
from deskbook.model.register import Shop
from deskbook.services.calming import Opener
from deskbook.services.chats import Chats
from deskbook.services.facade import Services
from deskbook.services.language import tr as _
from deskbook.services.settings import Theme
from deskbook.services.travelling import Then
from deskbook.services.walking import Walk
from deskbook.ui.actions import ActionId, key_text
from deskbook.ui.features.browse.presenter import BrowsePresenter
from deskbook.ui.features.browse.view import BrowseView
from deskbook.ui.features.chats.presenter import ChatPresenter
from deskbook.ui.features.chats.view import ChatBar
from deskbook.ui.features.drafting.presenter import DraftingPresenter
from deskbook.ui.features.drafting.view import DraftView
from deskbook.ui.features.mine.presenter import MinePresenter
from deskbook.ui.features.mine.view import MineView
from deskbook.ui.features.mood.presenter import MoodPresenter
from deskbook.ui.features.mood.view import MoodStrip
from deskbook.ui.features.reading.presenter import Place, ReadingPresenter
from deskbook.ui.features.reading.view import ReadingView
from deskbook.ui.features.release.view import ReleaseNotice
from deskbook.ui.features.search.filter_bar import FilterBar
from deskbook.ui.features.search.filters import Facet, Filters
from deskbook.ui.features.search.presenter import SearchPresenter
from deskbook.ui.features.search.view import SearchView
from deskbook.ui.features.travel.banner import PastBanner
from deskbook.ui.features.travel.presenter import SincePresenter
from deskbook.ui.features.travel.since import SinceLine
from deskbook.ui.features.upkeep.view import UpkeepStrip
from deskbook.ui.features.walking.presenter import WalkPresenter
from deskbook.ui.features.walking.view import WalkBar
from deskbook.ui.features.watching.presenter import WatchPresenter
from deskbook.ui.features.watching.view import WatchNotice
from deskbook.ui.icons import icon
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Clipboard, Lane, Runner
from deskbook.ui.theme import Colours, load_look
from deskbook.ui.widgets.search_field import handbook_field
from deskbook.ui.widgets.toast import Toast
from deskbook.ui.widgets.tools import tool_button

_ROOM_FOR_BOTH = 1000
"""From this width on the draft box stands beside the entry; in a narrower window it takes its place."""
_ROOM_FOR_TWO = 620
"""From this width on an entry stands beside the hits; in a narrower window it takes their place."""
_DRAFT_SHARE = 0.44
_FRAME = 3
"""Pixels of the frame around an earlier handbook."""
_CHOSEN = 0
"""In place of a script's number: the one that is marked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: carried over when the desk is built anew in another language or theme."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    place: Place | None = None
    draft: str = ""
    drafting: bool = False
    size: QSize | None = None
    division: tuple[int, ...] = ()
    walks: Mapping[str, Walk] = field(default_factory=dict)
    selected: str = ""
    alone: bool = False
    chats: Chats = field(default_factory=Chats)


class Desk(QWidget):
    """Search field, filters, hits or browsing, the reading pane, the draft box, and background work."""

    done = Signal()
    """Esc in an empty search field: the person wants nothing more from here."""
    news_asked = Signal()
    today_asked = Signal()
    """Back to today's handbook."""
    resized = Signal()
    """The button between the narrow panel and the full window was pressed."""

    def __init__(
        self,
        services: Services,
        jobs: Runner,
        clipboard: Clipboard,
        colours: Colours,
        menu: QMenu,
        then: Then | None = None,
    ) -> None:
        """Make a desk.

        :param services: those of the handbook that is read: of ``then``, if that is given.
        :param then: the earlier handbook that is read; None for today's.
        """
        super().__init__()
        self.setObjectName("desk")
        self._then = then
        self._colours = colours
        self._sender = services.sender
        self._clipboard = clipboard
        self._news = services.news
        self._reading_alone = False
        self._jobs = TiedJobs(jobs)
        jobs = self._jobs
        self.field = handbook_field(colours)
        self.search_view = SearchView(colours)
        self.browse_view = BrowseView(colours)
        themes = services.resources / "themes"
        self.reading_view = ReadingView(
            colours,
            lambda: load_look(themes, Theme.LIGHT.value).colours,
            services.markup.plain_text,
        )
        self.reading_view.set_text_size(services.preferences.current.text_size)
        self.draft_view = DraftView(colours)
        self.notice = WatchNotice(colours)
        self.release_notice = ReleaseNotice(colours)
        self.mood_strip = MoodStrip(colours)
        self.strip = UpkeepStrip(colours)
        self.toast = Toast(self, colours, self._room_for_toast)
        self.chat_bar = ChatBar(colours)
        self.chats = ChatPresenter(
            self.chat_bar, lambda: self.reading.leave_customer(), lambda: self.reading.show_known()
        )
        self.reading = ReadingPresenter(
            self.reading_view,
            services.handbook,
            services.copier,
            services.markup,
            services.pictures,
            services.sender,
            jobs,
            clipboard,
            services.copies,
            self.chats,
            lambda _entry_id: self._copied(),
            lambda entry_id, text: self.walking.note_copy(entry_id, text),
        )
        self.drafting = DraftingPresenter(self.draft_view, services.sender, jobs, clipboard)
        self.walk_bar = WalkBar(colours)
        self.walking = WalkPresenter(self.walk_bar, clipboard, services.clock, services.markup.plain_text)
        self.reading_view.add_foot(self.walk_bar)
        self.mood = MoodPresenter(self.mood_strip, services.calming, services.sender, jobs, clipboard)
        self.watch = WatchPresenter(self.notice, services.sender, jobs, clipboard)
        self.search = SearchPresenter(
            self.search_view,
            _Outlet(self),
            services.finder,
            jobs,
            services.keeper.find,
            services.feedback.searched_in_vain,
        )
        self.filter_bar = FilterBar(colours, self.search.toggle, self.search.only_kind)
        self.browse = BrowsePresenter(
            self.browse_view,
            services.finder,
            services.keeper,
            jobs,
            self.filter_bar.popup.offer,
        )
        self.mine_view = MineView(colours, self)
        self.mine = MinePresenter(
            self.mine_view, services.keeper, services.feedback, jobs, self.browse.refresh_own
        )
        self.since_line = SinceLine(colours, services.preferences)
        self.since = SincePresenter(self.since_line, then, jobs)
        self.reading_view.hold(
            self.mine_view.bar, self.since_line, self.mine_view.note, self.mine_view.remark
        )
        self.banner = PastBanner(colours, then.moment) if then is not None else None
        self._lay_out(menu)
        self._connect()
        self.watch.turn(services.preferences.current.watch_clipboard)
        self.mood.turn(services.preferences.current.read_mood)

    def begin(self, standing: Standing) -> None:
        """Show what is to be shown, with the keyboard in the search field."""
        self.browse.refresh(wait=True)
        self.count_unread()
        self.field.setText(standing.text)
        self.search.restore(standing.text, standing.filters, standing.selected)
        self.walking.restore(standing.walks)
        self.chats.restore(standing.chats)
        if standing.place is not None:
            place = standing.place
            self.reading.open(f"{place.entry_id}#{place.anchor}".removesuffix("#"))
        if standing.draft:
            self.draft_view.put(standing.draft)
        if standing.size is not None:
            self.resize(standing.size)
        self._show_draft(standing.drafting)
        if standing.division:
            self.splitter.setSizes(standing.division)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if standing.alone and standing.place is not None:
            self.read()
        if self.banner is not None:
            self.banner.announce()

    def standing(self) -> Standing:
        """Return where the person stands."""
        return Standing(
            self.search.text,
            self.search.filters,
            self.reading.place,
            self.draft_view.text,
            not self.draft_view.isHidden(),
            self.size(),
            tuple(self.splitter.sizes()),
            self.walking.walks,
            self.search.selected,
            self._reading_alone,
            self.chats.chats,
        )

    def let_go(self) -> None:
        """End: another desk takes its place."""
        self._jobs.let_go()

    def serve(self, *, owner: bool) -> None:
        """Be the agent's whole desk, or a section of the owner's, which has the menu elsewhere."""
        self._menu_button.setVisible(not owner)
        self._size_button.setVisible(not owner)
        self.reading_view.offer_editing(offered=owner)

    def handbook_changed(self) -> None:
        """Show everything as it is now."""
        self.browse.refresh()
        self.count_unread()
        self.search.refresh(keep=True)
        self.reading.reload()
        self.since.look_again()
        self.check_again()

    def check_again(self) -> None:
        """Check again what is open: the banned phrases, or what the agent may send, changed."""
        self.reading.recheck()
        self.drafting.recheck()
        self.watch.recheck()

    def show_unread(self, count: int) -> None:
        """Say how many texts must be read and were not."""
        self.news_button.setText(str(count) if count else "")
        said = _("See what changed: {count} to read").format(count=count) if count else _("See what changed")
        self.news_button.setAccessibleName(said)
        self.reading_view.show_unread(count)

    def count_unread(self) -> None:
        """Look how many texts must be read and were not."""
        self._jobs.run(Lane.READ, self._news.unread, self.show_unread, lambda _error: None)

    def search_warm(self) -> None:
        """Answer again: the search knows more now than when it began.

        The phrase guard comes next, once the best answer is there to be read.
        """
        self.search.refresh(keep=False)
        self._after(Lane.SEARCH, lambda: self._after(Lane.PAGE, self._guard_warm))

    def _after(self, lane: Lane, then: Callable[[], None]) -> None:
        """Go on once everything is done that waits in a lane."""
        self._jobs.run(lane, lambda: None, lambda _none: then(), lambda _error: None)

    def _guard_warm(self) -> None:
        self._jobs.run(Lane.COPY, self._sender.warm_up, lambda _none: None, self.draft_view.show_problem)

    def act(self, action: ActionId) -> None:
        """Carry out a key of the search field, the hits or the tree."""
        steps = {ActionId.NEXT_HIT: 1, ActionId.PREVIOUS_HIT: -1}
        pages = {ActionId.PAGE_DOWN: 1, ActionId.PAGE_UP: -1}
        if action is ActionId.CLEAR:
            empty = not self.field.text()
            self.clear()
            if empty:
                self.done.emit()
        elif self.search.browsing:
            self._act_on_tree(action)
        elif action is ActionId.COPY:
            self.search.copy(_CHOSEN)
        elif action is ActionId.OPEN:
            self.search.open()
        elif action in steps:
            self._read_alone(False)
            self.search_view.step(steps[action])
        elif action in pages:
            self._read_alone(False)
            self.search_view.step_page(pages[action])

    def copy_variant(self, number: int) -> None:
        """Copy a script of the entry shown."""
        self.reading.copy_shown(number)

    def undo_copy(self) -> None:
        """Bring back what the clipboard held before the last copy."""
        if self._clipboard.undo():
            self.toast.say(_("The clipboard holds what it held before"), "arrow-counter-clockwise")
        else:
            self.toast.say(_("There is nothing to bring back to the clipboard"), "info")

    def see_since(self) -> None:
        """Show what changed in the entry shown since the time that is read."""
        if self._then is None:
            self.toast.say(_("This is today's handbook"), "info")
        else:
            self.since.open()

    def new_chat(self) -> None:
        """Go on with another customer, whose question comes next."""
        self.chats.begin()
        self.focus_search()

    def find_in_page(self) -> None:
        """Find words in the entry that is shown."""
        if self.reading_view.page is not None:
            self._show_script()
            self.reading_view.find_in_page()

    def walk(self) -> None:
        """Be guided through the procedure that is shown."""
        if self._procedure_shown():
            self.reading_view.show_chart(False)
            self.walking.begin()

    def toggle_chart(self) -> None:
        """Show the flowchart of the procedure in place of its text, or the text again."""
        if self._procedure_shown():
            self.reading_view.show_chart(not self.reading_view.charting)

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

    def toggle_draft(self) -> None:
        """Go to the draft box, opening it if need be; from within the box, close it."""
        focus = self.focusWidget()
        if not self.draft_view.isHidden() and focus is not None and self.draft_view.isAncestorOf(focus):
            self.close_draft()
        else:
            self._show_draft(True)
            self.draft_view.begin()

    def close_draft(self) -> None:
        """Close the draft box; its text is still there when it is opened again."""
        self._show_draft(False)
        self.focus_search()

    def draft(self, text: str) -> None:
        """Go on with a text in the draft box."""
        self._show_draft(True)
        self.draft_view.put(text)
        self.draft_view.begin()

    def read(self) -> None:
        """Move on to the entry shown, in place of the hits where there is no room for both."""
        self._read_alone(True)
        self.reading_view.focus_page()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show side by side only what there is room for."""
        super().resizeEvent(event)
        self._fit()
        self.walk_bar.fit(self.height())

    def focus_search(self) -> None:
        """Put the keyboard into the search field, its text selected, with the hits below it."""
        self._make_way()
        self._read_alone(False)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def focus_next_area(self) -> None:
        """Move the keyboard on: search field, list, reading pane, draft box, notice, and round again."""
        if self.field.hasFocus():
            if self.search.browsing:
                self.browse_view.tree.begin()
            else:
                self.search_view.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        banner = (self.banner,) if self.banner is not None else ()
        areas: tuple[QWidget, ...] = (
            self._left,
            self.reading_view,
            self.draft_view,
            self.chat_bar,
            self.mood_strip,
            self.notice,
            self.release_notice,
            *banner,
        )
        focus = self.focusWidget()
        here = next((n for n, area in enumerate(areas) if focus and area.isAncestorOf(focus)), len(areas))
        following: dict[QWidget, Callable[[], None] | None] = {
            **{one: one.begin for one in banner},
            self.reading_view: self.reading_view.focus_page if self.reading.place is not None else None,
            self.draft_view: self.draft_view.begin,
            self.chat_bar: self.chat_bar.begin,
            self.mood_strip: self.mood_strip.begin,
            self.notice: self.notice.begin,
            self.release_notice: self.release_notice.begin,
        }
        for area in areas[here + 1 :]:
            begin = following[area]
            if area.isVisible() and begin is not None:
                begin()
                return
        self.focus_search()

    def write_note(self) -> None:
        """Go to the note on the entry shown."""
        if self.mine.entry is not None:
            self._show_script()
            self.mine_view.note.begin()

    def flag(self) -> None:
        """Offer to tell the owners what is the matter with the entry shown."""
        if self.mine.entry is not None:
            self._show_script()
            self.mine_view.bar.open_flags()

    def open_menu(self) -> None:
        """Open the settings menu below its button."""
        self._menu_button.showMenu()

    def _show_draft(self, shown: bool) -> None:
        if shown == self.draft_view.isHidden():
            left, *others = self.splitter.sizes()
            room = sum(others)
            self.draft_view.setVisible(shown)
            self._fit()
            share = 1 if self.reading_view.isHidden() else _DRAFT_SHARE
            draft = round(room * share) if shown else 0
            self.splitter.setSizes([left, room - draft, draft])

    def _fit(self) -> None:
        drafting, narrow = not self.draft_view.isHidden(), self.width() < _ROOM_FOR_TWO
        alone = self._reading_alone and not drafting
        self._left.setVisible(not narrow or not (alone or drafting))
        self.reading_view.setVisible(
            alone or not (narrow or drafting) or (drafting and self.width() >= _ROOM_FOR_BOTH)
        )
        self.reading_view.offer_list(offered=narrow)

    def _read_alone(self, alone: bool) -> None:
        if alone != self._reading_alone:
            self._reading_alone = alone
            self._fit()

    def _show_script(self) -> None:
        """Make room for the entry: something is asked at one of its scripts."""
        self._make_way()
        self._read_alone(True)

    def _make_way(self) -> None:
        """In a narrow window the draft box makes way for what is found."""
        if self.reading_view.isHidden():
            self._show_draft(False)

    def _room_for_toast(self) -> QRect:
        """Return where a toast covers neither the walk bar nor the draft box nor what stands below."""
        if not self.reading_view.isHidden():
            room = self.reading_view.spare_room(self)
        elif self.draft_view.isHidden():
            top = self._left.mapTo(self, QPoint()).y()  # the list has all the width to itself
            room = QRect(0, top, self.width(), self._left.height())
        else:
            room = self.header.geometry()
            room.setTop(self.filter_bar.mapTo(self, QPoint()).y())
        return room

    def _act_on_tree(self, action: ActionId) -> None:
        entry_id = self.browse_view.tree.current_entry()
        if action in {ActionId.NEXT_HIT, ActionId.PAGE_DOWN}:
            self.browse_view.tree.begin()
        elif action is ActionId.COPY and entry_id:
            self.reading.copy(entry_id, _CHOSEN)
        elif action is ActionId.OPEN and entry_id:
            self.read()

    def _lay_out(self, menu: QMenu) -> None:
        self._menu_button = QToolButton()
        self._menu_button.setObjectName("menuButton")
        self._menu_button.setIcon(icon("gear-six", self._colours.text))
        self._menu_button.setIconSize(QSize(20, 20))
        self._menu_button.setMenu(menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setAccessibleName(_("Settings and help"))
        self._menu_button.setToolTip(f"{_('Settings and help')} ({key_text(ActionId.MENU)})")
        self._size_button = tool_button(
            "arrows-in-line-horizontal", _("Narrow panel or full window"), self._colours, ActionId.PANEL
        )
        self._size_button.clicked.connect(self.resized)
        self.news_button = tool_button("bell", _("See what changed"), self._colours, ActionId.GO_NEWS)
        self.news_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.news_button.clicked.connect(self.news_asked)
        self.header = QWidget()
        self.header.setObjectName("header")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.field, 1)
        top.addWidget(self.news_button)
        top.addWidget(self._size_button)
        top.addWidget(self._menu_button)
        head = QVBoxLayout(self.header)
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
        self.splitter.addWidget(self.draft_view)
        for number, share in enumerate((1, 2, 1)):
            self.splitter.setStretchFactor(number, share)
        self.splitter.setSizes([400, 800])
        self._left.setMinimumWidth(230)
        self._left.setMaximumWidth(560)
        self.reading_view.setMinimumWidth(280)
        self.draft_view.setMinimumWidth(280)
        self.draft_view.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.banner is not None:
            self.setProperty("past", True)
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            column.setContentsMargins(_FRAME, 0, _FRAME, _FRAME)
            column.addWidget(self.banner)
        column.addWidget(self.header)
        column.addWidget(self.chat_bar)
        column.addWidget(self.mood_strip)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.release_notice)
        column.addWidget(self.notice)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        self.field.committed.connect(self.search.search)
        self.field.stepped = self._choose_script
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
        reading.typed.connect(self.chats.remember)
        reading.picture_wanted.connect(self.reading.copy_picture)
        reading.followed.connect(self.reading.open)
        reading.asking.connect(self._show_script)
        reading.left.connect(self.focus_search)
        reading.back_asked.connect(self.reading.back)
        reading.forward_asked.connect(self.reading.forward)
        reading.tag_chosen.connect(lambda tag: self.search.toggle(Facet.TAG, tag))
        reading.said.connect(self.toast.say)
        reading.copied.connect(self._say_script_copied)
        reading.news_asked.connect(self.news_asked)
        reading.copy_held.connect(self.reading.copy_held)
        reading.replacement_used.connect(self.reading.use_replacement)
        reading.held_dropped.connect(self.reading.drop_held)
        reading.drafted.connect(self._draft_held)
        self._connect_walk()
        self._connect_draft()
        self._connect_mine()
        self._connect_mood()
        self._connect_travel()
        self._connect_chats()
        self.strip.working.connect(self.browse_view.show_work)

    def _connect_walk(self) -> None:
        bar, walking, reading = self.walk_bar, self.walking, self.reading_view
        reading.shown.connect(self._page_shown)
        reading.walk_asked.connect(self.walk)
        reading.chart_asked.connect(self.toggle_chart)
        reading.saving.connect(self.reading.save_picture)
        reading.way_chosen.connect(walking.take)
        bar.taken.connect(walking.take)
        bar.back_asked.connect(walking.back)
        bar.over_asked.connect(walking.start_over)
        bar.trail_asked.connect(walking.copy_trail)
        bar.ended.connect(self._end_walk)
        bar.ticked.connect(walking.tick)
        bar.left.connect(self.focus_search)
        bar.stepped.connect(reading.show_step)
        bar.copy_asked.connect(self._copy_step)
        bar.copied.connect(self._say_copied)

    def _connect_draft(self) -> None:
        draft = self.draft_view
        draft.edited.connect(self.drafting.edited)
        draft.copy_asked.connect(self.drafting.copy)
        draft.copy_anyway.connect(self.drafting.copy)
        draft.used.connect(self.drafting.use)
        draft.followed.connect(self._open_rule)
        draft.closed.connect(self.close_draft)
        draft.left.connect(self.focus_search)
        draft.said.connect(self.toast.say)
        draft.copied.connect(self._say_copied)
        self.field.committed.connect(lambda _text: self._typed())
        self.notice.opened.connect(self._draft_noticed)
        self.notice.dismissed.connect(self.watch.dismiss)

    def _connect_mine(self) -> None:
        view, mine = self.mine_view, self.mine
        self.reading_view.showed.connect(mine.follow)
        view.read.connect(mine.read)
        view.said.connect(self.toast.say)
        view.code_kept.connect(mine.keep_code)
        view.code_forgotten.connect(mine.forget_code)
        view.bar.starred.connect(mine.toggle_star)
        view.bar.noted.connect(self.write_note)
        view.bar.codes_asked.connect(mine.codes)
        self.search_view.missed.connect(self._missed)
        view.bar.flagged.connect(lambda fault: mine.remark(fault, self.search.text))
        view.note.written.connect(mine.write)
        view.note.left.connect(self.reading_view.focus_page)
        view.remark.said.connect(self._said)
        view.remark.withdrawn.connect(mine.withdraw)

    def _missed(self) -> None:
        self._show_script()
        self.mine.remark(Fault.MISSING, self.search.text)

    def _said(self, words: str) -> None:
        self.mine.say(words)
        if self.reading.place is not None:
            self.reading_view.focus_page()
        else:
            self.focus_search()

    def _copied(self) -> None:
        self.search.copied()
        self.mine.read()

    def _choose_script(self, steps: int) -> bool:
        if self.search.browsing or (self.reading_view.isHidden() and self.width() >= _ROOM_FOR_TWO):
            return False
        if self.search.waiting:
            self.search.settle(lambda: self.reading.choose(steps))
            return True
        return self.reading.choose(steps)

    def _procedure_shown(self) -> bool:
        page = self.reading_view.page
        if page is None or page.kind is not Kind.SOP:
            self.toast.say(_("This is for procedures: open one first"), "info")
            return False
        self._show_script()
        return True

    def _page_shown(self) -> None:
        page = self.reading_view.page
        if page is None:
            self.walking.entry_shown(None, Shop())
        else:
            self.walking.entry_shown(page.entry, page.shop)

    def _copy_step(self) -> None:
        if self.walking.walk is not None:
            self.reading.copy_shown(self.reading_view.first_script(self.walking.walk.step.anchor))

    def _end_walk(self) -> None:
        self.walking.end()
        self.reading_view.focus_page()

    def _say_copied(self, text: str, icon_name: str) -> None:
        self.toast.say(text, icon_name, self.undo_copy)

    def _say_script_copied(self, text: str, icon_name: str) -> None:
        """Confirm a copy from the handbook; one from an earlier handbook never goes unnoticed."""
        if self._then is not None:
            said = [text, _("as of {day}").format(day=self._then.moment.day)]
            if self.since.changed:
                said.append(_("changed since"))
            text = _(" · ").join(said)
            icon_name = icon_name if icon_name == "warning" else "clock-counter-clockwise"
        self._say_copied(text, icon_name)

    def _connect_travel(self) -> None:
        self.reading_view.showed.connect(self.since.follow)
        self.since_line.asked.connect(self.since.open)
        self.since_line.said.connect(self.toast.say)
        if self.banner is not None:
            self.banner.left.connect(self.today_asked)

    def _connect_mood(self) -> None:
        strip = self.mood_strip
        self.field.committed.connect(self.mood.read)
        strip.copy_asked.connect(self.mood.copy)
        strip.dismissed.connect(self._dismiss_mood)
        strip.followed.connect(self._open_rule)
        strip.continued.connect(self._go_on_with)
        strip.said.connect(self.toast.say)
        strip.copied.connect(self._say_script_copied)

    def _connect_chats(self) -> None:
        bar = self.chat_bar
        bar.chosen.connect(self.chats.go)
        bar.new_asked.connect(self.new_chat)
        bar.end_asked.connect(self.chats.end)
        bar.left.connect(self.focus_search)
        bar.said.connect(self.toast.say)

    def _dismiss_mood(self) -> None:
        self.mood.dismiss()
        self.focus_search()

    def _go_on_with(self, opener: Opener) -> None:
        self._show_script()
        self.reading.copy_script(opener.ref)

    def _typed(self) -> None:
        self._make_way()
        self._read_alone(False)

    def _open_rule(self, phrase_id: str) -> None:
        self._show_script()
        self.reading.open(phrase_id)

    def _draft_held(self, text: str) -> None:
        self.reading.drop_held()
        self.draft(text)

    def _draft_noticed(self) -> None:
        text = self.watch.text
        self.watch.dismiss()
        self.draft(text)

    def _show_browsing(self, browsing: bool) -> None:
        if browsing and self._left.currentWidget() is not self.browse_view:
            self.browse.refresh_recent()
            self.browse.refresh_own()
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
        self._desk.read()
