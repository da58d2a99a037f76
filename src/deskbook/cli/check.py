"""``deskbook check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.cli.problems import print_problems, problem_as_dict
from deskbook.model.problem import Gravity
from deskbook.services.language import tr


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    context: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(help="A folder or file to check; without it the workspace.")
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Run every content check; exit 1 if there is an error."""
    with opened(context, home, starter=path is None) as services:
        report = services.checker.folder(path) if path else services.checker.workspace()
    errors, warnings = report.count(Gravity.ERROR), report.count(Gravity.WARNING)
    if as_json:
        print_json(
            {
                "entries": report.entries,
                "errors": errors,
                "warnings": warnings,
                "problems": [problem_as_dict(problem) for problem in report.problems],
            }
        )
    else:
        print_problems(report.problems)
        typer.echo(
            tr("{entries} entries checked: {errors} errors, {warnings} warnings").format(
                entries=report.entries, errors=errors, warnings=warnings
            )
        )
    if errors:
        raise typer.Exit(1)
