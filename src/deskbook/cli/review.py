"""``deskbook review``."""

from __future__ import annotations

from typing import Annotated

import typer

from deskbook.cli.change import EntryId
from deskbook.cli.cycle import card_as_dict, print_card
from deskbook.cli.output import Home, InCycle, Json, opened, print_json
from deskbook.model.cycle import ChangeState, Judgement, Verdict
from deskbook.services.language import tr

review = typer.Typer(help="Verdicts on changes, by another person than their authors.", no_args_is_help=True)

HeadNumber = Annotated[int, typer.Argument(metavar="REVISION", help="The revision that you read.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (approve, comment, resolve, accept):
        review.command()(command)
    review.command("list")(list_)
    review.command("return")(return_)
    app.add_typer(review, name="review")


def list_(context: typer.Context, cycle: InCycle = "", as_json: Json = False, home: Home = None) -> None:
    """List the changes that wait for a verdict."""
    with opened(context, home) as services:
        board = services.cycles.board(cycle)
    waiting = [card for card in board.cards if card.change.state is ChangeState.SUBMITTED]
    if as_json:
        print_json([card_as_dict(card) for card in waiting])
        return
    for card in waiting:
        print_card(card)
    if not waiting:
        typer.echo(tr("Nothing waits for a verdict."))


def approve(
    context: typer.Context,
    entry_id: EntryId,
    revision: HeadNumber,
    text: Annotated[str, typer.Option("--message", "-m", help="A word to the author.")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Approve a change at the revision that you read."""
    with opened(context, home) as services:
        verdict = services.reviews.judge(entry_id, Judgement.APPROVE, revision=revision, text=text)
    _tell(entry_id, verdict, as_json)


def return_(
    context: typer.Context,
    entry_id: EntryId,
    revision: HeadNumber,
    text: Annotated[str, typer.Option("--message", "-m", help="What the author should do.")],
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Send a change back to its author."""
    with opened(context, home) as services:
        verdict = services.reviews.judge(entry_id, Judgement.RETURN, revision=revision, text=text)
    _tell(entry_id, verdict, as_json)


def comment(
    context: typer.Context,
    entry_id: EntryId,
    revision: HeadNumber,
    text: Annotated[str, typer.Argument(help="The remark.")],
    line: Annotated[int, typer.Option(min=0, help="The line it is about; 0 for the whole.")] = 0,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Remark on a line of a change."""
    with opened(context, home) as services:
        made = services.reviews.comment(entry_id, text, revision=revision, line=line)
    if as_json:
        print_json({"id": made.id, "line": made.line, "text": made.text})
    else:
        typer.echo(f"#{made.id}  {entry_id}@{revision}:{line}")


def resolve(
    context: typer.Context,
    entry_id: EntryId,
    number: Annotated[int, typer.Argument(metavar="REMARK", help="The remark's number.")],
    home: Home = None,
) -> None:
    """Mark a remark as settled."""
    with opened(context, home) as services:
        services.reviews.resolve(entry_id, number)


def accept(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="The warning's code, as “cycle status” shows it.")],
    entry_id: EntryId,
    reason: Annotated[str, typer.Option("--message", "-m", help="Why it is no hindrance.")],
    cycle: InCycle = "",
    home: Home = None,
) -> None:
    """Accept a warning that stops the release, for the text as it is now."""
    with opened(context, home) as services:
        services.gate.accept(code, entry_id, reason=reason, cycle=cycle)


def _tell(entry_id: str, verdict: Verdict, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "id": entry_id,
                "revision": verdict.revision,
                "judgement": verdict.judgement.value,
                "reviewer": verdict.reviewer,
                "text": verdict.text,
            }
        )
    else:
        typer.echo(f"{entry_id}@{verdict.revision}  {verdict.judgement.value}  {verdict.reviewer}")
