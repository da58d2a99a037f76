from __future__ import annotations

import pytest

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
