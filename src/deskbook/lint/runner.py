"""Running the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deskbook.lint.library import Library
from deskbook.lint.rules import (
    aliases,
    banned,
    contradictions,
    duplicates,
    laws,
    links,
    pictures,
    placeholders,
    reviews,
    sentences,
    steps,
    variants,
)
from deskbook.model.problem import Gravity, Problem

Rule = Callable[[Library], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    links.check,
    pictures.check,
    steps.check,
    placeholders.check,
    laws.check,
    aliases.check,
    duplicates.check,
    banned.check,
    variants.check,
    sentences.check,
    contradictions.check,
    reviews.check,
)


def run(library: Library) -> tuple[Problem, ...]:
    """Return every problem of the library, errors first, then by place."""
    problems = (problem for rule in RULES for problem in rule(library))
    return tuple(
        sorted(problems, key=lambda p: (p.gravity is not Gravity.ERROR, p.path or p.entry_id, p.line))
    )
