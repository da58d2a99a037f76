"""What a new release changed for one agent, and which texts that must be read are not confirmed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from deskbook.model.entry import AnyEntry, Level, Stage
from deskbook.model.reading import Reading
from deskbook.model.register import Register
from deskbook.model.revision import Release, Revision
from deskbook.ports import DeskData, Workspace
from deskbook.revision.diff import diff_versions
from deskbook.services.handbook import Handbook
from deskbook.services.history import Difference, History, ReleaseDifference, title_of
from deskbook.services.settings import Preferences

_FIELD = "must_read:"
_LEVELS = tuple(Level)


class Fate(Enum):
    """What became of an entry."""

    ADDED = auto()
    EDITED = auto()
    RETIRED = auto()
    STANDING = auto()
    """Nothing new: a text that must be read, and was not."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to look at.

    :param new: the revision in force; None if the entry is retired.
    :param old: the revision to compare with; None if there is none.
    :param read_at: when the revision in force was confirmed, aware; None if it was not.
    """

    entry_id: str
    title: str
    fate: Fate
    old: Revision | None
    new: Revision | None
    must_read: bool = False
    read_at: datetime | None = None

    @property
    def unread(self) -> bool:
        """Whether it must be read and was not."""
        return self.must_read and self.read_at is None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What there is to look at, what must be read first.

    :param release: the release in force; None while there is none.
    :param before: the one it is compared with; None if it is the first.
    """

    release: Release | None
    before: Release | None
    items: tuple[Item, ...]

    @property
    def unread(self) -> int:
        """How many texts must be read and were not."""
        return sum(item.unread for item in self.items)


class News:
    """Changes of the release in force for the stage and the level of this desk. Thread-safe."""

    def __init__(
        self,
        workspace: Workspace,
        handbook: Handbook,
        history: History,
        desk: DeskData,
        preferences: Preferences,
        clock: Callable[[], datetime],
    ) -> None:
        self._workspace = workspace
        self._handbook = handbook
        self._history = history
        self._desk = desk
        self._preferences = preferences
        self._clock = clock

    def bulletin(self) -> Bulletin:
        """Return what changed for this agent, and what must be read."""
        release, before = self._releases()
        items = {item.entry_id: item for item in self._must_read()}
        if release is not None and before is not None:
            for item in self._changed(self._history.compare(before.number, release.number)):
                known = items.get(item.entry_id)
                items[item.entry_id] = item if known is None else replace(known, fate=item.fate, old=item.old)
        order = {fate: number for number, fate in enumerate(Fate)}
        ranked = sorted(
            items.values(),
            key=lambda item: (not item.unread, not item.must_read, order[item.fate], item.title),
        )
        return Bulletin(release, before, tuple(ranked))

    def unread(self) -> int:
        """Return how many texts must be read and were not."""
        return sum(item.unread for item in self._must_read())

    def difference(self, item: Item) -> Difference:
        """Return what changed in an entry."""
        old, new = (one.source if one is not None else "" for one in (item.old, item.new))
        return Difference(item.old, item.new, diff_versions(old, new))

    def confirm(self, item: Item) -> None:
        """Keep that the agent read the revision in force.

        :raises StorageError: if it cannot be kept.
        """
        if item.new is not None:
            self._desk.keep_reading(Reading(item.entry_id, item.new.number, item.new.hash, self._clock()))

    def _releases(self) -> tuple[Release | None, Release | None]:
        with self._workspace.work() as work:
            if not work.cycles.governed():
                return None, None
            now = work.releases.in_force(self._handbook.today())
            older = [one for one in work.releases.all() if now is not None and one.number < now.number]
        return now, next(iter(older), None)

    def _must_read(self) -> Iterator[Item]:
        read = self._desk.readings()
        confirmed = {(one.entry_id, one.hash): one.at for one in read}
        last = {one.entry_id: one.revision for one in reversed(read)}
        for revision in self._handbook.revisions():
            if _FIELD not in revision.source:  # most are not: parsing all would take a second
                continue
            entry = self._handbook.entry_of(revision)
            if not entry.must_read or not self._concerns(entry) or not self._in_force(entry):
                continue
            at = confirmed.get((entry.id, revision.hash))
            old = self._revision(entry.id, last.get(entry.id)) if at is None else None
            yield Item(entry.id, entry.title, Fate.STANDING, old, revision, True, at)

    def _changed(self, difference: ReleaseDifference) -> Iterator[Item]:
        groups = (
            (Fate.ADDED, difference.entries.added),
            (Fate.EDITED, difference.entries.edited),
            (Fate.RETIRED, difference.entries.retired),
        )
        for fate, ids in groups:
            for entry_id in ids:
                found = self._history.diff_releases(entry_id, difference.old.number, difference.new.number)
                shown = found.new or found.old
                if shown is None:
                    continue
                if entry_id not in set(Register) and not self._concerns(self._handbook.entry_of(shown)):
                    continue
                yield Item(entry_id, title_of(shown), fate, found.old, found.new)

    def _concerns(self, entry: AnyEntry) -> bool:
        settings = self._preferences.current
        here = settings.stage is None or entry.stage in {settings.stage, Stage.GENERAL}
        return here and _LEVELS.index(entry.level) <= _LEVELS.index(settings.level)

    def _in_force(self, entry: AnyEntry) -> bool:
        return entry.in_force(self._handbook.today())

    def _revision(self, entry_id: str, number: int | None) -> Revision | None:
        if number is None:
            return None
        with self._workspace.work() as work:
            known = {one.number: one for one in work.entries.history(entry_id)}
        return known.get(number)
