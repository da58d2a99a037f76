"""A search index in memory that finds plain substrings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from deskbook.model.query import Answer, Hit, Marked, Query, SearchDoc, Why
from deskbook.ports import Progress, SyncReport


class PlainIndex:
    """Finds entries whose title, other wordings or body hold the text; titles first."""

    def __init__(self) -> None:
        self.docs: dict[str, SearchDoc] = {}
        self.asked: list[str] = []
        self.warm = 0

    def sync(
        self,
        heads: Mapping[str, str],
        load: Callable[[Collection[str]], Iterable[SearchDoc]],
        progress: Progress | None = None,
    ) -> SyncReport:
        before = set(self.docs)
        docs: dict[str, SearchDoc] = {}
        for done, doc in enumerate(load(tuple(heads))):
            if progress is not None:
                progress(done, len(heads))
            docs[doc.id] = doc
        self.docs = docs
        return SyncReport(added=len(set(docs) - before), removed=len(before - set(docs)))

    def search(self, query: Query) -> Answer:
        self.asked.append(query.text)
        hits = [hit for doc in self.docs.values() if fits(doc, query) and (hit := found(doc, query.text))]
        hits.sort(key=lambda hit: (-hit.score, hit.id))
        return Answer(query, tuple(hits[: query.limit]))

    def heads(self) -> Mapping[str, str]:
        return {doc.id: doc.revision for doc in self.docs.values()}

    def warm_up(self) -> None:
        self.warm += 1

    def close(self) -> None:
        """Nothing to release."""


class PlainPast:
    """A plain index for each release."""

    def __init__(self) -> None:
        self.indexes: dict[int, PlainIndex] = {}

    def of(self, release: int) -> PlainIndex:
        return self.indexes.setdefault(release, PlainIndex())

    def close(self) -> None:
        """Nothing to release."""


def fits(doc: SearchDoc, query: Query) -> bool:
    """Tell whether the filters let an entry through."""
    return (
        (not query.kinds or doc.kind in query.kinds)
        and (not query.stages or doc.stage in query.stages)
        and (not query.topics or doc.topic in query.topics)
        and (not query.levels or doc.level in query.levels)
        and (not query.audiences or doc.audience in query.audiences)
        and (not query.tags or bool(query.tags & set(doc.tags)))
    )


def found(doc: SearchDoc, text: str) -> Hit | None:
    """Return the hit of an entry, if it holds the text."""
    text = text.strip()
    places = ((Why.TITLE, doc.title), (Why.ALIAS, "\n".join(doc.aliases)), (Why.BODY, doc.body))
    why = tuple(why for why, place in places if text in place)
    if not why:
        return None
    at = doc.title.find(text)
    marks = ((at, at + len(text)),) if text and at >= 0 else ()
    return Hit(
        id=doc.id,
        kind=doc.kind,
        title=Marked(doc.title, marks),
        aliases=doc.aliases,
        stage=doc.stage,
        topic=doc.topic,
        level=doc.level,
        score=3.0 - (Why.TITLE, Why.ALIAS, Why.BODY).index(why[0]),
        snippet=Marked(doc.body[:80]),
        why=why if text else (),
    )
