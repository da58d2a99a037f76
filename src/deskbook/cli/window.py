"""``deskbook gui``."""

from __future__ import annotations

import typer

from deskbook.cli.output import Home


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(gui)


def gui(context: typer.Context, home: Home = None) -> None:
    """Open the window."""
    raise typer.Exit(context.obj.open_window(home))
