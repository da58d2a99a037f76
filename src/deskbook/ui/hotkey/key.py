"""A key with what is held beside it, in Qt's portable writing: ``Ctrl+Alt+K``."""

from __future__ import annotations

from dataclasses import dataclass

MODIFIERS = ("Shift", "Ctrl", "Alt", "Meta")


@dataclass(frozen=True, slots=True)
class Key:
    """A key to be taken from every program: never one alone, or it could no longer be typed.

    :param held: names out of :data:`MODIFIERS`.
    :param name: a letter, a digit, ``F1`` to ``F12`` or ``Space``.
    """

    held: frozenset[str]
    name: str

    @classmethod
    def parse(cls, text: str) -> Key | None:
        """Return the key that is written so; None for none, and for one that must not be taken."""
        *held, name = text.split("+")
        known = frozenset(held) <= frozenset(MODIFIERS)
        if not name or not known or not frozenset(held) - {"Shift"}:
            return None
        return cls(frozenset(held), name)
