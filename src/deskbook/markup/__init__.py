"""The entry format: Markdown files with YAML front matter, both ways (see ``docs/entry-format.md``)."""

from deskbook.markup.codec import MarkdownMarkup
from deskbook.markup.sources import MarkdownSources

__all__ = ["MarkdownMarkup", "MarkdownSources"]
