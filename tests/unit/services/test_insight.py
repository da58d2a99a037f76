"""The figures are what can be counted by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.errors import Message
from deskbook.markup import MarkdownMarkup
from deskbook.model.cycle import Change, ChangeKind, ChangeState, Judgement, Verdict
from deskbook.model.entry import AnyEntry, Stage
from deskbook.services.facade import Services
from deskbook.services.insight import (
    TOPICS,
    Figure,
    Insights,
    Report,
    age,
    as_csv,
    copied,
    coverage,
    load,
    stale,
    unanswered,
)
from deskbook.services.ledger import Ledger
from tests.fakes import handbook
from tests.fakes.handbook import ARRIVAL, BAN, REFUND

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def entry(source: str, **changed: object) -> AnyEntry:
    found = MarkdownMarkup().parse(source)
    assert not isinstance(found, tuple)
    return replace(found, **changed)  # type: ignore[arg-type]


def values(figure: Figure) -> dict[str, tuple[int, ...]]:
    return {str(row.label): row.values for row in figure.rows}


def test_coverage_counts_topics_by_stage_and_names_those_without_a_procedure() -> None:
    faq = entry(ARRIVAL)
    others = [
        entry(ARRIVAL, id="faq-b", stage=Stage.PRESALE),
        entry(ARRIVAL, id="faq-c", topic="发票", stage=Stage.PRESALE),
    ]
    figure = coverage([faq, entry(REFUND), entry(BAN), *others])
    assert values(figure) == {"退款": (1, 0, 2, 0), "发票": (1, 0, 0, 0)}
    assert str(figure.says) == "4 entries in 2 topics; 1 topics have no procedure."


def test_rare_topics_share_a_row() -> None:
    figure = coverage([entry(ARRIVAL, id=f"faq-{n}", topic=f"t{n}") for n in range(TOPICS + 3)])
    assert len(figure.rows) == TOPICS + 1
    assert (str(figure.rows[-1].label), figure.rows[-1].values) == ("3 more topics", (0, 0, 3, 0))


def test_what_is_past_its_date_is_counted_by_owner() -> None:
    fresh = entry(ARRIVAL, reviewed=TODAY, review_days=1)
    late = replace(fresh, id="faq-b", reviewed=TODAY - timedelta(days=2))
    edge = replace(fresh, id="faq-c", owner="质检主管", reviewed=TODAY - timedelta(days=1))
    figure = stale([fresh, late, edge], TODAY)
    assert values(figure) == {"售后主管": (1, 1), "质检主管": (0, 1)}
    assert str(figure.says) == "1 of 3 entries (33 %) are past their date of review."


@pytest.mark.parametrize(
    ("days", "group"), [(-5, 0), (0, 0), (30, 0), (31, 1), (90, 1), (180, 2), (365, 3), (366, 4)]
)
def test_every_age_is_in_one_group(days: int, group: int) -> None:
    figure = age([entry(ARRIVAL, reviewed=TODAY - timedelta(days=days))], TODAY)
    assert [row.values[0] for row in figure.rows] == [int(n == group) for n in range(5)]


def test_load_tells_who_writes_waits_and_reviews() -> None:
    def change(number: int, state: ChangeState, author: str = "甲", owner: str = "") -> Change:
        return Change(number, "2026Q4", f"faq-{number}", ChangeKind.EDIT, state, author=author, owner=owner)

    changes = [
        change(1, ChangeState.DRAFT),
        change(2, ChangeState.SUBMITTED),
        change(3, ChangeState.PLANNED, "", "乙"),
        change(4, ChangeState.PLANNED, ""),
        change(5, ChangeState.PUBLISHED),
        change(6, ChangeState.APPROVED),
    ]
    figure = load(changes, [Verdict(2, 1, Judgement.APPROVE, "", "丙", NOW)] * 2)
    assert values(figure) == {"甲": (1, 1, 0), "丙": (0, 0, 2), "乙": (1, 0, 0)}


def test_nothing_to_count_is_said_in_a_sentence() -> None:
    for figure in (
        coverage([]),
        stale([], TODAY),
        age([], TODAY),
        load([], []),
        unanswered([]),
        copied([], {}),
    ):
        assert figure.rows == ()
        assert str(figure.empty)


def test_a_table_for_a_spreadsheet_computes_nothing() -> None:
    report = Report(TODAY, (unanswered([('=A1,"x"', 2), ("退款", 1)]),))
    lines = list(csv.reader(io.StringIO(as_csv(report, str))))
    assert lines == [
        ["Figure", "Row", "Column", "Value"],
        ["Searches without an answer", '\'=A1,"x"', "Times", "2"],
        ["Searches without an answer", "退款", "Times", "1"],
    ]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_starter(handbook.write(tmp_path / "kb"))
    yield opened
    opened.close()


class Used:
    """Tells of use as a desk would."""

    def copied(self, _limit: int) -> tuple[tuple[str, int], ...]:
        return (("faq-refund-arrival", 9), ("faq-gone", 2))

    def flagged(self, _limit: int) -> tuple[tuple[str, int], ...]:
        return (("sop-refund", 1),)


def test_a_workspace_tells_all_of_it_and_tolerates_that_nobody_counts_use(services: Services) -> None:
    services.desk.remember_search("海外", 0, services.clock())
    report = services.insights.report()
    found = {figure.key: figure for figure in report.figures}
    assert values(found["unanswered"]) == {"海外": (1,)}
    assert found["copied"].rows == found["flagged"].rows == ()
    ledger = Ledger(services.workspace, services.clock, services.people.current)
    used = Insights(ledger, services.handbook, services.desk, Used(), Used()).report()
    found = {figure.key: figure for figure in used.figures}
    assert values(found["copied"]) == {"退款什么时候到账": (9,), "faq-gone": (2,)}
    assert values(found["flagged"]) == {"退款处理流程": (1,)}
    assert all(isinstance(figure.title, Message) for figure in used.figures)
