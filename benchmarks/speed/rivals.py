"""The peers: SQLite FTS5 and tantivy over the same terms, joined by OR, ranked by BM25."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tantivy

from deskbook.model.query import SearchDoc
from deskbook.search.folding import fold
from deskbook.search.terms import document_terms, query_terms

Search = Callable[[str], list[str]]
"""Takes a query, returns the ids of the best entries, best first."""

TOP = 20


def fts5(docs: Iterable[SearchDoc], folder: Path) -> Search:
    """SQLite FTS5 in a file, title and aliases weighted as ours are."""
    base = sqlite3.connect(folder / "fts5.sqlite")
    base.execute(
        "CREATE VIRTUAL TABLE entry USING fts5(id UNINDEXED, title, aliases, body, tokenize='ascii')"
    )
    base.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", ((d.id, *_columns(d)) for d in docs))
    base.commit()

    def search(query: str) -> list[str]:
        terms = _asked(query)
        if not terms:
            return []
        found = base.execute(
            "SELECT id FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, 3, 3, 1) LIMIT ?",
            (" OR ".join(terms), TOP),
        )
        return [entry_id for (entry_id,) in found]

    return search


def tantivy_index(docs: Iterable[SearchDoc], folder: Path) -> Search:
    """tantivy in a folder, title and aliases boosted as ours are."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "aliases", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer()
    for doc in docs:
        title, aliases, body = _columns(doc)
        writer.add_document(tantivy.Document(id=doc.id, title=title, aliases=aliases, body=body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[str]:
        terms = _asked(query)
        if not terms:
            return []
        asked = index.parse_query(
            " ".join(terms), ["title", "aliases", "body"], field_boosts={"title": 3.0, "aliases": 3.0}
        )
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(asked, TOP).hits]

    return search


def _columns(doc: SearchDoc) -> tuple[str, str, str]:
    return _words(doc.title), _words("\n".join(doc.aliases)), _words(doc.body)


def _words(text: str) -> str:
    return " ".join(map(_word, document_terms(fold(text).text)))


def _asked(query: str) -> Sequence[str]:
    return list(dict.fromkeys(_word(term.text) for term in query_terms(fold(query).text)))


def _word(term: str) -> str:
    """Return a term as a plain word, so that no tokenizer can split it or take it for an operator."""
    return "x" + term.encode().hex()
