"""Aligning two sequences: what stayed, what was edited, what moved. The cost is bounded by construction."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SIMILAR = 0.4
"""Dice coefficient above which two texts at the same place are one text, edited."""
MOVED_SIMILAR = 0.6
"""The same for two texts at different places, where chance is likelier."""
MOVED_LENGTH = 6
"""Shorter texts recur by chance and never count as moved."""

_BAND = 10
_CROWD = 400
_LONG_GAP = 10_000


class Effort:
    """Counts the elementary steps that an alignment took, so that tests can see how they grow."""

    __slots__ = ("spent",)

    def __init__(self) -> None:
        self.spent = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A run of equal elements: ``size`` from ``old`` on in one sequence, from ``new`` on in the other."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Which element became which, by index; None where there is none. ``equal`` if nothing changed in it."""

    old: int | None
    new: int | None
    equal: bool = False
    moved: bool = False


def matches(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Match]:
    """Return the runs that a shortest edit script leaves alone, in order (Myers 1986, greedy).

    Sequences that differ too much to be worth it share only their ends, and what stands once in both.
    """
    size = min(len(old), len(new))
    head = 0
    while head < size and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < size - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    effort.spent += head + tail + 1
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail], effort)
    found = [Match(0, 0, head), *(Match(m.old + head, m.new + head, m.size) for m in middle)]
    found.append(Match(len(old) - tail, len(new) - tail, tail))
    return _merged(found)


def gaps(found: Iterable[Match], old: int, new: int) -> Iterable[tuple[int, int, int, int]]:
    """Yield the stretches between matches as ``(old start, old end, new start, new end)``, none empty.

    :param old: the length of the old sequence; ``new`` that of the new one.
    """
    bounded = [Match(0, 0, 0), *found, Match(old, new, 0)]
    for a, b in pairwise(bounded):
        gap = (a.old + a.size, b.old, a.new + a.size, b.new)
        if gap[0] < gap[1] or gap[2] < gap[3]:
            yield gap


def pair_units(
    old: Sequence[str],
    new: Sequence[str],
    effort: Effort,
    *,
    alike: Callable[[int, int], bool] = lambda _old, _new: True,
    gist: Callable[[str], str] = str,
    moved_length: int | None = MOVED_LENGTH,
) -> list[Pair]:
    """Pair texts of two versions, in the order in which one reads the changes.

    Equal texts are paired first, then similar ones between them, then those that stand elsewhere now.

    :param alike: whether the old and the new unit, by index, may be one at all.
    :param gist: gives the part of a text by which similar ones are told.
    :param moved_length: the shortest text that counts as moved; None if nothing does.
    """
    found = matches(old, new, effort)
    pairs = [Pair(m.old + k, m.new + k, equal=True) for m in found for k in range(m.size)]
    profiles = _Profiles(old, new, gist, effort)
    for gap in gaps(found, len(old), len(new)):
        pairs += _similar(gap, profiles, alike)
    kept = {p.old for p in pairs}, {p.new for p in pairs}
    removed = [i for i in range(len(old)) if i not in kept[0]]
    added = [j for j in range(len(new)) if j not in kept[1]]
    if moved_length is not None:
        pairs += _moved(removed, added, profiles, alike, moved_length)
    return in_reading_order(pairs, len(old), len(new))


def in_reading_order(pairs: Iterable[Pair], old: int, new: int) -> list[Pair]:
    """Return pairs as one reads them, with the units that found no partner.

    The order is that of the new version; what was removed stands where it was, before what took its place.

    :param old: how many units the old version has; ``new`` how many the new one.
    """
    pairs = list(pairs)
    by_new = {p.new: p for p in pairs}
    gone = sorted(set(range(old)) - {p.old for p in pairs})
    ordered: list[Pair] = []
    fresh: list[Pair] = []  # what is new since the last unit that kept its place
    told = 0
    for j in range(new):
        pair = by_new.get(j, Pair(None, j))
        if pair.old is None or pair.moved:
            fresh.append(pair)
            continue
        upto = max(told, bisect_left(gone, pair.old))
        ordered += [*(Pair(i, None) for i in gone[told:upto]), *fresh, pair]
        told, fresh = upto, []
    return [*ordered, *(Pair(i, None) for i in gone[told:]), *fresh]


def longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the indices of a longest increasing subsequence: what kept its order while others moved."""
    tops: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(values)
    for index, value in enumerate(values):
        at = bisect_left(tops, value)
        previous[index] = ends[at - 1] if at else -1
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [index]
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return kept


def profile(text: str) -> Counter[str]:
    """Return how often each two neighbouring letters or digits stand in a text, case apart."""
    letters = [c for c in text.casefold() if c.isalnum()]
    return Counter(a + b for a, b in pairwise(letters)) if len(letters) > 1 else Counter(letters)


def similarity(a: Counter[str], b: Counter[str]) -> float:
    """Return the Dice coefficient of two profiles, 0 to 1; texts without letters are nothing alike."""
    total = a.total() + b.total()
    if not total:
        return 0.0
    if len(a) > len(b):
        a, b = b, a
    return 2 * sum(min(count, b[gram]) for gram, count in a.items()) / total


class _Profiles:
    """The similarity of the units of two versions, their profiles made once."""

    def __init__(
        self, old: Sequence[str], new: Sequence[str], gist: Callable[[str], str], effort: Effort
    ) -> None:
        self.old, self.new, self.gist, self.effort = old, new, gist, effort
        self._made: dict[tuple[bool, int], Counter[str]] = {}

    def of_old(self, index: int) -> Counter[str]:
        return self._of(True, index, self.old[index])

    def of_new(self, index: int) -> Counter[str]:
        return self._of(False, index, self.new[index])

    def similarity(self, old: int, new: int) -> float:
        a, b = self.of_old(old), self.of_new(new)
        self.effort.spent += min(len(a), len(b)) + 1
        return similarity(a, b)

    def _of(self, side: bool, index: int, text: str) -> Counter[str]:
        if (side, index) not in self._made:
            self.effort.spent += len(text)
            self._made[side, index] = profile(self.gist(text))
        return self._made[side, index]


def _similar(
    gap: tuple[int, int, int, int], profiles: _Profiles, alike: Callable[[int, int], bool]
) -> list[Pair]:
    """Pair the units of a gap without crossing, for the greatest total similarity.

    Only units at about the same height of the gap are compared, so the cost grows with its length.
    """
    top, bottom, left, right = gap
    rows, columns = bottom - top, right - left
    if not rows or not columns or max(rows, columns) > _LONG_GAP:
        return []
    band = max(_BAND, columns // rows + 1)
    best: dict[tuple[int, int], float] = defaultdict(float)
    paired: dict[tuple[int, int], bool] = {}
    for i in range(1, rows + 1):
        centre = i * columns // rows
        for j in range(max(1, centre - band), min(columns, centre + band) + 1):
            score = best[i - 1, j - 1]
            if alike(top + i - 1, left + j - 1):
                likeness = profiles.similarity(top + i - 1, left + j - 1)
                score += likeness if likeness >= SIMILAR else 0.0
            skipped = max(best[i - 1, j], best[i, j - 1])
            best[i, j] = max(score, skipped)
            paired[i, j] = score > skipped
    found = []
    i, j = rows, columns
    while i and j:
        if paired.get((i, j)):
            found.append(Pair(top + i - 1, left + j - 1))
            i, j = i - 1, j - 1
        elif best[i - 1, j] >= best[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def _moved(
    removed: Sequence[int],
    added: Sequence[int],
    profiles: _Profiles,
    alike: Callable[[int, int], bool],
    shortest: int,
) -> list[Pair]:
    """Pair what is gone here with what is new there, equal texts first, then the most similar."""
    removed = [i for i in removed if len(profiles.old[i].strip()) >= shortest]
    waiting: dict[str, list[int]] = defaultdict(list)
    for i in reversed(removed):
        waiting[profiles.old[i]].append(i)
    found = {}
    for j in added:
        same = waiting[profiles.new[j]]
        if same and alike(same[-1], j):
            found[j] = Pair(same.pop(), j, equal=True, moved=True)
    taken = {p.old for p in found.values()}
    removed = [i for i in removed if i not in taken]
    added = [j for j in added if j not in found]
    if len(removed) * len(added) > _CROWD:
        return list(found.values())
    likeness = [(profiles.similarity(i, j), -i, -j) for i in removed for j in added if alike(i, j)]
    for score, i, j in sorted(likeness, reverse=True):
        if score >= MOVED_SIMILAR and -i not in taken and -j not in found:
            taken.add(-i)
            found[-j] = Pair(-i, -j, moved=True)
    return list(found.values())


def _middle(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Match]:
    if not old or not new:
        return []
    budget = 16 * (len(old) + len(new)) + 12_000
    found = _myers(old, new, budget, effort)
    return _unique_anchors(old, new, effort) if found is None else found


def _myers(
    old: Sequence[Hashable], new: Sequence[Hashable], budget: int, effort: Effort
) -> list[Match] | None:
    """Return the matches of a shortest edit script, or None when it takes more than ``budget`` steps."""
    reach = {1: 0}
    rounds: list[dict[int, int]] = []
    spent = 0
    for edits in range(len(old) + len(new) + 1):
        spent += 2 * edits + 1
        effort.spent += 2 * edits + 1
        if spent > budget:
            return None
        row: dict[int, int] = {}
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            start = x
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            effort.spent += x - start
            row[k] = x
            if x >= len(old) and x - k >= len(new):
                rounds.append(row)
                return _way_back(rounds, len(old), len(new))
        rounds.append(row)
        reach = row
    raise AssertionError("unreachable: deleting and inserting everything is an edit script")


def _way_back(rounds: Sequence[dict[int, int]], x: int, y: int) -> list[Match]:
    found = []
    for edits in range(len(rounds) - 1, 0, -1):
        reach, k = rounds[edits - 1], x - y
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        start_x = reach[before] if down else reach[before] + 1
        if x > start_x:
            found.append(Match(start_x, start_x - k, x - start_x))
        x, y = reach[before], reach[before] - before
    if x:
        found.append(Match(0, 0, x))
    return found[::-1]


def _unique_anchors(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Match]:
    """Match what stands exactly once in both, as far as it kept its order, and its equal surroundings."""
    effort.spent += len(old) + len(new)
    once = [{e: i for i, e in enumerate(side) if counts[e] == 1} for side, counts in _counted(old, new)]
    places = [(i, once[1][e]) for e, i in once[0].items() if e in once[1]]
    kept = longest_increasing([j for _, j in places])
    found: list[Match] = []
    end_old = end_new = 0
    for index in sorted(kept):
        i, j = places[index]
        if i < end_old or j < end_new:
            continue
        start = 0
        while i - start > end_old and j - start > end_new and old[i - start - 1] == new[j - start - 1]:
            start += 1
        stop = 1
        while i + stop < len(old) and j + stop < len(new) and old[i + stop] == new[j + stop]:
            stop += 1
        effort.spent += start + stop
        found.append(Match(i - start, j - start, start + stop))
        end_old, end_new = i + stop, j + stop
    return found


def _counted(
    *sides: Sequence[Hashable],
) -> list[tuple[Sequence[Hashable], Counter[Hashable]]]:
    return [(side, Counter(side)) for side in sides]


def _merged(found: Iterable[Match]) -> list[Match]:
    """Return matches without empty ones, touching ones as one."""
    joined: list[Match] = []
    for match in found:
        last = joined[-1] if joined else None
        if not match.size:
            continue
        if last and (last.old + last.size, last.new + last.size) == (match.old, match.new):
            joined[-1] = Match(last.old, last.new, last.size + match.size)
        else:
            joined.append(match)
    return joined
