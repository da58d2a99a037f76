"""Every step of a procedure can be reached, and from every step there is a way to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import END, Sop
from deskbook.model.problem import Problem


def check(library: Library) -> Iterator[Problem]:
    """Yield ``unreachable-step`` and ``endless-steps`` errors."""
    for entry in library.checked():
        if isinstance(entry, Sop) and entry.steps:
            yield from _check_one(library, entry)


def _check_one(library: Library, sop: Sop) -> Iterator[Problem]:
    onward = {step.anchor: sop.ways_on(step.anchor) for step in sop.steps}
    back: dict[str, list[str]] = {anchor: [] for anchor in (*onward, END)}
    for anchor, targets in onward.items():
        for target in targets:
            back[target].append(anchor)
    reached = _closure(sop.steps[0].anchor, onward)
    ending = _closure(END, back)
    for step in sop.steps:
        if step.anchor not in reached:
            yield library.problem(
                "unreachable-step",
                sop.id,
                Message("No way leads to the step “{title}”.", title=step.title),
                Message("Add a decision that leads to “#{anchor}”, or remove the step.", anchor=step.anchor),
                field=step.anchor,
                at=f"{{#{step.anchor}",
            )
        elif step.anchor not in ending:
            yield library.problem(
                "endless-steps",
                sop.id,
                Message("From the step “{title}” no way leads to the end.", title=step.title),
                Message("Give one of the steps in the circle a way out, such as a decision to #end."),
                field=step.anchor,
                at=f"{{#{step.anchor}",
            )


def _closure(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for target in edges.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen
