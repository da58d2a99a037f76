"""Assembling the commands, and turning what goes wrong into one sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import typer

from deskbook.cli import check, exchange, health, search, show, stats, window
from deskbook.cli.output import complain
from deskbook.errors import DeskbookError, Message
from deskbook.ports import Cancelled
from deskbook.services.facade import Services

CANCELLED = 130
"""What shells report for Ctrl+C."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the commands need from the layers above: opening a home, restoring into one, the window."""

    open_services: Callable[[Path | None], Services]
    restore: Callable[[Path, Path | None], None]
    open_window: Callable[[Path | None], int]


app = typer.Typer(
    name="deskbook",
    help="Deskbook (案头): the offline handbook of a customer-service team.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for family in (search, show, exchange, check, stats, health, window):
    family.register(app)


@app.callback(invoke_without_command=True)
def _without_command(
    context: typer.Context, version: bool = typer.Option(False, help="Print the version.")
) -> None:
    if version:
        from importlib.metadata import version as installed  # only for this option: it reads the disk

        typer.echo(installed("deskbook"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(context.obj.open_window(None))


def main(arguments: Sequence[str], runtime: Runtime) -> int:
    """Run one command and return its exit code.

    0 is success, 1 means that the thing asked about is not so, 2 wrong usage; a
    :class:`DeskbookError` brings its own.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console of another encoding must not break Chinese output
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = typer.main.get_command(app).main(
            list(arguments), prog_name="deskbook", standalone_mode=False, obj=runtime
        )
        return code if isinstance(code, int) else 0
    except DeskbookError as error:
        complain(error)
        return error.exit_code
    except click.exceptions.Abort:
        return CANCELLED
    except (Cancelled, KeyboardInterrupt):
        complain(DeskbookError(Message("Stopped; everything is as it was before.")))
        return CANCELLED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:  # the reader of our output went away, as "head" does
        sys.stderr.close()
        return 0
