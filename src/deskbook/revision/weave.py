"""Three versions of a sequence woven into one order: what each side added, removed and moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from deskbook.revision.align import longest_increasing

_CROWD = 2_500

Unit = TypeVar("Unit")
_Place = tuple[int | None, int | None, int | None]
"""The indices of one unit in the common ancestor, my version and theirs."""


@dataclass(frozen=True, slots=True)
class Strand(Generic[Unit]):
    """One unit as each version has it; None where it has not."""

    base: Unit | None
    mine: Unit | None
    theirs: Unit | None


@dataclass(frozen=True, slots=True)
class Kinship(Generic[Unit]):
    """How units of one level are recognised.

    :param pairs: gives, for two versions, the index in the newer one -> the index in the older one.
    :param same: tells whether units that both sides added are one.
    :param text: orders what both sides put at one place, so that it does not matter who merges.
    """

    pairs: Callable[[Sequence[Unit], Sequence[Unit]], Mapping[int, int]]
    same: Callable[[Unit, Unit], bool]
    text: Callable[[Unit], str]


def weave(
    base: Sequence[Unit], mine: Sequence[Unit], theirs: Sequence[Unit], kinship: Kinship[Unit]
) -> list[Strand[Unit]] | None:
    """Return the units of all versions in one order, or None if both sides moved one to different places.

    Units that kept their order on both sides are the frame. Between them stands what either side put there; a
    unit that one side moved stands where that side has it. What both removed is left out.
    """
    from_mine, from_theirs = kinship.pairs(base, mine), kinship.pairs(base, theirs)
    both_added = _both_added(mine, theirs, from_mine, from_theirs, kinship)
    here: list[_Place] = [(None, j, both_added.get(j)) for j in range(len(mine))]
    back = {i: k for k, i in from_theirs.items()}
    for j, i in from_mine.items():
        here[j] = i, j, back.get(i)
    known = {place[2]: place for place in here if place[2] is not None}
    there = [known.get(k, (from_theirs.get(k), None, k)) for k in range(len(theirs))]

    def text(place: _Place) -> str:
        _, j, k = place
        if j is not None and k is not None:
            return min(kinship.text(mine[j]), kinship.text(theirs[k]))
        return kinship.text(theirs[k or 0] if j is None else mine[j])

    order = _order(here, there, text)
    if order is None:
        return None
    return [
        Strand(
            None if i is None else base[i], None if j is None else mine[j], None if k is None else theirs[k]
        )
        for i, j, k in order
    ]


def _both_added(
    mine: Sequence[Unit],
    theirs: Sequence[Unit],
    from_mine: Mapping[int, int],
    from_theirs: Mapping[int, int],
    kinship: Kinship[Unit],
) -> dict[int, int]:
    """Return index in my version -> index in theirs of what both sides added."""
    fresh = [j for j in range(len(mine)) if j not in from_mine]
    waiting = [k for k in range(len(theirs)) if k not in from_theirs]
    if len(fresh) * len(waiting) > _CROWD:  # two rewritings, not two additions: only equal texts are one
        by_text = {kinship.text(theirs[k]): k for k in waiting}
        twins = {by_text[kinship.text(mine[j])]: j for j in fresh if kinship.text(mine[j]) in by_text}
        return {j: k for k, j in twins.items()}
    found: dict[int, int] = {}
    for j in fresh:
        twin = next((k for k in waiting if kinship.same(mine[j], theirs[k])), None)
        if twin is not None:
            found[j] = twin
            waiting.remove(twin)
    return found


def _order(
    here: Sequence[_Place], there: Sequence[_Place], text: Callable[[_Place], str]
) -> list[_Place] | None:
    kept_here, kept_there = _kept(here), _kept(there)
    frame = kept_here & kept_there
    gaps_here, gaps_there = _gaps(here, frame), _gaps(there, frame)
    at_here = {place: n for n, gap in enumerate(gaps_here) for place in gap}
    at_there = {place: n for n, gap in enumerate(gaps_there) for place in gap}
    chosen: dict[_Place, int] = {}
    for place in at_here.keys() | at_there.keys():
        n, m = at_here.get(place), at_there.get(place)
        if n is None or m is None or n == m:
            chosen[place] = n if n is not None else m or 0
        elif place[0] is None:
            chosen[place] = min(n, m)  # both added it
        elif place in kept_here or place in kept_there:
            chosen[place] = m if place in kept_here else n  # one side moved it
        else:
            return None
    ordered: list[_Place] = []
    stable = [place for place in here if place in frame]
    for number, (first, second) in enumerate(zip(gaps_here, gaps_there, strict=True)):
        joined = _joined(
            [place for place in first if chosen[place] == number],
            [place for place in second if chosen[place] == number],
            text,
        )
        if joined is None:
            return None
        ordered += [*joined, *stable[number : number + 1]]
    return ordered


def _joined(
    first: Sequence[_Place], second: Sequence[_Place], text: Callable[[_Place], str]
) -> list[_Place] | None:
    """Join what both sides put into one gap; what both have stands in it once, and divides the rest."""
    common = [place for place in first if place in second]
    if common != [place for place in second if place in first]:
        return None
    ordered: list[_Place] = []
    for place in [*common, None]:
        runs = [side[: side.index(place) if place else len(side)] for side in (first, second)]
        ordered += [one for run in sorted(runs, key=lambda run: [text(one) for one in run]) for one in run]
        if place:
            ordered.append(place)
            first, second = first[first.index(place) + 1 :], second[second.index(place) + 1 :]
    return ordered


def _kept(places: Sequence[_Place]) -> set[_Place]:
    """Return the units that kept their order among those of the ancestor."""
    known = [place for place in places if place[0] is not None]
    kept = longest_increasing([place[0] or 0 for place in known])
    return {known[index] for index in kept}


def _gaps(places: Sequence[_Place], frame: set[_Place]) -> list[list[_Place]]:
    """Return what stands before, between and behind the units of the frame."""
    found: list[list[_Place]] = [[]]
    for place in places:
        if place in frame:
            found.append([])
        else:
            found[-1].append(place)
    return found
