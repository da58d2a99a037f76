"""What the widgets of a page call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nothing(_ref: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the cards call: with a script's number, a reference or ``#anchor``, or a picture's name."""

    copy: Callable[[int], None]
    follow: Callable[[str], None]
    copy_picture: Callable[[str], None]
    peek: Callable[[str], str] = _nothing
    """Returns in a few words what a reference leads to; empty if nothing is known of it."""
