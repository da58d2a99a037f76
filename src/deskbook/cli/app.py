"""Assembling the commands, and turning what goes wrong into one sentence and an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from deskbook.cli import window
from deskbook.cli.output import Home, complain
from deskbook.errors import DeskbookError
from deskbook.services.settings import DeskName

if TYPE_CHECKING:  # the window must not wait for what other commands need
    from deskbook.services.facade import Services


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the commands need from the layers above: opening a home, restoring into one, the window."""

    open_services: Callable[[Path | None], Services]
    restore: Callable[[Path, Path | None], None]
    open_window: Callable[[Path | None, DeskName | None, str, bool, Path | None], int]
    """Takes the data folder, the desk, a search, whether the panel is summoned, and a pack."""


class Family(Protocol):
    """A module of commands."""

    def register(self, app: typer.Typer) -> None:
        """Add its commands."""


@cache
def program(*, whole: bool) -> typer.Typer:
    """Return the program, with all its commands or with the window alone, which must not wait for them."""
    app = typer.Typer(
        name="deskbook",
        help="Deskbook (案头): the offline handbook of a customer-service team.",
        add_completion=False,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    for family in _families() if whole else (window,):
        family.register(app)
    app.callback(invoke_without_command=True)(_without_command)
    return app


def _families() -> Iterable[Family]:
    from deskbook.cli import (
        change,
        check,
        check_phrase,
        check_text,
        cycle,
        exchange,
        feedback,
        health,
        history,
        pack,
        person,
        publish,
        review,
        search,
        show,
        stats,
    )

    reading = (search, show, history, exchange, check, check_phrase, check_text, stats)
    return (*reading, cycle, change, review, publish, pack, feedback, person, health, window)


def _without_command(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    home: Home = None,
) -> None:
    if version:
        typer.echo(installed("deskbook"))
        raise typer.Exit
    if home is not None:
        os.environ["DESKBOOK_HOME"] = str(home)  # where every command looks that has no --home of its own
    if context.invoked_subcommand is None:
        raise typer.Exit(context.obj.open_window(home, None, "", False, None))


def main(arguments: Sequence[str], runtime: Runtime) -> int:
    """Run one command and return its exit code.

    0 is success, 1 means that the thing asked about is not so, 2 wrong usage, 130 stopped by Ctrl+C; a
    :class:`DeskbookError` brings its own.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of another encoding must not break Chinese
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app = program(whole=bool(arguments) and arguments[0] != "gui")
    try:
        app(list(arguments), prog_name="deskbook", obj=runtime)
    except DeskbookError as error:
        complain(error)
        return error.exit_code
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0
