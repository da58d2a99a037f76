"""What a piece of a name may mean: an action of the window, or an entry of the handbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from deskbook.errors import DeskbookError
from deskbook.model.entry import Kind
from deskbook.model.query import Hit, Query
from deskbook.services.finding import Finder
from deskbook.ui.ports import Lane, Runner

_ENTRIES = 6
_ACTIONS = 5
"""How many actions stand above the entries once something is typed; without, all are listed."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: its name here and in English, its group and its key, and how to do it."""

    text: str
    english: str
    group: str
    key: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the palette: a command, or an entry if there is none."""

    text: str
    note: str
    key: str = ""
    kind: Kind | None = None
    ref: str = ""
    command: Command | None = None


class PaletteView(Protocol):
    """What the presenter needs of the view."""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List what there is to choose from, the likeliest first."""


class PalettePresenter:
    """Lists commands at once, and entries as soon as they are found."""

    def __init__(
        self,
        view: PaletteView,
        commands: Sequence[Command],
        open_entry: Callable[[str], None],
        finder: Finder,
        jobs: Runner,
    ) -> None:
        self._view, self._commands, self._open = view, commands, open_entry
        self._finder, self._jobs = finder, jobs
        self._asked = 0

    def type(self, text: str) -> None:
        """List what ``text`` may mean."""
        self._asked += 1
        number, words = self._asked, text.casefold().split()
        found = [command_row(c) for c in self._commands if _means(c, words)]
        if not words:
            self._view.show_rows(found)
            return
        self._view.show_rows(found[:_ACTIONS])
        query = Query(text, self._finder.today(), limit=_ENTRIES)

        def show(hits: tuple[Hit, ...]) -> None:
            if number == self._asked:
                self._view.show_rows([*found[:_ACTIONS], *map(_entry_row, hits)])

        def fail(_error: DeskbookError) -> None:
            """Commands are there all the same; the list of hits tells what is wrong with the search."""

        self._jobs.run(Lane.SEARCH, lambda: self._finder.search(query).hits, show, fail)

    def choose(self, row: Row) -> None:
        """Do what was chosen."""
        if row.command is not None:
            row.command.run()
        else:
            self._open(row.ref)


def command_row(command: Command) -> Row:
    """Return the line of a command."""
    return Row(command.text, command.group, command.key, command=command)


def _entry_row(hit: Hit) -> Row:
    return Row(hit.title.text, hit.id, kind=hit.kind, ref=hit.id)


def _means(command: Command, words: Sequence[str]) -> bool:
    names = f"{command.text} {command.english} {command.group}".casefold()
    return all(word in names for word in words)
