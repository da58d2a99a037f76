"""Every content check, over the workspace or over a folder that was not imported yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.lint.runner import run
from deskbook.model.entry import AnyEntry
from deskbook.model.picture import FOLDER, Picture
from deskbook.model.problem import Gravity, Problem
from deskbook.model.register import Law, Register, Shop
from deskbook.ports import Markup
from deskbook.services.exchanging import Exchange, Item, canonical_path, names_shown
from deskbook.services.handbook import Handbook
from deskbook.services.pictures import Pictures


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How many entries were looked at, and everything found, errors first."""

    entries: int
    problems: tuple[Problem, ...]

    def count(self, gravity: Gravity) -> int:
        """Return how many problems are of this gravity."""
        return sum(problem.gravity is gravity for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """The handbook as it was at a generation."""

    generation: int
    entries: Mapping[str, AnyEntry]
    shop: Shop
    laws: Mapping[str, Law]


class Checker:
    """Runs the rules of :mod:`deskbook.lint`."""

    def __init__(
        self,
        handbook: Handbook,
        exchange: Exchange,
        pictures: Pictures,
        markup: Markup,
        clock: Callable[[], datetime],
    ) -> None:
        self._handbook = handbook
        self._pictures = pictures
        self._exchange = exchange
        self._markup = markup
        self._clock = clock
        self._known: _Known | None = None

    def workspace(self) -> CheckReport:
        """Check the newest revision of every entry."""
        sources = {revision.entry_id: revision.source for revision in self._handbook.revisions()}
        entries = {entry.id: entry for entry in self._handbook.entries()}
        library = Library(
            entries,
            self._handbook.shop(),
            self._handbook.laws(),
            self._today(),
            sources,
            pictures=self._pictures.hashes().keys(),
        )
        idle = sorted(self._pictures.unused(entries.values()))
        return CheckReport(len(entries), (*run(library), *map(_unused_in_workspace, idle)))

    def entry(self, entry: AnyEntry, source: str) -> tuple[Problem, ...]:
        """Check an entry as it is being written, among the others as they are; errors come first."""
        known = self._all()
        # Last, so that a wording that two entries claim is held against the one being written.
        entries = {id_: other for id_, other in known.entries.items() if id_ != entry.id} | {entry.id: entry}
        library = Library(
            entries,
            known.shop,
            known.laws,
            self._today(),
            {entry.id: source},
            only=entry.id,
            pictures=self._pictures.hashes().keys(),
        )
        return tuple(problem for problem in run(library) if problem.entry_id == entry.id)

    def folder(self, path: Path) -> CheckReport:
        """Check a handbook folder without importing it; faulty files are problems like the others.

        A folder without registers is checked against those of the workspace, a single file against the
        whole workspace. Pictures may be in either.

        :raises SourceError: if ``path`` does not exist or holds no handbook file.
        """
        items, faults = self._exchange.read(path)
        found = {item.id: item.entry for item in items if item.entry is not None}
        entries: dict[str, AnyEntry] = {}
        if path.is_file():
            entries.update((entry.id, entry) for entry in self._handbook.entries())
        entries.update(found)
        shop, laws = self._registers(items)
        read = tuple(self._exchange.read_pictures(path, items))
        names = {picture.name for picture in read if isinstance(picture, Picture)}
        faults += tuple(picture for picture in read if isinstance(picture, Problem))
        library = Library(
            entries,
            shop,
            laws,
            self._today(),
            {item.id: item.source for item in items},
            {item.id: item.path for item in items},
            pictures=names | self._pictures.hashes().keys(),
        )
        problems = [p for p in run(library) if p.entry_id in found]
        if path.is_dir():
            problems += misplaced(items)
            problems += unused_pictures(names - names_shown(items))
        problems.sort(key=lambda p: p.gravity is not Gravity.ERROR)
        return CheckReport(len(found) + len({p.path for p in faults}), (*faults, *problems))

    def _all(self) -> _Known:
        """Return the whole handbook, read again only if it changed: a person who writes asks often."""
        generation = self._handbook.generation()
        known = self._known
        if known is None or known.generation != generation:
            entries = {entry.id: entry for entry in self._handbook.entries()}
            known = _Known(generation, entries, self._handbook.shop(), self._handbook.laws())
            self._known = known
        return known

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _registers(self, items: Iterable[Item]) -> tuple[Shop, dict[str, Law]]:
        shop, laws = self._handbook.shop(), dict(self._handbook.laws())
        for item in items:
            if item.id == Register.SHOP:
                read = self._markup.parse_shop(item.source)
                shop = read if isinstance(read, Shop) else shop
            elif item.id == Register.LAWS:
                laws = {law.id: law for law in self._markup.parse_laws(item.source) if isinstance(law, Law)}
        return shop, laws


def unused_pictures(names: Collection[str]) -> list[Problem]:
    """Return a warning for every picture of a folder that none of its entries shows."""
    remedy = Message("Show it in an entry, or take it out of the folder: it is not imported.")
    return [_unused(name, remedy) for name in sorted(names)]


def _unused_in_workspace(name: str) -> Problem:
    return _unused(name, Message("Show it in an entry, or leave it: it goes into no release and no export."))


def _unused(name: str, remedy: Message) -> Problem:
    return Problem(
        "unused-picture",
        Message("No entry shows this picture."),
        remedy,
        f"{FOLDER}/{name}",
        gravity=Gravity.WARNING,
    )


def misplaced(items: Iterable[Item]) -> list[Problem]:
    """Return a warning for every entry file that an export would write elsewhere."""
    return [
        Problem(
            "misplaced-file",
            Message("The file belongs at {path}.", path=canonical_path(item.entry)),
            Message("Move it there, or correct its stage or category."),
            item.path,
            1,
            "id",
            item.id,
            Gravity.WARNING,
        )
        for item in items
        if item.entry is not None and item.path != canonical_path(item.entry)
    ]
