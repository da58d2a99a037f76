"""What an agent copies: scripts with their placeholders filled in."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskbook.errors import Message
from deskbook.model.entry import PLACEHOLDER_PATTERN, AnyEntry, Faq, Phrase, Sop
from deskbook.model.picture import Shown, shown
from deskbook.model.register import Asked, Check, Shop
from deskbook.ports import Markup
from deskbook.services.filling import Filled, fill

_ANCHOR_TAG = re.compile(r"</?a\b[^>]*>")
_CHECKS = {
    Check.NUMBER: (re.compile(r"\d{1,9}"), Message("a whole number, such as 2")),
    Check.AMOUNT: (re.compile(r"\d{1,7}(\.\d{1,2})?"), Message("an amount in yuan, such as 19.90")),
    Check.ORDER: (re.compile(r"[0-9A-Za-z-]{4,40}"), Message("a number of 4 to 40 digits or letters")),
    Check.DIGITS4: (re.compile(r"\d{4}"), Message("the last four digits")),
}


@dataclass(frozen=True, slots=True)
class Copyable:
    """A text that can be copied by itself. ``text`` is plain and still holds its placeholders.

    :param key: stable within the entry: the variant's or step's anchor, and a number for further quotations.
    :param name: what to call it: the variant's or step's title; empty for a replacement of a phrase.
    :param pictures: that go with the text.
    :param markdown: the same text as it was written.
    """

    key: str
    name: str
    text: str
    note: str = ""
    pictures: tuple[Shown, ...] = ()
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A placeholder that the agent is asked for."""

    name: str
    hint: str
    check: Check


class Copier:
    """Turns the scripts of an entry into texts to paste."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def copyables(self, entry: AnyEntry) -> tuple[Copyable, ...]:
        """Return everything in the entry that can be copied, the preferred one first."""
        plain = self._markup.plain_text
        if isinstance(entry, Faq):
            return tuple(
                Copyable(s.anchor, s.name, plain(s.text), plain(s.note), tuple(shown(s.text)), s.text)
                for s in entry.scripts
            )
        if isinstance(entry, Sop):
            return tuple(
                Copyable(
                    step.anchor if not n else f"{step.anchor}-{n + 1}",
                    step.title,
                    plain(script),
                    pictures=tuple(shown(script)),
                    markdown=script,
                )
                for step in entry.steps
                for n, script in enumerate(step.scripts)
            )
        if isinstance(entry, Phrase):
            return tuple(
                Copyable(f"{n + 1}", "", plain(r), pictures=tuple(shown(r)), markdown=r)
                for n, r in enumerate(entry.replacements)
            )
        return ()

    def blanks(self, text: str, shop: Shop) -> tuple[Blank, ...]:
        """Return the placeholders that the agent has to fill in, in order of appearance, each once."""
        names = dict.fromkeys(PLACEHOLDER_PATTERN.findall(text))
        asked = ((name, shop.asked.get(name, Asked())) for name in names if name not in shop.values)
        return tuple(Blank(name, a.hint, a.check) for name, a in asked)

    def fill(self, text: str, shop: Shop, given: Mapping[str, str]) -> Filled:
        """Fill placeholders from what the agent gave, then from the shop profile; the rest stays marked."""
        return fill(text, shop, given)

    def rich(self, copyable: Copyable, shop: Shop, given: Mapping[str, str]) -> str:
        """Return a text as HTML to paste, filled in like :meth:`fill`.

        Links are left out: they lead nowhere outside of the handbook.
        """
        written = _ANCHOR_TAG.sub("", self._markup.html(copyable.markdown))

        def value(match: re.Match[str]) -> str:
            name = html.unescape(match[1])
            filled = fill(f"{{{{{name}}}}}", shop, given)
            return match[0] if filled.missing else html.escape(filled.text).replace("\n", "<br>")

        return PLACEHOLDER_PATTERN.sub(value, written)

    def fault(self, blank: Blank, value: str) -> Message | None:
        """Return what is wrong with a value typed for a blank, or None; an empty value is no fault."""
        value = value.strip()
        if not value or blank.check is Check.TEXT:
            return None
        pattern, wanted = _CHECKS[blank.check]
        if pattern.fullmatch(value):
            return None
        return Message("“{name}” should be {wanted}.", name=blank.name, wanted=wanted)
