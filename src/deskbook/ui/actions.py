"""The one table of what can be done, with its keys: menus, shortcuts, hints and the F1 sheet read it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from deskbook.services.language import tr as _
from deskbook.ui.texts import N_

VARIANTS = 9
"""How many variants have a key of their own."""


_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


class ActionId(Enum):
    """Everything a person can do with the window."""

    FOCUS_SEARCH = auto()
    NEXT_HIT = auto()
    PREVIOUS_HIT = auto()
    PAGE_DOWN = auto()
    PAGE_UP = auto()
    COPY = auto()
    COPY_VARIANT = auto()
    OPEN = auto()
    CLEAR = auto()
    KIND_ALL = auto()
    KIND_SOP = auto()
    KIND_FAQ = auto()
    KIND_PHRASE = auto()
    KIND_CASE = auto()
    MORE_FILTERS = auto()
    CLEAR_FILTERS = auto()
    BACK = auto()
    FORWARD = auto()
    DRAFT = auto()
    DRAFT_COPY = auto()
    DRAFT_MEND = auto()
    DRAFT_LEAVE = auto()
    OTHER_PANE = auto()
    MENU = auto()
    SETTINGS = auto()
    SHORTCUTS = auto()
    QUIT = auto()


class Scope(Enum):
    """Where a key works: everywhere in the window, only in the search field and its list, or in the draft.

    Keys of a field go through the field itself, so that an input method always has them first.
    """

    WINDOW = auto()
    FIELD = auto()
    DRAFT = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table. ``keys`` are portable key names, the first one is shown."""

    id: ActionId
    text: str
    keys: tuple[str, ...]
    group: str
    scope: Scope = Scope.WINDOW


_FIND = N_("Find")
_COPY = N_("Copy")
_READ = N_("Read")
_DRAFT = N_("Draft box")
_WINDOW = N_("Window")

ACTIONS = (
    ActionSpec(ActionId.FOCUS_SEARCH, N_("Go to the search field"), ("Ctrl+F", "Ctrl+L"), _FIND),
    ActionSpec(ActionId.NEXT_HIT, N_("Next entry"), ("Down",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PREVIOUS_HIT, N_("Previous entry"), ("Up",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PAGE_DOWN, N_("A page down"), ("PgDown",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PAGE_UP, N_("A page up"), ("PgUp",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.CLEAR, N_("Clear the search"), ("Esc",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.KIND_ALL, N_("All collections"), ("Ctrl+0",), _FIND),
    ActionSpec(ActionId.KIND_SOP, N_("Only SOPs"), ("Ctrl+1",), _FIND),
    ActionSpec(ActionId.KIND_FAQ, N_("Only frequent questions"), ("Ctrl+2",), _FIND),
    ActionSpec(ActionId.KIND_PHRASE, N_("Only banned phrases"), ("Ctrl+3",), _FIND),
    ActionSpec(ActionId.KIND_CASE, N_("Only cases"), ("Ctrl+4",), _FIND),
    ActionSpec(ActionId.MORE_FILTERS, N_("More filters"), ("Ctrl+Shift+F",), _FIND),
    ActionSpec(ActionId.CLEAR_FILTERS, N_("Remove all filters"), ("Ctrl+Shift+X",), _FIND),
    ActionSpec(ActionId.COPY, N_("Copy the first script"), ("Enter",), _COPY, Scope.FIELD),
    ActionSpec(ActionId.COPY_VARIANT, N_("Copy script 1 to 9"), ("Alt+1",), _COPY),
    ActionSpec(ActionId.OPEN, N_("Go to the entry"), ("Ctrl+Enter",), _READ, Scope.FIELD),
    ActionSpec(ActionId.BACK, N_("Back"), ("Alt+Left",), _READ),
    ActionSpec(ActionId.FORWARD, N_("Forward"), ("Alt+Right",), _READ),
    ActionSpec(ActionId.DRAFT, N_("Open or close the draft box"), ("Ctrl+D",), _DRAFT),
    ActionSpec(ActionId.DRAFT_COPY, N_("Copy the draft"), ("Ctrl+Enter",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.DRAFT_MEND, N_("Go to what to say instead"), ("Ctrl+.",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.DRAFT_LEAVE, N_("Back to the search field"), ("Esc",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.OTHER_PANE, N_("To the next area"), ("F6",), _WINDOW),
    ActionSpec(ActionId.MENU, N_("Settings and help"), ("F10",), _WINDOW),
    ActionSpec(ActionId.SETTINGS, N_("More settings"), ("Ctrl+,",), _WINDOW),
    ActionSpec(ActionId.SHORTCUTS, N_("Keyboard shortcuts"), ("F1",), _WINDOW),
    ActionSpec(ActionId.QUIT, N_("Quit"), ("Ctrl+Q",), _WINDOW),
)

_BY_ID = {spec.id: spec for spec in ACTIONS}


def key_text(action: ActionId) -> str:
    """Return the key to show for an action, as this machine writes it."""
    if action is ActionId.COPY_VARIANT:
        return variant_key(1).replace("1", f"1–{VARIANTS}")
    return native_key(_BY_ID[action].keys[0])


def native_key(key: str) -> str:
    """Return a portable key name as this machine's keyboard has it."""
    if sys.platform == "darwin":
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return "+".join(_ARROWS.get(part, part) for part in key.split("+"))


def variant_key(number: int) -> str:
    """Return the key that copies a variant, counted from 1; empty if it has none."""
    return native_key(f"Alt+{number}") if number <= VARIANTS else ""


def field_keys() -> Mapping[QKeySequence, ActionId]:
    """Return the keys that the search field and its list handle themselves."""
    return _keys(Scope.FIELD)


def draft_keys() -> Mapping[QKeySequence, ActionId]:
    """Return the keys that the draft box handles itself."""
    return _keys(Scope.DRAFT)


def install(
    window: QWidget, handlers: Mapping[ActionId, Callable[[], None]], variant: Callable[[int], None]
) -> dict[ActionId, QAction]:
    """Give ``window`` an action with its keys for every handler; ``variant`` gets the numbers.

    :raises KeyError: if an action of the window has no handler.
    """
    actions: dict[ActionId, QAction] = {}
    for spec in ACTIONS:
        if spec.scope is not Scope.WINDOW or spec.id is ActionId.COPY_VARIANT:
            continue
        action = QAction(_(spec.text), window)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.triggered.connect(lambda _checked=False, call=handlers[spec.id]: call())
        window.addAction(action)
        actions[spec.id] = action
    for number in range(1, VARIANTS + 1):
        action = QAction(window)
        action.setShortcut(QKeySequence(f"Alt+{number}"))
        action.triggered.connect(lambda _checked=False, n=number: variant(n))
        window.addAction(action)
    return actions


def _keys(scope: Scope) -> dict[QKeySequence, ActionId]:
    keys: dict[QKeySequence, ActionId] = {}
    for spec in ACTIONS:
        for key in spec.keys if spec.scope is scope else ():
            keys[QKeySequence(key)] = spec.id
            # Qt tells the Enter of the number pad from Return.
            keys[QKeySequence(key.replace("Enter", "Return"))] = spec.id
    return keys


def sheet() -> dict[str, list[tuple[str, str]]]:
    """Return group -> rows of (what, key) for the F1 sheet, translated."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for spec in ACTIONS:
        groups.setdefault(_(spec.group), []).append((_(spec.text), key_text(spec.id)))
    return groups
