"""Installing packs: the desk's side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from deskbook.errors import (
    DeskbookError,
    Message,
    PackClockError,
    PackContentError,
    PackHomeError,
    PackRejectedError,
    PackStateError,
    PackUnreadableError,
)
from deskbook.lint.picture_files import data_fault, name_fault
from deskbook.model.audit import Action, Deed
from deskbook.model.entry import Kind
from deskbook.model.pack import Contents, HeldRelease, Installation, Keyring, Look, Pack, Step
from deskbook.model.revision import Release
from deskbook.ports import Homes, Markup, Packs, Pins, UnitOfWork
from deskbook.services.exchanging import STARTER
from deskbook.services.publishing import digest


@dataclass(frozen=True, slots=True)
class Installed:
    """What installing a pack came to; ``new`` is False if it was there already and nothing changed."""

    release: Release
    sequence: int
    new: bool


@dataclass(frozen=True, slots=True)
class PickUp:
    """What looking into the watched folder came to.

    :param installed: None if there was nothing newer.
    :param refused: what was no pack for this desk, and why.
    """

    installed: Installed | None = None
    refused: tuple[PackRejectedError, ...] = ()


@dataclass(frozen=True, slots=True)
class PackStatus:
    """How a desk stands.

    :param latest: the last step; None where no pack was installed.
    :param release: the one that is read today.
    :param coming: one that is installed and not in force yet.
    :param until: the last day that ``release`` was planned for.
    :param overdue: days since then; 0 while it is current.
    :param back: the release that :meth:`PackDesk.go_back` would return to.
    :param onward: the release that :meth:`PackDesk.go_on` would go on to.
    """

    latest: Installation | None
    release: Release | None
    coming: Release | None
    until: date | None
    overdue: int
    back: Release | None
    onward: Release | None
    keys: Keyring
    watch: str


class PackDesk:
    """Installs packs into a home and goes back to the release before. Thread-safe."""

    def __init__(
        self,
        homes: Homes,
        packs: Packs,
        pins: Pins,
        markup: Markup,
        clock: Callable[[], datetime],
        account: str,
    ) -> None:
        self._homes = homes
        self._packs = packs
        self._pins = pins
        self._markup = markup
        self._clock = clock
        self._account = account
        self._seen: dict[Path, tuple[int, int]] = {}
        self._seen_with = Keyring()

    def look(self, path: Path) -> Look:
        """Return what a file says of itself, *unverified*: anybody can have written it.

        :raises PackRejectedError: if it cannot be read as a pack.
        """
        return self._packs.look(path)

    def verify(self, path: Path) -> tuple[Pack, bool]:
        """Return a pack, verified as for an installation, and whether it would be new here; nothing changes.

        :raises PackRejectedError: if it is refused, as the class of the error tells.
        :raises PolicyError: if the policy cannot be read.
        """
        with self._homes.work() as work:
            pack = self._packs.open(path, self._anchors(work))
            new = self._packs.admit(pack, work.packs.standing(), now=self._clock())
        self._require_sound(pack.contents)
        self._require_drawings(pack.contents)
        return pack, new

    def install(self, path: Path) -> Installed:
        """Install a pack: all of it in one transaction, or nothing.

        Agents read its release from the day on which it takes effect. Installing the newest pack again undoes
        :meth:`go_back`.

        :raises PackRejectedError: if it is refused, as the class of the error tells.
        :raises PackHomeError: if an owner works in this home.
        :raises PolicyError: if the policy cannot be read.
        :raises StorageError: if it cannot be written, for example because the disk is full.
        """
        self.require_desk()
        pack, _new = self.verify(path)  # all of the file is read before the write lock is taken
        with self._homes.brought().work(write=True) as work:
            new = self._packs.admit(pack, work.packs.standing(), now=self._clock())
            latest = work.packs.latest()
            if new:
                self._bring(work, pack, latest)
            elif latest is not None and latest.step is Step.RETURN:
                self._go_on(work, latest)
                new = True
            work.commit()
        return Installed(pack.contents.releases[-1].release, pack.facts.sequence, new)

    def go_back(self) -> Release:
        """Return to the release before the one that is read today; once, until the next pack.

        :raises PackStateError: if there is none, or the desk went back already.
        :raises StorageError: if it cannot be written.
        """
        with self._homes.work(write=True) as work:
            latest, target = work.packs.latest(), self._back(work)
            if latest is None or target is None:
                raise PackStateError(
                    Message("There is no release to go back to."),
                    Message("See “deskbook pack status”."),
                )
            step = replace(
                latest, number=latest.number + 1, step=Step.RETURN, at=self._clock(), ceiling=target.number
            )
            self._switch(work, step, Keyring(), Action.GO_BACK)
            work.commit()
        return target

    def go_on(self) -> Release:
        """Undo :meth:`go_back`: read the newest release again.

        :raises PackStateError: if the desk did not go back.
        :raises StorageError: if it cannot be written.
        """
        with self._homes.work(write=True) as work:
            latest = work.packs.latest()
            if latest is None or latest.step is not Step.RETURN:
                raise PackStateError(
                    Message("The newest release is read already."), Message("See “deskbook pack status”.")
                )
            number = self._go_on(work, latest)
            release = next(release for release in work.releases.all() if release.number == number)
            work.commit()
        return release

    def status(self) -> PackStatus:
        """Return how the desk stands.

        :raises PolicyError: if the policy cannot be read.
        """
        policy = self._pins.policy()
        today = self._today()
        with self._homes.work() as work:
            latest = work.packs.latest()
            release = None if latest is None else work.releases.in_force(today)
            until = None if release is None else _until(work, release)
            return PackStatus(
                latest=latest,
                release=release,
                coming=None if latest is None else _coming(work, latest, release),
                until=until,
                overdue=max(0, (today - until).days) if until else 0,
                back=self._back(work),
                onward=self._onward(work, latest),
                keys=self._anchors(work),
                watch=policy.watch,
            )

    def pick_up(self) -> PickUp:
        """Install the newest pack in the folder that the policy watches, if it is newer than what is here.

        Files that were looked at before and did not change since are left alone.

        :raises PackUnreadableError: if the folder cannot be looked into; nothing changes then.
        :raises PackHomeError: if an owner works in this home.
        :raises PolicyError: if the policy cannot be read.
        :raises StorageError: if a pack cannot be written.
        """
        watch = self._pins.policy().watch
        if not watch:
            return PickUp()
        self.require_desk()
        refused: list[PackRejectedError] = []
        with self._homes.work() as work:
            anchors, known = self._anchors(work), work.packs.standing().sequence
        if anchors != self._seen_with:  # what was refused may be trusted by now
            self._seen.clear()
            self._seen_with = anchors
        newer: list[tuple[int, Path]] = []
        for file in self._packs.found_in(Path(watch)):
            if self._seen.get(file.path) == file.stamp:
                continue
            self._seen[file.path] = file.stamp
            try:
                sequence = self._packs.facts(file.path, anchors).sequence
            except PackRejectedError as error:
                refused.append(error)
                self._look_again(file.path, error)
            else:
                newer += [(sequence, file.path)] if sequence > known else []
        for _sequence, path in sorted(newer, reverse=True):
            try:
                return PickUp(self.install(path), tuple(refused))
            except PackRejectedError as error:
                refused.append(error)
                self._look_again(path, error)
            except DeskbookError as error:
                self._look_again(path, error)
                raise
        return PickUp(None, tuple(refused))

    def require_desk(self) -> None:
        """Make sure that the home's own workspace holds no more than the starter handbook.

        :raises PackHomeError: if an owner works in this home.
        """
        with self._homes.own.work() as work:
            releases = work.releases.all()
            untouched = not work.cycles.governed() and not work.packs.builds()
            numbers = work.entries.numbers()
            if untouched and not numbers:
                return
            starter = untouched and [one.name for one in releases] == [STARTER]
            if starter and work.releases.items(releases[0].number) == numbers:
                return
        raise PackHomeError(
            Message("An owner works in this data folder; packs are for desks."),
            Message("Install it in another one: --home or DESKBOOK_HOME."),
        )

    def trust(self, public: str) -> None:
        """Pin a key in this home.

        :raises PackStateError: if the policy says which keys this machine trusts.
        :raises PolicyError: if the policy cannot be read.
        :raises StorageError: if that cannot be kept.
        """
        if self._pins.policy().keys.trusted:
            raise PackStateError(
                Message("The policy of this machine says which keys are trusted."),
                Message("Ask IT to add the key there."),
            )
        self._pins.pin(public)

    def _look_again(self, path: Path, error: DeskbookError) -> None:
        """Forget that a file was looked at unless what was wrong lies in the file."""
        passing = isinstance(error, PackUnreadableError | PackClockError)
        if passing or not isinstance(error, PackRejectedError):
            self._seen.pop(path, None)

    def _anchors(self, work: UnitOfWork) -> Keyring:
        """Return the keys that are trusted and revoked here; what is revoked is never trusted again."""
        policy = self._pins.policy().keys
        pinned = policy.trusted or self._pins.pinned()
        keys = Keyring(pinned, policy.revoked) | work.packs.keys()
        return Keyring(keys.trusted - keys.revoked, keys.revoked)

    def _require_sound(self, contents: Contents) -> None:
        """Make sure that every entry of the pack's own release reads."""
        items = contents.releases[-1].items
        for held in contents.revisions:
            revision = held.revision
            if held.kind not in set(Kind) or items.get(revision.entry_id) != revision.number:
                continue
            if isinstance(self._markup.parse(revision.source), tuple):
                raise PackContentError(
                    Message("“{id}” in the pack does not read as an entry.", id=revision.entry_id),
                    Message("Ask the owner for another pack."),
                )

    @staticmethod
    def _require_drawings(contents: Contents) -> None:
        """Make sure that every picture of the pack is one, and does no more than draw."""
        for name, data in contents.pictures.items():
            if name_fault(name) is not None or data_fault(data) is not None:
                raise PackContentError(
                    Message("“{name}” in the pack is not a picture that can be shown.", name=name),
                    Message("Ask the owner for another pack."),
                )

    def _bring(self, work: UnitOfWork, pack: Pack, latest: Installation | None) -> None:
        step = self._step(pack, latest)
        work.packs.record(step, pack.learned)
        fresh = work.packs.bring(pack.contents)
        work.entries.accept(pack.contents.releases[-1].items)
        work.audit.append(self._told(step, held) for held in fresh)

    def _switch(self, work: UnitOfWork, step: Installation, learned: Keyring, action: Action) -> None:
        work.packs.record(step, learned)
        items = work.releases.items(step.ceiling)
        work.entries.accept(items)
        detail = f"{step.sequence} {digest(items)}"
        work.audit.append([Deed(step.at, self._account, action, str(step.ceiling), detail=detail)])

    def _go_on(self, work: UnitOfWork, latest: Installation) -> int:
        brought = next(step for step in work.packs.installations() if step.step is Step.INSTALL)
        step = replace(brought, number=latest.number + 1, at=self._clock())
        self._switch(work, step, Keyring(), Action.INSTALL)
        return step.ceiling

    def _step(self, pack: Pack, latest: Installation | None) -> Installation:
        facts = pack.facts
        return Installation(
            number=1 if latest is None else latest.number + 1,
            step=Step.INSTALL,
            at=self._clock(),
            ceiling=facts.release,
            handbook=facts.handbook,
            sequence=facts.sequence,
            digest=pack.digest,
            key=pack.key,
            created=facts.created,
            until=facts.until,
        )

    def _told(self, step: Installation, held: HeldRelease) -> Deed:
        detail = f"{step.sequence} {digest(held.items)}"
        return Deed(step.at, self._account, Action.INSTALL, str(held.release.number), detail=detail)

    def _back(self, work: UnitOfWork) -> Release | None:
        latest = work.packs.latest()
        if latest is None or latest.step is Step.RETURN:
            return None
        today = self._today()
        now = work.releases.in_force(today)
        earlier = (r for r in work.releases.all() if now and r.number < now.number and r.effective <= today)
        return next(earlier, None)

    def _onward(self, work: UnitOfWork, latest: Installation | None) -> Release | None:
        if latest is None or latest.step is Step.INSTALL:
            return None
        ceiling = max(step.ceiling for step in work.packs.installations())
        return next((release for release in work.releases.all() if release.number == ceiling), None)

    def _today(self) -> date:
        return self._clock().astimezone().date()


def _until(work: UnitOfWork, release: Release) -> date | None:
    """Return the last day that a release was planned for; None if it only came along with a later one."""
    brought = (
        s for s in work.packs.installations() if s.step is Step.INSTALL and s.ceiling == release.number
    )
    return next((step.until for step in brought), None)


def _coming(work: UnitOfWork, latest: Installation, now: Release | None) -> Release | None:
    later = [
        r for r in work.releases.all() if r.number <= latest.ceiling and (not now or r.number > now.number)
    ]
    return min(later, key=lambda release: (release.effective, -release.number), default=None)
