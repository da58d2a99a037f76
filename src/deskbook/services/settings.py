"""The settings of one desk: few, versioned, and never a reason not to start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum

from deskbook.model.entry import Level, Stage
from deskbook.model.person import Role
from deskbook.ports import SettingsStore
from deskbook.services.language import LANGUAGES

VERSION = 1
SUMMON_KEY = "Ctrl+Alt+K"
FIXABLE = frozenset({"language", "theme", "desk", "level", "watch_clipboard", "on_top", "summon_key", "stay"})
"""The settings that the policy of a machine can fix."""
TEXT_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
"""Sizes of an entry's text, in percent of the usual one."""
USUAL_TEXT = 100


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
    the agent's own, ``stage`` where they work, None for everywhere; ``watch_clipboard`` is whether texts that
    other programs copy are checked too; ``read_mood`` whether a customer's message is read for anger and the
    like; ``panel``
    is whether the window is the narrow panel, which stands where ``panel_places`` says for each screen, above
    other windows if ``on_top``; ``division`` is how the full window is divided; ``summon_key`` brings the
    panel from anywhere, empty for none; ``stay`` keeps the program in the tray when the window is closed;
    ``workspace`` is the URL of a team's PostgreSQL database, empty for a file in the data folder. ``name``
    and ``roles`` say who revises the handbook here; empty for the account's name and for every role.
    ``side_by_side`` is whether differences are shown in two columns. ``text_size`` is that of entries, in
    percent.
    """

    language: str = ""
    theme: Theme = Theme.SYSTEM
    geometry: str = ""
    division: str = ""
    panel: bool = False
    panel_places: Mapping[str, str] = field(default_factory=dict)
    on_top: bool = True
    summon_key: str = SUMMON_KEY
    stay: bool = False
    desk: DeskName = DeskName.AGENT
    level: Level = Level.JUNIOR
    stage: Stage | None = None
    watch_clipboard: bool = False
    read_mood: bool = True
    workspace: str = field(default="", repr=False)  # it may hold a password
    name: str = ""
    roles: tuple[Role, ...] = ()
    side_by_side: bool = True
    text_size: int = USUAL_TEXT


class Preferences:
    """Loads settings, forgiving unknown and unreadable values, and keeps changes at once.

    What is fixed is in force whatever a person chose; their choice is kept, and holds again once it is free.
    """

    def __init__(self, store: SettingsStore, fixed: Mapping[str, object] | None = None) -> None:
        """Load the settings.

        :param fixed: settings that nobody can change here, by name, as a settings file has them.
        """
        self._store = store
        self._fixed = {name: value for name, value in (fixed or {}).items() if name in FIXABLE}
        self._chosen = _read(store.load())
        self._current = self._in_force()

    @property
    def current(self) -> Settings:
        """The settings in force."""
        return self._current

    @property
    def fixed(self) -> frozenset[str]:
        """The names of the settings that nobody can change here."""
        return frozenset(self._fixed)

    def change(self, **values: object) -> Settings:
        """Change some settings and keep them; those that are fixed stay as they are.

        :raises StorageError: if they cannot be written; they are in force all the same.
        """
        free = {name: value for name, value in values.items() if name not in self._fixed}
        self._chosen = replace(self._chosen, **free)  # type: ignore[arg-type]
        self._current = self._in_force()
        self._store.save({"version": VERSION, **asdict(self._chosen)})
        return self._current

    def _in_force(self) -> Settings:
        fixed = _read(self._fixed)
        return replace(self._chosen, **{name: getattr(fixed, name) for name in self._fixed})


def not_fixable(values: Mapping[str, object]) -> str:
    """Return the name of the first setting whose value it cannot have; empty if there is none.

    Names that cannot be fixed are none of its business: a newer program may know them.
    """
    read = asdict(_read(values))
    return next((name for name in sorted(FIXABLE & values.keys()) if read[name] != values[name]), "")


def _read(kept: Mapping[str, object]) -> Settings:
    known = {f.name for f in fields(Settings)}
    values = {name: str(value) for name, value in kept.items() if name in known}
    language = values.get("language", "")
    theme = values.get("theme", "")
    desk = values.get("desk", "")
    level = values.get("level", "")
    stage = values.get("stage", "")
    return Settings(
        language=language if language in LANGUAGES else "",
        theme=Theme(theme) if theme in set(Theme) else Theme.SYSTEM,
        geometry=values.get("geometry", ""),
        division=values.get("division", ""),
        panel=kept.get("panel") is True,
        panel_places=_texts(kept.get("panel_places")),
        on_top=kept.get("on_top") is not False,
        summon_key=values.get("summon_key", SUMMON_KEY),
        stay=kept.get("stay") is True,
        desk=DeskName(desk) if desk in set(DeskName) else DeskName.AGENT,
        level=Level(level) if level in set(Level) else Level.JUNIOR,
        stage=Stage(stage) if stage in set(Stage) else None,
        watch_clipboard=kept.get("watch_clipboard") is True,
        read_mood=kept.get("read_mood") is not False,
        workspace=values.get("workspace", ""),
        name=values.get("name", ""),
        roles=_roles(kept.get("roles")),
        side_by_side=kept.get("side_by_side") is not False,
        text_size=_text_size(kept.get("text_size")),
    )


def next_text_size(size: int, steps: int) -> int:
    """Return the text size a step larger or smaller, the usual one for no step."""
    if not steps:
        return USUAL_TEXT
    at = TEXT_SIZES.index(size) + steps
    return TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, at))]


def _text_size(kept: object) -> int:
    return kept if isinstance(kept, int) and kept in TEXT_SIZES else USUAL_TEXT


def _texts(kept: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def _roles(kept: object) -> tuple[Role, ...]:
    return tuple(role for role in Role if isinstance(kept, list) and role.value in kept)
