"""What a person keeps about entries: favourites, what they read last, notes and short codes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from deskbook.errors import Message, ShortCodeError, UnknownEntryError
from deskbook.model.entry import AnyEntry, Level, Phrase, Stage, Status
from deskbook.model.mine import LONGEST_NOTE, Known, Note, ShortCode, asked_code, read_code
from deskbook.model.query import Answer, Hit, Marked, Query
from deskbook.ports import DeskData
from deskbook.services.copying import Copier, Copyable
from deskbook.services.filling import fill
from deskbook.services.handbook import Handbook

VISITED = 8
"""Entries read last that are shown."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry about which something is kept.

    :param gone: whether the handbook that is read does not have it, or it was archived.
    """

    entry: Known
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """What is shown above the handbook, each list with the latest first."""

    favourites: tuple[Kept, ...] = ()
    visited: tuple[Kept, ...] = ()
    noted: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What is kept about one entry.

    :param gone: whether the handbook that is read does not have the entry, or it was archived.
    :param note: empty if there is none.
    """

    entry: Known
    gone: bool
    starred: bool
    note: str


@dataclass(frozen=True, slots=True)
class Script:
    """A script that a short code can stand for."""

    key: str
    name: str


class Keeper:
    """Keeps it in the desk's own database, whatever becomes of the handbook. Thread-safe."""

    def __init__(
        self, handbook: Handbook, copier: Copier, desk: DeskData, clock: Callable[[], datetime]
    ) -> None:
        self._handbook = handbook
        self._copier = copier
        self._desk = desk
        self._data = desk.mine
        self._clock = clock

    def over(self, handbook: Handbook) -> Keeper:
        """Return the same over another handbook: what is kept is the same, entries read as they do there."""
        return Keeper(handbook, self._copier, self._desk, self._clock)

    def all(self) -> Mine:
        """Return what is kept, for showing it above the handbook."""
        data = self._data
        favourites, visited = data.starred(), data.visited(VISITED)
        noted = tuple(note.entry for note in data.notes())
        now = self._now({entry.entry_id for entry in (*favourites, *visited, *noted)})

        def kept(entries: tuple[Known, ...]) -> tuple[Kept, ...]:
            return tuple(Kept(now.get(e.entry_id, e), e.entry_id not in now) for e in entries)

        return Mine(kept(favourites), kept(visited), kept(noted))

    def about(self, entry_id: str) -> About | None:
        """Return what is kept about an entry; None if there is no such entry and nothing about it."""
        now = self._now({entry_id}).get(entry_id)
        starred = next((one for one in self._data.starred() if one.entry_id == entry_id), None)
        note = self._data.note(entry_id)
        entry = now or starred or (note.entry if note is not None else None)
        if entry is None:
            return None
        return About(entry, now is None, starred is not None, note.text if note is not None else "")

    def star(self, entry: Known, *, on: bool) -> None:
        """Make an entry a favourite, or one no longer."""
        if on:
            self._data.star(entry)
        else:
            self._data.unstar(entry.entry_id)

    def visit(self, entry: Known) -> None:
        """Note that an entry was read."""
        self._data.visit(entry)

    def note(self, entry: Known, text: str) -> None:
        """Keep a note about an entry; an empty one is forgotten."""
        self._data.keep_note(Note(entry, text[:LONGEST_NOTE], self._clock()))

    def codes(self) -> tuple[ShortCode, ...]:
        """Return all short codes, by code."""
        return self._data.codes()

    def says(self, code: ShortCode) -> str:
        """Return what a short code stands for, in words: its entry's title and its script's name."""
        name = ""
        if code.script:
            with suppress(UnknownEntryError):  # retired: the code is kept, and its title
                scripts = self.scripts(code.entry.entry_id)
                name = next((script.name for script in scripts if script.key == code.script), "")
        return f"{code.entry.title} · {name}" if name else code.entry.title

    def scripts(self, entry_id: str) -> tuple[Script, ...]:
        """Return the scripts of an entry that a short code can stand for.

        :raises UnknownEntryError: if there is no such entry.
        """
        copyables = self._copier.copyables(self._handbook.get(entry_id))
        return tuple(Script(one.key, one.name or one.text) for one in copyables)

    def keep_code(self, text: str, entry: Known, script: str = "", *, instead_of: str = "") -> ShortCode:
        """Keep a short code for an entry or one of its scripts.

        :param text: the code, with its slash or without.
        :param instead_of: the code that it takes the place of.
        :raises ShortCodeError: if that is no code, or it stands for something else already.
        """
        code = read_code(text)
        if not code:
            raise ShortCodeError(
                Message("A short code is 1 to 20 letters, figures or characters without a space."),
                Message("Write it like /th."),
            )
        kept = ShortCode(code, entry, script)
        if not self._data.keep_code(kept, instead_of=instead_of):
            raise ShortCodeError(
                Message("“/{code}” stands for something else already.", code=code),
                Message("Choose another, or change that one first."),
            )
        return kept

    def forget_code(self, code: str) -> None:
        """Forget a short code."""
        self._data.forget_code(code)

    def find(self, query: Query) -> Answer | None:
        """Return what the short code in a query stands for; None if it asks for no short code.

        A code begins with a slash; as long as it is not whole, everything that it may become is listed.
        """
        asked = asked_code(query.text)
        if asked is None:
            return None
        codes = [code for code in self._data.codes() if code.code.startswith(asked)]
        codes.sort(key=lambda code: (code.code != asked, code.code))
        return Answer(query, tuple(self._hit(code) for code in codes[: query.limit]))

    def _hit(self, code: ShortCode) -> Hit:
        try:
            entry = self._handbook.get(code.entry.entry_id)
        except UnknownEntryError:
            return _hit(code, None)
        copyables = self._copier.copyables(entry)
        number = next((n for n, one in enumerate(copyables) if one.key == code.script), 0)
        return _hit(code, entry, self._spoken(copyables[number]) if copyables else "", number + 1)

    def _spoken(self, script: Copyable) -> str:
        text = fill(script.text, self._handbook.shop(), {}).text
        return f"{script.name}  {text}" if script.name else text

    def _now(self, ids: set[str]) -> dict[str, Known]:
        """Return those of the entries that there still are, as they are called now."""
        found = self._handbook.entries(ids) if ids else ()
        return {e.id: Known(e.id, e.kind, e.title) for e in found if e.status is not Status.ARCHIVED}


def _hit(code: ShortCode, entry: AnyEntry | None, text: str = "", number: int = 0) -> Hit:
    kind, title = (entry.kind, entry.title) if entry is not None else (code.entry.kind, code.entry.title)
    topic = "" if entry is None else entry.category.value if isinstance(entry, Phrase) else entry.topic
    shown = f"/{code.code}"
    return Hit(
        id=code.entry.entry_id,
        kind=kind,
        title=Marked(f"{shown}  {title}", ((0, len(shown)),)),
        aliases=(),
        stage=entry.stage if entry is not None else Stage.GENERAL,
        topic=topic,
        level=entry.level if entry is not None else Level.JUNIOR,
        score=1.0,
        snippet=Marked(text),
        why=(),
        active=entry is not None and entry.status is not Status.ARCHIVED,
        code=code.code,
        script=number,
    )
