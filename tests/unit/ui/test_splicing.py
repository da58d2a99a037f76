from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskbook.ui.splicing import splice

texts = st.text("ab退款😀\n", max_size=30)


@given(texts, texts)
def test_the_edit_makes_the_one_of_the_other(old: str, new: str) -> None:
    start, end, text = splice(old, new)
    assert old[:start] + text + old[end:] == new
    assert 0 <= start <= end <= len(old)


@given(texts, texts, texts, texts)
def test_the_edit_is_no_larger_than_what_was_replaced(a: str, b: str, c: str, d: str) -> None:
    start, end, text = splice(a + b + d, a + c + d)
    assert end - start <= len(b)
    assert len(text) <= len(c)


@given(texts)
def test_equal_texts_need_no_edit(text: str) -> None:
    start, end, new = splice(text, text)
    assert (start, new) == (end, "")
