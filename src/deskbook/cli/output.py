"""Printing for people and for programs, and opening a home for a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deskbook.errors import DeskbookError
from deskbook.ports import Progress
from deskbook.services.language import sentence, tr
from deskbook.services.recording import recorded

if TYPE_CHECKING:  # the window must not wait for what other commands need
    from deskbook.services.facade import Services

Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="DESKBOOK_HOME", help="The data folder.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def parse_day(text: str) -> date:
    """Return the day that an option names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(tr("Write a day as 2026-12-31.")) from None


InCycle = Annotated[str, typer.Option("--cycle", metavar="NAME", help="The cycle; without it the open one.")]


@contextmanager
def opened(context: typer.Context, home: Path | None, *, starter: bool = True) -> Iterator[Services]:
    """Open the home for the length of a command.

    :param starter: fill an empty home with the handbook that it begins with first.
    """
    services: Services = context.obj.open_services(home)
    try:
        with recorded(services.journal, leaving=(typer.Exit, typer.Abort, typer.BadParameter)):
            if starter and services.beginning.is_due():
                with progress_bar(tr("Preparing the starter handbook")) as progress:
                    services.beginning.fill(progress)
            yield services
    finally:
        services.close()


def print_json(value: Any) -> None:
    """Print one JSON value on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def complain(error: DeskbookError) -> None:
    """Print what is wrong, where, and what to do, to stderr."""
    where = f"{error.where}: " if error.where else ""
    remedy = f" {sentence(error.remedy)}" if error.remedy else ""
    typer.echo(f"deskbook: {where}{sentence(error.what)}{remedy}", err=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """Show progress on stderr while it is a terminal; the bar disappears when done."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # slow to load, and most commands show no bar
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)

        def update(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield update
