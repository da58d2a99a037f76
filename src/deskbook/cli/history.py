"""``deskbook history``, ``deskbook diff`` and ``deskbook blame``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from deskbook.cli.drawing import console, diff_as_dict, print_diff, print_rows
from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.model.revision import Revision
from deskbook.revision.blame import Blamed
from deskbook.revision.outline import PartKind
from deskbook.services.history import Difference, ReleaseDifference, Version
from deskbook.services.language import tr

Id = Annotated[str, typer.Argument(metavar="ID", help="The entry's id, or shop, or laws.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (history, diff, blame):
        app.command()(command)


def history(context: typer.Context, entry_id: Id, as_json: Json = False, home: Home = None) -> None:
    """List every revision of an entry, newest first, with the releases that hold it."""
    with opened(context, home) as services:
        versions = services.history.of(entry_id)
    if as_json:
        print_json([_version_as_dict(version) for version in versions])
    else:
        print_rows(map(_version_row, versions), ("bold", "", "cyan", "green", ""))


def diff(
    context: typer.Context,
    entry_id: Annotated[
        str,
        typer.Argument(
            metavar="[ID]", help="The entry's id, or shop, or laws; may be absent with --releases."
        ),
    ] = "",
    old: Annotated[
        int | None, typer.Argument(metavar="[FROM]", min=1, help="A revision; without it the one before TO.")
    ] = None,
    new: Annotated[
        int | None, typer.Argument(metavar="[TO]", min=1, help="A revision; without it the newest.")
    ] = None,
    releases: Annotated[
        tuple[int, int] | None,
        typer.Option(metavar="OLD NEW", help="Compare two releases, or an entry as they hold it."),
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Tell what changed between two revisions of an entry, or between two releases."""
    if (releases is None and not entry_id) or (releases is not None and old is not None):
        raise typer.BadParameter(tr("Give an entry and its revisions, or --releases and perhaps an entry."))
    with opened(context, home) as services:
        if releases is not None and not entry_id:
            _print_releases(services.history.compare(*releases), as_json)
            return
        if releases is not None:
            found = services.history.diff_releases(entry_id, *releases)
        else:
            found = services.history.diff(entry_id, old, new)
    if as_json:
        print_json({"id": entry_id, **_ends_as_dict(found), **diff_as_dict(found.diff)})
        return
    target = console()
    target.print(f"{entry_id}  {found.title}", style="bold")
    target.print(f"{_end(found.old)} → {_end(found.new)}\n", style="dim")
    print_diff(found.diff)


def blame(
    context: typer.Context,
    entry_id: Id,
    number: Annotated[
        int | None, typer.Option("--revision", min=1, help="The revision to look at; without it the newest.")
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Tell for each paragraph, list item and field who last changed it, and why."""
    with opened(context, home) as services:
        blamed = services.history.blame(entry_id, number)
    told = [one for one in blamed if one.part.kind is not PartKind.FENCE]
    if as_json:
        print_json([_blamed_as_dict(one) for one in told])
    else:
        print_rows(_blame_rows(told), ("dim", "dim", "cyan", "dim", ""))


def _version_row(version: Version) -> tuple[str, ...]:
    revision = version.revision
    names = "，".join(f"{release.number} {release.name}" for release in version.releases)
    return str(revision.number), _moment(revision), revision.author, names, revision.message


def _version_as_dict(version: Version) -> dict[str, Any]:
    return {
        **_revision_as_dict(version.revision),
        "hash": version.revision.hash,
        "parent": version.revision.parent,
        "releases": [{"number": release.number, "name": release.name} for release in version.releases],
    }


def _revision_as_dict(revision: Revision) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "author": revision.author,
        "at": revision.created_at.isoformat(),
        "message": revision.message,
    }


def _ends_as_dict(found: Difference) -> dict[str, Any]:
    return {
        "title": found.title,
        "from": found.old and _revision_as_dict(found.old),
        "to": found.new and _revision_as_dict(found.new),
    }


def _end(revision: Revision | None) -> str:
    if revision is None:
        return tr("not there")
    about = tr("revision {number} by {author}, {moment}").format(
        number=revision.number, author=revision.author, moment=_moment(revision)
    )
    return f"{about} “{revision.message}”" if revision.message else about


def _print_releases(found: ReleaseDifference, as_json: bool) -> None:
    entries = found.entries
    groups = {"added": entries.added, "edited": entries.edited, "retired": entries.retired}
    if as_json:
        print_json(
            {
                "from": found.old.number,
                "to": found.new.number,
                **{n: [{"id": i, "title": found.titles[i]} for i in ids] for n, ids in groups.items()},
                "unchanged": len(entries.unchanged),
            }
        )
        return
    target = console()
    target.print(f"{found.old.number} {found.old.name} → {found.new.number} {found.new.name}", style="bold")
    headings = {"added": tr("New"), "edited": tr("Edited"), "retired": tr("Retired")}
    styles = {"added": "green", "edited": "", "retired": "red"}
    for name, ids in groups.items():
        if ids:
            target.print(f"\n{headings[name]} ({len(ids)})", style="bold")
            print_rows(((f"  {entry_id}", found.titles[entry_id]) for entry_id in ids), (styles[name], ""))
    target.print("\n" + tr("{count} unchanged").format(count=len(entries.unchanged)), style="dim")


def _blame_rows(blamed: list[Blamed]) -> Iterator[tuple[str, ...]]:
    last = 0
    for one in blamed:
        revision = one.revision
        about = (str(revision.number), _day(revision), revision.author, revision.message)
        yield (*(about if revision.number != last else ("", "", "", "")), one.block.text)
        last = revision.number


def _blamed_as_dict(one: Blamed) -> dict[str, Any]:
    return {
        "line": one.block.line,
        "part": one.part.name,
        "kind": one.block.kind.value,
        "text": one.block.text,
        **_revision_as_dict(one.revision),
    }


def _moment(revision: Revision) -> str:
    return f"{revision.created_at.astimezone():%Y-%m-%d %H:%M}"


def _day(revision: Revision) -> str:
    return f"{revision.created_at.astimezone():%Y-%m-%d}"
