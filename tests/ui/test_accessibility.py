"""Every screen can be read, reached by keyboard and told to a screen reader, in both themes and at 200 %."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from deskbook.services.language import use_language
from deskbook.services.settings import Theme
from deskbook.ui.jobs import Jobs
from tests.screens.catalogue import SCREENS
from tests.screens.scene import Homes, Screen, shown
from tests.ui import audit

LOOKS = {
    "en-dark-200": ("en", Theme.DARK, QSize(720, 450)),
    "zh_CN-light": ("zh_CN", Theme.LIGHT, QSize(1200, 800)),
}
"""Twice, to have both themes: English has the longest words, and 200 % of a laptop leaves 720 x 450."""


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    return Homes(tmp_path_factory.mktemp("homes"), plain=True)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_screen(screen: Screen, look: str, homes: Homes, tmp_path: Path, jobs: Jobs) -> None:
    language, theme, room = LOOKS[look]
    home = shutil.copytree(homes.make(screen.before), tmp_path / "home")
    complaints: list[str] = []
    with homes.open(home, screen.before, language) as services:
        with shown(screen, services, theme, room) as scene:
            for surface in scene.surfaces():
                within = screen.size(room) if surface is scene.window else scene.window.size()
                complaints += audit.unnamed(surface) + audit.cut_off(surface, within) + audit.faint(surface)
            complaints += audit.unreachable(scene.surfaces()[-1])
        use_language("en", services.resources / "i18n")
    assert complaints == []
