"""Making pages of entries, stored or still being written."""

from __future__ import annotations

from deskbook.errors import UnknownEntryError
from deskbook.model.entry import AnyEntry, Case
from deskbook.ports import Markup
from deskbook.services.copying import Copier
from deskbook.services.handbook import Handbook
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.page import Source, make_page


class PageMaker:
    """Gathers what a page needs. Thread-safe."""

    def __init__(self, handbook: Handbook, copier: Copier, markup: Markup) -> None:
        self._handbook = handbook
        self._copier = copier
        self._markup = markup

    def page(self, entry: AnyEntry) -> Page:
        """Return the page of an entry, in the current language."""
        return make_page(
            Source(
                entry=entry,
                shop=self._handbook.shop(),
                laws=self._handbook.laws(),
                titles=self._titles(entry),
                copyables=self._copier.copyables(entry),
                html=self._markup.html,
            )
        )

    def _titles(self, entry: AnyEntry) -> dict[str, str]:
        refs = entry.related + (entry.teaches if isinstance(entry, Case) else ())
        titles: dict[str, str] = {}
        for entry_id in dict.fromkeys(ref.partition("#")[0] for ref in refs):
            try:
                titles[entry_id] = self._handbook.get(entry_id).title
            except UnknownEntryError:
                continue  # shown as a link that leads nowhere
        return titles
