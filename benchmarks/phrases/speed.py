"""Speed over a megabyte of chat, beside a plain regular expression and a plain Aho-Corasick pass.

The plain passes look for the same wordings in the raw text: they know no disguise, no context and no hit, and
only say how fast the parts are that a guard is made of.
"""

from __future__ import annotations

import math
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count, islice

import ahocorasick

from benchmarks.phrases.quality import Labelled
from deskbook.guard.engine import Guard
from deskbook.guard.forms import read_form
from deskbook.model.entry import Match, Phrase

MEGABYTE = 1_000_000
_GUILTY_SHARE = 0.02
_SLICE = 100  # an alternation of 50,000 wordings reads a hundredth of the text
_ROUNDS = 5


def chat(labelled: Sequence[Labelled], innocents: Sequence[str], size: int = MEGABYTE) -> str:
    """Return chat text of ``size`` bytes of UTF-8, one sentence in fifty with a banned phrase."""
    rnd = random.Random(7)
    guilty = [one.text for one in labelled if one.hits]
    lines: list[str] = []
    total = 0
    while total < size:
        line = rnd.choice(guilty if rnd.random() < _GUILTY_SHARE else innocents)
        lines.append(line)
        total += len(line.encode()) + 1
    return "\n".join(lines).encode()[:size].decode(errors="ignore")


def enlarged(phrases: Sequence[Phrase], size: int) -> list[Phrase]:
    """Return ``size`` phrases: the given ones, then others with made-up wordings of 3 to 7 characters."""
    rnd = random.Random(11)
    characters = sorted(
        {char for phrase in phrases for char in phrase.reason if "\u4e00" <= char <= "\u9fff"}
    )
    literal = [phrase for phrase in phrases if phrase.match is Match.LITERAL]

    def made_up() -> str:
        return "".join(rnd.choices(characters, k=rnd.randint(3, 7)))

    made = (
        replace(
            literal[number % len(literal)],
            id=f"ban-made-{number}",
            pattern=made_up(),
            variants=(made_up(),),
            allowed=(),
            pinyin=False,
        )
        for number in count()
    )
    return [*phrases, *islice(made, size - len(phrases))]


def wordings(phrases: Sequence[Phrase]) -> list[str]:
    """Return every literal wording once; of a form what it begins with."""
    every = ((p.pattern, *p.variants) if p.match is Match.LITERAL else p.variants for p in phrases)
    return list(dict.fromkeys(head for words in every for word in words for head in read_form(word).heads))


def best(*works: Callable[[], object], rounds: int = _ROUNDS) -> list[float]:
    """Return the shortest run of each in seconds of CPU time; they take turns, to meet the same noise."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, its in zip(works, times, strict=True):
            started = time.process_time()
            work()
            its.append(time.process_time() - started)
    return [min(its) for its in times]


def print_speed(phrases: Sequence[Phrase], text: str) -> None:
    """Print one table row for the given phrases, some 300, and one for 50,000."""
    print(f"{len(text.encode()):,} bytes, {len(text):,} characters, CPU time, best of {_ROUNDS}.\n")
    print("| phrases | wordings | compile | guard | plain pass | guard : plain | `re` alternation | hits |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in (len(phrases), 50_000):
        listed = enlarged(phrases, size)
        words = wordings(listed)
        (compiled,) = best(partial(Guard, listed), rounds=1)
        guard = Guard(listed)
        guarded, plain = best(partial(guard.scan, text), _plain_pass(words, text))
        alternation, share = _alternation(words, text, whole=size == len(phrases))
        note = "" if share == 1 else f" (from 1/{share} of the text)"
        print(
            f"| {size:,} | {len(words):,} | {compiled:.2f} s | {guarded * 1000:.0f} ms "
            f"| {plain * 1000:.0f} ms | {guarded / plain:.2f} | {alternation:.1f} s{note} "
            f"| {len(guard.scan(text).hits)} |"
        )


def _plain_pass(words: Sequence[str], text: str) -> Callable[[], object]:
    automaton = ahocorasick.Automaton()
    for index, word in enumerate(words):
        automaton.add_word(word, index)
    automaton.make_automaton()
    return lambda: sum(1 for _ in automaton.iter(text))


def _alternation(words: Sequence[str], text: str, *, whole: bool) -> tuple[float, int]:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    share = 1 if whole else _SLICE
    part = text[: len(text) // share]
    (taken,) = best(lambda: sum(1 for _ in pattern.finditer(part)), rounds=1)
    return taken * share, share


def print_growth(phrases: Sequence[Phrase]) -> None:
    """Print how the time grows from 100,000 to 800,000 characters of the worst inputs.

    An exponent of 1 is linear; it is lower where the guard stops, having found all that it goes on after.
    """
    nested = [
        replace(phrases[0], id=f"ban-nested-{n}", pattern="加微" * n, variants=("微加" * n,), allowed=())
        for n in range(1, 40)
    ]
    guard = Guard([*phrases, *nested])
    print(
        "| input | 100,000 characters | 800,000 | exponent | places looked at |\n"
        "| --- | --- | --- | --- | --- |"
    )
    for name, unit in WORST.items():
        small, large = (unit * (size // len(unit)) for size in (100_000, 800_000))
        first, last = best(partial(guard.scan, small), partial(guard.scan, large), rounds=2)
        print(
            f"| {name} | {first * 1000:.0f} ms | {last * 1000:.0f} ms | {math.log(last / first, 8):.2f} "
            f"| {guard.scan(large).looked_at:,} |"
        )


WORST = {
    "one character": "呵",
    "one character of a phrase, spaced": "加 ",
    "nested phrases": "加微",
    "homophones": "佳维新",
    "letters": "jiaweixin",
    "digits": "1380013",
    "negations": "不能不敢不会无法您我给",
    "quotation marks": "您说的“加微信”",
    "torn words": "投保证明",
    "signs of several letters": "㎏",
    "zero-width characters": "加\u200b\u200d",
    "emoji": "加👨‍👩‍👧微",
}
"""Units that worst-case inputs repeat."""
