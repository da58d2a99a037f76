"""What an entry leans on: the entries it links to, the pictures it shows, the placeholders it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.model.entry import PLACEHOLDER_PATTERN, REF_PATTERN, AnyEntry, Case
from deskbook.model.picture import Shown, shown
from deskbook.model.texts import texts

_LINK = re.compile(rf"\]\(({REF_PATTERN.pattern})\)")


def references(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    """Yield ``(field, ref)`` for every reference to an entry, ``id`` or ``id#anchor``, in reading order."""
    yield from (("related", ref) for ref in entry.related)
    if isinstance(entry, Case):
        yield from (("teaches", ref) for ref in entry.teaches)
    for field, text in texts(entry):
        yield from ((field, match[1]) for match in _LINK.finditer(text))


def cited(entry: AnyEntry) -> frozenset[str]:
    """Return the ids of the other entries that an entry refers to."""
    return frozenset(ref.partition("#")[0] for _, ref in references(entry)) - {entry.id}


def placeholders(entry: AnyEntry) -> frozenset[str]:
    """Return the names of the placeholders that stand in the entry's texts."""
    return frozenset(name for _, text in texts(entry) for name in PLACEHOLDER_PATTERN.findall(text))


def pictures(entry: AnyEntry) -> Iterator[tuple[str, Shown]]:
    """Yield ``(field, picture)`` for every picture that the entry shows, in reading order."""
    for field, text in texts(entry):
        yield from ((field, picture) for picture in shown(text))
