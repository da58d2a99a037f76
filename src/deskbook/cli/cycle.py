"""``deskbook cycle``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from deskbook.cli.output import Home, InCycle, Json, opened, parse_day, print_json
from deskbook.cli.problems import print_problems, problem_as_dict
from deskbook.model.cycle import Change, Cycle, CycleKind, CycleState
from deskbook.revision.impact import Impact
from deskbook.services.cycles import Board, Card
from deskbook.services.gate import GateReport
from deskbook.services.language import sentence, tr
from deskbook.services.planning import Candidate

cycle = typer.Typer(help="The quarterly revision: open, plan, move, publish, close.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (plan, move, status, close):
        cycle.command()(command)
    cycle.command("open")(open_)
    cycle.command("date")(date_)
    app.add_typer(cycle, name="cycle")


def open_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Such as 2026Q4; without it this quarter's.")] = "",
    emergency: Annotated[
        bool, typer.Option("--emergency", help="A small cycle outside the quarter, to publish today.")
    ] = False,
    effective: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="The day on which its release takes effect."),
    ] = None,
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Open a cycle. From the first one on, changes reach agents by releases only."""
    kind = CycleKind.EMERGENCY if emergency else CycleKind.QUARTERLY
    with opened(context, home) as services:
        _tell(services.cycles.open(name, kind=kind, effective=effective), as_json)


def move(
    context: typer.Context,
    to: Annotated[CycleState, typer.Argument(metavar="STATE", help="plan, edit, review or publish.")],
    name: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Move a cycle on: open, plan, edit, review, publish; or back to edit or review."""
    with opened(context, home) as services:
        _tell(services.cycles.move(name, to), as_json)


def date_(
    context: typer.Context,
    effective: Annotated[date, typer.Argument(parser=parse_day, metavar="DATE", help="Today or later.")],
    name: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Set the day on which the cycle's release takes effect."""
    with opened(context, home) as services:
        _tell(services.cycles.schedule(name, effective), as_json)


def close(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cycle; without it the open one.")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Close a cycle without a release, once nothing is left in it."""
    with opened(context, home) as services:
        _tell(services.cycles.close(name), as_json)


def plan(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Entries to plan, also new ones.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Plan every entry that wants attention.")] = False,
    owner: Annotated[str, typer.Option(help="Who takes them; without it who answers for the entry.")] = "",
    due: Annotated[date | None, typer.Option(parser=parse_day, metavar="DATE", help="By when.")] = None,
    reason: Annotated[str, typer.Option("--message", "-m", help="Why, in a few words.")] = "",
    name: InCycle = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Show what wants attention; with ids or --all, say who takes it and by when."""
    with opened(context, home) as services:
        found = services.planner.gather(name)
        causes = {c.entry_id: sentence(c.why) for c in reversed(found) if c.entry_id}
        wanted = [*(ids or ()), *(causes if everything else ())]
        if not wanted:
            _print_candidates(found, as_json)
            return
        changes = [
            services.planner.assign(
                entry_id, owner=owner, due=due, reason=reason or causes.get(entry_id, ""), cycle=name
            )
            for entry_id in dict.fromkeys(wanted)
        ]
    if as_json:
        print_json([change_as_dict(change) for change in changes])
    else:
        for change in changes:
            typer.echo(f"{change.entry_id}  {_plan(change)}  {change.reason}".rstrip())


def status(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cycle; without it the open one.")] = "",
    as_json: Json = False,
    home: Home = None,
) -> None:
    """Show a cycle's changes, what still stops its release, and who leans on what it changes."""
    with opened(context, home) as services:
        board = services.cycles.board(name)
        report, impact = None, tuple[Impact, ...]()
        if board.cycle.state is not CycleState.CLOSED:
            report = services.gate.check(board.cycle.name)
            impact = services.publisher.impact(board.cycle.name)
    if as_json:
        print_json(_status_as_dict(board, report, impact))
    else:
        _print_status(board, report, impact)


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return a change for ``--json``."""
    return {**asdict(change), "due": change.due.isoformat() if change.due else None}


def cycle_as_dict(found: Cycle) -> dict[str, Any]:
    """Return a cycle for ``--json``."""
    return {
        **asdict(found),
        "effective": found.effective.isoformat() if found.effective else None,
        "opened_at": found.opened_at.isoformat(),
    }


def print_card(card: Card) -> None:
    """Print a change on a line."""
    change = card.change
    head = f"@{change.head}" if change.head is not None else ""
    parts = [f"{change.state.value:<9}", f"{change.kind.value:<6}", f"{change.entry_id}{head}", card.title]
    parts += [change.author, _plan(change), change.message or change.reason]
    if card.stale:
        parts.append(tr("(needs a merge)"))
    if card.open_comments:
        parts.append(tr("({count} remarks)").format(count=card.open_comments))
    typer.echo("  ".join(part for part in parts if part))


def card_as_dict(card: Card) -> dict[str, Any]:
    """Return a change with its standing for ``--json``."""
    return {
        **change_as_dict(card.change),
        "title": card.title,
        "approved_by": card.verdict.reviewer if card.verdict else None,
        "open_comments": card.open_comments,
        "stale": card.stale,
    }


def impact_as_dict(impact: Impact) -> dict[str, Any]:
    """Return who leans on something for ``--json``."""
    return {"subject": impact.subject, "entries": list(impact.entries)}


def print_impact(impact: tuple[Impact, ...]) -> None:
    """Print who leans on what, a line a subject."""
    for one in impact:
        count = tr("{count} entries").format(count=len(one.entries))
        typer.echo(f"  {one.subject}: {count}: {' '.join(one.entries)}")


def _tell(found: Cycle, as_json: bool) -> None:
    if as_json:
        print_json(cycle_as_dict(found))
    else:
        _print_cycle(found)


def _print_cycle(found: Cycle) -> None:
    when = tr("in force from {day}").format(day=found.effective) if found.effective else tr("no day set")
    typer.echo(f"{found.name}  {found.kind.value}  {found.state.value}  {when}")


def _print_candidates(found: tuple[Candidate, ...], as_json: bool) -> None:
    if as_json:
        print_json([{**asdict(c), "why": sentence(c.why)} for c in found])
        return
    for candidate in found:
        subject = f"{candidate.entry_id}  {candidate.title}".strip()
        typer.echo(
            f"{candidate.cause.value:<14}  {subject}  {sentence(candidate.why)}  {candidate.owner}".rstrip()
        )
    if not found:
        typer.echo(tr("Nothing wants attention."))


def _print_status(board: Board, report: GateReport | None, impact: tuple[Impact, ...]) -> None:
    _print_cycle(board.cycle)
    for card in board.cards:
        print_card(card)
    if report is None:
        return
    typer.echo(f"\n{tr('Stops the release')}")
    print_problems(report.problems)
    if report.open:
        typer.echo(tr("Nothing."))
    for problem, acceptance in report.accepted:
        typer.echo(
            tr("accepted by {name}: [{code}] {id}: {reason}").format(
                name=acceptance.author, code=problem.code, id=problem.entry_id, reason=acceptance.reason
            )
        )
    if report.standing:
        typer.echo(
            tr("{count} warnings stood before, in entries that this cycle leaves alone").format(
                count=report.standing
            )
        )
    if impact:
        typer.echo(f"\n{tr('Who leans on what changes')}")
        print_impact(impact)


def _status_as_dict(board: Board, report: GateReport | None, impact: tuple[Impact, ...]) -> dict[str, Any]:
    gate = None
    if report is not None:
        gate = {
            "open": report.open,
            "problems": [problem_as_dict(problem) for problem in report.problems],
            "accepted": [
                {"code": p.code, "id": p.entry_id, "reason": a.reason, "by": a.author}
                for p, a in report.accepted
            ],
            "standing_warnings": report.standing,
        }
    return {
        **cycle_as_dict(board.cycle),
        "changes": [card_as_dict(card) for card in board.cards],
        "gate": gate,
        "impact": [impact_as_dict(one) for one in impact],
    }


def _plan(change: Change) -> str:
    return " ".join(part for part in (change.owner, change.due.isoformat() if change.due else "") if part)
