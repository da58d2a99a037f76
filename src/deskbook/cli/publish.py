"""``deskbook publish``, ``releases`` and ``rollback``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from deskbook.cli.editor import edited, read_text
from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.errors import UnknownReleaseError
from deskbook.model.revision import Release
from deskbook.services.facade import Services
from deskbook.services.language import tr
from deskbook.services.publishing import Published


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (publish, releases, rollback):
        app.command()(command)


def publish(
    context: typer.Context,
    cycle: Annotated[str, typer.Argument(help="The cycle; without it the open one.")] = "",
    notes: Annotated[
        Path | None,
        typer.Option(metavar="FILE|-", help="The release notes; without it the messages of the changes."),
    ] = None,
    edit_notes: Annotated[
        bool, typer.Option("--edit-notes", help="Edit the notes in your EDITOR first.")
    ] = False,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Publish a cycle as a release: everything at once, or nothing while something stops it."""
    with opened(context, home) as services:
        published = _published(services, cycle, notes, edit=edit_notes)
        in_force = services.publisher.in_force()
    made = (published.release, *published.renewed)
    if as_json:
        print_json([release_as_dict(release, in_force) for release in made])
        return
    for release in made:
        _print(release, in_force)


def releases(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[RELEASE]", help="Show this one with its notes.")
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """List the releases, newest first."""
    with opened(context, home) as services:
        found = services.publisher.releases()
        in_force = services.publisher.in_force()
    if number is not None:
        found = tuple(release for release in found if release.number == number)
        if not found:
            raise UnknownReleaseError(str(number))
    if as_json:
        print_json([release_as_dict(release, in_force) for release in found])
        return
    for release in found:
        _print(release, in_force)
        if number is not None and release.notes:
            typer.echo(f"\n{release.notes}", nl=False)


def rollback(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="RELEASE", help="The release to go back to.")],
    reason: Annotated[str, typer.Option("--message", "-m", help="Why, for the notes.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Make a new release out of an old one, in force today; releases scheduled for later are void."""
    with opened(context, home) as services:
        release = services.publisher.rollback(number, reason=reason)
        in_force = services.publisher.in_force()
    if as_json:
        print_json(release_as_dict(release, in_force))
    else:
        _print(release, in_force)


def release_as_dict(release: Release, in_force: Release | None) -> dict[str, Any]:
    """Return a release for ``--json``."""
    return {
        "number": release.number,
        "name": release.name,
        "kind": release.kind.value,
        "cycle": release.cycle,
        "origin": release.origin,
        "effective": release.effective.isoformat(),
        "created_at": release.created_at.isoformat(),
        "author": release.author,
        "notes": release.notes,
        "in_force": release == in_force,
    }


def _published(services: Services, cycle: str, notes: Path | None, *, edit: bool) -> Published:
    text = None if notes is None else read_text(notes)
    if not edit:
        return services.publisher.publish(cycle, notes=text)
    with edited(services.publisher.notes(cycle) if text is None else text, "notes.md") as written:
        return services.publisher.publish(cycle, notes=written)


def _print(release: Release, in_force: Release | None) -> None:
    parts = [f"{release.number:>4}", release.name, release.kind.value]
    parts.append(tr("in force from {day}").format(day=release.effective))
    if release.origin is not None:
        parts.append(tr("(out of release {number})").format(number=release.origin))
    if release == in_force:
        parts.append(tr("* in force today"))
    typer.echo("  ".join(parts))
