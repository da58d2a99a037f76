from __future__ import annotations

import pytest

from deskbook.model.entry import Kind
from deskbook.search.question import Question
from deskbook.search.synonyms import Synonyms


def _sounds(text: str, synonyms: Synonyms | None = None) -> set[str]:
    question = Question.of(text, synonyms or Synonyms())
    return {sound.text for sound in question.sounds}


@pytest.mark.parametrize(
    ("text", "heard"),
    [("换huo", {"huan'huo"}), ("给我发shunfeng", {"fa'sun", "sun'fen"}), ("tui款多久", {"tui'kuan"})],
)
def test_beside_letters_only_they_and_their_neighbours_are_listened_to(text: str, heard: set[str]) -> None:
    assert _sounds(text) == heard
    assert Question.of(text).spelled


@pytest.mark.parametrize("text", ["wifi 连不上", "发票 file 打不开", "到帐了吗"])
def test_characters_are_listened_to_where_no_letter_can_be_pinyin(text: str) -> None:
    question = Question.of(text)

    assert question.sounds
    assert not question.spelled


def test_an_english_word_of_the_trade_is_not_spelled_out() -> None:
    question = Question.of("size不对", Synonyms([["尺码", "size"]]))

    assert not question.spelled
    assert {sound.text for sound in question.sounds} == {"bu'dui"}


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("能说最好吗", Kind.PHRASE, "最好吗"),
        ("你先消消气 能不能这么说", Kind.PHRASE, "你先消消气"),
        ("不归我管 换个说法", Kind.PHRASE, "不归我管"),
        ("挽回差评的案例", Kind.CASE, "挽回差评的"),
        ("能说明一下吗", None, "能说明一下吗"),
        ("禁用语", None, "禁用语"),
        ("什么时候发货", None, "什么时候发货"),
    ],
)
def test_words_that_only_ask_for_a_kind_are_no_part_of_what_is_asked(
    text: str, kind: Kind | None, rest: str
) -> None:
    question = Question.of(text)

    assert question.kind is kind
    assert question.plain.strip() == rest
    assert {term.text for term in question.terms} == {term.text for term in Question.of(rest).terms}
