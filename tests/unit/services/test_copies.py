"""What is copied often comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook import bootstrap
from deskbook.model.query import Query
from deskbook.services.copies import Copies
from deskbook.services.facade import Services
from deskbook.services.finding import Finder
from deskbook.store.desk import SqlDeskData, open_desk
from tests.fakes import handbook
from tests.fakes.index import PlainIndex
from tests.unit.store.support import NOON


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SqlDeskData]:
    desk = open_desk(tmp_path / "desk.sqlite", at=NOON)
    yield desk
    desk.close()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_starter(handbook.write(tmp_path / "kb"))
    yield opened
    opened.close()


@given(made=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=20))
def test_copies_are_counted_by_script_and_by_entry(
    made: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = open_desk(tmp_path_factory.mktemp("desk") / "desk.sqlite", at=NOON)
    copies = Copies(desk, lambda: NOON)
    for entry_id, script in made:
        copies.count(entry_id, script)
    for entry_id in "abc":
        own = [script for one, script in made if one == entry_id]
        assert desk.copies_of(entry_id) == {script: own.count(script) for script in own}
    counts = {entry_id: sum(one == entry_id for one, _ in made) for entry_id, _ in made}
    assert dict(desk.copied(99)) == counts
    assert [times for _, times in desk.copied(2)] == sorted(counts.values(), reverse=True)[:2]
    desk.close()


def test_one_exception_is_no_habit_but_three_copies_are(desk: SqlDeskData) -> None:
    copies = Copies(desk, lambda: NOON)
    for preferred in (1, 1, 2):
        copies.count("faq-a", "warm")
        assert copies.preferred("faq-a", ("concise", "warm")) == preferred
    for _copy in range(3):
        copies.count("faq-a", "concise")
    assert copies.preferred("faq-a", ("concise", "warm")) == 1
    assert copies.preferred("faq-a", ("concise",)) == 1
    assert copies.preferred("faq-b", ()) == 1


def test_a_habit_decides_between_near_equals_only(services: Services) -> None:
    index = PlainIndex()
    finder = Finder(services.handbook, index, services.desk, services.clock)
    finder.refresh()

    def found(text: str) -> list[str]:
        return [hit.id for hit in finder.search(Query(text, date(2026, 11, 22))).hits]

    before = found("退款")
    assert before == ["faq-refund-arrival", "sop-refund"]
    services.copies.count("sop-refund", "check")
    assert found("退款") == ["sop-refund", "faq-refund-arrival"]
    assert found("流程") == ["sop-refund", "faq-refund-arrival"]  # one has it in its title
    for _copy in range(50):
        services.copies.count("faq-refund-arrival", "concise")
    assert found("流程") == ["sop-refund", "faq-refund-arrival"]


def test_what_is_copied_most_is_told_to_the_owner(services: Services) -> None:
    services.copies.count("faq-invoice", "warm")
    (figure,) = (one for one in services.insights.report().figures if one.key == "copied")
    assert [(row.label, row.values) for row in figure.rows] == [("怎么开发票", (1,))]
