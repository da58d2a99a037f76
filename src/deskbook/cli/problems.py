"""Printing content problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer

from deskbook.model.problem import Problem
from deskbook.services.language import sentence


def print_problems(problems: Iterable[Problem], *, err: bool = False) -> None:
    """Print each problem on a line: place, gravity, code, field, reason, remedy."""
    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        field = f" ({problem.field})" if problem.field else ""
        typer.echo(
            f"{place}{problem.gravity.value} [{problem.code}]{field}"
            f" {sentence(problem.reason)} {sentence(problem.remedy)}",
            err=err,
        )


def problem_as_dict(problem: Problem) -> dict[str, Any]:
    """Return a problem for ``--json``."""
    return {
        "code": problem.code,
        "gravity": problem.gravity.value,
        "path": problem.path,
        "line": problem.line,
        "field": problem.field,
        "id": problem.entry_id,
        "reason": sentence(problem.reason),
        "remedy": sentence(problem.remedy),
    }
