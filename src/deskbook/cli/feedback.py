"""``deskbook feedback``: what agents tell the owners of the handbook, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.services.language import tr

family = typer.Typer(help="Take feedback from the agents' desks to the owner's.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(family, name="feedback")


@family.command("export")
def export_feedback(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Write this desk's remarks, and its searches in vain where they are kept, into one file."""
    with opened(context, home, starter=False) as services:
        gathered = services.feedback.own()
        services.feedback_files.write(path, gathered, services.clock())
    if as_json:
        counts = {"remarks": len(gathered.remarks), "searches": len(gathered.searches)}
        print_json({"path": str(path), **counts})
    else:
        typer.echo(
            tr("{remarks} remarks and {searches} searches written to {path}").format(
                remarks=len(gathered.remarks), searches=len(gathered.searches), path=path
            )
        )


@family.command("import")
def import_feedback(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help="What desks wrote.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Take what desks wrote into the suggestions of the quarter; what was taken before counts once."""
    with opened(context, home, starter=False) as services:
        read = [services.feedback_files.read(path) for path in paths]
        taken = [services.feedback.receive(gathered) for gathered in read]
    remarks = sum(len(one.remarks) for one in taken)
    searches = sum(len(one.searches) for one in taken)
    if as_json:
        print_json({"files": len(paths), "remarks": remarks, "searches": searches})
    else:
        typer.echo(
            tr("{remarks} new remarks and {searches} new searches taken").format(
                remarks=remarks, searches=searches
            )
        )
