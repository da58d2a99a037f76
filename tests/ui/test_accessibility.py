"""Every screen can be read, reached by keyboard and told to a screen reader, in both themes and at 200 %.

``make check-screens`` walks through all of them, which takes minutes; else it is those that agents and owners
are at most of the day.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from deskbook.services.facade import Services
from deskbook.services.language import use_language
from deskbook.services.settings import DeskName, Theme
from tests.screens.catalogue import SCREENS
from tests.screens.scene import Homes, Scene, Screen, shown
from tests.ui import audit

ROOMY = QSize(1280, 800)
LAPTOP = QSize(720, 450)
"""What 200 % leaves of a screen of 1440 x 900."""
_USUAL = (
    *("search", "sop", "walk", "copy", "limit", "gate", "draft", "mood", "as-of", "settings", "panel-faq"),
    *("editor-sop", "board", "merge"),
)
WALKED = SCREENS if os.environ.get("DESKBOOK_SCREENS") == "all" else {name: SCREENS[name] for name in _USUAL}
FULL_SCREENS = {name: screen for name, screen in WALKED.items() if not screen.narrow}

every_screen = pytest.mark.parametrize("screen", WALKED.values(), ids=WALKED)
every_full_screen = pytest.mark.parametrize("screen", FULL_SCREENS.values(), ids=FULL_SCREENS)


class Theatre:
    """Shows screens; each past is opened once, because that takes longer than a look."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._homes = Homes(folder / "made", plain=True)
        self._folder, self._stack = folder, stack
        self._opened: dict[str, Services] = {}

    @contextmanager
    def show(self, screen: Screen, language: str, theme: Theme, room: QSize) -> Iterator[Scene]:
        gc.collect()  # widgets of the last screen would be dressed anew with this one
        past = screen.before
        if past.__name__ not in self._opened:
            home = shutil.copytree(self._homes.make(past), self._folder / past.__name__)
            self._opened[past.__name__] = self._stack.enter_context(self._homes.open(home, past, language))
            gc.collect()
            gc.freeze()  # a handbook stays as long as the theatre
        services = self._opened[past.__name__]
        use_language(language, services.resources / "i18n")
        with shown(screen, services, theme, room) as scene:
            yield scene
        use_language("en", services.resources / "i18n")


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Theatre]:
    qapp.setStyle("Fusion")
    with ExitStack() as stack:
        yield Theatre(tmp_path_factory.mktemp("theatre"), stack)
    gc.unfreeze()


@every_screen
def test_a_screen_is_told_reached_seen_and_whole(screen: Screen, theatre: Theatre) -> None:
    """In English, which has the longest words, in dark colours, and at 200 % at the agent's desk."""
    room = LAPTOP if screen.desk is DeskName.AGENT else ROOMY
    complaints: list[str] = []
    with theatre.show(screen, "en", Theme.DARK, room) as scene:
        for surface in scene.surfaces():
            within = screen.size(room) if surface is scene.window else scene.window.size()
            complaints += audit.unnamed(surface) + audit.faint(surface) + audit.cut_off(surface, within)
        complaints += audit.unreachable(scene.surfaces()[-1])
    assert complaints == []


@every_full_screen
def test_a_screen_can_be_read_in_light_colours(screen: Screen, theatre: Theatre) -> None:
    with theatre.show(screen, "zh_CN", Theme.LIGHT, ROOMY) as scene:
        assert [complaint for surface in scene.surfaces() for complaint in audit.faint(surface)] == []
