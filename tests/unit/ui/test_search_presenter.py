"""Searching while typing, without Qt: answers that come late, out of order, or not at all."""

from __future__ import annotations

from datetime import date
from typing import cast

from deskbook.errors import DeskbookError, Message
from deskbook.model.entry import Audience, Kind, Level, Stage, Status
from deskbook.model.query import Answer, Hit, Query, SearchDoc
from deskbook.services.finding import Finder
from deskbook.ui.features.search.filters import Facet, Filters, value_name
from deskbook.ui.features.search.presenter import SearchPresenter
from tests.fakes.index import PlainIndex
from tests.fakes.runner import ManualRunner


class View:
    """Writes down what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[object] = []

    def last(self) -> object:
        return self.shown[-1]

    def show_hits(self, answer: Answer, selected: str) -> None:
        self.shown.append((answer.query.text, tuple(hit.id for hit in answer.hits), selected))

    def show_nothing(self, text: str, nearest: tuple[Hit, ...]) -> None:
        self.shown.append(("nothing", text, tuple(hit.id for hit in nearest)))

    def show_waiting(self) -> None:
        self.shown.append("waiting")

    def show_browsing(self) -> None:
        self.shown.append("browsing")

    def show_filters(self, filters: Filters) -> None:
        self.shown.append(filters)

    def show_problem(self, error: DeskbookError) -> None:
        self.shown.append(error)


class Outlet:
    """Writes down what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def selected(self, entry_id: str) -> None:
        self.asked.append(("selected", entry_id))

    def copy(self, entry_id: str, number: int) -> None:
        self.asked.append(("copy", entry_id, str(number)))

    def open(self, entry_id: str) -> None:
        self.asked.append(("open", entry_id))


class Desk:
    """Stands in for the finder: a plain index, and what was remembered."""

    def __init__(self) -> None:
        self.index = PlainIndex()
        self.remembered: list[tuple[str, int]] = []
        self.trouble: DeskbookError | None = None
        for entry_id, title in (("faq-a", "退款到账"), ("faq-b", "退款退货"), ("sop-c", "退货流程")):
            self.index.docs[entry_id] = doc(entry_id, title)

    def search(self, query: Query) -> Answer:
        if self.trouble is not None:
            raise self.trouble
        return self.index.search(query)

    def today(self) -> date:
        return date(2026, 11, 22)

    def ready(self) -> bool:
        return bool(self.index.heads())

    def remember(self, text: str, hits: int) -> None:
        self.remembered.append((text, hits))


def doc(entry_id: str, title: str) -> SearchDoc:
    return SearchDoc(
        id=entry_id,
        revision="1",
        kind=Kind.of_id(entry_id),
        title=title,
        aliases=(),
        body=title,
        stage=Stage.AFTERSALE,
        topic="退款",
        level=Level.JUNIOR,
        audience=Audience.INTERNAL,
        status=Status.VALIDATED,
    )


class Bench:
    """A presenter with everything around it."""

    def __init__(self) -> None:
        self.in_vain: list[tuple[str, int]] = []
        self.view, self.outlet, self.desk, self.jobs = View(), Outlet(), Desk(), ManualRunner()
        self.presenter = SearchPresenter(
            self.view,
            self.outlet,
            cast(Finder, self.desk),
            self.jobs,
            lambda _query: None,
            lambda text, hits: self.in_vain.append((text, hits)),
        )


def test_the_best_hit_is_selected() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.jobs.work_all()
    assert bench.view.shown == [("退款", ("faq-a", "faq-b"), "faq-a")]
    assert bench.outlet.asked == [("selected", "faq-a")]


def test_an_answer_that_comes_late_is_dropped() -> None:
    bench = Bench()
    bench.presenter.search("退货")
    bench.presenter.search("退款")
    bench.jobs.work(1)
    bench.jobs.work(0)
    assert [shown[0] for shown in bench.view.shown if isinstance(shown, tuple)] == ["退款"]


def test_a_question_overtaken_in_the_queue_is_never_asked() -> None:
    bench = Bench()
    for text in ("退", "退款", "退款到"):
        bench.presenter.search(text)
    bench.jobs.work_all()
    assert bench.desk.index.asked == ["退款到"]


def test_enter_before_the_answer_waits_for_it() -> None:
    bench = Bench()
    bench.presenter.search("退货")
    bench.jobs.work_all()
    bench.presenter.search("退款")
    bench.presenter.copy(1)
    assert ("copy", "faq-b", "1") not in bench.outlet.asked
    bench.jobs.work_all()
    assert bench.outlet.asked[-1] == ("copy", "faq-a", "1")


def test_enter_before_the_answer_is_forgotten_when_the_text_changes_again() -> None:
    bench = Bench()
    bench.presenter.search("退货")
    bench.presenter.copy(1)
    bench.presenter.search("退款")
    bench.jobs.work_all()
    assert [asked[0] for asked in bench.outlet.asked] == ["selected"]


def test_enter_without_a_hit_does_nothing() -> None:
    bench = Bench()
    bench.presenter.search("没有")
    bench.jobs.work_all()
    bench.presenter.copy(1)
    bench.presenter.open()
    assert bench.outlet.asked == []


def test_typing_on_selects_the_best_again_but_a_changed_handbook_leaves_the_selection() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.jobs.work_all()
    bench.presenter.select("faq-b")
    bench.presenter.refresh(keep=True)
    bench.jobs.work_all()
    assert bench.view.last() == ("退款", ("faq-a", "faq-b"), "faq-b")
    bench.presenter.search("退")
    bench.jobs.work_all()
    assert bench.view.last() == ("退", ("faq-a", "faq-b", "sop-c"), "faq-a")


def test_when_the_search_knows_more_only_a_choice_of_the_person_is_kept() -> None:
    bench = Bench()
    bench.presenter.search("退货")
    bench.jobs.work_all()
    bench.desk.index.docs["faq-0"] = doc("faq-0", "退货")
    bench.presenter.refresh(keep=False)
    bench.jobs.work_all()
    assert bench.outlet.asked[-1] == ("selected", "faq-0")
    bench.presenter.select("faq-b")
    bench.presenter.refresh(keep=False)
    bench.jobs.work_all()
    assert bench.outlet.asked[-1] == ("selected", "faq-b")


def test_no_text_and_no_filter_is_browsing() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.jobs.work_all()
    bench.presenter.search("  ")
    assert bench.view.last() == "browsing"
    assert bench.outlet.asked[-1] == ("selected", "")
    bench.jobs.work_all()
    bench.presenter.refresh(keep=True)
    assert bench.jobs.waiting == []


def test_a_late_answer_does_not_end_browsing() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.presenter.search("")
    bench.jobs.work_all()
    assert bench.view.shown == ["browsing"]


def test_what_only_the_filters_hide_is_offered() -> None:
    bench = Bench()
    bench.presenter.only_kind(Kind.CASE)
    bench.presenter.search("流程")
    bench.jobs.work_all()
    assert bench.view.last() == ("nothing", "流程", ("sop-c",))


def test_before_anything_is_searchable_it_says_so_and_answers_later() -> None:
    bench = Bench()
    docs, bench.desk.index.docs = bench.desk.index.docs, {}
    bench.presenter.search("退款")
    bench.presenter.copy(1)
    bench.jobs.work_all()
    assert bench.view.shown == ["waiting"]
    bench.desk.index.docs = docs
    bench.presenter.refresh(keep=True)
    bench.jobs.work_all()
    assert bench.view.last() == ("退款", ("faq-a", "faq-b"), "faq-a")


def test_trouble_is_shown_and_the_next_question_is_answered() -> None:
    bench = Bench()
    bench.desk.trouble = DeskbookError(Message("Broken."))
    bench.presenter.search("退款")
    bench.jobs.work_all()
    assert bench.view.shown == [bench.desk.trouble]
    bench.desk.trouble = None
    bench.presenter.search("退货")
    bench.jobs.work_all()
    assert bench.view.last() == ("退货", ("faq-b", "sop-c"), "faq-b")


def test_a_settled_search_is_remembered_with_its_hits() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.jobs.work_all()
    bench.presenter.remember()
    bench.presenter.search("")
    bench.presenter.remember()
    bench.jobs.work_all()
    assert bench.desk.remembered == [("退款", 2)]


def test_filters_toggle_and_become_a_query() -> None:
    filters = Filters().toggled(Facet.TAG, "到账").toggled(Facet.STAGE, Stage.PRESALE).only_kind(Kind.FAQ)
    assert list(filters.active()) == [
        (Facet.KIND, Kind.FAQ),
        (Facet.STAGE, Stage.PRESALE),
        (Facet.TAG, "到账"),
    ]
    query = filters.query("退", date(2026, 11, 22), 5)
    assert query.kinds == {Kind.FAQ}
    assert query.stages == {Stage.PRESALE}
    assert query.tags == {"到账"}
    cleared = filters.toggled(Facet.TAG, "到账").toggled(Facet.STAGE, Stage.PRESALE).only_kind(None)
    assert not cleared
    assert [value_name(facet, value) for facet, value in filters.active()] == [
        "Frequent questions",
        "Pre-sale",
        "到账",
    ]


def test_a_search_that_is_cleared_without_a_copy_was_in_vain() -> None:
    bench = Bench()
    for text in ("退", "退款", "退款", "退", ""):
        bench.presenter.search(text)
        bench.jobs.work_all()
    assert bench.in_vain == [("退款", 2)]


def test_a_search_that_was_copied_from_was_not_in_vain() -> None:
    bench = Bench()
    bench.presenter.search("退款")
    bench.jobs.work_all()
    bench.presenter.copied()
    bench.presenter.search("")
    bench.jobs.work_all()
    assert bench.in_vain == []
