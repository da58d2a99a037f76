"""Reading versions: the history of an entry, what changed between two versions, and who changed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskbook.errors import UnknownEntryError, UnknownReleaseError, UnknownRevisionError
from deskbook.model.cycle import Change
from deskbook.model.entry import Status
from deskbook.model.revision import Release, Revision
from deskbook.ports import UnitOfWork, Workspace
from deskbook.revision.blame import Blamed, blame
from deskbook.revision.compare import Comparison, compare
from deskbook.revision.diff import VersionDiff, diff_versions
from deskbook.revision.outline import PartKind, outline, value


@dataclass(frozen=True, slots=True)
class Version:
    """A revision in an entry's history, with the releases that hold it, oldest first.

    :param accepted: whether it is the text that everything else starts from.
    :param change: the unsettled change whose newest text it is; None if it is not.
    """

    revision: Revision
    releases: tuple[Release, ...] = ()
    accepted: bool = False
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one revision to another; None where the entry was not there."""

    old: Revision | None
    new: Revision | None
    diff: VersionDiff

    @property
    def title(self) -> str:
        """The entry's title, in the newer version that has it; a register's id."""
        revision = self.new or self.old
        return "" if revision is None else title_of(revision)


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
    """What changed from one release to another, with the title of every entry that did."""

    old: Release
    new: Release
    entries: Comparison
    titles: Mapping[str, str]


class History:
    """The versions of entries and registers. Thread-safe; reads only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of(self, entry_id: str) -> tuple[Version, ...]:
        """Return every revision of an entry or register, newest first.

        :raises UnknownEntryError: if it does not exist.
        """
        with self._workspace.work() as work:
            revisions = work.entries.history(entry_id)
            releases = {release.number: release for release in work.releases.all()}
            held = sorted(work.releases.holding(entry_id).items())
            stored, change = work.entries.find(entry_id), work.changes.of_entry(entry_id)
        return tuple(
            Version(
                revision,
                tuple(releases[number] for number, held_one in held if held_one == revision.number),
                stored is not None and stored.head.number == revision.number,
                change if change is not None and change.head == revision.number else None,
            )
            for revision in revisions
        )

    def releases(self) -> tuple[Release, ...]:
        """Return every release, newest first."""
        with self._workspace.work() as work:
            return tuple(sorted(work.releases.all(), key=lambda release: -release.number))

    def revision(self, entry_id: str, number: int | None = None) -> Revision:
        """Return one revision, or the newest; its source is what restoring it saves.

        :raises UnknownEntryError: if the entry does not exist.
        :raises UnknownRevisionError: if it has no such revision.
        """
        with self._workspace.work() as work:
            revisions = work.entries.history(entry_id)
        return _numbered(revisions, number) if number is not None else revisions[0]

    def diff(self, entry_id: str, old: int | None = None, new: int | None = None) -> Difference:
        """Compare two revisions of an entry or register.

        :param old: None for the revision that ``new`` was made from; nothing is compared with a first one.
        :param new: None for the newest.
        :raises UnknownEntryError: if the entry does not exist.
        :raises UnknownRevisionError: if it has no such revision.
        """
        with self._workspace.work() as work:
            revisions = work.entries.history(entry_id)
        after = _numbered(revisions, new) if new is not None else revisions[0]
        number = after.parent if old is None else old
        before = _numbered(revisions, number) if number is not None else None
        return _difference(before, after)

    def diff_releases(self, entry_id: str, old: int, new: int) -> Difference:
        """Compare an entry or register as two releases hold it.

        :raises UnknownReleaseError: if there is no such release.
        :raises UnknownEntryError: if neither holds the entry.
        """
        with self._workspace.work() as work:
            held = [work.releases.items(number).get(entry_id) for number in (old, new)]
            if held == [None, None]:
                raise UnknownEntryError(entry_id)
            before, after = (work.entries.revision(entry_id, n) if n is not None else None for n in held)
        return _difference(before, after)

    def compare(self, old: int, new: int) -> ReleaseDifference:
        """Compare two releases as a whole, registers included.

        :raises UnknownReleaseError: if there is no such release.
        """
        with self._workspace.work() as work:
            releases = {release.number: release for release in work.releases.all()}
            for number in (old, new):
                if number not in releases:
                    raise UnknownReleaseError(str(number))
            reader = _Reader(work)
            before, after = work.releases.items(old), work.releases.items(new)
            entries = compare(before, after, reader.archived)
            changed = (*entries.added, *entries.edited, *entries.retired)
            titles = {i: title_of(reader.revision(i, after.get(i) or before[i])) for i in changed}
        return ReleaseDifference(releases[old], releases[new], entries, titles)

    def blame(self, entry_id: str, number: int | None = None) -> tuple[Blamed, ...]:
        """Tell for each paragraph, list item and field who last changed it.

        :param number: the revision to look at; None for the newest.
        :raises UnknownEntryError: if the entry does not exist.
        :raises UnknownRevisionError: if it has no such revision.
        """
        with self._workspace.work() as work:
            revisions = work.entries.history(entry_id)
        line = [_numbered(revisions, number) if number is not None else revisions[0]]
        while (parent := line[-1].parent) is not None:
            line.append(_numbered(revisions, parent))
        return blame(line[::-1])


class _Reader:
    """Revisions of one unit of work, each read once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._read: dict[tuple[str, int], Revision] = {}

    def revision(self, entry_id: str, number: int) -> Revision:
        key = entry_id, number
        if key not in self._read:
            self._read[key] = self._work.entries.revision(entry_id, number)
        return self._read[key]

    def archived(self, entry_id: str, number: int) -> bool:
        return _field(self.revision(entry_id, number), "status") == Status.ARCHIVED


def title_of(revision: Revision) -> str:
    """Return the title that a revision gives its entry; the id of a register or of what has no title."""
    return _field(revision, "title") or revision.entry_id


def _field(revision: Revision, name: str) -> str:
    parts = outline(revision.source)
    return next((value(p) for p in parts if p.kind is PartKind.FIELD and p.name == name), "")


def _difference(old: Revision | None, new: Revision | None) -> Difference:
    return Difference(old, new, diff_versions(old.source if old else "", new.source if new else ""))


def _numbered(revisions: Sequence[Revision], number: int) -> Revision:
    found = next((revision for revision in revisions if revision.number == number), None)
    if found is None:
        raise UnknownRevisionError(revisions[0].entry_id, number)
    return found
