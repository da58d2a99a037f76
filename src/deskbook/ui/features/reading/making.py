"""Making pages of entries, stored or still being written."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from deskbook.errors import UnknownEntryError
from deskbook.model.entry import AnyEntry
from deskbook.model.references import cited, pictures
from deskbook.ports import Markup
from deskbook.services.copying import Copier
from deskbook.services.filling import fill
from deskbook.services.handbook import Handbook
from deskbook.services.pictures import Pictures
from deskbook.ui.drawing import Drawing
from deskbook.ui.features.reading.blocks import Page
from deskbook.ui.features.reading.page import Source, make_page

_PREVIEW = 120
"""Characters of an entry that a link to it shows."""
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
        found_entries = self._referred_to(entry)
        return make_page(
            Source(
                entry=entry,
                shop=self._handbook.shop(),
                laws=self._handbook.laws(),
                titles={entry_id: other.title for entry_id, other in found_entries.items()},
                previews={entry_id: self._preview(other) for entry_id, other in found_entries.items()},
                copyables=self._copier.copyables(entry),
                html=self._markup.html,
                flow=self._markup.flow,
                plain=self._markup.plain_text,
                pictures=found,
                drawings={name: drawing for name, drawing in drawings if drawing is not None},
            )
        )

    def _referred_to(self, entry: AnyEntry) -> dict[str, AnyEntry]:
        """Return the entries that exist of those referred to; a link to another leads nowhere."""
        found: dict[str, AnyEntry] = {}
        for entry_id in cited(entry):
            with suppress(UnknownEntryError):
                found[entry_id] = self._handbook.get(entry_id)
        return found

    def _preview(self, entry: AnyEntry) -> str:
        words = " ".join(fill(self._markup.plain(entry), self._handbook.shop()).text.split())
        beginning = words if len(words) <= _PREVIEW else f"{words[:_PREVIEW]}…"
        return f"{entry.title}\n{beginning}"
