"""A bad list is told what is wrong with which phrase, and the rest of it goes on working."""

from __future__ import annotations

from itertools import islice, product

import pytest

from deskbook.guard.engine import Guard
from deskbook.guard.folding import spelling
from deskbook.model.entry import Phrase
from deskbook.model.problem import Gravity
from tests.unit.guard.support import found, phrase, regex

SOUND = phrase("加微信", "ban-sound")


@pytest.mark.parametrize(
    ("faulty", "code", "field"),
    [
        (phrase(""), "empty-pattern", "pattern"),
        (phrase("！？😀"), "empty-pattern", "pattern"),
        (phrase("好的", variants=("…",)), "empty-pattern", "variants"),
        (phrase("好的", allowed=("，",)), "empty-pattern", "allowed"),
        (phrase("最"), "short-pattern", "pattern"),
        (phrase("好的", variants=("v ",)), "short-pattern", "variants"),
        (phrase("加-微-信"), "duplicate-pattern", "pattern"),
        (phrase("好的", variants=("加微信",)), "duplicate-pattern", "variants"),
        (phrase("好的", allowed=("好的",)), "excused-pattern", "allowed"),
        (regex("(a+)+b"), "refused-pattern", "pattern"),
        (regex(""), "refused-pattern", "pattern"),
    ],
)
def test_a_faulty_phrase_is_named_and_the_others_work(faulty: Phrase, code: str, field: str) -> None:
    guard = Guard([SOUND, faulty])
    (problem,) = guard.problems
    assert (problem.code, problem.entry_id, problem.field) == (code, faulty.id, field)
    assert problem.gravity is Gravity.ERROR
    assert str(problem.reason)
    assert str(problem.remedy)
    assert [hit.text for hit in guard.check("您加微信聊")] == ["加微信"]


def test_a_wording_repeated_in_one_phrase_is_a_warning() -> None:
    for variants in (("行吧", "好的"), ("行吧", "行吧")):
        (problem,) = Guard([phrase("好的", variants=variants)]).problems
        assert (problem.code, problem.gravity) == ("duplicate-pattern", Gravity.WARNING)


def test_a_number_in_words_beside_itself_in_digits_is_thoroughness() -> None:
    assert Guard([phrase("零甲醛", variants=("0甲醛", "百分百", "百分之百"))]).problems == ()


def test_a_repeated_character_is_long_enough() -> None:
    assert Guard([phrase("呵呵")]).problems == ()


def test_a_guard_without_phrases_finds_nothing() -> None:
    assert found("加微信") == []
    assert found("加微信", phrase("！")) == []


def test_an_expression_may_have_literal_variants() -> None:
    assert found("加微信，转我", regex("转.?我", variants=("加微信",))) == ["加微信", "转我"]


def test_a_hundred_thousand_rows() -> None:
    characters = [char for char in map(chr, range(0x4E00, 0x5200)) if spelling(char) == char][:320]
    pairs = islice(product(characters, repeat=2), 100_000)
    guard = Guard(phrase(f"甲{first}乙{second}", f"ban-{first}{second}") for first, second in pairs)
    assert guard.problems == ()
    a, b = characters[7], characters[99]
    assert [hit.phrase_id for hit in guard.check(f"有甲{a}乙{b}，也有甲{b} 乙{a}")] == [
        f"ban-{a}{b}",
        f"ban-{b}{a}",
    ]
