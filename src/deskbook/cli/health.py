"""``deskbook doctor``, ``backup``, ``restore`` and ``selftest``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.services.facade import Services
from deskbook.services.health import Finding, diagnose, self_test
from deskbook.services.language import sentence, tr
from deskbook.services.support import report, write_report


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (doctor, backup, restore, selftest):
        app.command()(command)


def doctor(
    context: typer.Context,
    bundle: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show what support needs to know, and write it to a new file."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write the file without asking.")] = False,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Look at the data folder without altering it; exit 1 if something is wrong."""
    with opened(context, home, starter=False) as services:
        if bundle is None:
            _report(list(diagnose(services)), as_json)
        else:
            _bundle(report(services), bundle, yes, as_json)


def backup(
    context: typer.Context,
    target: Annotated[
        Path | None, typer.Argument(help="The file to write; without it one in the data folder.")
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Write a consistent copy of the workspace."""
    with opened(context, home, starter=False) as services:
        path = target or services.home / "backups" / _file_name(services.clock())
        if target is None:
            with suppress(OSError):  # what is in the way there, the backup itself will tell
                path.parent.mkdir(exist_ok=True)
        services.workspace.backup(path)
    if as_json:
        print_json({"path": str(path)})
    else:
        typer.echo(tr("Backup written to {path}").format(path=path))


def restore(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that “backup” wrote.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Put a backup in place of the workspace; the replaced one is kept among the backups."""
    context.obj.restore(path, home)
    if as_json:
        print_json({"restored": str(path)})
    else:
        typer.echo(tr("Restored from {path}").format(path=path))


def selftest(context: typer.Context, as_json: Json = False) -> None:
    """Do the main jobs once in a throw-away data folder; exit 1 if one fails."""
    os.environ.pop("DESKBOOK_WORKSPACE", None)  # a throw-away workspace too, not that of the team

    def open_home(home: Path) -> Services:
        services: Services = context.obj.open_services(home)
        services.exchange.import_starter(services.starter)
        return services

    _report(list(self_test(open_home)), as_json)


def _bundle(text: str, target: Path, yes: bool, as_json: bool) -> None:
    if not as_json:
        typer.echo(text)
    if not yes:
        typer.confirm(tr("Write exactly this to {path}?").format(path=target), abort=True, err=True)
    write_report(text, target)
    if as_json:
        print_json({"path": str(target), "text": text})
    else:
        typer.echo(tr("Written to {path}").format(path=target))


def _report(findings: Iterable[Finding], as_json: bool) -> None:
    findings = list(findings)
    if as_json:
        print_json([{"name": str(f.name), "sound": f.sound, "detail": f.detail} for f in findings])
    else:
        for finding in findings:
            mark = tr("ok") if finding.sound else tr("FAULT")
            typer.echo(f"{mark:>5}  {sentence(finding.name)}  {finding.detail}".rstrip())
    if not all(finding.sound for finding in findings):
        raise typer.Exit(1)


def _file_name(now: datetime) -> str:
    return f"workspace-{now:%Y%m%d-%H%M%S}.sqlite"
