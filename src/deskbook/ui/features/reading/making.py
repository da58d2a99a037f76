"""Making pages of entries, stored or still being written."""

from __future__ import annotations

from functools import lru_cache

from deskbook.errors import UnknownEntryError
from deskbook.model.entry import AnyEntry, Case
from deskbook.model.references import pictures
from deskbook.ports import Markup
from deskbook.services.copying import Copier
from deskbook.services.handbook import Handbook
from deskbook.services.pictures import Pictures
from deskbook.ui.drawing import Drawing
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.page import Source, make_page

_DRAWINGS = 16
"""Decoded pictures to keep: those of a long procedure, a few megabytes each."""


class PageMaker:
    """Gathers what a page needs. Thread-safe."""

    def __init__(self, handbook: Handbook, copier: Copier, markup: Markup, pictures: Pictures) -> None:
        self._handbook = handbook
        self._copier = copier
        self._markup = markup
        self._pictures = pictures
        # While an entry is being written its page is made again and again, with the same pictures.
        self._drawn = lru_cache(maxsize=_DRAWINGS)(Drawing.of)

    def page(self, entry: AnyEntry) -> Page:
        """Return the page of an entry, in the current language."""
        names = dict.fromkeys(picture.name for _field, picture in pictures(entry))
        found = {picture.name: picture for picture in self._pictures.find(names)}
        drawings = ((name, self._drawn(picture.data)) for name, picture in found.items())
        return make_page(
            Source(
                entry=entry,
                shop=self._handbook.shop(),
                laws=self._handbook.laws(),
                titles=self._titles(entry),
                copyables=self._copier.copyables(entry),
                html=self._markup.html,
                flow=self._markup.flow,
                pictures=found,
                drawings={name: drawing for name, drawing in drawings if drawing is not None},
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
