"""``deskbook change``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from deskbook.cli.cycle import card_as_dict, change_as_dict, print_card
from deskbook.cli.editor import edited, read_text
from deskbook.cli.output import Home, InCycle, Json, opened, print_json
from deskbook.model.cycle import Change
from deskbook.model.register import Register
from deskbook.revision.conflict import Choice
from deskbook.services.drafting import Draft
from deskbook.services.facade import Services
from deskbook.services.language import sentence, tr

change = typer.Typer(help="Drafts in the open cycle: new, edit, retire, submit.", no_args_is_help=True)

EntryId = Annotated[str, typer.Argument(metavar="ID", help="An entry's id, or shop or laws.")]
EntryIds = Annotated[list[str], typer.Argument(metavar="ID...", help="Entry ids, or shop or laws.")]
What = Annotated[str, typer.Option("--message", "-m", help="What changes, for the release notes.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (new, edit, merge, retire, show, submit, withdraw, carry):
        change.command()(command)
    change.command("list")(list_)
    app.add_typer(change, name="change")


def list_(context: typer.Context, cycle: InCycle = "", as_json: Json = False, home: Home = None) -> None:
    """List the changes of a cycle."""
    with opened(context, home) as services:
        board = services.cycles.board(cycle)
    if as_json:
        print_json([card_as_dict(card) for card in board.cards])
        return
    for card in board.cards:
        print_card(card)


def new(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE|-", help="The new entry, or - for stdin.")],
    message: What = "",
    cycle: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Draft a new entry."""
    source = read_text(file)
    with opened(context, home) as services:
        entry_id = services.drafts.id_of(source, str(file))
        _tell([services.drafts.save(entry_id, source, seen=None, message=message, cycle=cycle)], as_json)


def edit(
    context: typer.Context,
    entry_id: EntryId,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE|-", help="The new text; without it your EDITOR opens."),
    ] = None,
    seen: Annotated[
        int | None, typer.Option(help="The revision that the file was made from, so that no other is lost.")
    ] = None,
    message: What = "",
    cycle: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Save an entry's next text as a draft."""
    with opened(context, home) as services:

        def save(draft: Draft, source: str) -> Change:
            made_from = draft.seen if seen is None else seen
            return services.drafts.save(entry_id, source, seen=made_from, message=message, cycle=cycle)

        _tell([_written(services, entry_id, file, save, cycle)], as_json)


def merge(
    context: typer.Context,
    entry_id: EntryId,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE|-", help="The merged text; without it your EDITOR opens."),
    ] = None,
    message: What = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Join a draft with what another release accepted meanwhile; your EDITOR opens where they contradict."""
    with opened(context, home) as services:
        joining = services.merging.onto_accepted(entry_id) if file is None else None

        def save(draft: Draft, source: str) -> Change:
            onto = draft.accepted.number if draft.accepted else None
            return services.drafts.merge(entry_id, source, seen=draft.seen, onto=onto, message=message)

        if joining is None or joining.theirs is None:
            _tell([_written(services, entry_id, file, save)], as_json)
            return
        draft = services.drafts.text(entry_id)
        conflicts = joining.merge.conflicts
        text = joining.merge.text([Choice.MINE] * len(conflicts))
        if not conflicts:
            _tell([save(draft, text)], as_json)
            return
        for conflict in conflicts:
            typer.echo(sentence(conflict.sentence), err=True)
        typer.echo(tr("Your text stands there for now; settle it in your editor."), err=True)
        with edited(text, _file_name(entry_id)) as source:
            _tell([save(draft, source)], as_json)


def retire(
    context: typer.Context,
    entry_id: EntryId,
    message: Annotated[str, typer.Option("--message", "-m", help="Why, for the release notes.")],
    cycle: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Draft an entry's retirement: it stays in the history, but agents no longer find it."""
    with opened(context, home) as services:
        _tell([services.drafts.retire(entry_id, message=message, cycle=cycle)], as_json)


def show(context: typer.Context, entry_id: EntryId, as_json: Json = False, home: Home = None) -> None:
    """Print a draft, and on stderr what was said about it."""
    with opened(context, home) as services:
        dossier = services.reviews.dossier(entry_id)
        draft = services.drafts.text(entry_id)
    found = dossier.change
    if as_json:
        print_json(
            {
                **change_as_dict(found),
                "stale": draft.stale,
                "authors": sorted(dossier.authors),
                "verdicts": [
                    {
                        "revision": v.revision,
                        "judgement": v.judgement.value,
                        "text": v.text,
                        "reviewer": v.reviewer,
                        "at": v.at.isoformat(),
                        "counts": v == dossier.standing,
                    }
                    for v in dossier.verdicts
                ],
                "comments": [
                    {
                        "id": c.id,
                        "revision": c.revision,
                        "line": c.line,
                        "text": c.text,
                        "author": c.author,
                        "resolved": c.resolved,
                    }
                    for c in dossier.comments
                ],
                "source": draft.source,
            }
        )
        return
    typer.echo(f"{entry_id}@{draft.seen}  {found.cycle}  {found.kind.value}  {found.state.value}", err=True)
    for verdict in dossier.verdicts:
        typer.echo(
            f"  @{verdict.revision}  {verdict.judgement.value}  {verdict.reviewer}  {verdict.text}", err=True
        )
    for comment in dossier.comments:
        mark = tr("settled") if comment.resolved else tr("open")
        typer.echo(
            f"  #{comment.id} @{comment.revision}:{comment.line}  {mark}  {comment.author}: {comment.text}",
            err=True,
        )
    typer.echo(draft.source, nl=False)


def submit(
    context: typer.Context, ids: EntryIds, message: What = "", as_json: Json = False, home: Home = None
) -> None:
    """Send drafts to review."""
    with opened(context, home) as services:
        heads = [(entry_id, services.drafts.change(entry_id).head or 0) for entry_id in ids]
        _tell([services.drafts.submit(i, seen=head, message=message) for i, head in heads], as_json)


def withdraw(
    context: typer.Context,
    ids: EntryIds,
    message: Annotated[str, typer.Option("--message", "-m", help="Why, in a few words.")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Give changes up; their texts stay in the history."""
    with opened(context, home) as services:
        _tell([services.drafts.withdraw(entry_id, reason=message) for entry_id in ids], as_json)


def carry(context: typer.Context, ids: EntryIds, as_json: Json = False, home: Home = None) -> None:
    """Take changes out of their cycle, for the next one to take up."""
    with opened(context, home) as services:
        _tell([services.drafts.carry(entry_id) for entry_id in ids], as_json)


def _written(
    services: Services,
    entry_id: str,
    file: Path | None,
    save: Callable[[Draft, str], Change],
    cycle: str = "",
) -> Change:
    draft = services.drafts.text(entry_id, cycle)
    if file is not None:
        return save(draft, read_text(file))
    with edited(draft.source, _file_name(entry_id)) as source:
        return save(draft, source)


def _file_name(entry_id: str) -> str:
    return f"{entry_id}.{'yaml' if entry_id in set(Register) else 'md'}"


def _tell(changes: list[Change], as_json: bool) -> None:
    if as_json:
        print_json([change_as_dict(one) for one in changes])
        return
    for one in changes:
        head = f"@{one.head}" if one.head is not None else ""
        typer.echo(f"{one.entry_id}{head}  {one.cycle}  {one.kind.value}  {one.state.value}")
