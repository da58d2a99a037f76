"""What the bodies mean, what is copied, and what is shown."""

from __future__ import annotations

import pytest

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import END, Kind, Sop
from tests.unit.markup.test_faults import EXAMPLES

markup = MarkdownMarkup()


def test_decisions_steps_and_limits_of_a_procedure() -> None:
    sop = markup.parse(EXAMPLES[Kind.SOP])
    assert isinstance(sop, Sop)
    assert [(s.anchor, s.role, s.limit) for s in sop.steps] == [
        ("check", "售后接待", 5),
        ("intercept", "售后接待", 120),
        ("refund", "退款处理", 1440),
    ]
    assert sop.ways_on("check") == ("refund", "intercept")
    assert sop.ways_on("intercept") == ("refund",)
    assert sop.ways_on("refund") == (END,)
    with pytest.raises(KeyError):
        sop.ways_on("nowhere")


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("您好，\n退款已提交。", "您好，\n退款已提交。"),
        ("第一段\n\n第二段", "第一段\n第二段"),
        ("**重点**和[退货流程](sop-return)", "重点和退货流程"),
        ("- 甲\n- 乙\n  - 丙", "- 甲\n- 乙\n- 丙"),
        ("3. 甲\n4. 乙", "3. 甲\n4. 乙"),
        ("| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |", "甲  乙\n一  二"),
        ("{{订单号}} 已退 😀", "{{订单号}} 已退 😀"),
        ("1 < 2 & 3", "1 < 2 & 3"),
    ],
)
def test_plain_text_is_what_one_would_paste(markdown: str, plain: str) -> None:
    assert markup.plain_text(markdown) == plain


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点我](javascript:alert(1))",
        "[点我](https://example.com)",
        "![图](https://example.com/a.png)",
        "![图](../../secret.png)",
    ],
)
def test_html_never_leaves_the_handbook(markdown: str) -> None:
    html = markup.html(markdown)
    assert not any(f"<{tag}" in html for tag in ("script", "img", "a "))


def test_html_keeps_links_inside_the_handbook() -> None:
    assert '<a href="sop-return#inspect">验货</a>' in markup.html("[验货](sop-return#inspect)")
