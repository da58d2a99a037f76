"""What the widgets of a page call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the cards call: with a script's number, a reference or ``#anchor``, or a picture's name."""

    copy: Callable[[int], None]
    follow: Callable[[str], None]
    copy_picture: Callable[[str], None]
