"""What an agent copies: scripts with their placeholders filled in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deskbook.errors import Message
from deskbook.model.entry import PLACEHOLDER_PATTERN, AnyEntry, Faq, Level, Phrase, Sop
from deskbook.model.picture import Shown, shown
from deskbook.model.register import Shop
from deskbook.ports import Markup
from deskbook.services.blanks import Blank, fault
from deskbook.services.filling import Filled, fill

_ANCHOR_TAG = re.compile(r"</?a\b[^>]*>")


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


class Copier:
    """Turns the scripts of an entry into texts to paste."""

    def __init__(self, markup: Markup, level: Callable[[], Level]) -> None:
        """Remember what to ask.

        :param level: returns the agent's own.
        """
        self._markup = markup
        self._level = level

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
        return tuple(Blank.of(name, shop) for name in names if name not in shop.values)

    def fill(self, text: str, shop: Shop, given: Mapping[str, str]) -> Filled:
        """Fill placeholders from what the agent gave, then from the shop profile; the rest stays marked."""
        return fill(text, shop, given)

    def rich(self, copyable: Copyable, shop: Shop, given: Mapping[str, str]) -> str:
        """Return a text as HTML to paste, filled in like :meth:`fill`.

        Links are left out: they lead nowhere outside of the handbook. So are pictures: they go beside it.
        """
        parts = self._markup.flow(copyable.markdown)
        written = _ANCHOR_TAG.sub("", "".join(part for part in parts if isinstance(part, str)))

        def value(match: re.Match[str]) -> str:
            name = html.unescape(match[1])
            filled = fill(f"{{{{{name}}}}}", shop, given)
            return match[0] if filled.missing else html.escape(filled.text).replace("\n", "<br>")

        return PLACEHOLDER_PATTERN.sub(value, written)

    def fault(self, blank: Blank, value: str) -> Message | None:
        """Return why the agent cannot say a value typed for a blank, or None; an empty one is no fault."""
        return fault(blank, value, self._level())
