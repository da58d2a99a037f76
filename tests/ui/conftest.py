"""A window over a small handbook, with everything real but the search index."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbook import bootstrap
from deskbook.model.picture import Picture
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.language import use_language
from deskbook.services.settings import Theme
from deskbook.ui.garbage import Collector
from deskbook.ui.jobs import Jobs
from deskbook.ui.window import MainWindow
from tests.fakes import handbook
from tests.fakes.index import PlainIndex

_SIZE = QSize(1200, 800)


class PatientBot(QtBot):
    """Waits longer than usual before it says that something never happens: machines that test are busy."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 60_000) -> None:  # noqa: N802
        """Wait until something is so; see :class:`pytestqt.qtbot.QtBot`."""
        super().waitUntil(callback, timeout=timeout)


class Opener(Protocol):
    """Opens a window."""

    def __call__(self, size: QSize | None = ...) -> MainWindow: ...


class Clipboard:
    """Remembers what was put on it, and tells of what others put there."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pictures: list[Picture] = []
        self.rich = ""
        self.told: Callable[[str], None] | None = None

    def put(self, text: str, pictures: Sequence[Picture] = (), rich: str = "") -> None:
        self.texts.append(text)
        self.pictures = list(pictures)
        self.rich = rich

    def undo(self) -> bool:
        if self.texts:
            self.texts.pop()
            return True
        return False

    def watch(self, told: Callable[[str], None] | None) -> None:
        self.told = told


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """A hand at a window that is patient."""
    return PatientBot(request)


@pytest.fixture
def index() -> PlainIndex:
    return PlainIndex()


@pytest.fixture
def services(tmp_path: Path, index: PlainIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    opened = bootstrap.open_services(tmp_path / "home")
    opened.preferences.change(theme=Theme.LIGHT)
    opened.exchange.import_starter(handbook.write(tmp_path / "kb"))
    finder = Finder(opened.handbook, index, opened.desk, opened.clock)
    yield replace(opened, finder=finder)
    opened.close()
    use_language("en", opened.resources / "i18n")


@pytest.fixture
def clipboard() -> Clipboard:
    return Clipboard()


@pytest.fixture
def crashes() -> list[BaseException]:
    """Faults of the program that jobs met; a test that expects none finds it empty."""
    return []


@pytest.fixture
def jobs(qapp: QApplication, crashes: list[BaseException]) -> Iterator[Jobs]:
    qapp.setStyle("Fusion")
    gc.collect()  # widgets of earlier tests would be dressed anew with every window of this one
    collector = Collector()
    made = Jobs()
    made.crashed.connect(crashes.append)
    yield made
    made.stop()
    collector.stop()
    assert crashes == []


@pytest.fixture
def open_window(qtbot: QtBot, services: Services, jobs: Jobs, clipboard: Clipboard) -> Opener:
    """Return a function that opens a window, in its own size if given None, and waits until it is ready."""

    def opened(size: QSize | None = _SIZE) -> MainWindow:
        window = MainWindow(services, jobs, clipboard, None)
        qtbot.addWidget(window)
        if size is not None:
            window.resize(size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.begin_work()
        qtbot.waitUntil(lambda: not window.busy and window.desk.browse_view.model.rowCount() > 0)
        return window

    return opened


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window()


def click(widget: QWidget) -> None:
    """Press a widget with the mouse."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class Hand:
    """What a person does at the keyboard, and waiting until it shows."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)

    def search(self, text: str, first: str) -> None:
        """Type into the search field and wait until ``first`` is selected and shown."""
        self.window.desk.field.setText(text)
        self._qtbot.waitUntil(lambda: self.shown() == first and self.selected() == first)

    def selected(self) -> str:
        """Return the id of the selected hit."""
        view = self.window.desk.search_view
        hit = view.model.hit(view.list.currentIndex())
        return hit.id if hit is not None else ""

    def shown(self) -> str:
        """Return the id of the entry in the reading pane."""
        view = self.window.desk.reading_view
        return view.page.id if view.page is not None and view.complete else ""

    def wait_shown(self, entry_id: str) -> None:
        self._qtbot.waitUntil(lambda: self.shown() == entry_id)

    def wait_copied(self, clipboard: Clipboard, *texts: str) -> None:
        """Wait until exactly these texts were put on the clipboard."""
        self._qtbot.waitUntil(lambda: clipboard.texts == list(texts))


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Hand:
    return Hand(qtbot, window)
