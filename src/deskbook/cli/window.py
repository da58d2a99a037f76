"""``deskbook gui``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from deskbook.cli.output import Home


class Desk(StrEnum):
    """The agent's desk finds and copies answers."""

    AGENT = "agent"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(gui)


def gui(
    context: typer.Context,
    desk: Annotated[Desk, typer.Option(help="Which desk to open.")] = Desk.AGENT,  # noqa: ARG001 - one so far
    home: Home = None,
) -> None:
    """Open the window."""
    raise typer.Exit(context.obj.open_window(home))
