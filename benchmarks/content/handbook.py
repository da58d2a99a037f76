"""Reading the starter handbook as the product reads it."""

from __future__ import annotations

from pathlib import Path

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import PLACEHOLDER_PATTERN, AnyEntry
from deskbook.model.problem import Problem
from deskbook.model.register import Law

KB = Path(__file__).parents[2] / "kb"


def read_entries(folder: Path = KB) -> list[AnyEntry]:
    """Return all entries of a sound handbook folder, by path.

    :raises ValueError: if a file is faulty; ``deskbook check`` says how.
    """
    markup = MarkdownMarkup()
    entries = []
    for path in sorted(folder.rglob("*.md")):
        if path.name == "README.md":
            continue
        parsed = markup.parse(path.read_text(encoding="utf-8"))
        if isinstance(parsed, tuple):
            raise ValueError(f"{path} is faulty")
        entries.append(parsed)
    return entries


def read_laws(folder: Path = KB) -> list[Law]:
    """Return the law register."""
    source = (folder / "laws.yaml").read_text(encoding="utf-8")
    return [law for law in MarkdownMarkup().parse_laws(source) if not isinstance(law, Problem)]


def bare(text: str) -> str:
    """Return a text without its placeholders: their names are not what a customer reads."""
    return PLACEHOLDER_PATTERN.sub("", text)
