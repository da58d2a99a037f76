"""Filling placeholders into a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskbook.model.entry import PLACEHOLDER_PATTERN
from deskbook.model.register import Shop


@dataclass(frozen=True, slots=True)
class Filled:
    """A text filled in; ``missing`` names the placeholders that still stand in it as ``{{name}}``."""

    text: str
    missing: tuple[str, ...] = ()


def fill(text: str, shop: Shop, given: Mapping[str, str] | None = None) -> Filled:
    """Fill placeholders from what was given, then from the shop profile.

    What was filled in is never filled again.
    """
    missing: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if given and given.get(name, "").strip():
            return given[name].strip()
        if name in shop.values:
            return shop.values[name].value
        missing[name] = None
        return f"{{{{{name}}}}}"

    return Filled(PLACEHOLDER_PATTERN.sub(value, text), tuple(missing))
