"""Filling placeholders: what the shop decided, what the agent types, what stays visibly open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Kind, Level
from deskbook.model.register import Asked, Check, Shop, Value
from deskbook.services.blanks import Blank
from deskbook.services.copying import Copier
from tests.unit.markup.test_faults import EXAMPLES

SHOP = Shop(
    "小店", {"到账时间": Value("1-7 个工作日")}, {"金额": Asked("单位为元", Check.AMOUNT), "日期": Asked()}
)
markup = MarkdownMarkup()
copier = Copier(markup, lambda: Level.JUNIOR)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.FAQ, [("concise", "简洁"), ("warm", "安抚")]),
        (Kind.SOP, [("check", "核对订单")]),
        (Kind.PHRASE, [("1", ""), ("2", "")]),
        (Kind.CASE, []),
    ],
)
def test_what_can_be_copied(kind: Kind, expected: list[tuple[str, str]]) -> None:
    entry = markup.parse(EXAMPLES[kind])
    assert not isinstance(entry, tuple)
    assert [(c.key, c.name) for c in copier.copyables(entry)] == expected


def test_only_what_the_shop_did_not_decide_is_asked_for_once_and_in_order() -> None:
    blanks = copier.blanks("{{日期}} 退 {{金额}} 元，{{到账时间}}到账，共 {{ 金额 }} 元，{{没人定义}}", SHOP)
    assert blanks == (
        Blank("日期", "", Check.TEXT),
        Blank("金额", "单位为元", Check.AMOUNT),
        Blank("没人定义", "", Check.TEXT),
    )


def test_filling() -> None:
    text = "退 {{金额}} 元，{{到账时间}}到账，{{日期}}"
    filled = copier.fill(text, SHOP, {"金额": " 19.9 ", "日期": " "})
    assert filled.text == "退 19.9 元，1-7 个工作日到账，{{日期}}"
    assert filled.missing == ("日期",)
    assert (
        copier.fill(text, SHOP, {"金额": "1", "到账时间": "明天", "日期": "今天"}).text
        == "退 1 元，明天到账，今天"
    )


@given(st.text(), st.dictionaries(st.text("金额日期", min_size=1, max_size=2), st.text(max_size=10)))
def test_what_is_filled_in_is_never_filled_again(text: str, given: dict[str, str]) -> None:
    filled = copier.fill(
        "{{金额}}" + text.replace("{", "").replace("}", ""), SHOP, given | {"金额": "{{日期}}"}
    )
    assert filled.text.startswith("{{日期}}")
    assert filled.missing == ()
