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
from deskbook.services.facade import Services
from deskbook.services.language import LANGUAGES, current_language, use_language
from deskbook.services.language import tr as _
from deskbook.services.settings import Theme
from deskbook.ui.actions import ActionId, install
from deskbook.ui.desk import Desk, Standing
from deskbook.ui.dialogs import show_problem, show_shortcuts
from deskbook.ui.features.upkeep.presenter import Phase, UpkeepPresenter
from deskbook.ui.icons import icon
from deskbook.ui.ports import Clipboard, Runner
from deskbook.ui.qt_language import QtLanguage
from deskbook.ui.settings_dialog import SettingsDialog
from deskbook.ui.texts import LANGUAGE_NAMES, N_
from deskbook.ui.theme import Look, dress, load_look, wanted_look

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


class MainWindow(QMainWindow):
    """Holds the desk. Another theme or language builds the desk anew, where the person stands."""

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
        self._actions: dict[ActionId, QAction] = {}
        self.desk: Desk
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
        self._build(self.desk.standing())

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
        self.desk.close_draft()  # it is not open at the next start, and the division kept is without it
        self._keep(geometry=self._geometry())
        super().closeEvent(event)

    def _changed(self) -> None:
        self.desk.handbook_changed()

    def _warm(self) -> None:
        self.desk.search_warm()

    def _restyle(self) -> None:
        if self._look is None or wanted_look(self._theme()) != self._look.name:
            self._build(self.desk.standing())

    def _theme(self) -> Theme:
        return self._services.preferences.current.theme

    def _build(self, standing: Standing) -> None:
        themes = self._services.resources / "themes"
        self._look = load_look(themes, wanted_look(self._theme()))
        self._qt_language.speak(current_language())
        dress(self._look, themes, current_language())
        if hasattr(self, "desk"):
            self.desk.let_go()
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self._actions = install(self, self._handlers(), lambda n: self.desk.copy_variant(n))
        self.desk = Desk(
            self._services, self._jobs, self._clipboard, self._look.colours, self._menu(self._look)
        )
        self.setCentralWidget(self.desk)
        self.setWindowTitle(_("Deskbook"))
        self.desk.strip.cancelled.connect(self._upkeep.cancel)
        self.desk.strip.resumed.connect(self._upkeep.start)
        self._upkeep.show_again()
        self.desk.begin(standing)

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
            ActionId.OTHER_PANE: lambda: self.desk.focus_next_area(),
            ActionId.MENU: lambda: self.desk.open_menu(),
            ActionId.SETTINGS: self._show_settings,
            ActionId.SHORTCUTS: self._show_shortcuts,
            ActionId.QUIT: self._quit,
        }
        for action, kind in kinds.items():
            handlers[action] = partial(self._only_kind, kind)
        return handlers

    def _only_kind(self, kind: Kind | None) -> None:
        self.desk.only_kind(kind)

    def _show_shortcuts(self) -> None:
        show_shortcuts(self)

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
        menu.addSeparator()
        menu.addAction(self._actions[ActionId.SETTINGS])
        menu.addAction(self._actions[ActionId.SHORTCUTS])
        menu.addAction(self._actions[ActionId.QUIT])
        return menu

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
