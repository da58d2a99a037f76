"""Edits of sources as the :class:`deskbook.ports.SourceEditor` port."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deskbook.markup import outline
from deskbook.markup.blank import blank
from deskbook.markup.bodies import STEPS
from deskbook.markup.fieldedits import FieldValue, read_fields, with_field
from deskbook.markup.spoken import spoken
from deskbook.model.outline import Edited, Outline, Place, Spoken
from deskbook.model.problem import Problem


class MarkdownSources:
    """Stateless and thread-safe; see the port for what each does."""

    def fields(self, source: str) -> Mapping[str, str | tuple[str, ...]] | None:
        """Return the fields as they stand."""
        return read_fields(source)

    def with_field(self, source: str, name: str, value: FieldValue) -> str | tuple[Problem, ...]:
        """Set a field."""
        return with_field(source, name, value)

    def outline(self, source: str) -> Outline:
        """Return where the parts stand."""
        return outline.outline(source)

    def steps(self, source: str) -> tuple[Place, ...]:
        """Return where the steps stand."""
        return outline.outline(source).within(STEPS)

    def with_step(self, source: str, after: int, title: str) -> Edited:
        """Add a step."""
        return outline.with_step(source, after, title)

    def without_step(self, source: str, number: int) -> Edited:
        """Take a step out."""
        return outline.without_step(source, number)

    def with_step_moved(self, source: str, number: int, by: int) -> Edited:
        """Move a step."""
        return outline.with_step_moved(source, number, by)

    def with_decision(self, source: str, number: int, condition: str, target: str, label: str) -> Edited:
        """Add a decision."""
        return outline.with_decision(source, number, condition, target, label)

    def blank(self, entry_id: str, title: str, day: date) -> str:
        """Return the source of a new entry."""
        return blank(entry_id, title, day)

    def spoken(self, source: str) -> tuple[Spoken, ...]:
        """Return what is said."""
        return tuple(spoken(source))

    def with_variant(self, source: str, name: str, anchor: str) -> Edited:
        """Add a variant."""
        return outline.with_variant(source, name, anchor)

    def with_picture(self, source: str, at: int, name: str) -> Edited:
        """Show a picture."""
        return outline.with_picture(source, at, name)
