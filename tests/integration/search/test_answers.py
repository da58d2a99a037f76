"""What people type, and what they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskbook.model.entry import Audience, Kind, Level, Stage
from deskbook.model.query import Hit, Why
from deskbook.search import open_index
from deskbook.search.index import FolderIndex
from tests.unit.search.support import Handbook, ask, doc, shown, small_handbook


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderIndex]:
    """The small handbook without meaning."""
    made = open_index(tmp_path_factory.mktemp("index"), encoder=False)
    handbook = small_handbook()
    made.sync(handbook.heads(), handbook.load)
    yield made
    made.close()


@pytest.fixture
def meaning(tmp_path: Path, with_encoder: Callable[[Path], Path]) -> Iterator[FolderIndex]:
    """The small handbook with meaning."""
    made = open_index(with_encoder(tmp_path / "index"))
    handbook = small_handbook()
    made.sync(handbook.heads(), handbook.load)
    yield made
    made.close()


PIECES = [*"退到账😀，\u200b\ud83d\n.'*~\"([7 ", "運費險", "tuik", "tk", "XM-A", "１２", "7天", "什么时候"]


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("typed", "expected", "why"),
    [
        ("到账", "faq-refund-arrival", Why.TITLE),
        ("险", "faq-insurance", Why.TITLE),
        ("退款 到账", "faq-refund-arrival", Why.TITLE),
        ("收到钱", "faq-refund-arrival", Why.ALIAS),
        ("支付账单", "faq-refund-arrival", Why.BODY),
        ("退款什麼時候到賬", "faq-refund-arrival", Why.TITLE),
        ("運費險", "faq-insurance", Why.TITLE),
        ("ＸＭ－Ａ", "faq-code", Why.TITLE),
        ("xma", "faq-code", Why.TITLE),
        ("xm", "faq-code", Why.TITLE),
        ("yunfeixian", "faq-insurance", Why.PINYIN),
        ("yunfeix", "faq-insurance", Why.PINYIN),
        ("yfx", "faq-insurance", Why.PINYIN),
        ("yun费险", "faq-insurance", Why.PINYIN),
        ("运废险", "faq-insurance", Why.PINYIN),
        ("处理流", "sop-return", Why.TITLE),
    ],
)
def test_an_entry_is_found_and_the_reason_is_true(
    index: FolderIndex, typed: str, expected: str, why: Why
) -> None:
    hits = {hit.id: hit for hit in index.search(ask(typed)).hits}
    assert expected in hits
    assert why in hits[expected].why


@pytest.mark.parametrize(
    ("typed", "title", "snippet"),
    [
        ("退款到账", ["退款", "到账"], ["退款"]),
        ("退款到賬", ["退款", "到账"], ["退款"]),
        ("tuikuan", ["退款"], []),
        ("TK", ["退款"], []),
        ("支付賬單", [], ["支付账单"]),
        ("怎么还没收到", [], ["怎么还没收到"]),
    ],
)
def test_marks_show_what_matched(
    index: FolderIndex, typed: str, title: list[str], snippet: list[str]
) -> None:
    hit = next(h for h in index.search(ask(typed)).hits if h.id == "faq-refund-arrival")
    assert shown(hit.title) == title
    assert set(snippet) <= set(shown(hit.snippet))


def test_marks_are_code_points_of_the_original(tmp_path: Path) -> None:
    entry = doc(
        "faq-x",
        "😀ＲＥＦＵＮＤ退貨😀",
        body="㎏" * 60 + "。\n👨‍👩‍👧說明：退貨\u200b運費由店鋪承擔。" + "好" * 80,
    )
    index = open_index(tmp_path, encoder=False)
    index.sync({"faq-x": entry.revision}, lambda _: [entry])
    by_word = index.search(ask("refund")).hits[0]
    assert shown(by_word.title) == ["ＲＥＦＵＮＤ"]
    by_run = index.search(ask("退货运费")).hits[0]
    assert shown(by_run.title) == ["退貨"]
    assert shown(by_run.snippet) == ["退貨\u200b運費"]
    assert by_run.snippet.text.startswith("…👨‍👩‍👧說明")
    assert "\n" not in by_run.snippet.text


def test_the_snippet_is_the_densest_passage_cut_where_the_sense_allows(tmp_path: Path) -> None:
    body = (
        "退款先看订单。"
        + "其他的事情慢慢说。" * 20
        + "退款到账要三天，以支付机构为准。"
        + "最后还有别的说明。" * 20
    )
    entry = doc("faq-x", "说明", body=body)
    index = open_index(tmp_path, encoder=False)
    index.sync({"faq-x": entry.revision}, lambda _: [entry])
    snippet = index.search(ask("退款多久到账")).hits[0].snippet
    assert snippet.text.startswith("…退款到账要三天")
    assert snippet.text.endswith("。…")
    assert len(snippet.text) <= 92
    assert shown(snippet) == ["退款", "到账"] or shown(snippet) == ["退款到账"]


def test_hits_are_ordered_by_score_and_the_order_is_stable(index: FolderIndex) -> None:
    hits = index.search(ask("退款处理")).hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert index.search(ask("退款处理")).hits == hits
    assert index.search(ask("退款处理", limit=2)).hits == hits[:2]
    assert index.search(ask("退款处理", limit=0)).hits == ()


def test_between_equals_a_banned_phrase_comes_last(tmp_path: Path) -> None:
    entries = {i: doc(i, "马上到账", body="到账") for i in ("ban-x", "case-x", "faq-x", "sop-x")}
    index = open_index(tmp_path, encoder=False)
    index.sync({i: e.revision for i, e in entries.items()}, lambda wanted: [entries[i] for i in wanted])
    assert ids(index.search(ask("到账")).hits) == ["faq-x", "sop-x", "case-x", "ban-x"]


def test_the_kind_that_is_asked_for_comes_first(tmp_path: Path) -> None:
    handbook = Handbook(
        doc("faq-soon", "马上到账"), doc("ban-soon", "马上到账"), doc("case-soon", "马上到账")
    )
    index = open_index(tmp_path, encoder=False)
    index.sync(handbook.heads(), handbook.load)

    assert ids(index.search(ask("马上到账")).hits)[0] == "faq-soon"
    assert ids(index.search(ask("马上到账 能这么说吗")).hits)[0] == "ban-soon"
    assert ids(index.search(ask("马上到账的案例")).hits)[0] == "case-soon"


def test_a_banned_phrase_is_found_by_its_own_words(index: FolderIndex) -> None:
    assert ids(index.search(ask("马上到账")).hits)[0] == "ban-instantly"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kinds": frozenset({Kind.SOP})}, {"sop-refund"}),
        ({"kinds": frozenset({Kind.SOP, Kind.PHRASE})}, {"sop-refund"}),
        ({"stages": frozenset({Stage.INSALE})}, set()),
        ({"topics": frozenset({"退款", "没有这个"})}, {"faq-refund-arrival", "sop-refund"}),
        ({"topics": frozenset({"\ud800"})}, set()),
    ],
)
def test_filters_narrow_a_search(index: FolderIndex, filters: dict[str, object], expected: set[str]) -> None:
    assert set(ids(index.search(ask("退款", **filters)).hits)) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"levels": frozenset({Level.SENIOR})}, ["sop-return"]),
        ({"audiences": frozenset({Audience.PUBLIC})}, ["faq-vip"]),
        ({"tags": frozenset({"积分"})}, ["faq-vip"]),
        ({"tags": frozenset({"积分"}), "kinds": frozenset({Kind.SOP})}, []),
        ({"stages": frozenset({Stage.INSALE})}, ["faq-ship", "case-late"]),
    ],
)
def test_filters_alone_browse_by_kind_stage_and_title(
    index: FolderIndex, filters: dict[str, object], expected: list[str]
) -> None:
    assert ids(index.search(ask("  ", **filters)).hits) == expected


def test_browsing_everything_shows_sops_first(index: FolderIndex) -> None:
    hits = index.search(ask("", limit=50)).hits
    assert [hit.kind for hit in hits] == sorted((h.kind for h in hits), key=list(Kind).index)
    assert len(hits) == 10
    assert all(hit.why == () and hit.score == 0 for hit in hits)


def test_a_handbook_of_more_than_a_thousand_entries_is_browsed_whole(tmp_path: Path) -> None:
    handbook = Handbook(*(doc(f"faq-{n}", f"第 {n} 问") for n in range(1100)), doc("case-late", "晚到两天"))
    large = open_index(tmp_path / "index", encoder=False)
    large.sync(handbook.heads(), handbook.load)
    hits = large.search(ask("", limit=100_000)).hits
    large.close()
    assert len(hits) == 1101
    assert hits[-1].id == "case-late"


@pytest.mark.parametrize(
    ("entry", "from_day", "to_day"),
    [
        ("faq-expired", date.min, date(2026, 10, 31)),
        ("faq-future", date(2026, 12, 1), date.max),
    ],
)
def test_an_entry_surfaces_only_while_it_is_in_force(
    index: FolderIndex, entry: str, from_day: date, to_day: date
) -> None:
    for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)):
        found = ids(index.search(ask("双十退款规则", day=day)).hits)
        assert (entry in found) == (from_day <= day <= to_day)


def test_inactive_entries_come_when_asked_for_and_say_so(index: FolderIndex) -> None:
    assert "faq-old" not in ids(index.search(ask("旧的退款规则")).hits)
    hits = {h.id: h.active for h in index.search(ask("退款规则", inactive=True)).hits}
    assert hits["faq-old"] is hits["faq-expired"] is hits["faq-future"] is False
    assert hits["sop-refund"] is True


@pytest.mark.parametrize("typed", ["，。！？", "…", "\x00\x01", "\ud800", "''--", "zzqx", "🎉"])
def test_what_has_no_answer_is_answered_with_nothing(index: FolderIndex, typed: str) -> None:
    assert index.search(ask(typed)).hits == ()


def test_ten_thousand_pasted_characters_are_answered_by_their_beginning(index: FolderIndex) -> None:
    assert ids(index.search(ask("退款什么时候到账" + "好" * 10_000)).hits)[0] == "faq-refund-arrival"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(st.characters(), max_size=60),
        st.lists(
            st.sampled_from(PIECES),
            max_size=12,
        ).map("".join),
    )
)
def test_every_text_is_answered_soundly(index: FolderIndex, text: str) -> None:
    for hit in index.search(ask(text)).hits:
        for marked in (hit.title, hit.snippet):
            ends = [0, *(place for mark in marked.marks for place in mark), len(marked.text)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in marked.marks)
        assert hit.why or not text.strip()


def test_meaning_finds_what_shares_no_word(meaning: FolderIndex) -> None:
    asked = ask("买的东西说送到了可我压根没见着")
    assert meaning.search(asked).hits[0].id == "faq-signed"
    hit = meaning.search(ask("where is my refund")).hits[0]
    assert hit.id == "faq-refund-arrival"
    assert hit.why == (Why.MEANING,)


@pytest.mark.parametrize(
    "typed",
    ["\ud800退款", "\x00", "退" * 10_000, "a" * 10_000, "😀" * 500, "where is\u200b my refund", "tk", "退"],
)
def test_every_text_is_answered_with_meaning(meaning: FolderIndex, typed: str) -> None:
    hits = meaning.search(ask(typed)).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.why for hit in hits)


def test_a_meaningless_query_has_no_answer_with_meaning_either(meaning: FolderIndex) -> None:
    assert meaning.search(ask("qwrtzp")).hits == ()
