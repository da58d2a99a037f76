"""Differences inside a text, by sentence and then by word.

Chinese has no blanks between words. Characters are compared one by one, and what differs is then widened to
what a reader takes in at a glance: single characters left standing between two changes are drawn into them,
and a changed character takes the neighbour along with which it makes a word. Which neighbour that is, the two
versions themselves tell (:class:`Vocabulary`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from deskbook.revision.align import (
    MOVED_LENGTH,
    Effort,
    Pair,
    gaps,
    matches,
    pair_units,
    profile,
)

_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINED = "[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_TOKEN = re.compile(
    r"\{\{[^{}\r\n]*\}\}"  # a placeholder
    r"|\]\([^()\s]*\)"  # where a link leads
    r"|\r\n|\r|\n"
    r"|\d+(?:[.,:/~-]\d+)*[%A-Za-z]*"  # a number, a date, a range, 5m
    rf"|[^\W\d_{_HAN}]+(?:[-'’#]?[^\W_{_HAN}]+)*"  # a Latin word, an id
    "|[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    rf"|.{_JOINED}(?:\u200d.{_JOINED})*",  # a character with all that is drawn into it
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。！？；…!?;\r\n]*(?:[。！？；…!?;]+[”’」』）)\]】\"']*|\r\n|\r|\n|$)")
_NEWLINE = re.compile(r"\r\n|\r")
_IS_HAN = re.compile(f"[{_HAN}]")
_CLAUSE_ENDS = frozenset("，。；：、？！,.;:?!\n")
_GRAMMAR = frozenset(
    "的了是在和与或及也都就还又再才会能要请您你我他她它们这那被把将给对向从于由按以不没很让得地着过吧吗呢啊有个里"
)
"""Characters that rarely are half of a word with their neighbour."""
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万半")
_CLEAR = 4
_REWRITTEN = 0.3
_SPLIT = 0.6


Bead = tuple[list[str], list[str]]
"""Sentences of the old and of the new text that correspond."""


class Op(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in both versions.

    Joined over all spans, ``old`` gives the old text and ``new`` the new one, character by character. Both
    are the same in a span that is the same, but for line ends. ``moved`` marks a sentence that stands
    elsewhere in the same text: once as removed, once as added.
    """

    old: str
    new: str
    moved: bool = False

    @property
    def op(self) -> Op:
        """What became of it."""
        if self.old == self.new or unified(self.old) == unified(self.new):
            return Op.SAME
        if not self.old:
            return Op.ADDED
        return Op.REPLACED if self.new else Op.REMOVED


def old_side(spans: Sequence[Span]) -> str:
    """Return the old text."""
    return "".join(span.old for span in spans)


def new_side(spans: Sequence[Span]) -> str:
    """Return the new text."""
    return "".join(span.new for span in spans)


def unified(text: str) -> str:
    """Return a text with Unix line ends."""
    return _NEWLINE.sub("\n", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text with their ends; joined they are the text."""
    return [match[0] for match in _SENTENCE.finditer(text) if match[0]]


def tokens(text: str) -> list[str]:
    """Return the smallest parts of a text that may differ on their own; joined they are the text.

    Placeholders, numbers, Latin words, ids and emoji are whole; Chinese characters stand one by one.
    """
    return _TOKEN.findall(text)


class Vocabulary:
    """How often two Chinese characters stand together in the versions under comparison."""

    def __init__(self, *texts: str) -> None:
        self._pairs: Counter[str] = Counter()
        for text in texts:
            self._pairs.update(a + b for a, b in pairwise(text))

    def joins_left(self, before: str, old: str, new: str, after: str) -> bool | None:
        """Tell whether a changed character makes a word with the one before it.

        :param before: the unchanged text of the same clause up to the character; ``after`` that behind it.
        :return: None if it makes a word with neither, or nothing tells with which.
        """
        left = bool(before) and _one_of_a_word(before[-1])
        right = bool(after) and _one_of_a_word(after[0])
        if not (left and right):
            return left if left or right else None
        # A neighbour that often stands with the character beyond it makes a word with that one.
        for_left = self._pairs[before[-1] + old] + self._pairs[before[-1] + new]
        for_right = self._pairs[old + after[0]] + self._pairs[new + after[0]]
        doubled = 2 * (for_left - for_right) - self._pairs[before[-2:]] + self._pairs[after[:2]]
        return doubled > 0 if abs(doubled) >= _CLEAR else None


def text_diff(old: str, new: str, vocabulary: Vocabulary, effort: Effort) -> tuple[Span, ...]:
    """Return the spans of two texts, in reading order."""
    if old == new:
        return (Span(old, new),) if old else ()
    a, b = sentences(old), sentences(new)
    pairs = pair_units([unified(s) for s in a], [unified(s) for s in b], effort, moved_length=None)
    gone = {a[p.old].strip() for p in pairs if p.old is not None and p.new is None}
    fresh = {b[p.new].strip() for p in pairs if p.new is not None and p.old is None}
    moved = {s for s in gone & fresh if len(s) >= MOVED_LENGTH}
    spans: list[Span] = []
    for before, after in _in_place(_beads(pairs, a, b), moved):
        if before and after:
            spans += _words("".join(before), "".join(after), vocabulary, effort)
        else:
            spans += [Span(s, "", s.strip() in moved) for s in before]
            spans += [Span("", s, s.strip() in moved) for s in after]
    return _joined(spans)


def _beads(pairs: Sequence[Pair], a: Sequence[str], b: Sequence[str]) -> list[Bead]:
    """Return sentences that correspond; a sentence that was split, or two that became one, stay together."""
    beads: list[Bead] = []
    for pair in pairs:
        bead = ([] if pair.old is None else [a[pair.old]]), ([] if pair.new is None else [b[pair.new]])
        if beads and (_belongs(beads[-1], bead) or _belongs(bead, beads[-1])):
            beads[-1] = beads[-1][0] + bead[0], beads[-1][1] + bead[1]
        else:
            beads.append(bead)
    return beads


def _belongs(bead: Bead, lone: Bead) -> bool:
    """Tell whether a sentence without a partner stands, by most of its words, in the other side of a bead."""
    if not all(bead) or all(lone):
        return False
    before, after = lone
    words = profile("".join(before or after))
    other, own = (bead[1], bead[0]) if before else (bead[0], bead[1])
    rest = profile("".join(other)) - profile("".join(own))
    shared = sum(min(count, rest[gram]) for gram, count in words.items())
    return words.total() > 2 and shared >= _SPLIT * words.total()


def _in_place(beads: Sequence[Bead], moved: set[str]) -> Iterator[Bead]:
    """Yield the beads, a removed sentence joined with the added one that alone took its place."""
    at = 0
    while at < len(beads):
        run = at
        while run < len(beads) and not all(beads[run]):
            run += 1
        lone = {text.strip() for bead in beads[at:run] for side in bead for text in side}
        if run - at == 2 and beads[at][0] and beads[at + 1][1] and not lone & moved:
            yield beads[at][0], beads[at + 1][1]
        else:
            yield from beads[at:run]
        yield from beads[run : run + 1]
        at = run + 1


def _words(old: str, new: str, vocabulary: Vocabulary, effort: Effort) -> Iterator[Span]:
    if unified(old) == unified(new):
        yield Span(old, new)
        return
    a, b = tokens(old), tokens(new)
    found = matches([unified(t) for t in a], [unified(t) for t in b], effort)
    edits = [_Edit(*gap) for gap in gaps(found, len(a), len(b))]
    edits = _clean(edits, a, b, vocabulary)
    same = sum(len(t) for edit in _between(edits, len(a)) for t in a[edit[0] : edit[1]] if t.strip())
    if edits and same < _REWRITTEN * max(len(old), len(new)) and len(edits) > 1:
        edits = [_around(edits)]
    yield from _spans(edits, a, b)


@dataclass(slots=True)
class _Edit:
    """The tokens ``old_start:old_end`` became ``new_start:new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def replaces(self) -> bool:
        return self.old_start < self.old_end and self.new_start < self.new_end

    @property
    def size(self) -> int:
        return max(self.old_end - self.old_start, self.new_end - self.new_start)

    def shifted(self, by: int) -> _Edit:
        return _Edit(self.old_start + by, self.old_end + by, self.new_start + by, self.new_end + by)


def _clean(edits: list[_Edit], a: Sequence[str], b: Sequence[str], vocabulary: Vocabulary) -> list[_Edit]:
    edits = _slid(_swallowed(edits, a), a, b)
    edits = [_whole_word(edit, a, b, vocabulary) for edit in edits]
    return _swallowed(edits, a)


def _swallowed(edits: Sequence[_Edit], a: Sequence[str]) -> list[_Edit]:
    """Join edits that have next to nothing between them."""
    joined: list[_Edit] = []
    for edit in edits:
        if joined and _confetti(a[joined[-1].old_end : edit.old_start], joined[-1], edit):
            joined[-1] = _around([joined[-1], edit])
        else:
            joined.append(edit)
    return joined


def _confetti(between: Sequence[str], left: _Edit, right: _Edit) -> bool:
    """Tell whether the unchanged tokens between two edits only disturb the reading."""
    if not between:
        return True
    if len(between) == 1 and between[0] in _CLAUSE_ENDS:
        return not (left.replaces and right.replaces)
    if any(len(token) > 1 for token in between):  # a number, a word or a placeholder is a landmark
        return False
    size = sum(not token.isspace() for token in between)
    return size < 2 or (size == 2 and min(left.size, right.size) > 2)


def _slid(edits: Sequence[_Edit], a: Sequence[str], b: Sequence[str]) -> list[_Edit]:
    """Move pure insertions and deletions to where a clause begins, if the text allows it.

    "甲，乙。" to "甲，丙，乙。" may read as an inserted "，丙" or "丙，": the latter is what a person did.
    """
    slid: list[_Edit] = []
    for number, edit in enumerate(edits):
        following = edits[number + 1] if number + 1 < len(edits) else None
        if edit.replaces:
            slid.append(edit)
        elif edit.new_start < edit.new_end:
            low = slid[-1].new_end + 1 if slid else 0
            high = following.new_start - 1 if following else len(b)
            slid.append(edit.shifted(_best_shift(b, edit.new_start, edit.new_end, low, high)))
        else:
            low = slid[-1].old_end + 1 if slid else 0
            high = following.old_start - 1 if following else len(a)
            slid.append(edit.shifted(_best_shift(a, edit.old_start, edit.old_end, low, high)))
    return slid


def _best_shift(side: Sequence[str], start: int, end: int, low: int, high: int) -> int:
    """Return by how much ``start:end`` may move within ``low:high`` for the same text, at its best cut."""
    down = up = 0
    while start + down > low and side[start + down - 1] == side[end + down - 1]:
        down -= 1
    while end + up < high and side[start + up] == side[end + up]:
        up += 1
    return max(range(down, up + 1), key=lambda by: (_boundary(side, start + by, end + by), -abs(by)))


def _boundary(side: Sequence[str], start: int, end: int) -> int:
    """Return how well a stretch is cut out of its text: 2 for each edge that falls between clauses."""
    before = start == 0 or side[start - 1] in _CLAUSE_ENDS
    after = end == len(side) or side[end - 1] in _CLAUSE_ENDS
    return 2 * before + 2 * after - (side[start] in _CLAUSE_ENDS)


def _whole_word(edit: _Edit, a: Sequence[str], b: Sequence[str], vocabulary: Vocabulary) -> _Edit:
    """Widen the replacement of a single Chinese character to the word that it is half of."""
    old, new = a[edit.old_start : edit.old_end], b[edit.new_start : edit.new_end]
    if len(old) != 1 or len(new) != 1:
        return edit
    if not all(_IS_HAN.match(token) and token not in _NUMERALS for token in (*old, *new)):
        return edit
    before = "".join(a[max(0, edit.old_start - 8) : edit.old_start])
    after = "".join(a[edit.old_end : edit.old_end + 2])
    left = vocabulary.joins_left(before, old[0], new[0], after)
    if left is None:
        return edit
    if left:
        return _Edit(edit.old_start - 1, edit.old_end, edit.new_start - 1, edit.new_end)
    return _Edit(edit.old_start, edit.old_end + 1, edit.new_start, edit.new_end + 1)


def _one_of_a_word(character: str) -> bool:
    return bool(_IS_HAN.match(character)) and character not in _GRAMMAR and character not in _CLAUSE_ENDS


def _around(edits: Sequence[_Edit]) -> _Edit:
    return _Edit(edits[0].old_start, edits[-1].old_end, edits[0].new_start, edits[-1].new_end)


def _between(edits: Sequence[_Edit], length: int) -> Iterator[tuple[int, int]]:
    """Yield the unchanged stretches of the old tokens."""
    at = 0
    for edit in edits:
        yield at, edit.old_start
        at = edit.old_end
    yield at, length


def _spans(edits: Sequence[_Edit], a: Sequence[str], b: Sequence[str]) -> Iterator[Span]:
    at_old = at_new = 0
    for edit in [*edits, _Edit(len(a), len(a), len(b), len(b))]:
        if at_old < edit.old_start:
            yield Span("".join(a[at_old : edit.old_start]), "".join(b[at_new : edit.new_start]))
        if edit.old_start < edit.old_end or edit.new_start < edit.new_end:
            yield Span("".join(a[edit.old_start : edit.old_end]), "".join(b[edit.new_start : edit.new_end]))
        at_old, at_new = edit.old_end, edit.new_end


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans with neighbours of one kind joined."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.op is span.op and last.moved == span.moved and span.op is not Op.REPLACED:
            joined[-1] = Span(last.old + span.old, last.new + span.new, span.moved)
        else:
            joined.append(span)
    return tuple(joined)
