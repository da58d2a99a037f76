"""What leads where in a procedure, and in which layer everything stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskbook.model.entry import END, Sop


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one step to another, or to :data:`deskbook.model.entry.END`; ``label`` is its condition."""

    source: str
    target: str
    label: str = ""


def chart(sop: Sop) -> tuple[Arrow, ...]:
    """Return the ways of a procedure, in reading order; several conditions of one way make one arrow each.

    A decision that names a step that does not exist is left out.
    """
    known = {step.anchor for step in sop.steps} | {END}
    arrows: list[Arrow] = []
    for step in sop.steps:
        if step.decisions:
            arrows += [
                Arrow(step.anchor, decision.target, decision.condition)
                for decision in step.decisions
                if decision.target in known
            ]
        else:
            arrows += [Arrow(step.anchor, target) for target in sop.ways_on(step.anchor)]
    return tuple(arrows)


def backward(nodes: Sequence[str], arrows: Sequence[Arrow]) -> frozenset[int]:
    """Return the numbers of the arrows that close a circle, found by going down from each node in order."""
    onward: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, arrow in enumerate(arrows):
        onward[arrow.source].append((number, arrow.target))
    found: set[int] = set()
    done: set[str] = set()
    for start in nodes:
        if start in done:
            continue
        path = [(start, iter(onward[start]))]
        on_path = {start}
        while path:
            node, ways = path[-1]
            for number, target in ways:
                if target in on_path:
                    found.add(number)
                elif target not in done:
                    on_path.add(target)
                    path.append((target, iter(onward[target])))
                    break
            else:
                path.pop()
                on_path.discard(node)
                done.add(node)
    return frozenset(found)


def ranks(nodes: Sequence[str], arrows: Sequence[Arrow], closing: frozenset[int]) -> Mapping[str, int]:
    """Return the layer of each node, from 0: below everything that leads to it, circles aside."""
    before: dict[str, list[str]] = defaultdict(list)
    for number, arrow in enumerate(arrows):
        if number not in closing:
            before[arrow.target].append(arrow.source)
    rank: dict[str, int] = {}
    for node in nodes:
        todo = [node]
        while todo:
            current = todo[-1]
            waiting = [other for other in before[current] if other not in rank]
            if waiting:
                todo += waiting
            else:
                rank[current] = max((rank[other] + 1 for other in before[current]), default=0)
                todo.pop()
    return rank
