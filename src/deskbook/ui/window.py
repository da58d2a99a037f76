"""The main window: a frame around the desk that remembers its place, its theme and its language."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QSize, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind, Level
from deskbook.ports import Progress
from deskbook.services.branding import product_name
from deskbook.services.facade import Services
from deskbook.services.language import LANGUAGES, current_language, use_language
from deskbook.services.language import tr as _
from deskbook.services.settings import DeskName, Theme
from deskbook.ui.actions import EDITOR_ACTIONS, ActionId, enable, install
from deskbook.ui.desk import Desk, Standing
from deskbook.ui.dialogs import show_problem, show_shortcuts
from deskbook.ui.features.upkeep.presenter import Phase, UpkeepPresenter
from deskbook.ui.icons import icon
from deskbook.ui.owner import EditorDesk, EditorStanding
from deskbook.ui.ports import Clipboard, Runner
from deskbook.ui.qt_language import QtLanguage
from deskbook.ui.sections import Section
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.shell import Shell
from deskbook.ui.texts import LANGUAGE_NAMES, N_
from deskbook.ui.theme import Colours, Look, dress, load_look, wanted_look

_LOOK_EVERY_MS = 2000
"""How often to look whether another process changed the handbook."""
_SMALLEST = QSize(720, 480)
_FIRST_SIZE = QSize(1200, 800)
_FRAME = QSize(0, 40)
"""What title bar and panels take of a small screen."""

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
    """Holds the desks. Another theme or language builds them anew, where the person stands."""

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
        self._actions: dict[ActionId, QAction] = {}
        self.desk: Desk
        self.editor: EditorDesk | None = None
        self._editing: EditorStanding | None = None
        self.shell: Shell
        self._upkeep = UpkeepPresenter(self, services.finder, jobs, starter, self._changed, self._warm)
        self._build(Standing())
        self._place()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._upkeep.tick)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._restyle())

    @property
    def busy(self) -> bool:
        """Whether background work is going on."""
        return self._upkeep.busy

    def begin_work(self) -> None:
        """Start the background work, once the window is there to show it."""
        self._upkeep.start()
        self._timer.start()

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

    def choose_level(self, level: Level) -> None:
        """Change the agent's level, at once and for good."""
        self._keep(level=level)
        self.desk.check_again()

    def choose_watching(self, on: bool) -> None:
        """Watch the clipboard or not, at once and for good."""
        self._keep(watch_clipboard=on)
        self.desk.watch.turn(on)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember the place of the window."""
        self._timer.stop()
        self._clipboard.watch(None)
        if self.editor is not None:
            self.editor.keep_now()
        self.desk.close_draft()  # it is not open at the next start, and the division kept is without it
        self._keep(geometry=self._geometry())
        super().closeEvent(event)

    def _changed(self) -> None:
        self.desk.handbook_changed()
        if self.editor is not None:
            self.editor.handbook_changed()

    def _warm(self) -> None:
        self.desk.search_warm()

    def _restyle(self) -> None:
        if self._look is None or wanted_look(self._theme()) != self._look.name:
            self._build_again()

    def _theme(self) -> Theme:
        return self._services.preferences.current.theme

    def _build_again(self) -> None:
        section = self.shell.section
        if self.editor is not None:
            self._editing, self.editor = self.editor.standing(), None
        self._build(self.desk.standing())
        self._go(section)

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
        menu = self._menu(self._look)
        self.desk = Desk(self._services, self._jobs, self._clipboard, self._look.colours, menu)
        self.desk.reading_view.edit_asked.connect(self._edit_shown)
        self.shell = Shell(
            self._look.colours,
            menu,
            {Section.HANDBOOK: lambda: self.desk, Section.EDITOR: self._edit_desk},
        )
        self.shell.rail.chosen.connect(self._go)
        self.setCentralWidget(self.shell)
        self.setWindowTitle(product_name(self._services.names))
        self.desk.strip.cancelled.connect(self._upkeep.cancel)
        self.desk.strip.resumed.connect(self._upkeep.start)
        self._upkeep.show_again()
        self._go(Section.HANDBOOK)
        self.desk.begin(standing)

    def _edit_desk(self) -> EditorDesk:
        if self.editor is None:
            self.editor = EditorDesk(self._services, self._jobs, self._colours)
            self.editor.begin(self._editing)
        return self.editor

    def _go(self, section: Section) -> None:
        desk = self._services.preferences.current.desk
        owner = desk is DeskName.OWNER
        self.shell.rail.setVisible(owner)
        self.desk.serve(owner=owner)
        self.shell.go(section if owner else Section.HANDBOOK)
        enable(self._actions, desk, self.shell.section)
        if self.shell.section is Section.EDITOR:
            self._edit_desk().take_keyboard()
        else:
            self.desk.focus_search()

    def _copy_variant(self, number: int) -> None:
        if self.shell.section is Section.HANDBOOK:
            self.desk.copy_variant(number)

    def _edit_shown(self) -> None:
        if self.shell.section is Section.HANDBOOK and self.desk.reading.place is not None:
            self.edit(self.desk.reading.place.entry_id)

    def _switch_desk(self) -> None:
        owner = self._services.preferences.current.desk is DeskName.OWNER
        self.choose_desk(DeskName.AGENT if owner else DeskName.OWNER)

    def _next_area(self) -> None:
        page: Desk | EditorDesk = self.desk
        if self.shell.section is Section.EDITOR:
            page = self._edit_desk()
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
            ActionId.DRAFT: lambda: self.desk.toggle_draft(),
            ActionId.SETTINGS: self._show_settings,
            ActionId.OTHER_PANE: self._next_area,
            ActionId.MENU: self._open_menu,
            ActionId.SWITCH_DESK: self._switch_desk,
            ActionId.GO_HANDBOOK: partial(self._go_to, Section.HANDBOOK),
            ActionId.GO_EDITOR: partial(self._go_to, Section.EDITOR),
            ActionId.EDIT_ENTRY: self._edit_shown,
            ActionId.SHORTCUTS: self._show_shortcuts,
            ActionId.QUIT: self._quit,
        }
        for action, kind in kinds.items():
            handlers[action] = partial(self._only_kind, kind)
        for action in EDITOR_ACTIONS:
            handlers[action] = partial(self._edit_act, action)
        return handlers

    def _go_to(self, section: Section) -> None:
        self._go(section)

    def _edit_act(self, action: ActionId) -> None:
        self._edit_desk().act(action)

    def _only_kind(self, kind: Kind | None) -> None:
        self.desk.only_kind(kind)

    def _show_shortcuts(self) -> None:
        show_shortcuts(self, self._services.preferences.current.desk, self.shell.section)

    def _show_settings(self) -> None:
        if self._look is None:
            return
        dialog = SettingsDialog(self._services.preferences.current, self._look.colours, self)
        dialog.level_chosen.connect(self.choose_level)
        dialog.watch_chosen.connect(self.choose_watching)
        dialog.open()

    def _quit(self) -> None:
        self.close()

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
        languages = menu.addMenu(icon("translate", look.colours.muted), _("Language"))
        group = QActionGroup(menu)
        for language in LANGUAGES:
            action = languages.addAction(LANGUAGE_NAMES[language])
            action.setCheckable(True)
            action.setChecked(language == current_language())
            action.triggered.connect(lambda _on=False, one=language: self._later(self.choose_language, one))
            group.addAction(action)
        self._desk_actions = self._add_desks(menu, look)
        menu.addSeparator()
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
        return desks.actions()

    def _later(self, call: Callable[..., None], value: object) -> None:
        # The menu that asks is part of what is built anew: let it close first.
        QTimer.singleShot(0, self, lambda: call(value))

    def _keep(self, **values: object) -> None:
        try:
            self._services.preferences.change(**values)
        except DeskbookError as error:
            show_problem(self, error)

    def _place(self) -> None:
        room = (self.screen().availableSize() - _FRAME).expandedTo(QSize(320, 240))
        self.setMinimumSize(_SMALLEST.boundedTo(room))
        self.resize(_FIRST_SIZE.boundedTo(room))
        frame, _found, split = self._services.preferences.current.geometry.partition("|")
        try:
            self.restoreGeometry(QByteArray(base64.b64decode(frame, validate=True)))
            self.desk.splitter.restoreState(QByteArray(base64.b64decode(split, validate=True)))
        except (binascii.Error, ValueError):
            return  # a damaged setting: the first size stands

    def _geometry(self) -> str:
        parts = (self.saveGeometry(), self.desk.splitter.saveState())
        return "|".join(base64.b64encode(part.data()).decode("ascii") for part in parts)
