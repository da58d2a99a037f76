from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskbook.model.entry import Kind
from deskbook.model.feedback import Fault, Gathered, Remark, Vain
from deskbook.model.mine import Known, Note, ShortCode, read_code
from deskbook.store.desk import SqlDeskData, open_desk
from tests.unit.store.support import NOON

A = Known("faq-a", Kind.FAQ, "甲")
B = Known("sop-b", Kind.SOP, "乙")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqlDeskData]:
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    yield desk
    desk.close()


def test_favourites_stand_newest_first_under_their_latest_title(desk: SqlDeskData) -> None:
    desk.mine.star(A)
    desk.mine.star(B)
    desk.mine.star(replace(A, title="甲二"))
    assert desk.mine.starred() == (B, replace(A, title="甲二"))
    desk.mine.unstar(B.entry_id)
    assert desk.mine.starred() == (replace(A, title="甲二"),)


def test_visits_stand_latest_first_each_once_and_old_ones_are_forgotten(desk: SqlDeskData) -> None:
    for n in range(120):
        desk.mine.visit(Known(f"faq-{n}", Kind.FAQ, f"{n}"))
    desk.mine.visit(Known("faq-100", Kind.FAQ, "100"))
    assert [entry.entry_id for entry in desk.mine.visited(3)] == ["faq-100", "faq-119", "faq-118"]
    assert len(desk.mine.visited(999)) <= 100


def test_a_note_is_replaced_and_an_empty_one_forgotten(desk: SqlDeskData) -> None:
    desk.mine.keep_note(Note(A, "一", NOON))
    desk.mine.keep_note(Note(A, "二", NOON))
    assert desk.mine.note("faq-a") == Note(A, "二", NOON)
    assert desk.mine.notes() == (Note(A, "二", NOON),)
    desk.mine.keep_note(Note(A, " \n", NOON))
    assert desk.mine.note("faq-a") is None


def test_a_code_stands_for_one_thing_and_can_be_renamed(desk: SqlDeskData) -> None:
    assert desk.mine.keep_code(ShortCode("th", A, "warm"))
    assert not desk.mine.keep_code(ShortCode("th", B))
    assert desk.mine.keep_code(ShortCode("tk", B))
    assert not desk.mine.keep_code(ShortCode("th", B), instead_of="tk")
    assert desk.mine.codes() == (ShortCode("th", A, "warm"), ShortCode("tk", B))
    assert desk.mine.keep_code(ShortCode("t", A, "warm"), instead_of="th")
    desk.mine.forget_code("tk")
    assert desk.mine.codes() == (ShortCode("t", A, "warm"),)


@pytest.mark.parametrize(
    ("written", "code"),
    [("/TH", "th"), ("、退货", "退货"), ("th", "th"), ("/", ""), ("/a b", ""), ("//a", "")],
)
def test_what_a_code_can_be(written: str, code: str) -> None:
    assert read_code(written) == code


def test_what_another_desk_tells_counts_once(desk: SqlDeskData) -> None:
    own = Remark("k1", Fault.WRONG, "faq-a", 1, "h", "", "", NOON)
    desk.feedback.keep_remark(own)
    desk.feedback.keep_remark(replace(own, words="错"))
    theirs = Gathered(
        (replace(own, words="别的"), replace(own, key="k2")),
        (Vain("v1", "海外", 0, NOON), Vain("v2", "x", 3, NOON)),
    )
    assert desk.feedback.receive(theirs) == Gathered((theirs.remarks[1],), theirs.searches)
    assert desk.feedback.receive(theirs) == Gathered()
    assert desk.feedback.own() == Gathered((replace(own, words="错"),))
    assert desk.feedback.flagged(9) == (("faq-a", 2),)
    assert desk.unanswered(9) == (("海外", 1),)
    desk.feedback.withdraw("k1")
    desk.feedback.withdraw("k2")
    assert [remark.key for remark in desk.feedback.remarks()] == ["k2"]
