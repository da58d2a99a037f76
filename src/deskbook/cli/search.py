"""``deskbook search``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from deskbook.cli.output import Home, Json, opened, print_json, progress_bar
from deskbook.errors import Message, SourceError
from deskbook.model.entry import Audience, Kind, Level, Stage
from deskbook.model.query import Answer, Hit, Marked, Query
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.services.language import tr

BOLD, PLAIN, DIM = "\x1b[1m", "\x1b[0m", "\x1b[2m"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(search)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="What the customer said, in any wording.")] = "",
    kind: Annotated[list[Kind] | None, typer.Option(help="Only these collections.")] = None,
    stage: Annotated[list[Stage] | None, typer.Option(help="Only these stages.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only these topics.")] = None,
    level: Annotated[list[Level] | None, typer.Option(help="Only these levels.")] = None,
    audience: Annotated[list[Audience] | None, typer.Option(help="Only for these readers.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only with these tags.")] = None,
    inactive: Annotated[bool, typer.Option("--inactive", help="Also expired and archived entries.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many hits at most.")] = 10,
    batch: Annotated[
        Path | None, typer.Option(help="Read one query a line from a file, or - for stdin.")
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="DATE|RELEASE", help="As it was on a day or in a release.")
    ] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Find entries by any wording, pinyin, initials or code; exit 1 without a hit."""
    if (batch is None) == (not query):
        raise typer.BadParameter(tr("Give either a query or --batch FILE."))

    with opened(context, home) as services:
        prepare(services)
        finder = _finder(services, as_of)

        def ask(text: str) -> Answer:
            return finder.search(
                Query(
                    text=text,
                    day=finder.today(),
                    limit=limit,
                    kinds=frozenset(kind or ()),
                    stages=frozenset(stage or ()),
                    topics=frozenset(topic or ()),
                    levels=frozenset(level or ()),
                    audiences=frozenset(audience or ()),
                    tags=frozenset(tag or ()),
                    inactive=inactive,
                )
            )

        if batch is not None:
            for line in _lines(batch):
                started = time.perf_counter()
                answer = ask(line)
                elapsed = (time.perf_counter() - started) * 1000
                hits = [as_dict(hit) for hit in answer.hits]
                if as_json:
                    print_json({"query": line, "ms": round(elapsed, 3), "hits": hits})
                else:
                    typer.echo(f"{line}\t{' '.join(hit.id for hit in answer.hits)}")
            return
        answer = ask(query)
        if as_json:
            print_json([as_dict(hit) for hit in answer.hits])
        else:
            _print_hits(answer.hits)
    if not answer.hits:
        raise typer.Exit(1)


def prepare(services: Services) -> None:
    """Bring the index up to date and load what the first query needs."""
    if services.finder.behind():
        with progress_bar(tr("Building the search index")) as progress:
            services.finder.refresh(progress)
    services.finder.warm_up()


def _finder(services: Services, as_of: str) -> Finder:
    """Return the search over today's handbook, or over that of a day or a release."""
    moment = services.travel.moment(as_of) if as_of else None
    if moment is None or services.travel.is_today(moment):
        return services.finder
    with progress_bar(tr("Building the search index")) as progress:
        return services.travel.go(moment, progress).finder


def as_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as the command's contract has it."""
    return {
        "id": hit.id,
        "kind": hit.kind.value,
        "title": hit.title.text,
        "aliases": list(hit.aliases),
        "stage": hit.stage.value,
        "score": round(hit.score, 6),
        "snippet": hit.snippet.text,
        "why": [why.value for why in hit.why],
    }


def _lines(batch: Path) -> Iterator[str]:
    if str(batch) == "-":
        yield from _stripped(sys.stdin)
        return
    try:
        with batch.open(encoding="utf-8") as file:
            yield from _stripped(file)
    except OSError as error:
        raise SourceError(
            Message("The file cannot be read: {detail}.", detail=error.strerror),
            Message("Check that it exists and that you may read it."),
            str(batch),
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            Message("The file is not UTF-8 text."), Message("Save it as UTF-8 in your editor."), str(batch)
        ) from error


def _stripped(lines: Iterable[str]) -> Iterator[str]:
    return (line.rstrip("\r\n") for line in lines)


def _print_hits(hits: Iterable[Hit]) -> None:
    colour = sys.stdout.isatty()
    nothing = True
    for hit in hits:
        nothing = False
        about = " · ".join([hit.id, hit.kind.value, hit.stage.value, "+".join(why.value for why in hit.why)])
        typer.echo(_marked(hit.title, colour))
        typer.echo(f"  {_marked(hit.snippet, colour)}")
        typer.echo(f"  {DIM}{about}{PLAIN}" if colour else f"  {about}")
    if nothing:
        typer.echo(tr("Nothing found. Try fewer or other words, pinyin, or initials."), err=True)


def _marked(marked: Marked, colour: bool) -> str:
    if not colour:
        return marked.text
    parts, at = [], 0
    for start, end in marked.marks:
        parts += [marked.text[at:start], BOLD, marked.text[start:end], PLAIN]
        at = end
    return "".join([*parts, marked.text[at:]])
