"""Importing handbook folders into the workspace, and exporting them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from deskbook.errors import CycleStateError, Message, TakenPictureError, UnknownEntryError
from deskbook.lint.picture_files import file_problem
from deskbook.model.audit import Action, Deed
from deskbook.model.cycle import Change
from deskbook.model.entry import AnyEntry, Kind, Phrase, Status
from deskbook.model.person import Person, Role, same_person
from deskbook.model.picture import Picture, shown
from deskbook.model.problem import Problem
from deskbook.model.references import pictures
from deskbook.model.register import Register
from deskbook.model.revision import Changes, Revision, content_hash
from deskbook.ports import HandbookFolder, Markup, Progress, SourceFile, Workspace
from deskbook.revision.cycle import Act
from deskbook.services.changes import Drafts
from deskbook.services.drafting import Draft, current_draft, open_cycle
from deskbook.services.handbook import Handbook
from deskbook.services.ledger import Acting, Ledger
from deskbook.services.pictures import Pictures, add_picture

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
    """What an import did, by id, and what it had to leave out.

    ``cycle`` names the cycle in which the files are changes now; empty if they took effect at once.
    ``pictures`` is how many new pictures came with them.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    cycle: str = ""
    pictures: int = 0

    @property
    def changes(self) -> Changes:
        """What was altered."""
        return Changes(frozenset(self.added + self.updated))


@dataclass(slots=True)
class _Imported:
    """What an import did so far."""

    problems: list[Problem]
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    cycle: str = ""
    pictures: int = 0
    deeds: list[Deed] = field(default_factory=list)

    def kept(self, acting: Acting, item: Item, revision: int | None, *, new: bool) -> None:
        """Note that a file was stored."""
        (self.added if new else self.updated).append(item.id)
        self.deeds.append(acting.deed(Action.IMPORT, item.id, revision, content_hash(item.source)))

    def report(self) -> ImportReport:
        """Return it all."""
        return ImportReport(
            tuple(self.added),
            tuple(self.updated),
            self.unchanged,
            tuple(self.problems),
            self.cycle,
            self.pictures,
        )


class Exchange:
    """Moves entries between the workspace and files."""

    def __init__(
        self,
        workspace: Workspace,
        handbook: Handbook,
        markup: Markup,
        folder: HandbookFolder,
        ledger: Ledger,
        drafts: Drafts,
        pictures: Pictures,
    ) -> None:
        self._workspace = workspace
        self._handbook = handbook
        self._markup = markup
        self._folder = folder
        self._ledger = ledger
        self._drafts = drafts
        self._pictures = pictures

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

    def read_pictures(self, path: Path, items: Iterable[Item]) -> Iterator[Picture | Problem]:
        """Read the pictures of a handbook folder: sound ones and problems.

        Of a single file only those that it shows.

        :param items: what :meth:`read` found there.
        :raises SourceError: if they cannot be listed.
        """
        for picture in self._folder.pictures(path, None if path.is_dir() else names_shown(items)):
            fault = None if isinstance(picture, Problem) else file_problem(picture)
            yield fault or picture

    def import_folder(
        self, path: Path, *, message: str = "", progress: Progress | None = None
    ) -> ImportReport:
        """Import every sound file in one transaction; entries that the folder does not hold stay as they are.

        While the workspace is being set up this takes effect at once. Once it ever had a cycle the files
        become changes in the open one; one that somebody else is changing is reported and left alone.

        :raises SourceError: if ``path`` does not exist or holds no handbook file.
        :raises UnknownCycleError: if there was a cycle and none is open; nothing is imported then.
        :raises CycleStateError: if the open cycle is not in state edit; nothing is imported then.
        :raises RoleError: if there was a cycle, unless editor.
        :raises StorageError: if the workspace cannot be written; nothing is imported then.
        :raises Cancelled: if ``progress`` did; nothing is imported then.
        """
        items, problems = self.read(path)
        done = _Imported(problems=list(problems))
        new = self._new_pictures(path, items, done)
        with self._ledger.writing() as acting:
            keep = self._keep
            if acting.work.cycles.governed():
                acting.require(Role.EDITOR)
                done.cycle = open_cycle(acting.work, Act.SAVE).name
                keep = self._draft
            _add_pictures(acting, new, done)
            for n, item in enumerate(items):
                if progress is not None:
                    progress(n, len(items))
                keep(acting, item, message, done)
            acting.work.audit.append(done.deeds)
            acting.commit()
        if progress is not None:
            progress(len(items), len(items))
        return done.report()

    def is_empty(self) -> bool:
        """Tell whether the workspace holds nothing yet."""
        with self._workspace.work() as work:
            return not work.cycles.governed() and not work.entries.numbers()

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
        done = _Imported(problems=list(problems))
        new = self._new_pictures(path, items, done)
        with self._ledger.writing() as acting:
            if acting.work.entries.numbers():  # another process was quicker
                return done.report()
            _add_pictures(acting, new, done)
            for n, item in enumerate(items):
                if progress is not None:
                    progress(n, len(items))
                self._keep(acting, item, STARTER, done)
            acting.work.audit.append(done.deeds)
            release = acting.work.releases.add(
                name=STARTER,
                effective=acting.day,
                author=acting.person.name,
                notes="",
                at=acting.at,
                items=acting.work.entries.numbers(),
            )
            acting.record(Action.PUBLISH, str(release.number), detail=STARTER)
            acting.commit()
        if progress is not None:
            progress(len(items), len(items))
        return done.report()

    def export_folder(self, path: Path, progress: Progress | None = None) -> int:
        """Write what agents read, with its pictures, below ``path`` in the layout of ``kb/``.

        :returns: the number of files.
        :raises SourceError: if it cannot be written.
        """
        found = (*self._handbook.revisions(), *self._handbook.registers())

        def files() -> Iterator[SourceFile | Picture]:
            names: set[str] = set()
            for done, revision in enumerate(found):
                if progress is not None:
                    progress(done, len(found))
                names.update(picture.name for picture in shown(revision.source))
                yield SourceFile(self.path_of(revision), revision.source)
            yield from self._pictures.find(sorted(names))

        return self._folder.write(path, files())

    def path_of(self, revision: Revision) -> str:
        """Return where in a handbook folder an entry or register belongs."""
        if revision.entry_id in set(Register):
            return f"{revision.entry_id}.yaml"
        return canonical_path(self._handbook.entry_of(revision))

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

    def _new_pictures(self, path: Path, items: Sequence[Item], done: _Imported) -> list[Picture]:
        """Return the pictures that sound files show and that there are not yet, noting faulty ones.

        Other pictures of the folder stay outside: nothing ever leaves a workspace again.
        """
        wanted = names_shown(items)
        known = self._pictures.hashes()
        new = []
        for picture in self.read_pictures(path, items):
            if isinstance(picture, Problem):
                done.problems.append(picture)
            elif picture.name in wanted and known.get(picture.name) != picture.hash:
                new.append(picture)
        return new

    def _keep(self, acting: Acting, item: Item, message: str, done: _Imported) -> None:
        """Let a file take effect at once."""
        before = acting.work.entries.find(item.id)
        if before is not None and before.head.hash == content_hash(item.source):
            done.unchanged += 1
            return
        stored = acting.work.entries.put(
            item.id,
            item.kind,
            item.source,
            author=acting.person.name,
            message=message,
            at=acting.at,
            seen=before.version if before else None,
        )
        done.kept(acting, item, stored.head.number, new=before is None)

    def _draft(self, acting: Acting, item: Item, message: str, done: _Imported) -> None:
        """Make a file a change in the open cycle."""
        try:
            draft: Draft | None = current_draft(acting.work, item.id, done.cycle)
        except UnknownEntryError:
            draft = None
        accepted = draft.accepted if draft else None
        if draft and item.source in {draft.source, accepted.source if accepted else None}:
            done.unchanged += 1
            return
        try:
            if draft and draft.change and draft.change.author:
                _require_own(draft.change, acting.person)
            change = self._drafts.save_within(
                acting,
                item.id,
                item.source,
                seen=draft.seen if draft else None,
                message=message,
                cycle=draft.change.cycle if draft and draft.change else done.cycle,
                archived=item.entry is not None and item.entry.status is Status.ARCHIVED,
            )
        except CycleStateError as error:
            done.problems.append(_left_alone(item, error))
        else:
            done.kept(acting, item, change.head, new=accepted is None)


def names_shown(items: Iterable[Item]) -> frozenset[str]:
    """Return the names of the pictures that files show."""
    entries = (item.entry for item in items if item.entry is not None)
    return frozenset(picture.name for entry in entries for _field, picture in pictures(entry))


def canonical_path(entry: AnyEntry) -> str:
    """Return an entry's path in a handbook folder, relative, with ``/``."""
    shelf = entry.category.value if isinstance(entry, Phrase) else entry.stage.value
    return f"{Kind.of_id(entry.id).value}/{shelf}/{entry.id}.md"


def _add_pictures(acting: Acting, new: Iterable[Picture], done: _Imported) -> None:
    for picture in new:
        try:
            done.pictures += add_picture(acting, picture)
        except TakenPictureError as error:
            remedy = error.remedy or Message("Give it another name.")
            done.problems.append(Problem("picture-changed", error.what, remedy, picture.path))


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


def _require_own(change: Change, person: Person) -> None:
    if not same_person(change.author, person.name):
        raise CycleStateError(
            Message(
                "{name} is changing “{id}” in {cycle}.",
                name=change.author,
                id=change.entry_id,
                cycle=change.cycle,
            ),
            Message("Agree on one text, and save it with “deskbook change edit {id}”.", id=change.entry_id),
        )


def _left_alone(item: Item, error: CycleStateError) -> Problem:
    return Problem(
        "changed-elsewhere",
        error.what,
        error.remedy or Message("Import it again later."),
        path=item.path,
        line=1,
        entry_id=item.id,
    )
