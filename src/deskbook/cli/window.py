"""``deskbook gui``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home
from deskbook.services.settings import DeskName


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(gui)


def gui(
    context: typer.Context,
    pack: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A pack: shows what it is, and asks whether to install it."),
    ] = None,
    desk: Annotated[
        DeskName | None,
        typer.Option(help="The desk to open: the agent's finds answers, the owner's edits them."),
    ] = None,
    query: Annotated[str, typer.Option(help="Search for this at once.")] = "",
    summon: Annotated[
        bool,
        typer.Option("--summon", help="Bring the narrow panel, with the clipboard's text as the question."),
    ] = False,
    home: Home = None,
) -> None:
    """Open the window, or bring the one that is open already."""
    raise typer.Exit(context.obj.open_window(home, desk, query, summon, pack))
