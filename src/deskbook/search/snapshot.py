"""Snapshots: one generation opened for reading.

A snapshot never changes. Everything that walks through Whoosh's files does so under one lock; arrays and
cards that came out of it are shared freely.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import numpy as np

from deskbook.model.entry import Kind
from deskbook.model.query import Query
from deskbook.search.card import Card, unpack
from deskbook.search.generation import DamagedIndexError, FileMark, Manifest, read_manifest
from deskbook.search.postings import PostingReader
from deskbook.search.schema import (
    ARCHIVED,
    CARD,
    EFFECTIVE,
    EXPIRES,
    FACET,
    SOUND,
    TEXT,
    Head,
    facet,
    heads_in,
)
from deskbook.search.segments import Floats, Ids, leaves, open_reader, postings
from deskbook.search.vectors import Mask, Nearest, SentenceVectors

_KIND_BONUS: Mapping[Kind, float] = {
    Kind.FAQ: 0.01,
    Kind.SOP: 0.01,
    Kind.CASE: -0.05,
    Kind.PHRASE: -0.075,
}
"""Between equals, an FAQ or SOP answers a customer sooner than a case or a banned phrase does."""

_CITATION_BONUS = 0.04
"""What an entry gains for each doubling, and a bit, of the entries that refer to it: the whole handbook leans
on its general entries, and a short question means those rather than a special case."""

_CARDS_KEPT = 2048
_DAYS_KEPT = 8


class Snapshot:
    """A generation, opened. Thread-safe."""

    def __init__(self, generation: Path, known: Mapping[str, FileMark] | None = None) -> None:
        """Open a generation after checking it against its manifest.

        :param known: files that were checked before.
        :raises DamagedIndexError: if it is damaged, of another format, or made for another folder.
        """
        self.generation = generation
        self.manifest: Manifest = read_manifest(generation, known)
        self._lock = threading.Lock()
        try:
            self._reader = open_reader(generation)
            self.size = self._reader.doc_count_all()
            self.text = PostingReader(self._reader, TEXT)
            self.sound = PostingReader(self._reader, SOUND)
            self.vectors = SentenceVectors(generation, self.manifest.chunks)
            self.nearest = self._open_sentences()
            self._live = self._living()
            self._facets: dict[str, Mask] = {}
            self.bonus = self._bonuses()
            """For each document what its kind and standing add to its score, as a share of the best score."""
        except Exception as error:
            # A damaged pickle can raise anything; whatever it is, the answer is to rebuild.
            raise DamagedIndexError(f"{generation.name} cannot be opened") from error
        self._active: OrderedDict[date, Mask] = OrderedDict()
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._heads: Mapping[str, Head] | None = None
        self._revisions: Mapping[str, str] | None = None
        self._order: Ids | None = None
        self._topics: frozenset[str] | None = None

    def close(self) -> None:
        """Close the files. Only for a snapshot that nobody uses any more."""
        with self._lock:
            self._reader.close()

    def intact(self) -> bool:
        """Tell whether the files are still in their place; what is open here answers even if they are not."""
        return all((self.generation / name).is_file() for name in self.manifest.files)

    @property
    def lock(self) -> threading.Lock:
        """Held around every use of :attr:`text` and :attr:`sound`."""
        return self._lock

    def heads(self) -> Mapping[str, Head]:
        """Return what is known of every document, by entry id."""
        with self._lock:
            if self._heads is None:
                self._heads = MappingProxyType({h.id: h for h in heads_in(self._reader)})
            return self._heads

    def revisions(self) -> Mapping[str, str]:
        """Return entry id -> content hash."""
        if self._revisions is None:
            found = {head.id: head.revision for head in self.heads().values()}
            self._revisions = MappingProxyType(found)
        return self._revisions

    def browse_order(self) -> Ids:
        """Return the living documents by kind, stage and title."""
        if self._order is None:
            heads = sorted(self.heads().values(), key=lambda head: (head.order, head.id))
            self._order = np.array([head.doc for head in heads], np.int32)
        return self._order

    @property
    def segments(self) -> int:
        """How many Whoosh segments the generation consists of."""
        return len(leaves(self._reader))

    def card(self, doc: int) -> Card:
        """Return the card of a document."""
        with self._lock:
            found = self._cards.get(doc)
            if found is None:
                found = unpack(self._reader.stored_fields(doc)[CARD])
                self._cards[doc] = found
                if len(self._cards) > _CARDS_KEPT:
                    self._cards.popitem(last=False)
            else:
                self._cards.move_to_end(doc)
            return found

    def allowed(self, query: Query) -> Mask:
        """Return for each document whether the query's filters let it through. Not to be written to."""
        with self._lock:
            mask = self._live if query.inactive else self._in_force(query.day)
            for name, values in _filters(query):
                mask = mask & self._any_facet(facet(name, value) for value in values)
            return mask

    def of_kind(self, kind: Kind) -> Mask:
        """Return for each document whether it is of a kind. Not to be written to."""
        with self._lock:
            return self._facet(facet("kind", kind))

    def procedures(self, topics: Iterable[str]) -> Mask | None:
        """Return for each document whether it is the SOP of one of the topics; None if there is none such.

        Not to be written to.
        """
        with self._lock:
            if self._topics is None:
                self._topics = frozenset(self._values(facet("topic", "")))
            known = [value for topic in topics if (value := facet("topic", topic)) in self._topics]
            return self._any_facet(known) & self._facet(facet("kind", Kind.SOP)) if known else None

    def in_force(self, doc: int, day: date) -> bool:
        """Tell whether a document holds on ``day``."""
        with self._lock:
            return bool(self._in_force(day)[doc])

    def warm_up(self, before: Snapshot) -> None:
        """Decode the postings that an earlier snapshot used last."""
        for mine, theirs in ((self.text, before.text), (self.sound, before.sound)):
            with before.lock:
                terms = theirs.terms()
            for term in terms:
                with self._lock:
                    mine.get(term)

    def _open_sentences(self) -> Nearest | None:
        if not self.manifest.sentences:
            return None
        path = self.generation / self.manifest.sentences
        with np.load(path, allow_pickle=False) as arrays:
            return Nearest(self.vectors, arrays["docs"], arrays["rows"])

    def _bonuses(self) -> Floats:
        bonuses = np.zeros(self.size, np.float32)
        for kind, bonus in _KIND_BONUS.items():
            bonuses[self._facet(facet("kind", kind))] = bonus
        counts = np.load(self.generation / self.manifest.citations, allow_pickle=False)
        bonuses[: len(counts)] += np.float32(_CITATION_BONUS) * np.log1p(counts, dtype=np.float32)
        return bonuses

    def _living(self) -> Mask:
        live = np.ones(self.size, np.bool_)
        for leaf, offset in leaves(self._reader):
            deleted = list(leaf.deleted_docs_set)
            live[np.array(deleted, np.intp) + offset] = False
        return live

    def _in_force(self, day: date) -> Mask:
        mask = self._active.get(day)
        if mask is None:
            today = day.isoformat()
            early = (v for v in self._values(EFFECTIVE) if v.removeprefix(EFFECTIVE) > today)
            late = (v for v in self._values(EXPIRES) if v.removeprefix(EXPIRES) < today)
            mask = self._live & ~self._any_facet([ARCHIVED, *early, *late])
            self._active[day] = mask
            if len(self._active) > _DAYS_KEPT:
                self._active.popitem(last=False)
        return mask

    def _values(self, prefix: str) -> set[str]:
        return {
            bytes(value).decode()
            for leaf, _ in leaves(self._reader)
            if FACET in leaf.indexed_field_names()
            for value in leaf.expand_prefix(FACET, prefix)
        }

    def _any_facet(self, values: Iterable[str]) -> Mask:
        mask = np.zeros(self.size, np.bool_)
        for value in values:
            mask |= self._facet(value)
        return mask

    def _facet(self, value: str) -> Mask:
        mask = self._facets.get(value)
        if mask is None:
            mask = np.zeros(self.size, np.bool_)
            mask[postings(self._reader, FACET, value)[0]] = True
            self._facets[value] = mask
        return mask


def _filters(query: Query) -> Iterable[tuple[str, Iterable[str]]]:
    pairs: tuple[tuple[str, frozenset[str]], ...] = (
        ("kind", query.kinds),
        ("stage", query.stages),
        ("topic", query.topics),
        ("level", query.levels),
        ("audience", query.audiences),
        ("tag", query.tags),
    )
    return ((name, sorted(values)) for name, values in pairs if values)
