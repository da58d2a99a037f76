"""``deskbook stats``."""

from __future__ import annotations

from dataclasses import asdict

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.services.language import tr
from deskbook.services.statistics import gather


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(stats)


def stats(context: typer.Context, as_json: Json = False, home: Home = None) -> None:
    """Count entries by collection, stage, status, level and topic, and searches without an answer."""
    with opened(context, home) as services:
        found = gather(services.handbook, services.desk)
    if as_json:
        print_json(
            {
                **asdict(found),
                "unanswered": [{"query": query, "count": count} for query, count in found.unanswered],
            }
        )
        return
    typer.echo(tr("{count} entries").format(count=found.entries))
    groups = {
        tr("Collections"): found.collections,
        tr("Stages"): found.stages,
        tr("Status"): found.status,
        tr("Levels"): found.levels,
        tr("Topics"): found.topics,
        tr("Searches without an answer"): dict(found.unanswered),
    }
    for name, counts in groups.items():
        if counts:
            typer.echo(f"\n{name}")
            for label, count in counts.items():
                typer.echo(f"{count:>7}  {label}")
