"""What people remarked on a line of the new text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """How many remarks a line has, and whether one of them still waits for an answer."""

    count: int
    open: bool = True
    tip: str = ""
