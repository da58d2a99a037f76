"""Importing handbook folders into the workspace, and exporting them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from deskbook.errors import Message
from deskbook.model.entry import AnyEntry, Kind, Phrase
from deskbook.model.problem import Problem
from deskbook.model.register import Register
from deskbook.model.revision import Changes, Stored, content_hash
from deskbook.ports import HandbookFolder, Markup, Progress, SourceFile, UnitOfWork, Workspace
from deskbook.services.handbook import Handbook

STARTER = "Starter handbook"
"""The message of the revisions, and the name of the release, that the starter handbook makes."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sound file: the entry or register it holds. ``entry`` is None for a register."""

    id: str
    kind: str
    path: str
    source: str
    entry: AnyEntry | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, by id, and what it had to leave out."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def changes(self) -> Changes:
        """What was altered."""
        return Changes(frozenset(self.added + self.updated))


class Exchange:
    """Moves entries between the workspace and files."""

    def __init__(
        self,
        workspace: Workspace,
        handbook: Handbook,
        markup: Markup,
        folder: HandbookFolder,
        clock: Callable[[], datetime],
        author: str,
    ) -> None:
        self._workspace = workspace
        self._handbook = handbook
        self._markup = markup
        self._folder = folder
        self._clock = clock
        self._author = author

    def read(self, path: Path) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
        """Read a handbook folder or one file of it without storing anything: sound items, and all problems.

        :raises SourceError: if ``path`` does not exist or holds no handbook file.
        """
        items: dict[str, Item] = {}
        problems: list[Problem] = []
        for file in self._folder.read(path):
            if isinstance(file, Problem):
                problems.append(file)
                continue
            read = self._parse(file)
            if isinstance(read, tuple):
                problems.extend(read)
            elif read.id in items:
                problems.append(_duplicate(read, items[read.id]))
            else:
                items[read.id] = read
        return tuple(items.values()), tuple(problems)

    def import_folder(
        self, path: Path, *, message: str = "", progress: Progress | None = None
    ) -> ImportReport:
        """Import every sound file in one transaction; entries that the folder does not hold stay as they are.

        :raises SourceError: if ``path`` does not exist or holds no handbook file.
        :raises StorageError: if the workspace cannot be written; nothing is imported then.
        :raises Cancelled: if ``progress`` did; nothing is imported then.
        """
        items, problems = self.read(path)
        added: list[str] = []
        updated: list[str] = []
        with self._workspace.work(write=True) as work:
            known = {stored.id: stored for stored in work.entries.many({item.id for item in items})}
            for done, item in enumerate(items):
                if progress is not None:
                    progress(done, len(items))
                before = known.get(item.id)
                if before is not None and before.head.hash == content_hash(item.source):
                    continue
                self._put(work, item, before, message)
                (added if before is None else updated).append(item.id)
            work.commit()
        if progress is not None:
            progress(len(items), len(items))
        unchanged = len(items) - len(added) - len(updated)
        return ImportReport(tuple(added), tuple(updated), unchanged, problems)

    def is_empty(self) -> bool:
        """Tell whether the workspace holds nothing yet."""
        with self._workspace.work() as work:
            return not work.entries.heads()

    def import_starter(self, path: Path, progress: Progress | None = None) -> ImportReport:
        """Fill an empty workspace from ``path`` and make that its first release, in one transaction.

        Does nothing in a workspace that holds anything.

        :raises SourceError: if ``path`` is not a handbook folder.
        :raises StorageError: if the workspace cannot be written; nothing is imported then.
        :raises Cancelled: if ``progress`` did; nothing is imported then.
        """
        if not self.is_empty():
            return ImportReport((), (), 0, ())
        items, problems = self.read(path)
        now = self._clock()
        with self._workspace.work(write=True) as work:
            if work.entries.heads():  # another process was quicker
                return ImportReport((), (), 0, problems)
            for done, item in enumerate(items):
                if progress is not None:
                    progress(done, len(items))
                self._put(work, item, None, STARTER)
            work.releases.add(
                name=STARTER,
                effective=now.date(),
                author=self._author,
                notes="",
                at=now,
                items={item.id: 1 for item in items},
            )
            work.commit()
        if progress is not None:
            progress(len(items), len(items))
        return ImportReport(tuple(item.id for item in items), (), 0, problems)

    def export_folder(self, path: Path, progress: Progress | None = None) -> int:
        """Write every entry and register below ``path`` in the layout of ``kb/``; return the number of files.

        :raises SourceError: if it cannot be written.
        """
        with self._workspace.work() as work:
            stored = tuple(work.entries.many())

        def files() -> Iterator[SourceFile]:
            for done, one in enumerate(stored):
                if progress is not None:
                    progress(done, len(stored))
                yield SourceFile(self.path_of(one), one.head.source)

        return self._folder.write(path, files())

    def path_of(self, stored: Stored) -> str:
        """Return where in a handbook folder an entry or register belongs."""
        if stored.kind in set(Register):
            return f"{stored.kind}.yaml"
        return canonical_path(self._handbook.entry_of(stored.head))

    def _parse(self, file: SourceFile) -> Item | tuple[Problem, ...]:
        name = PurePosixPath(file.path).name
        if name == "shop.yaml":
            shop = self._markup.parse_shop(file.text, file.path)
            return shop if isinstance(shop, tuple) else _register(Register.SHOP, file)
        if name == "laws.yaml":
            laws = self._markup.parse_laws(file.text, file.path)
            faulty = tuple(p for p in laws if isinstance(p, Problem))
            return faulty or _register(Register.LAWS, file)
        entry = self._markup.parse(file.text, file.path)
        if isinstance(entry, tuple):
            return entry
        return Item(entry.id, entry.kind.value, file.path, file.text, entry)

    def _put(self, work: UnitOfWork, item: Item, known: Stored | None, message: str) -> None:
        work.entries.put(
            item.id,
            item.kind,
            item.source,
            author=self._author,
            message=message,
            at=self._clock(),
            seen=known.version if known else None,
        )


def canonical_path(entry: AnyEntry) -> str:
    """Return an entry's path in a handbook folder, relative, with ``/``."""
    shelf = entry.category.value if isinstance(entry, Phrase) else entry.stage.value
    return f"{Kind.of_id(entry.id).value}/{shelf}/{entry.id}.md"


def _register(register: Register, file: SourceFile) -> Item:
    return Item(register.value, register.value, file.path, file.text, None)


def _duplicate(item: Item, first: Item) -> Problem:
    return Problem(
        "duplicate-id",
        Message("The id “{id}” is already used by {path}.", id=item.id, path=first.path),
        Message("Give one of the two another id."),
        path=item.path,
        line=1,
        field="id",
        entry_id=item.id,
    )
