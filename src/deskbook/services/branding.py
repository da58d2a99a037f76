"""The name that a shop gives the program in a build of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from deskbook.services.language import current_language, tr


def read_names(file: Path) -> Mapping[str, str]:
    """Return language -> name from a build's ``branding.toml``, empty for any other language.

    Without such a file there are none: the program has its own name.
    """
    if not file.is_file():
        return {}
    values = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        key.removeprefix("name").removeprefix("_"): values[key] for key in values if key.startswith("name")
    }


def product_name(names: Mapping[str, str]) -> str:
    """Return the program's name in the current language."""
    return names.get(current_language()) or names.get("") or tr("Deskbook")
