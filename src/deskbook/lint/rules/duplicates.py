"""No two FAQs ask, or answer, nearly the same: the customer would get two answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.lint.likeness import alike
from deskbook.model.entry import PLACEHOLDER_PATTERN, Faq, Status
from deskbook.model.problem import Gravity, Problem

THRESHOLD = 0.4
"""Jaccard coefficient of two FAQs that are one.

A copy with a fifth of its characters changed still reaches it. In the starter handbook, where no two FAQs are
one, the nearest questions are at 0.12 and the nearest answers at 0.15.
"""


def check(library: Library) -> Iterator[Problem]:
    """Yield ``near-duplicate`` warnings on the later one of two FAQs."""
    faqs = [e for e in library.entries.values() if isinstance(e, Faq) and e.status is not Status.ARCHIVED]
    reported: set[str] = set()
    for field, said in _SIDES.items():
        texts = {faq.id: PLACEHOLDER_PATTERN.sub("", said(faq)) for faq in faqs}
        for entry_id, other, likeness in alike(texts, THRESHOLD):
            if entry_id in reported:
                continue
            reported.add(entry_id)
            yield library.problem(
                "near-duplicate",
                entry_id,
                _REASONS[field](other, round(100 * likeness)),
                Message("Join the two, or make clear in both which case each is for."),
                field=field,
                at=f"{field}:" if field == "title" else "## ",
                gravity=Gravity.WARNING,
            )


_SIDES: dict[str, Callable[[Faq], str]] = {
    "title": lambda faq: " ".join([faq.title, *faq.aliases]),
    "answer": lambda faq: " ".join([faq.answer, *(script.text for script in faq.scripts)]),
}
_REASONS: dict[str, Callable[[str, int], Message]] = {
    "title": lambda other, share: Message(
        "It asks nearly the same as “{other}” ({share} % alike).", other=other, share=share
    ),
    "answer": lambda other, share: Message(
        "It answers nearly the same as “{other}” ({share} % alike).", other=other, share=share
    ),
}
