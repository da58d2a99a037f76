"""A window over the starter handbook, and a hand that works in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QAbstractAnimation, QDeadlineTimer, QEvent, QEventLoop, QPoint, QSize
from PySide6.QtGui import QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from deskbook import bootstrap
from deskbook.model.picture import Picture
from deskbook.model.query import SearchDoc
from deskbook.ports import Progress, SyncReport
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.language import use_language
from deskbook.services.settings import USUAL_TEXT, DeskName, Theme
from deskbook.services.travelling import TimeTravel
from deskbook.ui.actions import ACTIONS, ActionId
from deskbook.ui.desk import Desk
from deskbook.ui.jobs import Jobs
from deskbook.ui.owner import EditorDesk
from deskbook.ui.quarter import RevisionDesk
from deskbook.ui.versions import VersionsDesk
from deskbook.ui.widgets.form_field import FormField
from deskbook.ui.window import MainWindow
from tests.fakes.index import PlainIndex, PlainPast

PATIENCE_MS = 300_000
WRITER = "撰稿人"
_PUBLISHERS = "手册组"
_PANEL_WIDTH = 360
_TURNS = 5
"""How often a page is laid out until it stands where it was scrolled to, at most."""

_WITHOUT_INDEX = shutil.ignore_patterns("index")

Past = Callable[[Services], None]


def untouched(_services: Services) -> None:
    """Nothing was done before."""


def fields(form: QWidget) -> list[FormField]:
    """Return the fields that can be filled in there."""
    return [field for field in form.findChildren(FormField) if field.isVisible()]


class Pasteboard:
    """A clipboard on which another program may put something."""

    def __init__(self) -> None:
        self.told: Callable[[str], None] | None = None

    def put(self, text: str, pictures: Sequence[Picture] = (), rich: str = "") -> None:
        """Take a copy: no screen shows what was copied."""

    def undo(self) -> bool:
        """There is nothing to bring back."""
        return False

    def watch(self, told: Callable[[str], None] | None) -> None:
        """Tell from now on of what others put there."""
        self.told = told


class Scene:
    """What a person does to bring a screen about, and waiting until it is there."""

    def __init__(self, window: MainWindow, services: Services, clipboard: Pasteboard) -> None:
        self.window = window
        self.services = services
        self.clipboard = clipboard

    @property
    def desk(self) -> Desk:
        """The agent's desk: another one after a journey to another time."""
        return self.window.desk

    def press(self, action: ActionId) -> None:
        """Press the key of an action of the window."""
        (keys,) = (spec.keys for spec in ACTIONS if spec.id is action)
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(keys[0]))

    def until(self, reached: Callable[[], object]) -> None:
        """Let the window work until something is so."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not reached():
            if deadline.hasExpired():
                raise TimeoutError("the window did not get there")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QApplication.processEvents()

    def search(self, text: str) -> None:
        """Search, and wait until the best hit is shown."""
        self.desk.field.setText(text)
        self.until(lambda: self.desk.search_view.model.rowCount() > 0 and self._shown())

    def open(self, entry_id: str) -> None:
        """Open an entry and wait until it is shown."""
        self.desk.reading.open(entry_id)
        self.until(self._shown)

    def read(self, entry_id: str) -> None:
        """Open an entry and move on to it, as from a hit."""
        self.open(entry_id)
        self.desk.read()

    def edit(self, entry_id: str) -> EditorDesk:
        """Take an entry to the owner's editor and wait until it is previewed."""
        self.window.edit(entry_id)
        editor = self.editor
        self.until(lambda: editor.preview.page is not None and editor.preview.page.id == entry_id)
        return editor

    @property
    def editor(self) -> EditorDesk:
        """The owner's editor."""
        if self.window.editor is None:
            raise LookupError("it was not gone to")
        return self.window.editor

    @property
    def quarter(self) -> RevisionDesk:
        """The screens of the quarterly revision."""
        if self.window.quarter is None:
            raise LookupError("none of them was gone to")
        return self.window.quarter

    @property
    def versions(self) -> VersionsDesk:
        """The versions of an entry."""
        if self.window.versions is None:
            raise LookupError("they were not gone to")
        return self.window.versions

    def surfaces(self) -> tuple[QWidget, ...]:
        """Return the window and what is open before it, the uppermost last."""
        others = (one for one in QApplication.topLevelWidgets() if one is not self.window)
        return self.window, *(one for one in others if one.isVisible() and one.width() > 1)

    def picture(self) -> QPixmap:
        """Return what is to be seen."""
        picture = self.window.grab()
        painter = QPainter(picture)
        for surface in self.surfaces()[1:]:
            corner = surface.pos() if surface.isWindow() else surface.mapToGlobal(QPoint())
            painter.drawPixmap(self.window.mapFromGlobal(corner), surface.grab())
        painter.end()
        return picture

    def _shown(self) -> bool:
        place, view = self.desk.reading.place, self.desk.reading_view
        shown = place is not None and view.page is not None and view.page.id == place.entry_id
        return shown and view.complete


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: whose desk it belongs to, and how one gets there.

    :param before: what people did before.
    :param narrow: whether it is seen in the panel beside a chat.
    """

    name: str
    act: Callable[[Scene], None]
    desk: DeskName = DeskName.AGENT
    before: Past = untouched
    narrow: bool = False

    def size(self, room: QSize) -> QSize:
        """Return how large its window is where the screen of the machine has ``room``."""
        return QSize(_PANEL_WIDTH, room.height()) if self.narrow else room


def _moving(surface: QWidget) -> bool:
    """Return whether something fades in or out, as the cross of a search field does."""
    running = QAbstractAnimation.State.Running
    return any(motion.state() is running for motion in surface.findChildren(QAbstractAnimation))


class Homes:
    """Folders with the starter handbook and a past.

    :param plain: whether the search finds plain substrings only: the real index takes minutes to make.
    """

    def __init__(self, root: Path, *, plain: bool) -> None:
        self._root, self._plain = root, plain
        self._indexes: dict[str, PlainIndex] = {}

    def make(self, before: Past) -> Path:
        """Return the folder in which ``before`` happened, made the first time. It is to be copied."""
        home = self._root / before.__name__
        if not home.exists():
            if before is not untouched:
                shutil.copytree(self.make(untouched), home, ignore=_WITHOUT_INDEX)
            with self.open(home, before, "zh_CN") as services:
                if before is untouched:
                    services.preferences.change(name=_PUBLISHERS)
                    services.exchange.import_starter(services.starter)
                    services.preferences.change(name=WRITER)
                before(services)
        return home

    def stage(self, before: Past) -> Path:
        """Return a copy of that folder, always in one place: the search's index is bound to it."""
        stage, made = self._root / "stage", self.make(before)
        stage.mkdir(exist_ok=True)
        for part in stage.iterdir():
            if part.is_file():
                part.unlink()
        shutil.copytree(made, stage, ignore=_WITHOUT_INDEX, dirs_exist_ok=True)
        return stage

    @contextmanager
    def open(self, home: Path, before: Past, language: str) -> Iterator[Services]:
        """Open such a folder, or a copy of it."""
        services = bootstrap.open_services(home)
        try:
            use_language(language, services.resources / "i18n")
            if self._plain:
                index = self._indexes.setdefault(before.__name__, _StandingIndex())
                finder = Finder(services.handbook, index, services.desk, services.clock)
                travel = TimeTravel(services.workspace, services.handbook, finder, PlainPast())
                services = replace(services, finder=finder, travel=travel)
            yield services
        finally:
            services.close()


class _StandingIndex(PlainIndex):
    """Reads the handbook again only if something changed in it."""

    def sync(
        self,
        heads: Mapping[str, str],
        load: Callable[[Collection[str]], Iterable[SearchDoc]],
        progress: Progress | None = None,
    ) -> SyncReport:
        return SyncReport() if dict(heads) == self.heads() else super().sync(heads, load, progress)


@contextmanager
def shown(screen: Screen, services: Services, theme: Theme, room: QSize) -> Iterator[Scene]:
    """Open a window where a screen is seen."""
    services.preferences.change(
        theme=theme, desk=screen.desk, panel=screen.narrow, geometry="", division="", name=WRITER,
        text_size=USUAL_TEXT,
    )  # fmt: skip
    for unsaved in services.editing.unsaved():
        services.editing.forget(unsaved.entry_id)
    clipboard, jobs = Pasteboard(), Jobs()
    faults: list[BaseException] = []
    jobs.crashed.connect(faults.append)
    window = MainWindow(services, jobs, clipboard, None)
    window.setMinimumSize(320, 240)
    window.resize(screen.size(room))
    window.show()
    window.activateWindow()
    scene = Scene(window, services, clipboard)
    try:
        scene.until(window.isActiveWindow)
        window.begin_work()
        scene.until(lambda: not window.busy and window.desk.browse_view.model.rowCount() > 0)
        screen.act(scene)
        for _turn in range(_TURNS):
            QApplication.processEvents()
        scene.until(lambda: not any(_moving(surface) for surface in scene.surfaces()))
        if faults:
            raise faults[0]
        yield scene
    finally:
        jobs.stop()
        for surface in reversed(scene.surfaces()):
            surface.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
