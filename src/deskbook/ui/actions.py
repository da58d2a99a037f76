"""The one table of what can be done, with its keys: menus, shortcuts, hints and the F1 sheet read it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from deskbook.services.language import tr as _
from deskbook.services.settings import DeskName
from deskbook.ui.sections import REVISION_SECTIONS, Section
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
    NEXT_VARIANT = auto()
    PREVIOUS_VARIANT = auto()
    UNDO_COPY = auto()
    NEW_CHAT = auto()
    NEXT_CHAT = auto()
    PREVIOUS_CHAT = auto()
    END_CHAT = auto()
    OPENER = auto()
    ESCALATION = auto()
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
    FIND_IN_PAGE = auto()
    TEXT_LARGER = auto()
    TEXT_SMALLER = auto()
    TEXT_NORMAL = auto()
    WALK = auto()
    FLOWCHART = auto()
    AS_OF = auto()
    TODAY = auto()
    SINCE = auto()
    GO_NEWS = auto()
    ACKNOWLEDGE = auto()
    LEAVE_NEWS = auto()
    DRAFT = auto()
    DRAFT_COPY = auto()
    DRAFT_MEND = auto()
    DRAFT_LEAVE = auto()
    FAVOURITE = auto()
    NOTE = auto()
    SHORT_CODES = auto()
    FLAG = auto()
    PALETTE = auto()
    PANEL = auto()
    ON_TOP = auto()
    OTHER_PANE = auto()
    SWITCH_DESK = auto()
    GO_HANDBOOK = auto()
    GO_EDITOR = auto()
    GO_VERSIONS = auto()
    ENTRY_HISTORY = auto()
    GO_INSIGHT = auto()
    EDIT_ENTRY = auto()
    NEW_ENTRY = auto()
    FIND_TO_EDIT = auto()
    SAVE = auto()
    UNDO = auto()
    REDO = auto()
    QUICK_FIX = auto()
    JOIN = auto()
    COMPLETE = auto()
    NEXT_PROBLEM = auto()
    PREVIOUS_PROBLEM = auto()
    WHOLE_FILE = auto()
    INSERT = auto()
    ADD_STEP = auto()
    ADD_DECISION = auto()
    MOVE_STEP_UP = auto()
    MOVE_STEP_DOWN = auto()
    REMOVE_STEP = auto()
    GO_BOARD = auto()
    GO_REVIEW = auto()
    GO_GATE = auto()
    GO_RELEASES = auto()
    PLAN_ENTRY = auto()
    APPROVE = auto()
    SEND_BACK = auto()
    REMARK = auto()
    LOOK_AGAIN = auto()
    PUBLISH = auto()
    RETIRE = auto()
    NEXT_CHANGE = auto()
    PREVIOUS_CHANGE = auto()
    OTHER_LAYOUT = auto()
    CHOOSE_LINE = auto()
    MENU = auto()
    SETTINGS = auto()
    SHORTCUTS = auto()
    QUIT = auto()


class Scope(Enum):
    """Where a key works: in the whole window, or only in the search field, the draft, or a difference.

    Keys of a field go through the field itself, so that an input method always has them first.
    """

    WINDOW = auto()
    FIELD = auto()
    DRAFT = auto()
    DIFF = auto()


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
_CHATS = N_("Chats")
_READ = N_("Read")
_MINE = N_("Mine")
_DRAFT = N_("Draft box")
_WINDOW = N_("Window")
_OWN = N_("Owner's desk")
_WRITE = N_("Write")
_STEPS = N_("Steps of an SOP")
_COMPARE = N_("Comparing versions")
_PLAN = N_("Quarter")
_REVIEW = N_("Review")
_GATE = N_("Publish")
_NEWS = N_("What changed")

_SECTION = {_FIND: Section.HANDBOOK, _COPY: Section.HANDBOOK, _CHATS: Section.HANDBOOK,
            _READ: Section.HANDBOOK, _MINE: Section.HANDBOOK, _DRAFT: Section.HANDBOOK,
            _WRITE: Section.EDITOR, _STEPS: Section.EDITOR, _PLAN: Section.BOARD, _REVIEW: Section.REVIEW,
            _GATE: Section.GATE, _NEWS: Section.NEWS}  # fmt: skip
"""Where the actions of a group belong; those of the others work everywhere."""

ACTIONS = (
    ActionSpec(ActionId.FOCUS_SEARCH, N_("Go to the search field"), ("Ctrl+F", "Ctrl+L"), _FIND),
    ActionSpec(ActionId.NEXT_HIT, N_("Next entry"), ("Down",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PREVIOUS_HIT, N_("Previous entry"), ("Up",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PAGE_DOWN, N_("A page down"), ("PgDown",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.PAGE_UP, N_("A page up"), ("PgUp",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.CLEAR, N_("Clear the search; then hide the panel"), ("Esc",), _FIND, Scope.FIELD),
    ActionSpec(ActionId.KIND_ALL, N_("All collections"), ("Ctrl+0",), _FIND),
    ActionSpec(ActionId.KIND_SOP, N_("Only SOPs"), ("Ctrl+1",), _FIND),
    ActionSpec(ActionId.KIND_FAQ, N_("Only frequent questions"), ("Ctrl+2",), _FIND),
    ActionSpec(ActionId.KIND_PHRASE, N_("Only banned phrases"), ("Ctrl+3",), _FIND),
    ActionSpec(ActionId.KIND_CASE, N_("Only cases"), ("Ctrl+4",), _FIND),
    ActionSpec(ActionId.MORE_FILTERS, N_("More filters"), ("Ctrl+Shift+F",), _FIND),
    ActionSpec(ActionId.CLEAR_FILTERS, N_("Remove all filters"), ("Ctrl+Shift+X",), _FIND),
    ActionSpec(ActionId.COPY, N_("Copy the chosen script"), ("Enter",), _COPY, Scope.FIELD),
    ActionSpec(ActionId.NEXT_VARIANT, N_("Choose the next script"), ("Tab",), _COPY, Scope.FIELD),
    ActionSpec(ActionId.PREVIOUS_VARIANT, N_("Choose the script before"), ("Shift+Tab",), _COPY, Scope.FIELD),
    ActionSpec(ActionId.COPY_VARIANT, N_("Copy script 1 to 9"), ("Alt+1",), _COPY),
    ActionSpec(ActionId.UNDO_COPY, N_("Bring back the former clipboard"), ("Ctrl+Shift+Z",), _COPY),
    ActionSpec(ActionId.OPENER, N_("Copy what calms the customer"), ("Ctrl+M",), _COPY),
    ActionSpec(ActionId.ESCALATION, N_("Show who takes over"), ("Ctrl+Shift+M",), _COPY),
    ActionSpec(ActionId.NEW_CHAT, N_("New chat"), ("Ctrl+N",), _CHATS),
    ActionSpec(ActionId.NEXT_CHAT, N_("Next chat"), ("Ctrl+Tab",), _CHATS),
    ActionSpec(ActionId.PREVIOUS_CHAT, N_("Chat before"), ("Ctrl+Shift+Tab",), _CHATS),
    ActionSpec(ActionId.END_CHAT, N_("End the chat: forget its values"), ("Ctrl+Shift+W",), _CHATS),
    ActionSpec(ActionId.OPEN, N_("Go to the entry"), ("Ctrl+Enter",), _READ, Scope.FIELD),
    ActionSpec(ActionId.BACK, N_("Back"), ("Alt+Left",), _READ),
    ActionSpec(ActionId.FORWARD, N_("Forward"), ("Alt+Right",), _READ),
    ActionSpec(ActionId.FIND_IN_PAGE, N_("Find in the entry"), ("Ctrl+G",), _READ),
    ActionSpec(ActionId.TEXT_LARGER, N_("Larger text"), ("Ctrl++", "Ctrl+="), _READ),
    ActionSpec(ActionId.TEXT_SMALLER, N_("Smaller text"), ("Ctrl+-",), _READ),
    ActionSpec(ActionId.TEXT_NORMAL, N_("Text of the usual size"), ("Ctrl+9",), _READ),
    ActionSpec(ActionId.FLOWCHART, N_("Flowchart or text of the procedure"), ("Ctrl+T",), _READ),
    ActionSpec(ActionId.WALK, N_("Be guided through the procedure"), ("Ctrl+R",), _READ),
    ActionSpec(ActionId.AS_OF, N_("As of a day or a release…"), ("Alt+T",), _READ),
    ActionSpec(ActionId.TODAY, N_("Back to today"), ("Alt+Home",), _READ),
    ActionSpec(ActionId.SINCE, N_("See what changed since then"), ("Alt+C",), _READ),
    ActionSpec(ActionId.FAVOURITE, N_("Favourite or not"), ("Ctrl+B",), _MINE),
    ActionSpec(ActionId.NOTE, N_("My note on the entry"), ("Alt+N",), _MINE),
    ActionSpec(ActionId.SHORT_CODES, N_("My short codes"), ("Alt+S",), _MINE),
    ActionSpec(ActionId.FLAG, N_("Tell the owners what is the matter"), ("Alt+F",), _MINE),
    ActionSpec(ActionId.DRAFT, N_("Open or close the draft box"), ("Ctrl+D",), _DRAFT),
    ActionSpec(ActionId.DRAFT_COPY, N_("Copy the draft"), ("Ctrl+Enter",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.DRAFT_MEND, N_("Go to what to say instead"), ("Ctrl+.",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.DRAFT_LEAVE, N_("Back to the search field"), ("Esc",), _DRAFT, Scope.DRAFT),
    ActionSpec(ActionId.SAVE, N_("Save a revision"), ("Ctrl+S",), _WRITE),
    ActionSpec(ActionId.UNDO, N_("Undo"), ("Ctrl+Z",), _WRITE),
    ActionSpec(ActionId.REDO, N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _WRITE),
    ActionSpec(ActionId.FIND_TO_EDIT, N_("Find an entry to edit"), ("Ctrl+F", "Ctrl+L"), _WRITE),
    ActionSpec(ActionId.NEW_ENTRY, N_("New entry"), ("Ctrl+N",), _WRITE),
    ActionSpec(ActionId.INSERT, N_("Insert a part"), ("Ctrl+J",), _WRITE),
    ActionSpec(ActionId.COMPLETE, N_("Complete what stands before the cursor"), ("Alt+/",), _WRITE),
    ActionSpec(ActionId.QUICK_FIX, N_("Mend what is underlined"), ("Ctrl+.",), _WRITE),
    ActionSpec(ActionId.JOIN, N_("Join the draft with what is accepted now"), ("Ctrl+Shift+J",), _WRITE),
    ActionSpec(ActionId.NEXT_PROBLEM, N_("Next problem"), ("F8",), _WRITE),
    ActionSpec(ActionId.PREVIOUS_PROBLEM, N_("Previous problem"), ("Shift+F8",), _WRITE),
    ActionSpec(ActionId.RETIRE, N_("Retire the entry"), ("Ctrl+Shift+D",), _WRITE),
    ActionSpec(ActionId.WHOLE_FILE, N_("Show the whole file"), ("Ctrl+U",), _WRITE),
    ActionSpec(ActionId.ADD_STEP, N_("Add a step"), ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"), _STEPS),
    ActionSpec(ActionId.ADD_DECISION, N_("Add a decision"), ("Ctrl+Shift+B",), _STEPS),
    ActionSpec(ActionId.MOVE_STEP_UP, N_("Move the step up"), ("Alt+Up",), _STEPS),
    ActionSpec(ActionId.MOVE_STEP_DOWN, N_("Move the step down"), ("Alt+Down",), _STEPS),
    ActionSpec(ActionId.REMOVE_STEP, N_("Remove the step"), ("Ctrl+Shift+K",), _STEPS),
    ActionSpec(ActionId.NEXT_CHANGE, N_("Next change"), ("F7",), _COMPARE, Scope.DIFF),
    ActionSpec(ActionId.PREVIOUS_CHANGE, N_("Previous change"), ("Shift+F7",), _COMPARE, Scope.DIFF),
    ActionSpec(ActionId.OTHER_LAYOUT, N_("One column or two"), ("Ctrl+\\",), _COMPARE, Scope.DIFF),
    ActionSpec(ActionId.CHOOSE_LINE, N_("Remark on the line"), ("Enter",), _COMPARE, Scope.DIFF),
    ActionSpec(ActionId.ACKNOWLEDGE, N_("I have read it"), ("Ctrl+Enter", "Ctrl+Return"), _NEWS),
    ActionSpec(ActionId.LEAVE_NEWS, N_("Back to the search field"), ("Esc",), _NEWS),
    ActionSpec(ActionId.GO_HANDBOOK, N_("Go to the handbook"), ("Ctrl+Shift+H",), _OWN),
    ActionSpec(ActionId.GO_EDITOR, N_("Go to the editor"), ("Ctrl+Shift+E",), _OWN),
    ActionSpec(ActionId.GO_VERSIONS, N_("Go to the versions"), ("Ctrl+Shift+Y",), _OWN),
    ActionSpec(ActionId.ENTRY_HISTORY, N_("History of the entry shown"), ("Ctrl+H",), _OWN),
    ActionSpec(ActionId.GO_INSIGHT, N_("Go to the figures"), ("Ctrl+Shift+I",), _OWN),
    ActionSpec(ActionId.GO_BOARD, N_("Go to the quarter"), ("Ctrl+Shift+P",), _OWN),
    ActionSpec(ActionId.GO_REVIEW, N_("Go to the review"), ("Ctrl+Shift+R",), _OWN),
    ActionSpec(ActionId.GO_GATE, N_("Go to publishing"), ("Ctrl+Shift+G",), _OWN),
    ActionSpec(ActionId.GO_RELEASES, N_("Go to the releases"), ("Ctrl+Shift+L",), _OWN),
    ActionSpec(ActionId.PLAN_ENTRY, N_("Plan an entry"), ("Ctrl+N",), _PLAN),
    ActionSpec(ActionId.APPROVE, N_("Approve"), ("Ctrl+Shift+A",), _REVIEW),
    ActionSpec(ActionId.SEND_BACK, N_("Send back"), ("Ctrl+Shift+B",), _REVIEW),
    ActionSpec(ActionId.REMARK, N_("Remark on the whole"), ("Ctrl+M",), _REVIEW),
    ActionSpec(ActionId.LOOK_AGAIN, N_("Look again"), ("F5",), _GATE),
    ActionSpec(ActionId.PUBLISH, N_("Publish"), ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"), _GATE),
    ActionSpec(ActionId.EDIT_ENTRY, N_("Edit the entry shown"), ("Ctrl+E",), _OWN),
    ActionSpec(ActionId.GO_NEWS, N_("See what changed"), ("Ctrl+Shift+N",), _WINDOW),
    ActionSpec(ActionId.PALETTE, N_("All commands"), ("Ctrl+K",), _WINDOW),
    ActionSpec(ActionId.PANEL, N_("Narrow panel or full window"), ("F9",), _WINDOW),
    ActionSpec(ActionId.ON_TOP, N_("Keep the panel on top, or not"), ("Ctrl+Shift+T",), _WINDOW),
    ActionSpec(ActionId.SWITCH_DESK, N_("Other desk"), ("Ctrl+Shift+O",), _WINDOW),
    ActionSpec(ActionId.OTHER_PANE, N_("To the next area"), ("F6",), _WINDOW),
    ActionSpec(ActionId.MENU, N_("Settings and help"), ("F10",), _WINDOW),
    ActionSpec(ActionId.SETTINGS, N_("More settings"), ("Ctrl+,",), _WINDOW),
    ActionSpec(ActionId.SHORTCUTS, N_("Keyboard shortcuts"), ("F1",), _WINDOW),
    ActionSpec(ActionId.QUIT, N_("Quit"), ("Ctrl+Q",), _WINDOW),
)

_BY_ID = {spec.id: spec for spec in ACTIONS}

EDITOR_ACTIONS = tuple(spec.id for spec in ACTIONS if _SECTION.get(spec.group) is Section.EDITOR)
"""What the editor carries out."""

REVISION_ACTIONS = tuple(spec.id for spec in ACTIONS if _SECTION.get(spec.group) in REVISION_SECTIONS)
"""What the screens of the quarterly revision carry out."""


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


def window_keys() -> frozenset[QKeySequence]:
    """Return the keys that the window handles, wherever the keyboard is."""
    return frozenset(_keys(Scope.WINDOW))


def draft_keys() -> Mapping[QKeySequence, ActionId]:
    """Return the keys that the draft box handles itself."""
    return _keys(Scope.DRAFT)


def diff_keys() -> Mapping[QKeySequence, ActionId]:
    """Return the keys that a difference handles itself."""
    return _keys(Scope.DIFF)


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
            # Most systems make another key of Tab while Shift is held.
            keys[QKeySequence(key.replace("Shift+Tab", "Shift+Backtab"))] = spec.id
    return keys


def works(spec: ActionSpec, desk: DeskName, section: Section) -> bool:
    """Tell whether an action can be done where a person is."""
    if spec.group == _OWN:
        return desk is DeskName.OWNER
    return _SECTION.get(spec.group, section) is section


def enable(actions: Mapping[ActionId, QAction], desk: DeskName, section: Section) -> None:
    """Let the actions rest that mean nothing where a person is: their keys may mean something else there."""
    for action_id, action in actions.items():
        action.setEnabled(works(_BY_ID[action_id], desk, section))


def listed(actions: Mapping[ActionId, QAction]) -> list[tuple[ActionSpec, QAction]]:
    """Return the actions of a window that can be done now, in the order of the table."""
    there = [(spec, actions[spec.id]) for spec in ACTIONS if spec.id in actions]
    return [(spec, action) for spec, action in there if action.isEnabled()]


def sheet(desk: DeskName, section: Section) -> dict[str, list[tuple[str, str]]]:
    """Return group -> rows of (what, key) for the F1 sheet of where a person is, translated."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for spec in ACTIONS:
        if works(spec, desk, section):
            groups.setdefault(_(spec.group), []).append((_(spec.text), key_text(spec.id)))
    return groups
