"""Publishing a cycle as a release, in one transaction, and rolling back to an old one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskbook.errors import ClockError, Message, ReleaseStoppedError, UnknownReleaseError
from deskbook.model.audit import Action
from deskbook.model.cycle import Change, ChangeKind, Cycle, CycleKind, CycleState
from deskbook.model.person import Role
from deskbook.model.problem import Problem
from deskbook.model.register import Register
from deskbook.model.revision import Changes, Release, ReleaseKind
from deskbook.ports import UnitOfWork
from deskbook.revision.cycle import Act, after
from deskbook.revision.impact import Impact, impacts
from deskbook.services.cycles import find_cycle
from deskbook.services.editions import Edition, before_and_after, editions
from deskbook.services.gate import Gate, GateReport
from deskbook.services.handbook import Handbook
from deskbook.services.language import sentence
from deskbook.services.ledger import Acting, Ledger, clock_fault

_HEADINGS = {
    ChangeKind.NEW: Message("New"),
    ChangeKind.EDIT: Message("Edited"),
    ChangeKind.RETIRE: Message("Retired"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing made.

    :param release: the new release.
    :param renewed: releases that repeat, with the changes of this one, those that were scheduled for a later
        day and would otherwise lack them.
    """

    release: Release
    renewed: tuple[Release, ...]
    changes: Changes


class Publisher:
    """Makes releases. Thread-safe."""

    def __init__(self, ledger: Ledger, gate: Gate, handbook: Handbook) -> None:
        self._ledger = ledger
        self._gate = gate
        self._handbook = handbook

    def releases(self) -> tuple[Release, ...]:
        """Return all releases, newest first."""
        with self._ledger.reading() as work:
            return work.releases.all()

    def in_force(self) -> Release | None:
        """Return the release that agents read today, if there is one."""
        with self._ledger.reading() as work:
            return work.releases.in_force(self._ledger.today())

    def notes(self, cycle: str = "") -> str:
        """Return the release notes of a cycle, in Markdown, made from its change messages.

        :raises UnknownCycleError: if there is none.
        """
        with self._ledger.reading() as work:
            found = find_cycle(work, cycle)
            return self._notes(work, found, _unsettled(work, found))

    def impact(self, cycle: str = "") -> tuple[Impact, ...]:
        """Return who leans on what a cycle changes, the most leant on first.

        :raises UnknownCycleError: if there is none.
        """
        with self._ledger.reading() as work:
            found = find_cycle(work, cycle)
            first, *_ = editions(work, found.effective or self._ledger.today(), _unsettled(work, found))
            return impacts(*before_and_after(self._handbook, work, first.before, first.items))

    def publish(self, cycle: str = "", *, notes: str | None = None) -> Published:
        """Publish a cycle: everything at once, or nothing.

        :param notes: the notes as edited by hand; None for those of :meth:`notes`.
        :raises ReleaseStoppedError: if the gate is shut, or somebody altered something meanwhile.
        :raises UnknownCycleError: if there is none.
        :raises RoleError: unless publisher.
        :raises StorageError: if it cannot be written, for example because the disk is full.
        """
        # The rules take seconds over a large handbook: they run before the write lock is taken, and what they
        # looked at is compared under it.
        report = self._gate.check(cycle)
        with self._ledger.writing(Role.PUBLISHER) as acting:
            _require_open(report)
            _require_unaltered(acting.work, report)
            assert report.cycle.effective is not None  # noqa: S101 - the gate is shut without it
            text = notes if notes is not None else self._notes(acting.work, report.cycle, report.changes)
            first, *others = editions(acting.work, report.cycle.effective, report.changes)
            release = _release(acting, report.cycle, first, text)
            renewed = tuple(_release(acting, report.cycle, one, text) for one in others)
            acting.work.entries.accept((others[-1] if others else first).items)
            for change in report.changes:
                acting.work.changes.put(replace(change, state=after(report.cycle, change, Act.PUBLISH)))
            acting.work.cycles.put(replace(report.cycle, state=CycleState.CLOSED))
            acting.record(Action.CLOSE, report.cycle.name)
            acting.commit()
        return Published(release, renewed, Changes(frozenset(c.entry_id for c in report.changes)))

    def rollback(self, number: int, *, reason: str) -> Release:
        """Make a new release out of an old one, effective today; releases scheduled for later are void.

        Entries that the old release does not hold leave the handbook; their history stays.

        :raises UnknownReleaseError: if there is no such release.
        :raises ReleaseStoppedError: if it would change nothing, or there is no reason.
        :raises ClockError: if the clock is behind the newest record.
        :raises RoleError: unless publisher.
        """
        with self._ledger.writing(Role.PUBLISHER) as acting:
            work = acting.work
            today = acting.day
            fault = clock_fault(work, acting.at)
            if fault is not None:
                raise ClockError(fault, Message("Set the machine's clock right."))
            old = next((release for release in work.releases.all() if release.number == number), None)
            if old is None:
                raise UnknownReleaseError(str(number))
            items = work.releases.items(number)
            if not reason.strip():
                raise ReleaseStoppedError(
                    Message("A rollback needs a reason."), Message("Say why with “--message”.")
                )
            if items == work.entries.numbers():
                raise ReleaseStoppedError(
                    Message(
                        "Release {number} holds what is accepted now; there is nothing to roll back.",
                        number=number,
                    ),
                    Message("See “deskbook releases”."),
                )
            release = work.releases.add(
                name=old.name,
                effective=today,
                author=acting.person.name,
                notes=reason.strip(),
                at=acting.at,
                items=items,
                kind=ReleaseKind.ROLLBACK,
                origin=number,
            )
            work.entries.accept(items)
            acting.record(
                Action.ROLLBACK, str(release.number), detail=f"{number} {digest(items)} {release.notes}"
            )
            acting.commit()
        return release

    def _notes(self, work: UnitOfWork, cycle: Cycle, changes: tuple[Change, ...]) -> str:
        lines = [f"# {cycle.name}"]
        if cycle.kind is CycleKind.EMERGENCY:
            lines += ["", sentence(Message("Emergency fix outside the quarter."))]
        if cycle.effective is not None:
            lines += ["", sentence(Message("In force from {day}.", day=cycle.effective))]
        for kind, heading in _HEADINGS.items():
            about = [change for change in changes if change.kind is kind and change.head is not None]
            if about:
                lines += ["", f"## {sentence(heading)}", ""]
                lines += [
                    f"- {self._title(work, change)}（{change.entry_id}）：{change.message}"
                    for change in about
                ]
        return "\n".join(lines) + "\n"

    def _title(self, work: UnitOfWork, change: Change) -> str:
        if change.entry_id in set(Register) or change.head is None:
            return change.entry_id
        return self._handbook.entry_of(work.entries.revision(change.entry_id, change.head)).title


def digest(items: Mapping[str, int]) -> str:
    """Return a hash of what a release holds, for the audit log."""
    lines = "".join(f"{entry_id} {number}\n" for entry_id, number in sorted(items.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _unsettled(work: UnitOfWork, cycle: Cycle) -> tuple[Change, ...]:
    return tuple(change for change in work.changes.of_cycle(cycle.name) if not change.state.settled)


def _require_open(report: GateReport) -> None:
    if report.open:
        return
    first: Problem = report.problems[0]
    raise ReleaseStoppedError(
        Message(
            "Nothing was published; {count} things stop the release, the first: {reason}",
            count=len(report.problems),
            reason=first.reason,
        ),
        Message("“deskbook cycle status {cycle}” lists them all.", cycle=report.cycle.name),
        first.place,
    )


def _require_unaltered(work: UnitOfWork, report: GateReport) -> None:
    """Make sure that what is published is what the gate looked at."""
    now = (find_cycle(work, report.cycle.name), _unsettled(work, report.cycle), work.entries.numbers())
    if now != (report.cycle, report.changes, report.heads):
        raise ReleaseStoppedError(
            Message(
                "Somebody altered cycle {cycle} while it was being published; nothing was published.",
                cycle=report.cycle.name,
            ),
            Message("Look at “deskbook cycle status” and publish again."),
        )


def _release(acting: Acting, cycle: Cycle, edition: Edition, notes: str) -> Release:
    old = edition.renews
    kind = ReleaseKind.EMERGENCY if cycle.kind is CycleKind.EMERGENCY else ReleaseKind.QUARTERLY
    release = acting.work.releases.add(
        name=cycle.name if old is None else old.name,
        effective=edition.effective,
        author=acting.person.name,
        notes=notes if old is None else f"{old.notes}\n{notes}",
        at=acting.at,
        items=edition.items,
        kind=kind if old is None else old.kind,
        cycle=cycle.name,
        origin=None if old is None else old.number,
    )
    acting.record(Action.PUBLISH, str(release.number), detail=f"{cycle.name} {digest(edition.items)}")
    return release
