"""An FAQ offers at least two variants that differ."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Faq
from deskbook.model.problem import Gravity, Problem


def check(library: Library) -> Iterator[Problem]:
    """Yield ``single-variant`` warnings and ``same-variant`` errors."""
    for entry in library.checked():
        if not isinstance(entry, Faq):
            continue
        if len(entry.scripts) < 2:
            yield library.problem(
                "single-variant",
                entry.id,
                Message("There is only one script variant."),
                Message("Add one for another kind of customer."),
                field="scripts",
                gravity=Gravity.WARNING,
            )
        elif len({script.text for script in entry.scripts}) < len(entry.scripts):
            yield library.problem(
                "same-variant",
                entry.id,
                Message("Two script variants say the same."),
                Message("Remove one, or make it differ in what it says."),
                field="scripts",
            )
