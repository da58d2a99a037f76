"""The state machine of the quarterly revision: what may follow what, and who may judge whom.

Everything that is not in the tables below is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from deskbook.errors import CycleStateError, FourEyesError, Message, MovedHeadError
from deskbook.model.cycle import Change, ChangeState, Cycle, CycleState, Judgement, Verdict
from deskbook.model.person import same_person

_S = CycleState
_C = ChangeState

MOVES: Mapping[CycleState, frozenset[CycleState]] = {
    _S.OPEN: frozenset({_S.PLAN}),
    _S.PLAN: frozenset({_S.EDIT}),
    _S.EDIT: frozenset({_S.REVIEW}),
    _S.REVIEW: frozenset({_S.PUBLISH, _S.EDIT}),
    _S.PUBLISH: frozenset({_S.REVIEW}),
    _S.CLOSED: frozenset(),
}
"""The states a person may move a cycle to. It is closed by its release, or by :func:`closed`."""


class Act(StrEnum):
    """What people do to the changes of a cycle."""

    PLAN = "plan"
    SAVE = "save"
    SUBMIT = "submit"
    JUDGE = "judge"
    COMMENT = "comment"
    WITHDRAW = "withdraw"
    CARRY = "carry"
    PUBLISH = "publish"


_DURING: Mapping[Act, frozenset[CycleState]] = {
    Act.PLAN: frozenset({_S.PLAN, _S.EDIT}),
    Act.SAVE: frozenset({_S.EDIT}),
    Act.SUBMIT: frozenset({_S.EDIT}),
    Act.JUDGE: frozenset({_S.REVIEW}),
    Act.COMMENT: frozenset({_S.EDIT, _S.REVIEW}),
    Act.WITHDRAW: frozenset({_S.PLAN, _S.EDIT, _S.REVIEW, _S.PUBLISH}),
    Act.CARRY: frozenset({_S.PLAN, _S.EDIT, _S.REVIEW, _S.PUBLISH}),
    Act.PUBLISH: frozenset({_S.PUBLISH}),
}
"""The states of the cycle in which an act is allowed."""

_WRITTEN = frozenset({_C.DRAFT, _C.SUBMITTED, _C.RETURNED, _C.APPROVED})
_UNSETTLED = _WRITTEN | {_C.PLANNED}

_FROM: Mapping[Act, frozenset[ChangeState]] = {
    Act.PLAN: _UNSETTLED,
    Act.SAVE: _UNSETTLED,
    Act.SUBMIT: frozenset({_C.DRAFT, _C.RETURNED}),
    Act.JUDGE: frozenset({_C.SUBMITTED, _C.RETURNED, _C.APPROVED}),
    Act.COMMENT: _WRITTEN,
    Act.WITHDRAW: _UNSETTLED,
    Act.CARRY: _UNSETTLED,
    Act.PUBLISH: frozenset({_C.APPROVED}),
}
"""The states of the change in which an act is allowed."""

_TO: Mapping[Act, ChangeState] = {
    Act.SAVE: _C.DRAFT,
    Act.SUBMIT: _C.SUBMITTED,
    Act.WITHDRAW: _C.WITHDRAWN,
    Act.CARRY: _C.CARRIED,
    Act.PUBLISH: _C.PUBLISHED,
}


def moved(cycle: Cycle, to: CycleState) -> CycleState:
    """Return the state a cycle is in after a move.

    :raises CycleStateError: if it cannot be moved there from where it is.
    """
    if to in MOVES[cycle.state]:
        return to
    allowed = ", ".join(sorted(MOVES[cycle.state]))
    raise CycleStateError(
        Message(
            "Cycle {cycle} is in state “{state}” and cannot go to “{to}”.",
            cycle=cycle.name,
            state=cycle.state,
            to=to,
        ),
        Message("From here it can go to: {states}.", states=allowed) if allowed else None,
    )


def closed(cycle: Cycle, changes: Iterable[Change]) -> CycleState:
    """Return the closed state, for a cycle that is given up or had nothing to do.

    :raises CycleStateError: if it is closed already, or a change is not settled.
    """
    if cycle.state is _S.CLOSED:
        raise CycleStateError(Message("Cycle {cycle} is closed.", cycle=cycle.name))
    unsettled = [change.entry_id for change in changes if not change.state.settled]
    if unsettled:
        raise CycleStateError(
            Message("Cycle {cycle} still has changes: {ids}.", cycle=cycle.name, ids=", ".join(unsettled)),
            Message("Publish it, or withdraw or carry over each change first."),
        )
    return _S.CLOSED


def allows(cycle: Cycle, act: Act) -> bool:
    """Tell whether the cycle is in a state in which ``act`` is allowed."""
    return cycle.state in _DURING[act]


def require(cycle: Cycle, act: Act) -> None:
    """Make sure that the cycle is in a state in which ``act`` is allowed.

    :raises CycleStateError: if it is not.
    """
    if not allows(cycle, act):
        states = ", ".join(state for state in CycleState if state in _DURING[act])
        raise CycleStateError(
            Message(
                "Cycle {cycle} is in state “{state}”, where this cannot be done.",
                cycle=cycle.name,
                state=cycle.state,
            ),
            Message("It can be done in: {states}. Move the cycle with “deskbook cycle move”.", states=states),
        )


def after(cycle: Cycle, change: Change, act: Act) -> ChangeState:
    """Return the state of a change after an act; planning and comments leave it as it is.

    :raises CycleStateError: if the cycle or the change is in a state that does not allow it.
    """
    require(cycle, act)
    if change.state not in _FROM[act]:
        raise CycleStateError(
            Message(
                "The change of “{id}” is in state “{state}”, where this cannot be done.",
                id=change.entry_id,
                state=change.state,
            )
        )
    return _TO.get(act, change.state)


def judged(
    cycle: Cycle,
    change: Change,
    judgement: Judgement,
    *,
    revision: int,
    reviewer: str,
    authors: Iterable[str],
) -> ChangeState:
    """Return the state of a change after a verdict on one of its revisions.

    :param authors: everyone who saved a revision of this change.
    :raises CycleStateError: if the cycle or the change is in a state that does not allow it.
    :raises MovedHeadError: if ``revision`` is not the head.
    :raises FourEyesError: if the reviewer approves what they wrote themselves, be it in part.
    """
    after(cycle, change, Act.JUDGE)
    if change.head != revision:
        raise MovedHeadError(change.entry_id, revision, change.head or 0)
    if judgement is Judgement.RETURN:
        return _C.RETURNED
    if any(same_person(reviewer, author) for author in authors):
        raise FourEyesError(change.entry_id, reviewer)
    return _C.APPROVED


def standing(change: Change, verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the verdict that counts: the last one on the exact head, if there is one.

    :param verdicts: of this change, oldest first.
    """
    last = None
    for verdict in verdicts:
        if verdict.change == change.id and verdict.revision == change.head:
            last = verdict
    return last
