"""The settings of one desk: few, versioned, and never a reason not to start."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum

from deskbook.model.entry import Level
from deskbook.model.person import Role
from deskbook.ports import SettingsStore
from deskbook.services.language import LANGUAGES

VERSION = 1


class Theme(StrEnum):
    """How the window is coloured."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class DeskName(StrEnum):
    """Which desk the window opens."""

    AGENT = "agent"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may choose.

    ``language`` is empty to follow the machine; ``geometry`` is opaque to all but the window; ``level`` is
    the agent's own; ``watch_clipboard`` is whether texts that other programs copy are checked too;
    ``workspace`` is the URL of a team's PostgreSQL database, empty for a file in the data folder. ``name``
    and ``roles`` say who revises the handbook here; empty for the account's name and for every role.
    ``side_by_side`` is whether differences are shown in two columns.
    """

    language: str = ""
    theme: Theme = Theme.SYSTEM
    geometry: str = ""
    desk: DeskName = DeskName.AGENT
    level: Level = Level.JUNIOR
    watch_clipboard: bool = False
    workspace: str = field(default="", repr=False)  # it may hold a password
    name: str = ""
    roles: tuple[Role, ...] = ()
    side_by_side: bool = True


class Preferences:
    """Loads settings, forgiving unknown and unreadable values, and keeps changes at once."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store
        self._current = _read(store)

    @property
    def current(self) -> Settings:
        """The settings in force."""
        return self._current

    def change(self, **values: object) -> Settings:
        """Change some settings and keep them.

        :raises StorageError: if they cannot be written; they are in force all the same.
        """
        self._current = replace(self._current, **values)  # type: ignore[arg-type]
        self._store.save({"version": VERSION, **asdict(self._current)})
        return self._current


def _read(store: SettingsStore) -> Settings:
    kept = store.load()
    known = {f.name for f in fields(Settings)}
    values = {name: str(value) for name, value in kept.items() if name in known}
    language = values.get("language", "")
    theme = values.get("theme", "")
    desk = values.get("desk", "")
    level = values.get("level", "")
    return Settings(
        language=language if language in LANGUAGES else "",
        theme=Theme(theme) if theme in set(Theme) else Theme.SYSTEM,
        geometry=values.get("geometry", ""),
        desk=DeskName(desk) if desk in set(DeskName) else DeskName.AGENT,
        level=Level(level) if level in set(Level) else Level.JUNIOR,
        watch_clipboard=kept.get("watch_clipboard") is True,
        workspace=values.get("workspace", ""),
        name=values.get("name", ""),
        roles=_roles(kept.get("roles")),
        side_by_side=kept.get("side_by_side") is not False,
    )


def _roles(kept: object) -> tuple[Role, ...]:
    return tuple(role for role in Role if isinstance(kept, list) and role.value in kept)
