"""Working in somebody's name: who is at the desk, may they do this, and what goes into the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskbook.errors import Message, PackHomeError, RoleError
from deskbook.model.audit import Action, Deed
from deskbook.model.person import Person, Role
from deskbook.ports import UnitOfWork, Workspace

CLOCK_SLACK = timedelta(minutes=1)
"""How far the clocks of a team's machines may be apart before one of them counts as wrong."""


@dataclass(frozen=True, slots=True)
class Acting:
    """A unit of work in a person's name at one moment. Leaving it without :meth:`commit` undoes it all."""

    work: UnitOfWork
    person: Person
    at: datetime

    def require(self, *roles: Role) -> None:
        """Make sure that the person has one of these roles.

        :raises RoleError: if the person has none of them.
        """
        if not self.person.roles & set(roles):
            raise RoleError(
                Message(
                    "{name} does not have the role “{role}”.", name=self.person.name, role=" / ".join(roles)
                ),
                Message("See “deskbook whoami”, or ask somebody who has it."),
            )

    @property
    def day(self) -> date:
        """The day it is where the machine stands."""
        return self.at.astimezone().date()

    def deed(self, action: Action, subject: str, revision: int | None = None, detail: str = "") -> Deed:
        """Return a deed of this person at this moment."""
        return Deed(self.at, self.person.name, action, subject, revision, detail)

    def record(self, action: Action, subject: str, revision: int | None = None, detail: str = "") -> None:
        """Write a deed into the audit log, in the same transaction as the deed itself."""
        self.work.audit.append([self.deed(action, subject, revision, detail)])

    def commit(self) -> None:
        """Make everything done so far durable, at once."""
        self.work.commit()


class Ledger:
    """Opens units of work for the services of the quarterly revision."""

    def __init__(
        self, workspace: Workspace, clock: Callable[[], datetime], identity: Callable[[], Person]
    ) -> None:
        self._workspace = workspace
        self._clock = clock
        self._identity = identity

    @property
    def person(self) -> Person:
        """Who is at the desk."""
        return self._identity()

    def now(self) -> datetime:
        """Return the present time, aware."""
        return self._clock()

    def today(self) -> date:
        """Return the day it is where the machine stands."""
        return self._clock().astimezone().date()

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work that only reads."""
        return self._workspace.work()

    @contextmanager
    def writing(self, *roles: Role) -> Iterator[Acting]:
        """Open a unit of work in the name of whoever is at the desk.

        :param roles: the person needs one of these; none are needed if none are named.
        :raises PackHomeError: if packs feed this home: what they brought is only altered by packs.
        :raises RoleError: if the person has none of them.
        """
        with self._workspace.work(write=True) as work:
            if work.packs.latest() is not None:
                raise PackHomeError(
                    Message("The handbook here came as a pack; only its owner can change it."),
                    Message("Work in the owner's data folder: --home or DESKBOOK_HOME."),
                )
            # Asked for only now: while this waited for the lock, others wrote their deeds.
            acting = Acting(work, self.person, self.now())
            if roles:
                acting.require(*roles)
            yield acting


def clock_fault(work: UnitOfWork, now: datetime) -> Message | None:
    """Return what is wrong with the clock: it is behind the newest record of the audit log; or None."""
    newest = work.audit.newest()
    if newest is None or now >= newest.deed.at - CLOCK_SLACK:
        return None
    return Message(
        "The clock says {now}, but something was recorded at {recorded} already.",
        now=f"{now:%Y-%m-%d %H:%M:%SZ}",
        recorded=f"{newest.deed.at:%Y-%m-%d %H:%M:%SZ}",
    )
