from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.outline import Place
from deskbook.model.register import Asked, Shop, Value
from deskbook.ui.features.editing.completing import Wanted, placeholders, request_at, targets

SHOP = Shop("店", {"到账时间": Value("1-7 天"), "时限": Value("1 小时")}, {"金额": Asked("单位为元")})


def complete(text: str, index: int = 0) -> str:
    """Return the text with the chosen placeholder or target in it; ``|`` is the cursor."""
    at = text.index("|")
    text = text.replace("|", "")
    request = request_at(text, at)
    assert request is not None
    steps = [Place(3, "步骤", "退款", "refund", 0, 1), Place(3, "步骤", "核对", "check", 1, 2)]
    found = placeholders(request, SHOP) if request.wanted is Wanted.PLACEHOLDER else targets(request, steps)
    choice = found[index]
    return text[: choice.start] + choice.text + text[choice.end :]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("退款{{到|", "退款{{到账时间}}"),
        ("退款{{到|}}吧", "退款{{到账时间}}吧"),
        ("- 好 → [退款](#re|", "- 好 → [退款](#refund)"),
        ("- 好 → [退款](#re|)\n", "- 好 → [退款](#refund)\n"),
    ],
)
def test_a_completion_closes_what_is_open_and_no_more(text: str, wanted: str) -> None:
    assert complete(text) == wanted


def test_names_that_begin_so_come_before_those_that_hold_it() -> None:
    assert complete("{{时|") == "{{时限}}"
    assert complete("{{时|", 1) == "{{到账时间}}"


def test_a_decision_can_lead_to_the_end() -> None:
    assert complete("- 好 → [结束](#|", 2) == "- 好 → [结束](#end)"


@pytest.mark.parametrize(
    ("text", "wanted", "typed"),
    [
        ("见[[退款|", Wanted.ENTRY, "退款"),
        ("见[流程](退|", Wanted.ENTRY, "退"),
        ("见[流程](#|", Wanted.TARGET, ""),
        ("{{|", Wanted.PLACEHOLDER, ""),
    ],
)
def test_what_is_wanted(text: str, wanted: Wanted, typed: str) -> None:
    request = request_at(text.replace("|", ""), text.index("|"))
    assert request is not None
    assert (request.wanted, request.text) == (wanted, typed)


@pytest.mark.parametrize(
    "text", ["退款|", "[[退款]]|", "{{金额}}|", "[退](sop-a)|", "[[\n退|", "![说明](pictures/|", ""]
)
def test_nothing_is_wanted_elsewhere(text: str) -> None:
    assert request_at(text.replace("|", ""), max(text.find("|"), 0)) is None


@given(st.text("[](){}#退a\n", max_size=20), st.data())
def test_a_request_lies_before_the_cursor(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    request = request_at(text, at)
    if request is not None:
        assert 0 <= request.start <= at <= request.end <= len(text)
