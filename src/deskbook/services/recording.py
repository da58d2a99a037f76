"""Noting in the log what goes wrong: kinds of errors and where they came from, never their words."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from deskbook.errors import DeskbookError
from deskbook.ports import Cancelled, Journal


def opening(journal: Journal) -> None:
    """Note that a data folder is being opened, and by which program."""
    journal.note("opening", f"deskbook-{version('deskbook')}", platform.platform())


@contextmanager
def recorded(journal: Journal, leaving: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Note what goes wrong within, and let it go on.

    :param leaving: exceptions that only end a command.
    """
    try:
        yield
    except Cancelled:
        raise
    except leaving:
        raise
    except DeskbookError as error:
        journal.note("refused", type(error).__name__, str(error.exit_code))
        raise
    except Exception as error:
        note_fault(journal, error)
        raise


def note_fault(journal: Journal, error: BaseException) -> None:
    """Note a fault of the program: the kind of the error, and where in the sources it came from."""
    frames = traceback.walk_tb(error.__traceback__)
    places = [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in frames]
    journal.note("fault", type(error).__name__, *places)
