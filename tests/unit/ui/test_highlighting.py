from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.ui.features.editing.highlighting import Look, State, read_line


def looks(line: str, state: State = State.BODY) -> list[tuple[str, Look]]:
    tokens, _state = read_line(line, state)
    return [(line[token.start : token.end], token.look) for token in tokens]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("## 解答", [("## 解答", Look.SECTION)]),
        (
            "### 核对 {#check role=售后 limit=5m}",
            [
                ("### 核对 {#check role=售后 limit=5m}", Look.HEADING),
                ("{#check role=售后 limit=5m}", Look.ATTRIBUTES),
            ],
        ),
        ("> 退 {{金额}} 元", [("> 退 {{金额}} 元", Look.QUOTE), ("{{金额}}", Look.PLACEHOLDER)]),
        (
            "- 没有发货 → [退款](#refund)",
            [
                ("-", Look.MARK),
                (" 没有发货 → [退款](#refund)", Look.DECISION),
                ("[退款](#refund)", Look.LINK),
            ],
        ),
        ("- 买家：到哪了", [("-", Look.MARK), ("买家：", Look.ROLE)]),
        ("见[退货](sop-return)，**别急**", [("**别急**", Look.STRONG), ("[退货](sop-return)", Look.LINK)]),
        ("没有什么", []),
    ],
)
def test_the_words_of_a_body(line: str, wanted: list[tuple[str, Look]]) -> None:
    assert looks(line) == wanted


def test_fields_stand_between_two_lines_of_dashes() -> None:
    state = State.START
    found = []
    for line in ("---", "title: 退款  # 说明", "  - 钱呢", "---", "title: 正文"):
        tokens, state = read_line(line, state)
        found.append([token.look for token in tokens])
    assert found == [[Look.MARK], [Look.KEY, Look.COMMENT], [], [Look.MARK], []]
    assert state is State.BODY
    assert read_line("没有字段", State.START)[1] is State.BODY


@given(st.text("#>-*[](){}:：→ a退\n".replace("\n", ""), max_size=40), st.sampled_from(State))
def test_tokens_lie_within_their_line(line: str, state: State) -> None:
    tokens, after = read_line(line, state)
    assert all(0 <= token.start <= token.end <= len(line) for token in tokens)
    assert after in {State.FIELDS, State.BODY}
