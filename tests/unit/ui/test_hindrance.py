"""Why somebody may not approve what they read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
from deskbook.model.person import EVERY_ROLE, Person, Role
from deskbook.model.revision import Revision, content_hash
from deskbook.revision.diff import diff_versions
from deskbook.services.cycles import Card
from deskbook.services.reviewing import Dossier
from deskbook.ui.features.review.presenter import Hindrance, Item, Paper, Pile, hindrance

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def item(state: ChangeState, *, head: int = 2, mine: bool = False, judged: int = 0) -> Item:
    change = Change(1, "2026Q4", "faq-invoice", ChangeKind.EDIT, state, 1, head, "撰稿人")
    verdicts = (Verdict(1, judged, Judgement.APPROVE, "", "复核人", NOON),) if judged else ()
    dossier = Dossier(change, frozenset({"撰稿人"}), verdicts, None, ())
    return Item(Card(change, "怎么开发票", None, 0, stale=False), dossier, mine)


def paper(number: int = 2) -> Paper:
    source = "一\n\n二\n"
    head = Revision("faq-invoice", number, content_hash(source), source, "撰稿人", NOON, "", 1)
    return Paper("faq-invoice", None, head, diff_versions("", source))


def pile(state: CycleState = CycleState.REVIEW, *roles: Role) -> Pile:
    cycle = Cycle("2026Q4", CycleKind.QUARTERLY, state, None, "撰稿人", NOON)
    return Pile(cycle, (), Person("复核人", frozenset(roles) or EVERY_ROLE))


@pytest.mark.parametrize(
    ("one", "where", "why"),
    [
        (item(ChangeState.SUBMITTED), pile(), None),
        (item(ChangeState.RETURNED), pile(), None),
        (item(ChangeState.SUBMITTED, head=3), pile(), Hindrance.MOVED),
        (item(ChangeState.DRAFT), pile(), Hindrance.UNSENT),
        (item(ChangeState.SUBMITTED), pile(CycleState.EDIT), Hindrance.PHASE),
        (item(ChangeState.SUBMITTED), pile(CycleState.REVIEW, Role.EDITOR), Hindrance.ROLE),
        (item(ChangeState.SUBMITTED, mine=True), pile(), Hindrance.MINE),
    ],
)
def test_one_thing_at_a_time_stands_in_the_way(one: Item, where: Pile, why: Hindrance | None) -> None:
    assert hindrance(one, paper(), where) is why


def test_a_verdict_on_an_earlier_text_fell() -> None:
    fallen = item(ChangeState.SUBMITTED, head=3, judged=2).fallen
    assert fallen is not None
    assert fallen.revision == 2
    assert item(ChangeState.APPROVED, head=2, judged=2).fallen is None
    assert item(ChangeState.SUBMITTED).fallen is None


def test_lines_are_counted_from_one() -> None:
    assert [paper().line(n) for n in (0, 1, 2, 3, 4)] == ["", "一", "", "二", ""]
