"""``deskbook check-text``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from deskbook.cli.editor import read_text
from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.guard.hits import PhraseHit
from deskbook.services.language import tr

Plain = Callable[[str], str]
"""Turns Markdown into plain text."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-text")(check_text)


def check_text(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="A UTF-8 text, or - for stdin.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Find banned phrases in a draft, and say what to write instead; exit 1 if one blocks."""
    text = read_text(file)
    with opened(context, home) as services:
        scan = services.phrase_guard.scan(text)
        plain = cache(services.markup.plain_text)  # a phrase may be found thousands of times
        if as_json:
            print_json([_as_dict(hit, plain) for hit in scan.hits])
        else:
            for hit in scan.hits:
                _print(f"{file}:{_place(text, hit.start)}", hit, plain)
    if not scan.complete:
        typer.echo(tr("There is so much to report that the rest was not checked."), err=True)
    elif not scan.hits and not as_json:
        typer.echo(tr("No banned phrase found."))
    if scan.blocked or not scan.complete:
        raise typer.Exit(1)


def _place(text: str, offset: int) -> str:
    """Return ``line:column`` of an offset, both counted from 1."""
    line_start = text.rfind("\n", 0, offset) + 1
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - line_start + 1}"


def _print(place: str, hit: PhraseHit, plain: Plain) -> None:
    written = " ".join(hit.text.split())
    reason = plain(hit.reason).partition("\n")[0]
    typer.echo(f"{place}: {hit.severity.value} [{hit.phrase_id}] “{written}” ({hit.category.value}) {reason}")
    instead = tr("Instead:")
    for replacement in hit.replacements:
        typer.echo(f"    {instead} {' '.join(plain(replacement).split())}")


def _as_dict(hit: PhraseHit, plain: Plain) -> dict[str, Any]:
    """Return a hit as the command's contract has it."""
    return {
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "phrase_id": hit.phrase_id,
        "kind": hit.category.value,
        "severity": hit.severity.value,
        "reason": plain(hit.reason),
        "replacements": [plain(replacement) for replacement in hit.replacements],
    }
