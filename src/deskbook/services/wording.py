"""Fields of entries and what became of them, in the words of the interface's language."""

from __future__ import annotations

from deskbook.revision.diff import ItemDiff, ValueDiff
from deskbook.revision.naming import FIELD_NAMES, value_words
from deskbook.revision.words import Span
from deskbook.services.language import sentence


def field_name(name: str) -> str:
    """Return what people call a field of an entry; an unknown one by its name."""
    return sentence(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def value_text(name: str, written: str) -> str:
    """Return what people call the value of a field; what is words already as it is written."""
    words = value_words(name, written)
    return written if words is None else sentence(words)


def value_spans(told: ValueDiff, item: ItemDiff) -> tuple[Span, ...]:
    """Return the spans of one value of a field; names of values are exchanged as a whole."""
    old, new = (written or "" for written in (item.old, item.new))
    before, after = value_text(told.name, old), value_text(told.name, new)
    return item.spans if (before, after) == (old, new) else (Span(before, after),)
