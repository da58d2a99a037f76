"""The two ways in: the command line and the window."""

from __future__ import annotations

import gc

gc.disable()  # modules stay for good: looking for garbage in them takes a tenth of the time to load them

# ruff: noqa: E402
import os
import sys
from collections.abc import Callable
from pathlib import Path

from deskbook import bootstrap
from deskbook.cli.app import Runtime, main
from deskbook.errors import Message, NoDisplayError
from deskbook.ports import Progress
from deskbook.services.facade import Services
from deskbook.services.settings import DeskName
from deskbook.services.support import recorded

gc.freeze()
gc.enable()


def cli() -> None:
    """Run ``deskbook``; without a command it opens the window."""
    sys.exit(main(sys.argv[1:], Runtime(bootstrap.open_services, bootstrap.restore, open_window)))


def gui() -> None:
    """Run ``deskbook-gui``, which has no console."""
    sys.exit(main(["gui", *sys.argv[1:]], Runtime(bootstrap.open_services, bootstrap.restore, open_window)))


def open_window(home: Path | None, desk: DeskName | None, query: str, summon: bool, pack: Path | None) -> int:
    """Open the window and return the exit code once it is closed; bring the one that is open already.

    :param desk: which desk to open; None for the one last used.
    :param query: what to search for at once; empty for nothing.
    :param summon: whether to bring the narrow panel with the clipboard's text as the question.
    :param pack: a pack that the person is asked whether to install; None for none.
    :raises NoDisplayError: if there is no display to open it on.
    """
    if not display_available():
        raise NoDisplayError(
            Message("There is no display to open a window on."),
            Message("Search here instead, for example: deskbook search 钱什么时候能退给我"),
        )
    gc.disable()  # until the window has a collector of its own
    from deskbook.ui.app import run  # Qt is only loaded when a window is wanted
    from deskbook.ui.single import Request, ask_running

    request = Request(query, summon, "" if pack is None else str(pack.absolute()))
    if ask_running(bootstrap.home_folder(home), request):
        return 0
    services = bootstrap.open_services(home)
    try:
        if desk is not None and desk is not services.preferences.current.desk:
            services.preferences.change(desk=desk)
        with recorded(services.journal):
            return run(services, starter=_first_work(services), request=request, argv=sys.argv[:1])
    finally:
        services.close()


def _first_work(services: Services) -> Callable[[Progress], None] | None:
    """Return what fills the home where there is no handbook yet."""
    return services.beginning.fill if services.beginning.is_due() else None


def display_available() -> bool:
    """Tell whether Qt has somewhere to draw."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
