"""A title or alias belongs to one entry only: two entries with one wording give two answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Kind
from deskbook.model.problem import Problem


def check(library: Library) -> Iterator[Problem]:
    """Yield ``shared-alias`` errors within a collection.

    An SOP and the FAQ about it may well share a wording: they answer in two ways, not with two answers.
    """
    owners: dict[tuple[Kind, str], str] = {}
    for entry in library.entries.values():
        for wording in (entry.title, *entry.aliases):
            key = (entry.kind, _folded(wording))
            owner = owners.setdefault(key, entry.id)
            if owner != entry.id:
                yield library.problem(
                    "shared-alias",
                    entry.id,
                    Message("“{wording}” already belongs to “{owner}”.", wording=wording, owner=owner),
                    Message("Keep it in the entry that answers it best."),
                    field="aliases" if wording != entry.title else "title",
                    at=wording,
                )


def _folded(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return "".join(kept) or text
