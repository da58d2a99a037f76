"""The Whoosh schema: which fields a search document has, and how entries become documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.formats import Existence

from deskbook.model.entry import Kind, Stage, Status
from deskbook.model.query import SearchDoc
from deskbook.search.card import pack, tags_of
from deskbook.search.folding import fold
from deskbook.search.pinyin import document_sounds
from deskbook.search.segments import leaves
from deskbook.search.terms import document_terms
from deskbook.search.vectors import KEY_SIZE, key

TEXT, SOUND, FACET, CARD, HEAD = "text", "sound", "facet", "card", "head"
TITLE_WEIGHT, ALIAS_WEIGHT, TAG_WEIGHT, BODY_WEIGHT = 3.0, 3.0, 2.0, 1.0

ARCHIVED = "archived"
_KINDS, _STAGES = tuple(Kind), tuple(Stage)
EFFECTIVE, EXPIRES = "effective:", "expires:"
"""Beginnings of the facets that carry a date, ``effective:2026-10-01``."""


class Weighted(FieldType):
    """A field whose value is a mapping term -> (occurrences, weight); nothing is analysed inside Whoosh."""

    def __init__(self, *, scorable: bool) -> None:
        nothing: Any = None
        super().__init__(format=Existence(), analyzer=nothing, scorable=scorable)

    def index(
        self, value: Mapping[str, tuple[int, float]], **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh stores of each term: (bytes, occurrences, weight, empty payload)."""
        for term, (count, weight) in value.items():
            yield term.encode(), count, weight, b""


def schema() -> Schema:
    """Return a fresh schema.

    ``text`` and ``sound`` are scored; ``facet`` holds one term for each value a filter can ask for;
    ``card`` is what a hit shows; ``head`` is a column of id, content hash, citations and sentence rows,
    cheap to read for all documents.
    """
    return Schema(
        text=Weighted(scorable=True),
        sound=Weighted(scorable=True),
        facet=Weighted(scorable=False),
        card=STORED(),
        head=COLUMN(),
    )


def text_terms(doc: SearchDoc) -> dict[str, tuple[int, float]]:
    """Return the weighted terms of the merged text field."""
    weights: dict[str, float] = {}
    counts = Counter(document_terms(fold(doc.body).text))
    for term, count in counts.items():
        weights[term] = count * BODY_WEIGHT
    named = [({doc.title}, TITLE_WEIGHT), (set(doc.aliases), ALIAS_WEIGHT)]
    named.append((set(tags_of(doc)), TAG_WEIGHT))
    for texts, weight in named:
        terms = Counter(term for text in texts for term in document_terms(fold(text).text))
        counts.update(terms)
        # Eight aliases that share a word say it once: what counts is that the entry goes by it.
        for term in terms:
            weights[term] = weights.get(term, 0.0) + weight
    return {term: (counts[term], weight) for term, weight in weights.items()}


def sound_terms(doc: SearchDoc) -> dict[str, tuple[int, float]]:
    """Return the weighted terms of the sound field: those of the title count most."""
    counts: Counter[str] = Counter()
    for text in (*doc.aliases, doc.topic, *doc.tags):
        counts.update(set(document_sounds(fold(text).text)))
    in_title = set(document_sounds(fold(doc.title).text))
    counts.update(in_title)
    return {term: (count, min(count, 2) + 2.0 * (term in in_title)) for term, count in counts.items()}


def facet(name: str, value: str) -> str:
    """Return the facet term that says that an entry has ``value`` for ``name``."""
    return f"{name}:{value}"


def facets(doc: SearchDoc) -> dict[str, tuple[int, float]]:
    """Return the facet terms of a document."""
    found = [
        facet("kind", doc.kind),
        facet("stage", doc.stage),
        facet("topic", doc.topic),
        facet("level", doc.level),
        facet("audience", doc.audience),
        *(facet("tag", tag) for tag in doc.tags),
    ]
    if doc.status is Status.ARCHIVED:
        found.append(ARCHIVED)
    if doc.effective is not None:
        found.append(EFFECTIVE + doc.effective.isoformat())
    if doc.expires is not None:
        found.append(EXPIRES + doc.expires.isoformat())
    return dict.fromkeys(found, (1, 1.0))


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of every document without opening its card.

    :param order: sorts entries for browsing: by kind, stage, then title.
    :param cites: the ids of the entries it refers to.
    :param keys: the keys of its sentences' vectors.
    :param doc: its document number; -1 while it has none.
    """

    id: str
    revision: str
    order: str
    cites: tuple[str, ...]
    keys: tuple[bytes, ...]
    doc: int = -1

    @classmethod
    def of(cls, doc: SearchDoc) -> Head:
        """Return the head of an entry."""
        place = _KINDS.index(doc.kind) * len(_STAGES) + _STAGES.index(doc.stage)
        keys = tuple(key(sentence) for sentence in sentences(doc))
        return cls(doc.id, doc.revision, f"{place:02}{fold(doc.title).text}", doc.cites, keys)

    def pack(self) -> bytes:
        """Return the bytes of the ``head`` column."""
        texts = (text.encode() for text in (self.id, self.revision, self.order, " ".join(self.cites)))
        return b"\0".join((*texts, b"".join(self.keys)))

    @classmethod
    def unpack(cls, raw: bytes, doc: int) -> Head:
        """Return the head that :meth:`pack` made.

        :raises ValueError: if it did not make it.
        """
        *texts, keys = raw.split(b"\0", 4)
        entry_id, revision, order, cites = (text.decode() for text in texts)
        parts = tuple(keys[i : i + KEY_SIZE] for i in range(0, len(keys), KEY_SIZE))
        return cls(entry_id, revision, order, tuple(cites.split()), parts, doc)


def sentences(doc: SearchDoc) -> list[str]:
    """Return the sentences whose meaning stands for the entry, folded: its title and aliases."""
    return list(dict.fromkeys(fold(text).text for text in (doc.title, *doc.aliases)))


def document(doc: SearchDoc) -> dict[str, Any]:
    """Return the Whoosh document of an entry."""
    return {
        TEXT: text_terms(doc),
        SOUND: sound_terms(doc),
        FACET: facets(doc),
        CARD: pack(doc),
        HEAD: Head.of(doc).pack(),
    }


def heads_in(reader: Any) -> Iterator[Head]:
    """Yield the head of every living document."""
    for leaf, offset in leaves(reader):
        deleted = leaf.deleted_docs_set
        for doc, raw in enumerate(leaf.column_reader(HEAD, translate=False)):
            if doc not in deleted:
                yield Head.unpack(bytes(raw), offset + doc)
