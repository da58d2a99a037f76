"""``deskbook check-phrase``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from deskbook.cli.output import Home, Json, opened, print_json
from deskbook.cli.problems import print_problems, problem_as_dict
from deskbook.errors import Message, SourceError
from deskbook.guard.hits import PhraseHit
from deskbook.model.entry import ID_PATTERN, AnyEntry, Phrase
from deskbook.model.problem import Problem
from deskbook.services.facade import Services
from deskbook.services.guarding import Effects
from deskbook.services.language import tr

_AROUND = 24
"""Characters shown on either side of a hit."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-phrase")(check_phrase)


def check_phrase(
    context: typer.Context,
    phrase: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="The file of a banned phrase, or the id of one.")
    ],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Show what approving a banned phrase would hit: scripts and innocent sentences; exit 1 if any."""
    with opened(context, home) as services:
        entry, faults = _read(services, phrase)
        effects = services.phrase_guard.effects(entry) if entry is not None else Effects((), (), ())
    problems = (*faults, *effects.problems)
    if as_json:
        print_json(_as_dict(entry, effects, problems))
    else:
        print_problems(problems)
        if entry is not None:
            _print(effects)
    if problems or effects.scripts or effects.innocents:
        raise typer.Exit(1)


def _read(services: Services, named: str) -> tuple[Phrase | None, tuple[Problem, ...]]:
    """Return the phrase, or what is wrong with its file.

    :raises SourceError: if a file cannot be read, or what is named is not one banned phrase.
    :raises UnknownEntryError: if there is no such entry.
    """
    entries: list[AnyEntry] = []
    faults: tuple[Problem, ...] = ()
    if ID_PATTERN.fullmatch(named) and not Path(named).exists():
        entries.append(services.handbook.get(named))
    else:
        items, faults = services.exchange.read(Path(named))
        entries += [item.entry for item in items if item.entry is not None]
    match entries:
        case [Phrase() as phrase]:
            return phrase, faults
        case [] if faults:
            return None, faults
        case _:
            raise SourceError(
                Message("This is not one banned phrase."),
                Message("Name the file or the id of a single banned phrase."),
                named,
            )


def _print(effects: Effects) -> None:
    """Print a line a hit, and the sums."""
    for script in effects.scripts:
        typer.echo(f"{script.entry_id} ({script.field}): {_around(script.text, script.hit)}")
    innocent = tr("Innocent:")
    for one in effects.innocents:
        typer.echo(f"{innocent} {_around(one.sentence, one.hit)}")
    typer.echo(
        tr("{scripts} hits in scripts of the handbook, {innocents} in innocent sentences").format(
            scripts=len(effects.scripts), innocents=len(effects.innocents)
        )
    )


def _around(text: str, hit: PhraseHit) -> str:
    """Return a hit within some of its text, on one line."""
    first, last = max(0, hit.start - _AROUND), min(len(text), hit.end + _AROUND)
    before, after = text[first : hit.start], text[hit.end : last]
    line = f"{'…' if first else ''}{before}【{hit.text}】{after}{'…' if last < len(text) else ''}"
    return " ".join(line.split())


def _as_dict(entry: Phrase | None, effects: Effects, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "phrase_id": entry.id if entry is not None else None,
        "scripts": [
            {"id": one.entry_id, "field": one.field, "script": one.text, **_place(one.hit)}
            for one in effects.scripts
        ],
        "innocents": [{"sentence": one.sentence, **_place(one.hit)} for one in effects.innocents],
        "problems": [problem_as_dict(problem) for problem in problems],
    }


def _place(hit: PhraseHit) -> dict[str, Any]:
    return {"start": hit.start, "end": hit.end, "text": hit.text}
