"""The main window: a frame around the desk that remembers its place, its theme and its language."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from deskbook.errors import DeskbookError, Message
from deskbook.model.entry import Kind, Level, Stage
from deskbook.model.person import Role
from deskbook.ports import Progress
from deskbook.services.branding import product_name
from deskbook.services.facade import Services
from deskbook.services.language import LANGUAGES, current_language, use_language
from deskbook.services.language import tr as _
from deskbook.services.settings import DeskName, Theme, next_text_size
from deskbook.services.travelling import Then
from deskbook.services.walking import Walk
from deskbook.ui.actions import (
    EDITOR_ACTIONS,
    REVISION_ACTIONS,
    ActionId,
    enable,
    install,
    listed,
    native_key,
)
from deskbook.ui.desk import Desk, Standing
from deskbook.ui.dialogs import show_problem, show_shortcuts
from deskbook.ui.features.installing.presenter import OfferPresenter
from deskbook.ui.features.installing.view import PackDialogs
from deskbook.ui.features.palette.presenter import Command, PalettePresenter
from deskbook.ui.features.palette.view import Palette
from deskbook.ui.features.release.presenter import ReleasePresenter
from deskbook.ui.features.travel.presenter import TravelPresenter
from deskbook.ui.features.upkeep.presenter import Phase, UpkeepPresenter
from deskbook.ui.frame import Frame
from deskbook.ui.icons import icon
from deskbook.ui.jobs import TiedJobs
from deskbook.ui.ports import Clipboard, Lane, Runner
from deskbook.ui.qt_language import QtLanguage
from deskbook.ui.sections import REVISION_SECTIONS, Section
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.shell import Shell
from deskbook.ui.tabbing import tab_on
from deskbook.ui.texts import LANGUAGE_NAMES, N_
from deskbook.ui.theme import Colours, Look, dress, load_look, wanted_look

if TYPE_CHECKING:
    from deskbook.ui.features.news.presenter import NewsPresenter
    from deskbook.ui.features.news.view import NewsPage
    from deskbook.ui.insight_desk import InsightDesk
    from deskbook.ui.owner import EditorDesk, EditorStanding
    from deskbook.ui.quarter import RevisionDesk, RevisionStanding
    from deskbook.ui.versions import VersionsDesk

_LOOK_EVERY_MS = 2000
"""How often to look whether another process changed the handbook."""
_LOOK_FOR_PACKS_EVERY_MS = 60_000
"""How often to look into the folder that the policy watches, and at the age of the release."""

_THEMES = {
    Theme.SYSTEM: (N_("Like the system"), "monitor"),
    Theme.LIGHT: (N_("Light"), "sun"),
    Theme.DARK: (N_("Dark"), "moon"),
}
_DESKS = {
    DeskName.AGENT: (N_("The agent's desk: find and copy"), "headset"),
    DeskName.OWNER: (N_("The owner's desk: edit and publish"), "note-pencil"),
}


class MainWindow(QMainWindow):
    """Holds the desks. Another theme or language builds them anew, where the person stands.

    What is not on the first page is imported when somebody goes there: the window opens sooner.
    """

    hide_asked = Signal()
    summon_key_chosen = Signal(str)
    spoke = Signal()
    """Another language is spoken from now on."""
    ended = Signal()

    def __init__(
        self,
        services: Services,
        jobs: Runner,
        clipboard: Clipboard,
        starter: Callable[[Progress], None] | None,
    ) -> None:
        super().__init__()
        self._services = services
        self._jobs = jobs
        self._clipboard = clipboard
        self._qt_language = QtLanguage()
        self._look: Look | None = None
        self._colours: Colours
        self._settings_menu: QMenu
        self._then: Then | None = None
        self._read = services
        self._walks: dict[int, Mapping[str, Walk]] = {}
        self._actions: dict[ActionId, QAction] = {}
        self.desk: Desk
        self.editor: EditorDesk | None = None
        self._editing: EditorStanding | None = None
        self.versions: VersionsDesk | None = None
        self.insight: InsightDesk | None = None
        self.news: NewsPage | None = None
        self._news: NewsPresenter
        self.quarter: RevisionDesk | None = None
        self._revising: RevisionStanding | None = None
        self.shell: Shell
        self._ending = False
        self._key_trouble: Message | None = None
        self.frame = Frame(self, lambda: services.preferences.current, self._keep)
        self._upkeep = UpkeepPresenter(self, services.finder, jobs, starter, self._changed, self._warm)
        self._releases = ReleasePresenter(services.pack_desk, jobs, services.handbook.today)
        self._pack_offer = OfferPresenter(PackDialogs(self), services.pack_desk, jobs, self._installed)
        self._build(Standing())
        self.frame.place()
        self._divide()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._upkeep.tick)
        self._release_timer = QTimer(self, interval=_LOOK_FOR_PACKS_EVERY_MS)
        self._release_timer.timeout.connect(self._releases.tick)
        QGuiApplication.styleHints().colorSchemeChanged.connect(
            self._restyle
        )  # a lambda would keep the window

    @property
    def busy(self) -> bool:
        """Whether background work is going on."""
        return self._upkeep.busy

    def begin_work(self) -> None:
        """Start the background work, once the window is there to show it."""
        self._upkeep.start()
        self._timer.start()
        self._releases.tick()
        self._release_timer.start()

    def show_progress(self, phase: Phase, done: int, total: int) -> None:
        """Pass on to the strip; see :class:`deskbook.ui.features.upkeep.presenter.UpkeepView`."""
        self.desk.strip.show_progress(phase, done, total)

    def show_idle(self) -> None:
        """Pass on to the strip."""
        self.desk.strip.show_idle()

    def show_paused(self) -> None:
        """Pass on to the strip."""
        self.desk.strip.show_paused()

    def show_problem(self, error: DeskbookError) -> None:
        """Pass on to the strip."""
        self.desk.strip.show_problem(error)

    def choose_theme(self, theme: Theme) -> None:
        """Change the theme, at once and for good."""
        self._keep(theme=theme)
        self._restyle()

    def choose_language(self, language: str) -> None:
        """Change the language, at once and for good."""
        self._keep(language=language)
        use_language(language, self._services.resources / "i18n")
        self._build_again()
        self.spoke.emit()

    def choose_desk(self, desk: DeskName) -> None:
        """Change to the agent's or the owner's desk, and begin there next time."""
        self._keep(desk=desk)
        self._go(Section.HANDBOOK)
        for action in self._desk_actions:
            action.setChecked(action.data() == desk)

    def edit(self, entry_id: str) -> None:
        """Open an entry in the owner's editor."""
        if self._services.preferences.current.desk is DeskName.OWNER:
            self._go(Section.EDITOR)
            self._edit_desk().open(entry_id)

    def show_history(self, entry_id: str) -> None:
        """Show the history of an entry at the owner's desk."""
        if self._services.preferences.current.desk is DeskName.OWNER:
            self._go(Section.VERSIONS)
            self._versions_desk().open(entry_id)

    def go_to(self, section: Section) -> None:
        """Show a section of the owner's desk."""
        self._go(section)

    def write(self, entry_id: str, title: str) -> None:
        """Open an entry in the editor; one without a text yet is begun with a title."""
        self._go(Section.EDITOR)
        if title:
            self._edit_desk().begin_entry(entry_id, title)
        else:
            self._edit_desk().open(entry_id)

    def write_at(self, entry_id: str, line: int) -> None:
        """Open an entry in the editor at a line; 0 for anywhere."""
        self._go(Section.EDITOR)
        self._edit_desk().open_at(entry_id, line)

    def join(self, entry_id: str) -> None:
        """Join an entry's draft with what another release accepted."""
        self._go(Section.EDITOR)
        self._edit_desk().open_to_join(entry_id)

    def altered(self) -> None:
        """Show in the editor what can be written on now, and bring the search up to date."""
        if self.editor is not None:
            self.editor.handbook_changed()
        self._upkeep.tick()

    def choose_level(self, level: Level) -> None:
        """Change the agent's level, at once and for good."""
        self._keep(level=level)
        self.desk.check_again()
        self.desk.count_unread()

    def choose_stage(self, stage: Stage | None) -> None:
        """Change where the agent works, None for everywhere, at once and for good."""
        self._keep(stage=stage)
        self.desk.count_unread()

    def introduce(self, *, name: str = "", roles: Collection[Role] = ()) -> None:
        """Set who is at the desk, at once and for good."""
        try:
            self._services.people.introduce(name=name, roles=roles)
        except DeskbookError as error:
            show_problem(self, error)
        self.shell.rail.show_person(self._services.people.current())
        if self.quarter is not None:
            self.quarter.handbook_changed()

    def choose_watching(self, on: bool) -> None:
        """Watch the clipboard or not, at once and for good."""
        self._keep(watch_clipboard=on)
        self.desk.watch.turn(on)

    def choose_reading_moods(self, on: bool) -> None:
        """Read customers' messages for anger and the like or not, at once and for good."""
        self._keep(read_mood=on)
        self.desk.mood.turn(on)

    @property
    def summon_key(self) -> str:
        """The key that is to bring the panel from anywhere."""
        return self._services.preferences.current.summon_key

    def show_key_trouble(self, trouble: Message | None) -> None:
        """Note why the summoning key does not work, None if it does."""
        self._key_trouble = trouble

    def search(self, text: str) -> None:
        """Search for a text from elsewhere."""
        self._go(Section.HANDBOOK)
        self.desk.field.setText(" ".join(text.split()))
        self.desk.focus_search()

    def go_on_typing(self, text: str) -> None:
        """Search for a text that the person is still typing."""
        self.search(text)
        self.desk.field.end(False)

    def offer_pack(self, path: Path) -> None:
        """Show what a pack is, and ask whether to install it."""
        self._pack_offer.look(path)

    def be_panel(self) -> None:
        """Become the narrow panel."""
        if not self.frame.narrow:
            self.toggle_panel()

    def toggle_panel(self) -> None:
        """Change between the narrow panel and the full window."""
        if not self.frame.narrow:
            self._keep_division()
        self.frame.toggle()
        self._go(Section.HANDBOOK)
        if not self.frame.narrow:
            self._divide()

    def let_end(self) -> None:
        """Do not stay when the window is closed next: the session ends."""
        self._ending = True

    def end(self) -> None:
        """Close the window for good."""
        self._ending = True
        self.close()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Let Tab go through the window as it is laid out."""
        return tab_on(self, self.focusWidget(), forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stay in the tray if the person wants that; else remember the place of the window."""
        if self._services.preferences.current.stay and not self._ending:
            event.ignore()
            self.hide_asked.emit()
            return
        self._timer.stop()
        self._release_timer.stop()
        self._clipboard.watch(None)
        if self.editor is not None:
            self.editor.keep_now()
        self.desk.mine.keep_now()
        self.desk.close_draft()  # it is not open at the next start, and the division kept is without it
        self.frame.remember()
        if not self.frame.narrow:
            self._keep_division()
        super().closeEvent(event)
        self.ended.emit()

    def _changed(self) -> None:
        self._check_time()
        self.desk.handbook_changed()
        if self.editor is not None:
            self.editor.handbook_changed()
        if self.versions is not None:
            self.versions.handbook_changed()
        if self.insight is not None:
            self.insight.handbook_changed()
        if self.quarter is not None:
            self.quarter.handbook_changed()
        if self.news is not None:
            self._news.refresh()

    def _installed(self) -> None:
        self._releases.tick()
        self._upkeep.tick()

    def _warm(self) -> None:
        self.desk.search_warm()

    @Slot()
    def _restyle(self) -> None:
        if self._look is None or wanted_look(self._theme()) != self._look.name:
            self._build_again()

    def _theme(self) -> Theme:
        return self._services.preferences.current.theme

    def _build_again(self) -> None:
        section = self.shell.section
        if self.editor is not None:
            self._editing, self.editor = self.editor.standing(), None
        history = self.versions.history.chronicle if self.versions is not None else None
        if self.versions is not None:
            self.versions.let_go()
        self.versions = None
        if self.quarter is not None:
            self._revising, self.quarter = self.quarter.standing(), None
        self._build(self.desk.standing())
        self._go(section)
        if history is not None:
            self._versions_desk().open(history.entry_id)

    def _build(self, standing: Standing) -> None:
        themes = self._services.resources / "themes"
        self._look = load_look(themes, wanted_look(self._theme()))
        self._colours = self._look.colours
        self._qt_language.speak(current_language())
        dress(self._look, themes, current_language())
        if hasattr(self, "desk"):
            self.desk.let_go()
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self._actions = install(self, self._handlers(), self._copy_variant)
        self._settings_menu = self._menu(self._look)
        self._make_desk()
        self.shell = Shell(
            self._look.colours,
            self._settings_menu,
            {
                Section.HANDBOOK: lambda: self.desk,
                Section.NEWS: self._news_page,
                Section.EDITOR: self._edit_desk,
                Section.VERSIONS: self._versions_desk,
                Section.INSIGHT: self._insight_desk,
                **{section: partial(self._revision_page, section) for section in REVISION_SECTIONS},
            },
        )
        if self.insight is not None:
            self.insight.let_go()
            self.insight = None
        self.news = None
        self.shell.rail.chosen.connect(self._go)
        self.shell.rail.person_asked.connect(self._show_settings)
        self.shell.rail.show_person(self._services.people.current())
        self.setCentralWidget(self.shell)
        self._begin_desk(standing)

    def _make_desk(self) -> None:
        """Make the desk of the time that is shown."""
        self.desk = Desk(
            self._read, self._jobs, self._clipboard, self._colours, self._settings_menu, self._then
        )
        self.desk.reading_view.edit_asked.connect(self._edit_shown)
        self.desk.done.connect(self._done)
        self.desk.resized.connect(self.toggle_panel)
        self.desk.news_asked.connect(partial(self.go_to, Section.NEWS))
        self.desk.today_asked.connect(self.back_to_today)
        self.desk.strip.cancelled.connect(self._upkeep.cancel)
        self.desk.strip.resumed.connect(self._upkeep.start)
        self.desk.release_notice.switched.connect(self._releases.switch)
        self.desk.release_notice.dismissed.connect(self._releases.dismiss)

    def _begin_desk(self, standing: Standing) -> None:
        title = product_name(self._services.names)
        if self._then is not None:
            day = _("As of {day}").format(day=self._then.moment.day)
            title = _(" · ").join((day, title))
        self.setWindowTitle(title)
        self._upkeep.show_again()
        self._releases.attach(self.desk.release_notice)
        self._go(Section.HANDBOOK)
        self.desk.begin(standing)

    def travel_to(self, then: Then | None) -> None:
        """Show an earlier handbook at the desk, None for today's, where the person stands.

        Walks through procedures belong to their time: they wait there. The next start is today again.
        """
        if then is None and self._then is None:
            return
        before = self.desk.standing()
        self._walks[self._time] = before.walks
        self._then = then
        self._read = self._services if then is None else self._services.at(then)
        self.desk.let_go()
        self._make_desk()
        self.shell.renew(Section.HANDBOOK)
        self._begin_desk(replace(before, walks=self._walks.get(self._time, {})))

    def back_to_today(self) -> None:
        """Show today's handbook again."""
        if self._then is not None:
            self.travel_to(None)
            self.desk.toast.say(_("Back to today's handbook"), "check-circle")
        else:
            self.desk.toast.say(_("This is today's handbook"), "info")

    @property
    def _time(self) -> int:
        """The number of the release that is shown; 0 for today's."""
        return self._then.moment.release.number if self._then is not None else 0

    def _ask_time(self) -> None:
        from deskbook.ui.features.travel.dialog import AsOfDialog

        dialog = AsOfDialog(self._colours, self._services.handbook.today(), self)
        jobs = TiedJobs(self._jobs)
        dialog.destroyed.connect(jobs.let_go)
        dialog.serve(TravelPresenter(dialog, self._services.travel, jobs, self._then, self.travel_to))
        dialog.open()

    def _check_time(self) -> None:
        """Come back from a release that is no longer there: a backup may have been restored."""
        then = self._then
        if then is None:
            return

        def checked(holds: bool) -> None:
            if not holds and self._then is then:
                self.travel_to(None)
                self.desk.toast.say(_("That release is no longer here: this is today's handbook"), "warning")

        self._jobs.run(
            Lane.READ, lambda: self._services.travel.holds(then.moment), checked, self.desk.strip.show_problem
        )

    def _edit_desk(self) -> EditorDesk:
        if self.editor is None:
            from deskbook.ui.owner import EditorDesk

            self.editor = EditorDesk(self._services, self._jobs, self._colours)
            self.editor.begin(self._editing)
        return self.editor

    def _news_page(self) -> NewsPage:
        if self.news is None:
            from deskbook.ui.features.news.presenter import NewsPresenter
            from deskbook.ui.features.news.view import NewsPage

            self.news = NewsPage(self._colours, self._services.preferences)
            jobs = TiedJobs(self._jobs)
            self._news = NewsPresenter(
                self.news, self._services.news, jobs, lambda count: self.desk.show_unread(count)
            )
            self.news.connect_to(self._news)
            self.news.left.connect(partial(self.go_to, Section.HANDBOOK))
            self.news.destroyed.connect(jobs.let_go)
        return self.news

    def _versions_desk(self) -> VersionsDesk:
        if self.versions is None:
            from deskbook.ui.versions import VersionsDesk

            self.versions = VersionsDesk(self._services, self._jobs, self._colours)
        return self.versions

    def _insight_desk(self) -> InsightDesk:
        if self.insight is None:
            from deskbook.ui.insight_desk import InsightDesk

            light = load_look(self._services.resources / "themes", Theme.LIGHT.value).colours
            self.insight = InsightDesk(self._services, self._jobs, self._colours, light)
        return self.insight

    def _revision_desk(self) -> RevisionDesk:
        if self.quarter is None:
            from deskbook.ui.quarter import RevisionDesk

            self.quarter = RevisionDesk(self._services, self._jobs, self._colours, self._go, self, self.shell)
            self.quarter.begin(self._revising)
        return self.quarter

    def _revision_page(self, section: Section) -> QWidget:
        return self._revision_desk().page(section)

    def _go(self, section: Section) -> None:
        desk = self._services.preferences.current.desk
        owner = desk is DeskName.OWNER and not self.frame.narrow
        self.shell.rail.setVisible(owner)
        self.desk.serve(owner=owner)
        self.shell.go(section if owner or section is Section.NEWS else Section.HANDBOOK)
        enable(self._actions, DeskName.OWNER if owner else DeskName.AGENT, self.shell.section)
        if self.quarter is not None:
            self.quarter.leave()
        if self.shell.section is Section.EDITOR:
            self._edit_desk().take_keyboard()
        elif self.shell.section in REVISION_SECTIONS:
            self._revision_desk().enter(self.shell.section)
        elif self.shell.section is Section.VERSIONS:
            self._versions_desk().take_keyboard()
        elif self.shell.section is Section.INSIGHT:
            self._insight_desk().begin()
        elif self.shell.section is Section.NEWS:
            self._news_page().take_keyboard()
            self._news.refresh()
        else:
            self.desk.focus_search()

    def _done(self) -> None:
        if self.frame.narrow:
            self.hide_asked.emit()

    def _toggle_on_top(self) -> None:
        if "on_top" in self._services.preferences.fixed:
            self.desk.toast.say(_("Fixed by your organisation"), "lock-simple")
            return
        self.frame.stay_on_top(not self._services.preferences.current.on_top)
        on = self._services.preferences.current.on_top
        said = _("The panel stays above other windows") if on else _("The panel no longer stays on top")
        self.desk.toast.say(said, "push-pin")

    def _change_text_size(self, steps: int) -> None:
        size = next_text_size(self._services.preferences.current.text_size, steps)
        self._keep(text_size=size)
        self.desk.reading_view.set_text_size(size)
        self.desk.toast.say(_("Text size {percent} %").format(percent=size), "text-aa")

    def _show_palette(self) -> None:
        commands = [
            Command(action.text(), spec.text, _(spec.group), native_key(spec.keys[0]), action.trigger)
            for spec, action in listed(self._actions)
            if spec.id is not ActionId.PALETTE
        ]
        palette = Palette(self, self._colours)
        jobs = TiedJobs(self._jobs)
        palette.serve(PalettePresenter(palette, commands, self._open_chosen, self._read.finder, jobs))
        palette.destroyed.connect(jobs.let_go)
        palette.begin()

    def _open_chosen(self, entry_id: str) -> None:
        self._go(Section.HANDBOOK)
        self.desk.reading.open(entry_id)
        self.desk.read()

    def _copy_variant(self, number: int) -> None:
        if self.shell.section is Section.HANDBOOK:
            self.desk.copy_variant(number)

    def _edit_shown(self) -> None:
        if self.shell.section is Section.HANDBOOK and self.desk.reading.place is not None:
            self.edit(self.desk.reading.place.entry_id)

    def _history_of_shown(self) -> None:
        entry_id = ""
        if self.shell.section is Section.HANDBOOK and self.desk.reading.place is not None:
            entry_id = self.desk.reading.place.entry_id
        elif self.shell.section is Section.EDITOR:
            sheet = self._edit_desk().editing.sheet
            entry_id = sheet.entry_id if sheet is not None and sheet.seen is not None else ""
        if entry_id:
            self.show_history(entry_id)

    def _switch_desk(self) -> None:
        if "desk" in self._services.preferences.fixed:
            self.desk.toast.say(_("Fixed by your organisation"), "lock-simple")
            return
        owner = self._services.preferences.current.desk is DeskName.OWNER
        self.choose_desk(DeskName.AGENT if owner else DeskName.OWNER)

    def _next_area(self) -> None:
        section = self.shell.section
        if section in REVISION_SECTIONS:
            self._revision_desk().focus_next_area(section)
            return
        page: Desk | EditorDesk | VersionsDesk | InsightDesk | NewsPage = self.desk
        if section is Section.EDITOR:
            page = self._edit_desk()
        elif section is Section.VERSIONS:
            page = self._versions_desk()
        elif section is Section.NEWS:
            page = self._news_page()
        elif section is Section.INSIGHT:
            page = self._insight_desk()
        page.focus_next_area()

    def _open_menu(self) -> None:
        if self.shell.rail.isVisible():
            self.shell.rail.open_menu()
        else:
            self.desk.open_menu()

    def _handlers(self) -> dict[ActionId, Callable[[], None]]:
        kinds = {
            ActionId.KIND_ALL: None,
            ActionId.KIND_SOP: Kind.SOP,
            ActionId.KIND_FAQ: Kind.FAQ,
            ActionId.KIND_PHRASE: Kind.PHRASE,
            ActionId.KIND_CASE: Kind.CASE,
        }
        handlers: dict[ActionId, Callable[[], None]] = {
            ActionId.FOCUS_SEARCH: lambda: self.desk.focus_search(),
            ActionId.MORE_FILTERS: lambda: self.desk.filter_bar.open_popup(),
            ActionId.CLEAR_FILTERS: lambda: self.desk.clear_filters(),
            ActionId.BACK: lambda: self.desk.reading.back(),
            ActionId.FORWARD: lambda: self.desk.reading.forward(),
            ActionId.FIND_IN_PAGE: lambda: self.desk.find_in_page(),
            ActionId.TEXT_LARGER: partial(self._change_text_size, 1),
            ActionId.TEXT_SMALLER: partial(self._change_text_size, -1),
            ActionId.TEXT_NORMAL: partial(self._change_text_size, 0),
            ActionId.WALK: lambda: self.desk.walk(),
            ActionId.FLOWCHART: lambda: self.desk.toggle_chart(),
            ActionId.AS_OF: self._ask_time,
            ActionId.TODAY: self.back_to_today,
            ActionId.SINCE: lambda: self.desk.see_since(),
            ActionId.OPENER: lambda: self.desk.mood.copy(1),
            ActionId.ESCALATION: lambda: self.desk.mood_strip.toggle_rule(),
            ActionId.DRAFT: lambda: self.desk.toggle_draft(),
            ActionId.FAVOURITE: lambda: self.desk.mine.toggle_star(),
            ActionId.NOTE: lambda: self.desk.write_note(),
            ActionId.SHORT_CODES: lambda: self.desk.mine.codes(),
            ActionId.FLAG: lambda: self.desk.flag(),
            ActionId.UNDO_COPY: lambda: self.desk.undo_copy(),
            ActionId.NEW_CHAT: lambda: self.desk.new_chat(),
            ActionId.NEXT_CHAT: lambda: self.desk.chats.step(1),
            ActionId.PREVIOUS_CHAT: lambda: self.desk.chats.step(-1),
            ActionId.END_CHAT: lambda: self.desk.chats.end(),
            ActionId.SETTINGS: self._show_settings,
            ActionId.PALETTE: self._show_palette,
            ActionId.PANEL: self.toggle_panel,
            ActionId.ON_TOP: self._toggle_on_top,
            ActionId.OTHER_PANE: self._next_area,
            ActionId.MENU: self._open_menu,
            ActionId.SWITCH_DESK: self._switch_desk,
            ActionId.GO_HANDBOOK: partial(self.go_to, Section.HANDBOOK),
            ActionId.GO_EDITOR: partial(self.go_to, Section.EDITOR),
            ActionId.GO_VERSIONS: partial(self.go_to, Section.VERSIONS),
            ActionId.GO_INSIGHT: partial(self.go_to, Section.INSIGHT),
            ActionId.GO_BOARD: partial(self.go_to, Section.BOARD),
            ActionId.GO_REVIEW: partial(self.go_to, Section.REVIEW),
            ActionId.GO_GATE: partial(self.go_to, Section.GATE),
            ActionId.GO_RELEASES: partial(self.go_to, Section.RELEASES),
            ActionId.GO_NEWS: partial(self.go_to, Section.NEWS),
            ActionId.ACKNOWLEDGE: lambda: self._news_page().confirm_current(),
            ActionId.LEAVE_NEWS: partial(self.go_to, Section.HANDBOOK),
            ActionId.EDIT_ENTRY: self._edit_shown,
            ActionId.ENTRY_HISTORY: self._history_of_shown,
            ActionId.SHORTCUTS: self._show_shortcuts,
            ActionId.QUIT: self.end,
        }
        for action, kind in kinds.items():
            handlers[action] = partial(self._only_kind, kind)
        for action in EDITOR_ACTIONS:
            handlers[action] = partial(self._edit_act, action)
        for action in REVISION_ACTIONS:
            handlers[action] = partial(self._revision_act, action)
        return handlers

    def _edit_act(self, action: ActionId) -> None:
        self._edit_desk().act(action)

    def _revision_act(self, action: ActionId) -> None:
        self._revision_desk().act(action)

    def _only_kind(self, kind: Kind | None) -> None:
        self.desk.only_kind(kind)

    def _show_shortcuts(self) -> None:
        show_shortcuts(self, self._services.preferences.current.desk, self.shell.section)

    def _show_settings(self) -> None:
        if self._look is None:
            return
        people, trouble = self._services.people, self._key_trouble
        dialog = SettingsDialog(
            self._services.preferences.current,
            self._services.preferences.fixed,
            self._services.feedback.keeps_searches,
            people.current(),
            people.known(),
            trouble,
            self._look.colours,
            self,
        )
        dialog.name_chosen.connect(lambda name: self.introduce(name=name))
        dialog.roles_chosen.connect(lambda roles: self.introduce(roles=roles))
        dialog.level_chosen.connect(self.choose_level)
        dialog.stage_chosen.connect(self.choose_stage)
        dialog.watch_chosen.connect(self.choose_watching)
        dialog.mood_chosen.connect(self.choose_reading_moods)
        dialog.on_top_chosen.connect(self.frame.stay_on_top)
        dialog.stay_chosen.connect(lambda on: self._keep(stay=on))
        dialog.key_chosen.connect(lambda key: dialog.show_key_trouble(self._choose_key(key)))
        dialog.open()

    def _choose_key(self, key: str) -> Message | None:
        self._keep(summon_key=key)
        self.summon_key_chosen.emit(key)
        return self._key_trouble

    def _menu(self, look: Look) -> QMenu:
        menu = QMenu(self)
        themes = menu.addMenu(icon("sun", look.colours.muted), _("Theme"))
        group = QActionGroup(menu)
        for theme, (text, icon_name) in _THEMES.items():
            action = themes.addAction(icon(icon_name, look.colours.muted), _(text))
            action.setCheckable(True)
            action.setChecked(theme is self._theme())
            action.triggered.connect(lambda _on=False, t=theme: self._later(self.choose_theme, t))
            group.addAction(action)
        self._rest_if_fixed(themes, "theme")
        languages = menu.addMenu(icon("translate", look.colours.muted), _("Language"))
        group = QActionGroup(menu)
        for language in LANGUAGES:
            action = languages.addAction(LANGUAGE_NAMES[language])
            action.setCheckable(True)
            action.setChecked(language == current_language())
            action.triggered.connect(lambda _on=False, one=language: self._later(self.choose_language, one))
            group.addAction(action)
        self._rest_if_fixed(languages, "language")
        self._desk_actions = self._add_desks(menu, look)
        menu.addSeparator()
        menu.addAction(self._actions[ActionId.AS_OF])
        menu.addAction(self._actions[ActionId.NEW_CHAT])
        menu.addAction(self._actions[ActionId.PALETTE])
        menu.addAction(self._actions[ActionId.PANEL])
        menu.addAction(self._actions[ActionId.SETTINGS])
        menu.addAction(self._actions[ActionId.SHORTCUTS])
        menu.addAction(self._actions[ActionId.QUIT])
        return menu

    def _add_desks(self, menu: QMenu, look: Look) -> list[QAction]:
        desks = menu.addMenu(icon("desktop", look.colours.muted), _("Desk"))
        group = QActionGroup(menu)
        for desk, (text, icon_name) in _DESKS.items():
            action = desks.addAction(icon(icon_name, look.colours.muted), _(text))
            action.setData(desk)
            action.setCheckable(True)
            action.setChecked(desk is self._services.preferences.current.desk)
            action.triggered.connect(lambda _on=False, d=desk: self._later(self.choose_desk, d))
            group.addAction(action)
        self._rest_if_fixed(desks, "desk")
        return desks.actions()

    def _rest_if_fixed(self, menu: QMenu, setting: str) -> None:
        """Show as fixed what nobody can choose here."""
        if setting in self._services.preferences.fixed:
            menu.setTitle(_("{setting} (fixed by your organisation)").format(setting=menu.title()))
            menu.setIcon(icon("lock-simple", self._colours.muted))
            for action in menu.actions():
                action.setEnabled(False)

    def _later(self, call: Callable[..., None], value: object) -> None:
        # The menu that asks is part of what is built anew: let it close first.
        QTimer.singleShot(0, self, lambda: call(value))

    def _keep(self, **values: object) -> None:
        try:
            self._services.preferences.change(**values)
        except DeskbookError as error:
            show_problem(self, error)

    def _divide(self) -> None:
        """Divide the full window as it was divided last."""
        kept = self._services.preferences.current.division
        with suppress(binascii.Error, ValueError):  # a damaged setting: the first division stands
            self.desk.splitter.restoreState(QByteArray(base64.b64decode(kept, validate=True)))

    def _keep_division(self) -> None:
        self._keep(division=base64.b64encode(self.desk.splitter.saveState().data()).decode("ascii"))
