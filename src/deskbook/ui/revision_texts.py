"""Words for the quarterly revision, shared by its features."""

from __future__ import annotations

from deskbook.errors import (
    CycleStateError,
    DeskbookError,
    FourEyesError,
    MovedHeadError,
    ReleaseStoppedError,
    RoleError,
    StaleRevisionError,
    TakenIdError,
    UnknownChangeError,
    UnknownCycleError,
)
from deskbook.model.audit import Action
from deskbook.model.cycle import ChangeKind, ChangeState, CycleKind, CycleState
from deskbook.model.person import Role
from deskbook.model.revision import ReleaseKind
from deskbook.services.language import sentence
from deskbook.services.language import tr as _
from deskbook.ui.texts import N_, error_text

_CYCLE_STATE = {
    CycleState.OPEN: N_("Opened"),
    CycleState.PLAN: N_("Plan"),
    CycleState.EDIT: N_("Write"),
    CycleState.REVIEW: N_("Review"),
    CycleState.PUBLISH: N_("Publish"),
    CycleState.CLOSED: N_("Closed"),
}
_CYCLE_KIND = {CycleKind.QUARTERLY: N_("Quarterly revision"), CycleKind.EMERGENCY: N_("Emergency fix")}
_CHANGE_KIND = {
    ChangeKind.NEW: N_("New entry"),
    ChangeKind.EDIT: N_("Edit"),
    ChangeKind.RETIRE: N_("Retire"),
}
_CHANGE_STATE = {
    ChangeState.PLANNED: N_("Planned"),
    ChangeState.DRAFT: N_("Being written"),
    ChangeState.SUBMITTED: N_("In review"),
    ChangeState.RETURNED: N_("Sent back"),
    ChangeState.APPROVED: N_("Approved"),
    ChangeState.PUBLISHED: N_("Published"),
    ChangeState.WITHDRAWN: N_("Withdrawn"),
    ChangeState.CARRIED: N_("Carried over"),
}
_RELEASE_KIND = {
    ReleaseKind.SETUP: N_("Before the first quarter"),
    ReleaseKind.QUARTERLY: N_("Quarterly release"),
    ReleaseKind.EMERGENCY: N_("Emergency fix"),
    ReleaseKind.ROLLBACK: N_("Rollback"),
}
_ROLE = {Role.EDITOR: N_("Writes"), Role.REVIEWER: N_("Reviews"), Role.PUBLISHER: N_("Publishes")}
_ACTION = {
    Action.IMPORT: N_("imported"),
    Action.OPEN: N_("opened a cycle"),
    Action.MOVE: N_("moved the cycle on"),
    Action.SCHEDULE: N_("set the day"),
    Action.CLOSE: N_("closed the cycle"),
    Action.PLAN: N_("planned"),
    Action.SAVE: N_("saved"),
    Action.SUBMIT: N_("sent to review"),
    Action.WITHDRAW: N_("withdrew"),
    Action.CARRY: N_("carried over"),
    Action.APPROVE: N_("approved"),
    Action.RETURN: N_("sent back"),
    Action.COMMENT: N_("remarked"),
    Action.RESOLVE: N_("settled a remark"),
    Action.ACCEPT: N_("accepted a warning"),
    Action.PUBLISH: N_("published"),
    Action.ROLLBACK: N_("rolled back"),
}
CHANGE_ICON = {
    ChangeKind.NEW: "plus-circle",
    ChangeKind.EDIT: "pencil-simple",
    ChangeKind.RETIRE: "archive",
}
STATE_ICON = {
    ChangeState.PLANNED: "flag-banner",
    ChangeState.DRAFT: "pencil-simple",
    ChangeState.SUBMITTED: "shield-check",
    ChangeState.RETURNED: "arrow-u-up-left",
    ChangeState.APPROVED: "check-circle",
}
_REMEDY: tuple[tuple[type[DeskbookError], str], ...] = (
    (MovedHeadError, N_("The newest text is shown now; read it again.")),
    (FourEyesError, N_("Ask somebody else to review it.")),
    (TakenIdError, N_("Give the new entry another id, or edit the old one.")),
    (StaleRevisionError, N_("What is there now is shown; look at it and do it again.")),
    (RoleError, N_("Your name and what you do are in the settings at the foot of the rail.")),
    (UnknownCycleError, N_("Open a cycle under “Quarter”.")),
    (UnknownChangeError, N_("See under “Quarter” what is being changed.")),
    (ReleaseStoppedError, N_("See under “Publish” what stops the release.")),
    (CycleStateError, ""),
)
"""What to do about trouble where there is a window: the errors' own remedies name commands."""


def cycle_state_name(state: CycleState) -> str:
    """Return what a cycle's phase is called."""
    return _(_CYCLE_STATE[state])


def cycle_kind_name(kind: CycleKind) -> str:
    """Return what a kind of cycle is called."""
    return _(_CYCLE_KIND[kind])


def change_kind_name(kind: ChangeKind) -> str:
    """Return what becomes of the entry."""
    return _(_CHANGE_KIND[kind])


def change_state_name(state: ChangeState) -> str:
    """Return how far a change is."""
    return _(_CHANGE_STATE[state])


def release_kind_name(kind: ReleaseKind) -> str:
    """Return how a release came to be."""
    return _(_RELEASE_KIND[kind])


def role_name(role: Role) -> str:
    """Return what somebody with a role does."""
    return _(_ROLE[role])


def action_name(action: Action) -> str:
    """Return what was done, as the audit log tells it."""
    return _(_ACTION[action])


def trouble_text(error: DeskbookError) -> str:
    """Return what is wrong, and what to do about it in the window."""
    for kind, remedy in _REMEDY:
        if isinstance(error, kind):
            return "\n".join(part for part in (sentence(error.what), _(remedy) if remedy else "") if part)
    return error_text(error)
