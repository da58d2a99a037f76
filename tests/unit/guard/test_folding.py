"""Folding keeps the way back, whatever the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.guard.folding import Dense, Plain, code_points, plain_spelling, spelling, wording

anything = st.text(
    st.one_of(
        st.sampled_from("加微信保证呵一二百①㎏ﷺ⑩Ⅷ体體ＡａßİéÅ，。！?\n 　\u200b\u200d️👨👩🏻"),
        st.characters(),
        st.characters(categories=["Cs"]),
    )
)


@given(anything)
def test_an_array_and_a_wording_are_folded_alike(text: str) -> None:
    dense = Dense(code_points(text))
    assert dense.text == wording(text).text


@given(anything)
def test_every_place_leads_back_to_what_it_came_from(text: str) -> None:
    dense = Dense(code_points(text))
    ends = [0]
    for place, char in enumerate(dense.text):
        start, end = dense.span(place, place + 1)
        assert char in spelling(text[start])
        assert char in spelling(text[end - 1])
        assert dense.run(place) <= end - start or len(spelling(text[start])) > 1
        assert start >= ends[-1] or len(spelling(text[start])) > 1  # ㎏ is one character and two places
        ends.append(end)


@given(anything, st.data())
def test_places_and_offsets_agree(text: str, data: st.DataObject) -> None:
    dense = Dense(code_points(text))
    if not dense.text or any(len(spelling(char)) > 1 for char in text):
        return
    start = data.draw(st.integers(0, len(dense.text) - 1))
    end = data.draw(st.integers(start + 1, len(dense.text)))
    assert dense.places(*dense.span(start, end)) == (start, end)


@given(anything, st.booleans())
def test_a_plain_text_keeps_all_that_is_visible(text: str, numeric: bool) -> None:
    plain = Plain(code_points(text), numeric=numeric)
    if not numeric:
        assert plain.text == "".join(plain_spelling(char) for char in text if char != "\0")
    for index in range(len(plain.text)):
        start, end = plain.span(index, index + 1)
        assert end == start + 1


@pytest.mark.parametrize(
    ("text", "dense"),
    [
        ("加微信", "加微信"),
        ("ＶＸ Vx ⓥ", "vxvxv"),
        ("體驗 質量", "体验质量"),
        ("加 微-信😀", "加微信"),
        ("加👨‍👩‍👧微\u200b信️", "加微信"),
        ("加加加微信信", "加微信"),
        ("100% QQ", "100%qq"),
        ("第一 壹 ① 〇", "第1110"),
        ("㎏ Ⅷ ½", "kgviii12"),
        ("é Å jiā", "eajia"),
        ("质保，保证", "质保保证"),  # not repeated: a clause ends between the two
        ("\ud800加\udfff", "加"),
        ("", ""),
    ],
)
def test_dense_texts(text: str, dense: str) -> None:
    assert Dense(code_points(text)).text == dense


def test_what_stands_before_and_after_ends_with_the_clause() -> None:
    dense = Dense(code_points("不用担心，我们能保证到货，放心"))
    start = dense.text.index("保证")
    assert dense.before(start, 16) == "我们能"
    assert dense.before(start, 2) == "们能"
    assert dense.after(start + 2, 16) == "到货"
    assert dense.before(0, 16) == ""
    assert dense.after(len(dense.text), 16) == ""


def test_a_numeric_text_puts_numbers_together() -> None:
    assert Plain(code_points("电话 138-0013 8000 转 8"), numeric=True).text == "电话 13800138000 转 8"
    assert Plain(code_points("１３８－００１３－８０００"), numeric=True).text == "13800138000"
    assert Plain(code_points("幺三八 - 1"), numeric=True).text == "138 - 1"


def test_code_points_of_a_text_can_be_had_back() -> None:
    assert code_points("a\ud83d😀").tolist() == [ord("a"), 0xD83D, 0x1F600]
    assert code_points("").dtype == np.uint32
