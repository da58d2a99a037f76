"""Tearing: whether the words around a wording run into it, as 投保 and 证明 tear 保证 apart.

The few characters around a wording are divided into words, by the likeliest way through a list of words with
their counts. A wording is torn if a word begins or ends inside one of its own words, and nothing is left over
but words. A word that only lengthens one of its own (一定发 in 一定发货) tears nothing.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from deskbook.guard.folding import plain_spelling

_LONGEST_WORD = 4
_AROUND = 8
"""Characters before and after a wording that are divided with it."""
_REMEMBERED = 4096
_COMMON = 29
"""Level from which a single character stands for itself: 到 is a word, 保 is a piece of one."""
_UNLISTED = 2
_TOTAL = 51
"""Level of all counts together."""
_PARTICLES = frozenset("吧了呢吗啊呀的得着")
"""They are another word when something is joined to them: 吧 and 吧台."""
_SHOP_WORDS = (
    "微信 到账 好评 差评 中评 返现 晒图 追评 刷单 转账 拍下 包邮 揽收 价保 运费险 验证码 付款码 收款码"
    " 加购 凑单 退差 补差 改价 直播间 绿泡泡 好评价 好评论 国家级别 最低价格 最低价钱 没问题 没用处 手机号码"
    " 身份证明 无毒性 跳楼价格 最强大 最强劲 最强悍 有效果 不负责任"
)
_SHOP_LEVEL = 20
"""Words of the trade that a list from newspapers and books has too rarely or not at all."""


@cache
def _levels() -> dict[str, int]:
    levels = dict.fromkeys(_SHOP_WORDS.split(), _SHOP_LEVEL)
    for line in files(__package__).joinpath("words.txt").read_text(encoding="utf-8").splitlines():
        level, _, words = line.partition(" ")
        if level != "#":
            levels.update((word, int(level)) for word in words.split() if word not in levels)
    return levels


def torn(text: str, first: int, last: int, literal: str = "") -> bool:
    """Tell whether the words around the offsets ``first`` to ``last`` tear what stands there apart.

    :param literal: the wording that was heard there, if it is written otherwise: 价位新 for 加微信.
    """
    begin = max(0, first - _AROUND)
    window = "".join(plain_spelling(char) or "\0" for char in text[begin : last + _AROUND])
    return _torn(window, first - begin, last - begin, literal)


@lru_cache(_REMEMBERED)
def _torn(window: str, start: int, end: int, literal: str) -> bool:
    found = window[start:end]
    own = {start + at for word in _words(literal if len(literal) == len(found) else found) for at in word}
    words = _words(window)
    if not any(_tears(window, word, start, end, own) for word in words):
        return False
    left_over = (window[a] for a, b in words if b - a == 1 and start <= a < end and not {a, b} <= own)
    return all(_levels().get(char, 0) >= _COMMON for char in left_over)


def _tears(window: str, word: tuple[int, int], start: int, end: int, own: set[int]) -> bool:
    first, last = word
    if last - first == 1 or last <= start or end <= first or (first <= start and end <= last):
        return False
    if (first > start and first not in own) or (last < end and last not in own):
        return True
    return end < last and window[first:end] in _PARTICLES


def _words(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text begin and end, in the likeliest division of it."""
    levels = _levels()
    costs, starts = [0], [0]
    for end in range(1, len(text) + 1):
        cost, start = min(
            (costs[start] + _TOTAL - level, start)
            for start in range(max(0, end - _LONGEST_WORD), end)
            if (level := levels.get(text[start:end], _UNLISTED if start == end - 1 else 0))
        )
        costs.append(cost)
        starts.append(start)
    words = []
    end = len(text)
    while end:
        words.append((starts[end], end))
        end = starts[end]
    return words[::-1]
