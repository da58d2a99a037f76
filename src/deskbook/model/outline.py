"""Where the parts of an entry stand in its source, readable even while the source is faulty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A heading and the lines below it, up to the next heading of its level.

    :param level: 2 for a section, 3 for a step or a variant.
    :param section: the title of the section it is in; its own title for a section.
    :param anchor: empty if the heading has none.
    :param start: 0-based line of the heading.
    :param end: 0-based line after the last one.
    """

    level: int
    section: str
    title: str
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The places of a source in reading order; ``body`` is the 0-based line below the fields."""

    body: int
    places: tuple[Place, ...]

    def at(self, line: int) -> Place | None:
        """Return the innermost place that a 0-based line belongs to."""
        return next((p for p in reversed(self.places) if p.start <= line < p.end), None)

    def within(self, section: str) -> tuple[Place, ...]:
        """Return the steps or variants of a section."""
        return tuple(p for p in self.places if p.level == 3 and p.section == section)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation as it is said, without its marks.

    :param places: for each character of ``text`` where it stands in the source, in code points.
    """

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """A source after an edit, and what to select in it so that a person can go on typing, in code points."""

    source: str
    start: int
    end: int
