"""``deskbook whoami`` and ``deskbook audit``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.model.person import Role
from deskbook.services.language import tr

SHOWN = 20
"""Records that ``audit`` prints: the latest ones."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(whoami)
    app.command()(audit)


def whoami(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Your name, for saves and verdicts made here.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="What you do; give it once for each role.")] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Show, or set, the name and the roles in which you revise the handbook on this machine."""
    with opened(context, home, starter=False) as services:
        if name or role:
            services.people.introduce(name=name, roles=role or ())
        person, known = services.people.current(), services.people.known()
    roles = sorted(role.value for role in person.roles)
    if as_json:
        print_json({"name": person.name, "roles": roles, "from": known.value})
    else:
        typer.echo(f"{person.name}  {', '.join(roles)}  ({known.value})")


def audit(
    context: typer.Context,
    csv: Annotated[Path | None, typer.Option(metavar="FILE|-", help="Write the whole log as CSV.")] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Show who did what to which revision, the latest last."""
    with opened(context, home, starter=False) as services:
        if csv is not None:
            if str(csv) == "-":
                sys.stdout.writelines(services.audit.csv())
                return
            services.audit.export(csv)
            typer.echo(tr("Audit log written to {path}").format(path=csv), err=True)
            return
        records = services.audit.latest(SHOWN)
    if as_json:
        print_json(
            [
                {
                    "number": record.number,
                    "at": record.deed.at.isoformat(),
                    "who": record.deed.who,
                    "action": record.deed.action.value,
                    "subject": record.deed.subject,
                    "revision": record.deed.revision,
                    "detail": record.deed.detail,
                    "hash": record.hash,
                }
                for record in records
            ]
        )
        return
    for record in records:
        deed = record.deed
        subject = deed.subject if deed.revision is None else f"{deed.subject}@{deed.revision}"
        parts = (
            f"{record.number:>6}",
            f"{deed.at:%Y-%m-%d %H:%M}",
            deed.who,
            deed.action,
            subject,
            deed.detail,
        )
        typer.echo("  ".join(parts).rstrip())
