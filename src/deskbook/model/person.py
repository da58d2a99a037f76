"""Who is at the desk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person does in the quarterly revision."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"


EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """The name that saves and verdicts carry, and what this person may do."""

    name: str
    roles: frozenset[Role] = EVERY_ROLE


def same_person(one: str, other: str) -> bool:
    """Tell whether two names mean one person: case, width and spaces around them make no difference."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
