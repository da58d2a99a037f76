"""The settings of one desk: few, versioned, and never a reason not to start."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

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

    ``language`` is empty to follow the machine; ``geometry`` is opaque to all but the window.
    """

    language: str = ""
    theme: Theme = Theme.SYSTEM
    geometry: str = ""
    desk: DeskName = DeskName.AGENT


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
    return Settings(
        language=language if language in LANGUAGES else "",
        theme=Theme(theme) if theme in set(Theme) else Theme.SYSTEM,
        geometry=values.get("geometry", ""),
        desk=DeskName(desk) if desk in set(DeskName) else DeskName.AGENT,
    )
