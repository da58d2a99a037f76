"""The state machine: every pair of states, every act in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from deskbook.errors import CycleStateError, FourEyesError, MovedHeadError
from deskbook.model.cycle import (
    Change,
    ChangeKind,
    ChangeState,
    Cycle,
    CycleKind,
    CycleState,
    Judgement,
    Verdict,
)
from deskbook.revision.cycle import Act, after, allows, closed, judged, moved, standing

AT = datetime(2026, 11, 22, tzinfo=UTC)
CYCLE = Cycle("2026Q4", CycleKind.QUARTERLY, CycleState.OPEN, None, "撰稿人", AT)
CHANGE = Change(1, "2026Q4", "faq-a", ChangeKind.EDIT, ChangeState.SUBMITTED, base=1, head=3)

MOVES = {
    ("open", "plan"),
    ("plan", "edit"),
    ("edit", "review"),
    ("review", "edit"),
    ("review", "publish"),
    ("publish", "review"),
}

DURING = {
    Act.PLAN: "plan edit",
    Act.SAVE: "edit",
    Act.SUBMIT: "edit",
    Act.JUDGE: "review",
    Act.COMMENT: "edit review",
    Act.WITHDRAW: "plan edit review publish",
    Act.CARRY: "plan edit review publish",
    Act.PUBLISH: "publish",
}

FROM = {
    Act.PLAN: "planned draft submitted returned approved",
    Act.SAVE: "planned draft submitted returned approved",
    Act.SUBMIT: "draft returned",
    Act.JUDGE: "submitted returned approved",
    Act.COMMENT: "draft submitted returned approved",
    Act.WITHDRAW: "planned draft submitted returned approved",
    Act.CARRY: "planned draft submitted returned approved",
    Act.PUBLISH: "approved",
}


@pytest.mark.parametrize(("state", "to"), list(product(CycleState, CycleState)))
def test_a_cycle_goes_where_the_drawing_says(state: CycleState, to: CycleState) -> None:
    cycle = replace(CYCLE, state=state)
    if (state.value, to.value) in MOVES:
        assert moved(cycle, to) is to
    else:
        with pytest.raises(CycleStateError, match="2026Q4"):
            moved(cycle, to)


@pytest.mark.parametrize(("act", "state", "found"), list(product(Act, CycleState, ChangeState)))
def test_an_act_is_allowed_where_the_tables_say(act: Act, state: CycleState, found: ChangeState) -> None:
    cycle, change = replace(CYCLE, state=state), replace(CHANGE, state=found)
    assert allows(cycle, act) == (state.value in DURING[act].split())
    if allows(cycle, act) and found.value in FROM[act].split():
        result = after(cycle, change, act)
        assert result.settled == (act in {Act.WITHDRAW, Act.CARRY, Act.PUBLISH})
    else:
        with pytest.raises(CycleStateError):
            after(cycle, change, act)


@pytest.mark.parametrize(("state", "found"), list(product(CycleState, ChangeState)))
def test_a_cycle_closes_when_nothing_is_left_in_it(state: CycleState, found: ChangeState) -> None:
    cycle, change = replace(CYCLE, state=state), replace(CHANGE, state=found)
    if state is not CycleState.CLOSED and found.settled:
        assert closed(cycle, [change]) is CycleState.CLOSED
    else:
        with pytest.raises(CycleStateError):
            closed(cycle, [change])


@pytest.mark.parametrize("judgement", Judgement)
@pytest.mark.parametrize("revision", [2, 3, 4])
@pytest.mark.parametrize("reviewer", ["撰稿人", "复核人", "wang fang", "ＷＡＮＧ ＦＡＮＧ", "发布人"])
def test_a_verdict_is_about_the_head_and_not_by_an_author(
    judgement: Judgement, revision: int, reviewer: str
) -> None:
    cycle = replace(CYCLE, state=CycleState.REVIEW)
    authors = ["撰稿人", "Wang Fang"]

    def act() -> ChangeState:
        return judged(cycle, CHANGE, judgement, revision=revision, reviewer=reviewer, authors=authors)

    if revision != 3:
        with pytest.raises(MovedHeadError):
            act()
    elif judgement is Judgement.RETURN:
        assert act() is ChangeState.RETURNED
    elif reviewer in {"复核人", "发布人"}:
        assert act() is ChangeState.APPROVED
    else:
        with pytest.raises(FourEyesError):
            act()


def test_the_last_verdict_on_the_exact_head_counts() -> None:
    def verdict(revision: int, judgement: Judgement, change: int = 1) -> Verdict:
        return Verdict(change, revision, judgement, "", "复核人", AT)

    old = verdict(2, Judgement.APPROVE)
    other = verdict(3, Judgement.APPROVE, change=2)
    first, second = verdict(3, Judgement.RETURN), verdict(3, Judgement.APPROVE)
    assert standing(CHANGE, [old]) is None
    assert standing(CHANGE, [old, other, first]) is first
    assert standing(CHANGE, [old, first, second]) is second
    assert standing(replace(CHANGE, head=4), [old, first, second]) is None
