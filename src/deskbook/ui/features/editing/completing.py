"""What is being typed before the cursor that can be completed; free of Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from deskbook.model.entry import END
from deskbook.model.outline import Place
from deskbook.model.query import Hit
from deskbook.model.register import Shop
from deskbook.services.language import tr as _

_MOST = 8


class Wanted(Enum):
    """What sort of thing is wanted."""

    ENTRY = auto()
    TARGET = auto()
    PLACEHOLDER = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """What to complete: ``text`` was typed so far; a completion takes the place of ``start`` to ``end``.

    :param whole: whether the words of a link are wanted, too.
    :param closes: whether what follows the cursor closes the mark already.
    """

    wanted: Wanted
    text: str
    start: int
    end: int
    whole: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion: what it is called, what it says of itself, and what to put in the place of what."""

    title: str
    note: str
    text: str
    start: int
    end: int


_TARGET = re.compile(r"\]\(#(?P<text>[a-z0-9-]*)$")
_ENTRY = re.compile(r"(?P<mark>\]\(|\[\[)(?P<text>[^\[\]()\n]{0,40})$")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*$")
_PLACEHOLDER = re.compile(r"\{\{(?P<text>[^{}\n]{0,20})$")


def request_at(text: str, at: int) -> Request | None:
    """Return what can be completed at a place in the text, None if nothing."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if _PICTURE.search(before):  # named by what was pasted
        return None
    for pattern, wanted, closing in (
        (_PLACEHOLDER, Wanted.PLACEHOLDER, "}}"),
        (_TARGET, Wanted.TARGET, ")"),
        (_ENTRY, Wanted.ENTRY, ")"),
    ):
        match = pattern.search(before)
        if match:
            closes = text.startswith(closing, at)
            start = at - (len(before) - match.start())
            if wanted is Wanted.ENTRY and match["mark"] == "[[":
                end = at + 2 * text.startswith("]]", at)
                return Request(wanted, match["text"], start, end, whole=True)
            return Request(wanted, match["text"], at - len(match["text"]), at, closes=closes)
    return None


def placeholders(request: Request, shop: Shop) -> tuple[Choice, ...]:
    """Return the placeholders of the shop profile that fit."""
    known = [(name, value.value) for name, value in shop.values.items()]
    known += [(name, asked.hint) for name, asked in shop.asked.items()]
    found = [(name, note) for name, note in known if request.text.strip() in name]
    found.sort(key=lambda one: not one[0].startswith(request.text.strip()))
    close = "" if request.closes else "}}"
    end = request.end
    return tuple(Choice(name, note, f"{name}{close}", request.start, end) for name, note in found)[:_MOST]


def targets(request: Request, steps: Iterable[Place]) -> tuple[Choice, ...]:
    """Return the steps that a decision can lead to, and the end."""
    known = [(step.anchor, step.title) for step in steps if step.anchor] + [(END, _("End of the procedure"))]
    close = "" if request.closes else ")"
    return tuple(
        Choice(title, f"#{anchor}", f"{anchor}{close}", request.start, request.end)
        for anchor, title in known
        if anchor.startswith(request.text)
    )


def entries(request: Request, hits: Iterable[Hit]) -> tuple[Choice, ...]:
    """Return the found entries as links."""
    close = "" if request.closes else ")"
    return tuple(
        Choice(
            hit.title.text,
            hit.id,
            f"[{hit.title.text}]({hit.id})" if request.whole else f"{hit.id}{close}",
            request.start,
            request.end,
        )
        for hit in hits
    )
