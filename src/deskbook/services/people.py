"""Who is at the desk: a name and roles set on this machine, or the name that the database knows."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from deskbook.errors import DeskbookError, Message
from deskbook.model.person import EVERY_ROLE, Person, Role
from deskbook.ports import Workspace
from deskbook.services.settings import Preferences

LONGEST_NAME = 100
"""Characters; the database has room for twice as many."""


class Known(StrEnum):
    """Where a person's name comes from, the strongest first."""

    DATABASE = "database"
    ENVIRONMENT = "environment"
    SETTINGS = "settings"
    ACCOUNT = "account"


class FixedNameError(DeskbookError):
    """The name is given by the database or the environment; a setting would not change it."""

    exit_code = 2


class People:
    """Tells who is at the desk."""

    def __init__(
        self, workspace: Workspace, preferences: Preferences, environment: str, account: str
    ) -> None:
        """Wire it up.

        :param environment: the name that ``DESKBOOK_USER`` gives; empty if it gives none.
        :param account: the name of the machine's account.
        """
        self._workspace = workspace
        self._preferences = preferences
        self._environment = environment
        self._account = account

    def current(self) -> Person:
        """Return who is at the desk, and what they may do; every role where none was set."""
        settings = self._preferences.current
        return Person(self._name()[0], frozenset(Role(role) for role in settings.roles) or EVERY_ROLE)

    def known(self) -> Known:
        """Return where the name comes from."""
        return self._name()[1]

    def introduce(self, *, name: str = "", roles: Collection[Role] = ()) -> Person:
        """Set the name and the roles on this machine; what is empty stays as it is.

        :raises FixedNameError: if the name comes from the database or the environment.
        :raises StorageError: if the settings cannot be written.
        """
        if name and self.known() in {Known.DATABASE, Known.ENVIRONMENT}:
            raise FixedNameError(
                Message("The name is given by the database or by DESKBOOK_USER."),
                Message("Change it there."),
            )
        if name:
            self._preferences.change(name=_tidy(name))
        if roles:
            self._preferences.change(roles=tuple(sorted(roles)))
        return self.current()

    def _name(self) -> tuple[str, Known]:
        choices = (
            (self._workspace.identity() or "", Known.DATABASE),
            (self._environment, Known.ENVIRONMENT),
            (self._preferences.current.name, Known.SETTINGS),
        )
        for name, known in choices:
            if _tidy(name):
                return _tidy(name), known
        return _tidy(self._account), Known.ACCOUNT


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
