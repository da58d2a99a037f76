"""Numbers in words and in digits: 100%, 百分百 and 百分之一百 are one wording, 15 and 十五 another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

from deskbook.guard.folding import CHINESE_DIGITS

_HUNDRED = ("100%", "一百%", "百分百", "百分之百", "百分之一百", "百分之100")
_UNITS = {"千": 1000, "百": 100, "十": 10}
_NUMBER = re.compile(
    r"(?P<hundred>100%|百分百|百分之一?百|百分之100)"
    r"|百分之(?P<words>[一二三四五六七八九十]{1,3})(?![百千万])"
    r"|(?P<percent>(?<!\d)[1-9]\d?)%"
    r"|(?P<digits>(?<![\d.])[1-9]\d{1,3}(?![\d.%]))"
    r"|(?P<chinese>[一二三四五六七八九十百千][零一二三四五六七八九十百千]+)(?!万|亿|分之)"
)
_MOST_SPELLINGS = 32


def spellings(literal: str) -> tuple[str, ...]:
    """Return a literal as it stands, then with its numbers written in every other way."""
    literal = unicodedata.normalize("NFKC", literal)
    parts: list[tuple[str, ...]] = []
    end = 0
    for match in _NUMBER.finditer(literal):
        parts += [(literal[end : match.start()],), tuple(dict.fromkeys((match[0], *_ways(match))))]
        end = match.end()
    if not parts:
        return (literal,)
    return tuple("".join(chosen) for chosen in islice(product(*parts, (literal[end:],)), _MOST_SPELLINGS))


def bare_hundred(literal: str) -> bool:
    """Tell whether a literal is nothing but “a hundred per cent”."""
    return unicodedata.normalize("NFKC", literal) in _HUNDRED


def _ways(match: re.Match[str]) -> Iterator[str]:
    if match["hundred"]:
        yield from _HUNDRED
    elif match["words"] or match["percent"]:
        share = int(match["percent"]) if match["percent"] else _value(match["words"])
        if 0 < share < 100:
            yield f"{share}%"
            yield f"百分之{_in_words(share)}"
            yield f"百分之{share}"
    else:
        number = int(match["digits"]) if match["digits"] else _value(match["chinese"])
        if number >= 10:
            yield str(number)
            yield _in_words(number)


def _value(words: str) -> int:
    """Return the number that Chinese words of hundreds and tens mean; -1 if they are no number."""
    total, digit, smallest = 0, 0, 10_000
    for char in words.translate(CHINESE_DIGITS):
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= smallest or (digit == 0 and unit != 10):
                return -1
            total, digit, smallest = total + (digit or 1) * unit, 0, unit
        elif digit:
            return -1
        else:
            digit = int(char)
    return total + digit


def _in_words(number: int) -> str:
    words, gap = "", False
    for unit_name, unit in (*_UNITS.items(), ("", 1)):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap and words else "") + "一二三四五六七八九"[digit - 1] + unit_name
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words
