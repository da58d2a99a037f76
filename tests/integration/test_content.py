"""What `python -m benchmarks.content` counts is counted rightly, and holds for the starter handbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from benchmarks.content.handbook import bare, read_entries, read_laws
from benchmarks.content.lawful import citations, read_articles, register_faults, text_faults
from benchmarks.content.meaning import neighbours, variants
from benchmarks.content.measures import Spread, apart, ease, letters, linked, tally, variant_pairs, words
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.entry import AnyEntry, Case, Faq, Kind, Script, Sop
from deskbook.search.encoder import Vectors


def faq(name: str, answer: str = "照页面办。", **fields: object) -> Faq:
    made = Faq(
        id=f"faq-{name}",
        title="退款什么时候到账",
        owner="售后主管",
        reviewed=date(2026, 11, 22),
        answer=answer,
        scripts=(Script("concise", "简洁", "退款已提交。"), Script("warm", "安抚", "我帮您盯着。")),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def starter() -> Sequence[AnyEntry]:
    return read_entries()


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_a_spread_is_of_values_that_are_there_in_rising_order(values: list[int]) -> None:
    spread = Spread.of(values)
    ranks = [spread.least, spread.p5, spread.median, spread.p95, spread.most]
    assert ranks == sorted(ranks)
    assert set(ranks) <= set(values)
    assert (spread.least, spread.most, spread.count) == (min(values), max(values), len(values))


def test_nothing_has_no_spread() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Spread.of([])


def test_words_are_pairs_of_characters_and_whole_latin_words() -> None:
    assert words("SKU啥意思 a1") == {"sku", "a", "1", "啥意", "意思"}
    assert words("钱") == frozenset()


def test_an_alias_in_other_words_is_apart_from_its_title() -> None:
    assert apart(faq("a", aliases=("退款到账要几天", "我的钱呢", "PayPal 的"))) == 2


def test_variants_are_compared_without_their_blanks() -> None:
    same = faq("a", scripts=(Script("x", "", "付 {{金额}} 元"), Script("y", "", "付 {{日期}} 元")))
    assert [pair[2] for pair in variant_pairs(same, bare)] == [1.0]


def test_links_are_counted_by_entry_and_not_by_anchor() -> None:
    one = faq("one", related=("faq-two#warm", "faq-two", "faq-one"))
    two, alone = faq("two", answer="见[一](faq-one)。"), faq("alone")
    assert linked([one, two, alone]) == ([1, 1, 0], ["faq-alone"], ["faq-alone"])


def test_reading_ease_knows_sentences_clauses_and_uncommon_characters() -> None:
    found = ease(["您先看订单，再拍照。", "橄榄绿！"])
    assert (found.sentences.count, found.sentences.most) == (2, 9)
    assert found.clauses.count == 3
    assert sorted(found.rare) == ["榄", "橄"]
    assert found.rare_share == pytest.approx(2 / 11)


def test_lengths_leave_white_space_out() -> None:
    assert letters(" 退 款\n") == 2


def test_neighbours_are_near_in_what_they_ask_and_in_what_they_answer() -> None:
    kinds = {"退": [1.0, 0.0], "换": [0.0, 1.0]}

    def encode(texts: Sequence[str]) -> Vectors:
        return np.array([kinds[text[0]] for text in texts], np.float32)

    faqs = [
        faq("a", "退", title="退了吗"),
        faq("b", "换", title="退没退"),
        faq("c", "退", title="退款呢"),
        faq("d", "换", title="换了吗"),
    ]
    assert list(neighbours(faqs, encode, 0.9)) == [("faq-a", "faq-c", 1.0)]
    assert next(neighbours(faqs, encode, 0.5))[:2] == ("faq-a", "faq-c")
    scripts = (Script("x", "", "退"), Script("y", "", "换"), Script("z", "", "退"))
    found = variants([faq("a", scripts=scripts)], encode)
    assert found == [("faq-a", "x", "y", 0.0), ("faq-a", "x", "z", 1.0), ("faq-a", "y", "z", 0.0)]


def test_a_statement_of_law_needs_its_article_and_no_text_a_number() -> None:
    articles = read_articles()
    silent = faq("a", answer="假的按三倍赔。")
    assert list(text_faults([silent], articles)) == ["faq-a (answer): “三倍赔” without cpl-55 or food-148"]
    assert not list(text_faults([replace(silent, laws=("cpl-55",))], articles))
    assert len(list(text_faults([faq("b", notes="消费者权益保护法第二十五条，第一条轨迹")], articles))) == 1


def test_the_register_and_the_table_of_articles_agree(starter: Sequence[AnyEntry]) -> None:
    laws, articles = read_laws(), read_articles()
    assert list(register_faults(laws, articles)) == []
    assert list(register_faults(laws[1:], articles)) == [
        f"{laws[0].law} {laws[0].article}: not in the register"
    ]
    assert set(citations(starter)) <= {law.id for law in laws}


def test_nothing_that_agents_read_states_law_without_citing_it(starter: Sequence[AnyEntry]) -> None:
    read = [entry for entry in starter if isinstance(entry, Sop | Faq | Case)]
    assert list(text_faults(read, read_articles())) == []


def test_nothing_in_the_starter_handbook_stands_alone(starter: Sequence[AnyEntry]) -> None:
    _, unreached, alone = linked([entry for entry in starter if entry.kind is not Kind.PHRASE])
    assert alone == []
    assert [id_ for id_ in unreached if Kind.of_id(id_) in (Kind.SOP, Kind.CASE)] == []


def test_cases_and_questions_are_found_by_several_wordings(starter: Sequence[AnyEntry]) -> None:
    assert [e.id for e in starter if isinstance(e, Case | Faq | Sop) and len(e.aliases) < 3] == []
    assert tally(starter, lambda entry: entry.kind)[0][0] is Kind.FAQ
