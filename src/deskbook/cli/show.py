"""``deskbook show``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.errors import UnknownReleaseError
from deskbook.model.revision import Revision
from deskbook.services.facade import Services


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(show)


def show(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="The entry's id.")],
    as_of: Annotated[
        str, typer.Option(metavar="DATE|RELEASE", help="As it was on a day or in a release.")
    ] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Print one entry as it is, or was."""
    with opened(context, home) as services:
        release = None
        if as_of:
            revision, found = services.handbook.as_of(entry_id, _moment(as_of))
            release = found.number
        else:
            revision = services.handbook.stored(entry_id).head
        if as_json:
            print_json({**_fields(services, revision), "release": release})
        else:
            typer.echo(revision.source, nl=False)


def _moment(text: str) -> date | int:
    try:
        return int(text) if text.isdigit() and len(text) < 8 else date.fromisoformat(text)
    except ValueError:
        raise UnknownReleaseError(text) from None


def _fields(services: Services, revision: Revision) -> dict[str, Any]:
    entry = services.handbook.entry_of(revision)
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "title": entry.title,
        "aliases": list(entry.aliases),
        "stage": entry.stage.value,
        "topic": entry.topic,
        "level": entry.level.value,
        "audience": entry.audience.value,
        "status": entry.status.value,
        "owner": entry.owner,
        "reviewed": entry.reviewed.isoformat(),
        "effective": entry.effective.isoformat() if entry.effective else None,
        "expires": entry.expires.isoformat() if entry.expires else None,
        "related": list(entry.related),
        "laws": list(entry.laws),
        "scripts": [{"key": c.key, "name": c.name, "text": c.text} for c in services.copier.copyables(entry)],
        "revision": {
            "number": revision.number,
            "hash": revision.hash,
            "author": revision.author,
            "at": revision.created_at.isoformat(),
            "message": revision.message,
        },
        "source": revision.source,
    }
