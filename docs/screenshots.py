"""Draw every screen into ``build/screenshots``, and those that the README shows into ``docs/images``.

Run by ``make screenshots``; nothing is shown on a screen. ``python -m docs.screenshots search walk`` draws
these screens only, ``--readme`` only the pictures of the README.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from tests.screens.catalogue import SCREENS
from tests.screens.scene import Homes, Screen, shown

from deskbook.services.settings import DeskName, Theme

_ROOT = Path(__file__).parent.parent
_IMAGES = _ROOT / "docs" / "images"
_ALL = _ROOT / "build" / "screenshots"
_AGENT, _OWNER = QSize(1200, 800), QSize(1400, 860)
_LAPTOP = QSize(1440, 900)
"""The screen on which 200 % leaves the least room."""
_SCALES = (1, 2)
_LANGUAGES = ("zh_CN", "zh_TW", "en")
_README = "--readme"

Sitting = tuple[int, str, str]
"""Scale, language and theme: what shots have in common that one process draws."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, ``size`` in pixels."""

    screen: str
    target: Path
    language: str
    theme: Theme
    scale: int
    size: QSize

    @property
    def sitting(self) -> Sitting:
        """Which process draws it."""
        return self.scale, self.language, self.theme


def readme() -> Iterable[Shot]:
    """Yield the pictures that the README and other pages show."""
    light, dark = Theme.LIGHT, Theme.DARK
    for screen in ("search", "sop", "chats", "draft", "gate", "as-of"):
        yield Shot(screen, _IMAGES / f"{screen}.png", "zh_CN", light, 1, _AGENT)
    for screen in ("draft", "gate", "editor-sop", "diff", "insight", "join"):
        yield Shot(screen, _IMAGES / f"{screen}-dark.png", "zh_CN", dark, 1, _usual(SCREENS[screen]))
    for screen in ("editor-sop", "diff", "insight", "join"):
        yield Shot(screen, _IMAGES / f"{screen}.png", "zh_CN", light, 1, _OWNER)
    for screen in ("plan", "board", "review", "stops", "releases"):
        for suffix, theme in (("", light), ("-dark", dark)):
            yield Shot(screen, _IMAGES / f"{screen}{suffix}.png", "zh_CN", theme, 1, QSize(1280, 800))
    yield Shot("panel-walk", _IMAGES / "panel.png", "zh_CN", light, 1, QSize(360, 800))


def everything() -> Iterable[Shot]:
    """Yield every screen in both themes, in three languages, at 100 % and at 200 %."""
    for scale in _SCALES:
        for language in _LANGUAGES:
            for theme in (Theme.LIGHT, Theme.DARK):
                folder = _ALL / f"{language}-{theme}-{scale}00"
                for name, screen in SCREENS.items():
                    size = _usual(screen) if scale == 1 else _LAPTOP
                    yield Shot(name, folder / f"{name}.png", language, theme, scale, size)


def draw(shots: Sequence[Shot], homes: Homes) -> None:
    """Draw the pictures of one sitting."""
    app = QApplication([])
    app.setStyle("Fusion")
    for past in dict.fromkeys(SCREENS[shot.screen].before for shot in shots):
        with homes.open(homes.stage(past), past, shots[0].language) as services:
            for shot in shots:
                screen, room = SCREENS[shot.screen], shot.size / shot.scale
                if screen.before is past:
                    with shown(screen, services, shot.theme, room) as scene:
                        shot.target.parent.mkdir(parents=True, exist_ok=True)
                        scene.picture().save(str(shot.target))


def main(arguments: list[str]) -> None:
    """Draw all pictures, or those of the screens named."""
    match arguments:
        case ["--sitting", scale, language, theme, root, *names]:
            sitting = int(scale), language, theme
            draw([shot for shot in _shots(names) if shot.sitting == sitting], Homes(Path(root), plain=False))
        case names:
            if unknown := set(names) - SCREENS.keys() - {_README}:
                raise SystemExit(f"no such screen: {', '.join(unknown)}")
            with tempfile.TemporaryDirectory() as root:
                for sitting in dict.fromkeys(shot.sitting for shot in _shots(names)):
                    _draw_apart(root, names, sitting)


def _shots(names: Sequence[str]) -> list[Shot]:
    shots = [*readme(), *(everything() if _README not in names else ())]
    wanted = set(names) - {_README} or SCREENS.keys()
    return [shot for shot in shots if shot.screen in wanted]


def _draw_apart(root: str, names: Sequence[str], sitting: Sitting) -> None:
    """Draw in a process of its own, because Qt reads the scale only once."""
    words = [str(word) for word in sitting]
    settings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": words[0]}
    command = [sys.executable, "-m", "docs.screenshots", "--sitting", *words, root, *names]
    subprocess.run(command, env={**os.environ, **settings}, check=True)  # noqa: S603 - our own file
    sys.stdout.write(f"{' '.join(words)}\n")


def _usual(screen: Screen) -> QSize:
    return _OWNER if screen.desk is DeskName.OWNER else _AGENT


if __name__ == "__main__":
    main(sys.argv[1:])
