"""Time travel: the handbook as of a day or a release, so that an old order gets the answers of its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deskbook.errors import Message, MomentError, UnknownEntryError, UnknownReleaseError
from deskbook.model.entry import PLACEHOLDER_PATTERN, Status
from deskbook.model.revision import Moment, Release, Revision
from deskbook.ports import PastIndexes, Progress, Workspace
from deskbook.revision.diff import diff_versions
from deskbook.services.finding import Finder
from deskbook.services.handbook import Handbook
from deskbook.services.history import Difference

_DAY = re.compile(r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))")
_NUMBER = re.compile(r"#?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class ShopValue:
    """A value of the shop profile that is another one today; empty where there is none."""

    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of an entry since the time that is looked at.

    :param new: the revision in force today; None if the handbook no longer has the entry.
    :param retired: whether the entry is gone or archived today.
    :param values: the values of the shop profile in it that are others today.
    """

    old: Revision
    new: Revision | None
    retired: bool
    values: tuple[ShopValue, ...]

    @property
    def changed(self) -> bool:
        """Whether the entry reads otherwise today."""
        return self.retired or self.new is None or self.old.hash != self.new.hash or bool(self.values)

    @property
    def difference(self) -> Difference:
        """What changed in its text."""
        source = self.new.source if self.new is not None else ""
        return Difference(self.old, self.new, diff_versions(self.old.source, source))


@dataclass(frozen=True, slots=True)
class Then:
    """An earlier handbook, ready to be read and searched.

    :param now: today's.
    """

    moment: Moment
    handbook: Handbook
    finder: Finder
    now: Handbook

    def since(self, entry_id: str) -> Since:
        """Return what became of an entry since then.

        :raises UnknownEntryError: if it did not exist then.
        """
        old = self.handbook.stored(entry_id).head
        try:
            new = self.now.stored(entry_id).head
        except UnknownEntryError:
            return Since(old, None, True, ())
        archived = self.now.entry_of(new).status is Status.ARCHIVED
        retired = archived and self.handbook.entry_of(old).status is not Status.ARCHIVED
        return Since(old, new, retired, tuple(self._values(old)))

    def _values(self, revision: Revision) -> Iterator[ShopValue]:
        then, now = self.handbook.shop().values, self.now.shop().values
        for name in dict.fromkeys(PLACEHOLDER_PATTERN.findall(revision.source)):
            before, after = (shop[name].value if name in shop else "" for shop in (then, now))
            if before != after:
                yield ShopValue(name, before, after)


class TimeTravel:
    """Finds the release of a time, and makes its handbook ready. Thread-safe."""

    def __init__(
        self, workspace: Workspace, handbook: Handbook, finder: Finder, indexes: PastIndexes
    ) -> None:
        self._workspace = workspace
        self._handbook = handbook
        self._finder = finder
        self._indexes = indexes

    def releases(self) -> tuple[Release, ...]:
        """Return the releases that have taken effect, newest first."""
        today = self._handbook.today()
        with self._workspace.work() as work:
            return tuple(release for release in work.releases.all() if release.effective <= today)

    def moment(self, text: str) -> Moment:
        """Return the time that a person means.

        :param text: a day, such as 2026-09-10, 2026.9.10, 20260910 or 2026年9月10日, or the number or name of
            a release, which means the day it took effect, or today if it is in force today.
        :raises UnknownReleaseError: if that is neither a day nor a release.
        :raises MomentError: if there is no such day, or no release was in force then.
        """
        text = text.strip()
        day = _DAY.fullmatch(text)
        return self._on(_day(text, day)) if day is not None else self._in(text)

    def is_today(self, moment: Moment) -> bool:
        """Tell whether a time is now: nothing to travel to."""
        return moment.day == self._handbook.today()

    def holds(self, moment: Moment) -> bool:
        """Tell whether the release of a time is still the same: a restored backup may bring another one."""
        with self._workspace.work() as work:
            return moment.release in work.releases.all()

    def go(self, moment: Moment, progress: Progress | None = None) -> Then:
        """Make the handbook of a time ready; searching it takes an index of its own, which is kept.

        :raises SearchIndexError: if the index cannot be written.
        :raises Cancelled: if ``progress`` did.
        """
        handbook = self._handbook.at(moment)
        finder = self._finder.over(handbook, self._indexes.of(moment.release.number))
        finder.refresh(progress)
        return Then(moment, handbook, finder, self._handbook)

    def _on(self, day: date) -> Moment:
        today = self._handbook.today()
        if day > today:
            raise MomentError(
                Message("{day} is still to come.", day=day), Message("Choose a day up to today.")
            )
        with self._workspace.work() as work:
            release = work.releases.in_force(day)
            effective = [one.effective for one in work.releases.all()]
        if release is not None:
            return Moment(day, release)
        if not effective or min(effective) > today:
            raise MomentError(Message("No release has taken effect yet: there is only today's handbook."))
        raise MomentError(
            Message("There was no release yet on {day}.", day=day),
            Message("The first one took effect on {first}.", first=min(effective)),
        )

    def _in(self, text: str) -> Moment:
        number = _NUMBER.fullmatch(text)
        today = self._handbook.today()
        with self._workspace.work() as work:
            releases, current = work.releases.all(), work.releases.in_force(today)
        wanted = int(number[1]) if number is not None else None
        named = (r for r in releases if r.number == wanted or r.name.casefold() == text.casefold())
        release = next(named, None)
        if release is None:
            raise UnknownReleaseError(text)
        if release.effective > today:
            raise MomentError(
                Message(
                    "Release {number} takes effect only on {day}.",
                    number=release.number,
                    day=release.effective,
                ),
                Message("Choose one that was in force already."),
            )
        return Moment(today if release == current else release.effective, release)


def _day(text: str, match: re.Match[str]) -> date:
    year, *parts = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, *parts)
    except ValueError:
        raise MomentError(
            Message("There is no such day as {day}.", day=text),
            Message("Write a day such as 2026-09-10, or the number of a release."),
        ) from None
