"""``deskbook import`` and ``deskbook export``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, print_json, progress_bar
from deskbook.cli.problems import print_problems, problem_as_dict
from deskbook.services.language import tr


class Format(StrEnum):
    """What an export writes."""

    MD = "md"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(export)


def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A handbook folder, or one entry file.")],
    message: Annotated[str, typer.Option("--message", "-m", help="Why, for the history.")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Import a handbook folder: sound files in one go, faulty ones reported; exit 1 if any was faulty."""
    with opened(context, home, starter=False) as services:
        with progress_bar(tr("Importing")) as progress:
            report = services.exchange.import_folder(path, message=message, progress=progress)
        with progress_bar(tr("Building the search index")) as progress:
            services.finder.refresh(progress)
    if as_json:
        print_json(
            {
                "added": list(report.added),
                "updated": list(report.updated),
                "unchanged": report.unchanged,
                "pictures": report.pictures,
                "cycle": report.cycle,
                "problems": [problem_as_dict(problem) for problem in report.problems],
            }
        )
    else:
        print_problems(report.problems, err=True)
        typer.echo(
            tr("{added} added, {updated} updated, {unchanged} unchanged, {problems} problems").format(
                added=len(report.added),
                updated=len(report.updated),
                unchanged=report.unchanged,
                problems=len(report.problems),
            )
        )
        if report.pictures:
            typer.echo(tr("{count} new pictures").format(count=report.pictures))
        if report.cycle:
            typer.echo(tr("They are changes in cycle {cycle} now.").format(cycle=report.cycle))
    if report.problems:
        raise typer.Exit(1)


def export(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write; files of the same name are replaced.")
    ],
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.MD,  # noqa: ARG001 - one so far
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Write the whole handbook as files, in the layout that import reads."""
    with opened(context, home) as services, progress_bar(tr("Exporting")) as progress:
        count = services.exchange.export_folder(folder, progress)
    if as_json:
        print_json({"files": count})
    else:
        typer.echo(tr("{count} files written to {folder}").format(count=count, folder=folder))
