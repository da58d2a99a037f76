"""Everything the window and the command line may call, in one value that bootstrap makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deskbook.ports import DeskData, Markup, Workspace
from deskbook.services.checking import Checker
from deskbook.services.copying import Copier
from deskbook.services.editing import Editing
from deskbook.services.exchanging import Exchange
from deskbook.services.finding import Finder
from deskbook.services.guarding import PhraseGuard
from deskbook.services.handbook import Handbook
from deskbook.services.settings import Preferences


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases over one home.

    ``resources`` is the folder of themes, icons and catalogues, ``starter`` that of the handbook that comes
    with the program.
    """

    home: Path
    resources: Path
    starter: Path
    clock: Callable[[], datetime]
    workspace: Workspace
    desk: DeskData
    markup: Markup
    handbook: Handbook
    finder: Finder
    copier: Copier
    exchange: Exchange
    checker: Checker
    phrase_guard: PhraseGuard
    editing: Editing
    preferences: Preferences
    close: Callable[[], None]
    """Releases files and threads; call it last."""
