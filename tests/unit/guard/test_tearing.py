"""Words that run into a wording tear it apart; words that lengthen it do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.guard.tearing import torn


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("运费险的投保证明可以下载", "保证"),
        ("運費險的投保證明可以下載", "保證"),
        ("有环保证书", "保证"),
        ("台灯支持强弱智能调节", "弱智"),
        ("满减的封顶级数", "顶级"),
        ("粉底请不要脸上直接试", "不要脸"),
        ("马上到账户安全里改", "马上到账"),
        ("楼下等着吧台那箱", "等着吧"),
        ("我保证书架不晃", "保证书"),
    ],
)
def test_torn(text: str, wording: str) -> None:
    first = text.index(wording)
    assert torn(text, first, first + len(wording))


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("我保证明天到", "保证"),
        ("我保证明早到", "保证"),
        ("我保证券都能用", "保证"),  # 保 alone is no word that is left over
        ("投保 证明", "保 证"),
        ("投保，证明", "保，证"),
        ("今天一定发货", "今天一定发"),
        ("请添加微信", "加微信"),
        ("我的微信号码", "我的微信号"),
        ("给您最低价格", "最低价"),
        ("等着吧您", "等着吧"),
        ("真是不要脸的", "不要脸"),
        ("sha bi", "sha bi"),
        ("保证", "保证"),
    ],
)
def test_whole(text: str, wording: str) -> None:
    first = text.index(wording)
    assert not torn(text, first, first + len(wording))


def test_what_was_heard_is_divided_as_the_phrase_is() -> None:
    text = "这个价位新一点"
    assert torn(text, 2, 5, "加微信")
    assert not torn("您加薇信聊", 1, 4, "加微信")


@given(st.text("投保证明书架不要脸上 ，a\u200b👍", max_size=30), st.data())
def test_any_place_in_any_text_is_answered(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    assert torn(text, first, last) in {True, False}
    assert not torn(text, 0, len(text))
