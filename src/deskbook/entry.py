"""The two ways in: the command line and the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from deskbook import places
from deskbook.cli.app import Runtime, main
from deskbook.errors import Message, NoDisplayError
from deskbook.ports import Progress
from deskbook.services.recording import recorded
from deskbook.services.settings import DeskName

if TYPE_CHECKING:  # what takes long to load is loaded where it is needed: the window comes first
    from deskbook.services.facade import Services


def cli() -> None:
    """Run ``deskbook``; without a command it opens the window."""
    gc.disable()  # modules stay for good: looking for garbage in them takes a tenth of the time to load them
    sys.exit(main(sys.argv[1:], Runtime(open_services, restore, open_window)))


def gui() -> None:
    """Run ``deskbook-gui``, which has no console."""
    sys.argv.insert(1, "gui")
    cli()


def open_services(home: Path | None) -> Services:
    """Load the program and open a home; see :func:`deskbook.bootstrap.open_services`."""
    from deskbook import bootstrap

    gc.freeze()
    gc.enable()
    return bootstrap.open_services(home)


def restore(backup: Path, home: Path | None) -> None:
    """Put a backup in place of a home's workspace; see :func:`deskbook.bootstrap.restore`."""
    from deskbook import bootstrap

    bootstrap.restore(backup, home)


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
    from deskbook.ui.opening import Opening, application
    from deskbook.ui.single import Request, ask_running

    folder = places.home_folder(home)
    request = Request(query, summon, "" if pack is None else str(pack.absolute()))
    if ask_running(folder, request):
        return 0
    settings = places.preferences_of(folder, places.machine_policy(folder)[1]).current
    resources = places.data_folder("resources")
    app = application(resources)
    opening = Opening(folder, settings, resources, request)
    opening.show()
    services = opening.load(lambda: _load(home))
    try:
        if not opening.isVisible():
            return 0
        from deskbook.ui.app import run

        if desk is not None and desk is not services.preferences.current.desk:
            services.preferences.change(desk=desk)
        with recorded(services.journal):
            return run(app, services, opening, _first_work(services))
    finally:
        services.close()


def _load(home: Path | None) -> Services:
    """Load what the window is made of, and open the home. No collector may run beside the window."""
    import deskbook.ui.app  # noqa: F401
    from deskbook import bootstrap

    return bootstrap.open_services(home)


def _first_work(services: Services) -> Callable[[Progress], None] | None:
    """Return what fills the home where there is no handbook yet."""
    return services.beginning.fill if services.beginning.is_due() else None


def display_available() -> bool:
    """Tell whether Qt has somewhere to draw."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
