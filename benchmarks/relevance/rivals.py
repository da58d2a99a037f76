"""What one would have without this product's search: Whoosh as it comes, and SQLite's full text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser.default import MultifieldParser
from whoosh.qparser.syntax import OrGroup

from deskbook.model.query import SearchDoc
from deskbook.search.folding import fold
from deskbook.search.terms import tokens

Search = Callable[[str], list[str]]
"""Takes a query, returns entry ids, best first."""

DEPTH = 20


def whoosh_plain(docs: Iterable[SearchDoc], folder: Path) -> Search:
    """Whoosh with its default analyser, terms joined by OR, BM25F."""
    folder.mkdir(parents=True)
    index: Any = create_in(str(folder), Schema(id=ID(stored=True), title=TEXT(), aliases=TEXT(), body=TEXT()))
    writer = index.writer()
    for doc in docs:
        writer.add_document(id=doc.id, title=doc.title, aliases="\n".join(doc.aliases), body=doc.body)
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "aliases", "body"], index.schema, group=OrGroup)

    def search(query: str) -> list[str]:
        return [hit["id"] for hit in searcher.search(parser.parse(query), limit=DEPTH)]

    return search


def fts5_trigram(docs: Iterable[SearchDoc]) -> Search:
    """SQLite FTS5 with its trigram tokenizer, the query's trigrams joined by OR."""
    return _fts5(docs, "trigram", lambda text: text, _trigrams)


def fts5_bigrams(docs: Iterable[SearchDoc]) -> Search:
    """SQLite FTS5 over words and pairs of Chinese characters, joined by OR; both sides folded."""
    return _fts5(docs, "unicode61", lambda text: " ".join(_bigrams(text)), _bigrams)


def _fts5(
    docs: Iterable[SearchDoc],
    tokenizer: str,
    prepare: Callable[[str], str],
    split: Callable[[str], Sequence[str]],
) -> Search:
    base = sqlite3.connect(":memory:")
    columns = "id UNINDEXED, title, aliases, body"
    base.execute(f"CREATE VIRTUAL TABLE entry USING fts5({columns}, tokenize='{tokenizer}')")
    base.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        ((d.id, prepare(d.title), prepare("\n".join(d.aliases)), prepare(d.body)) for d in docs),
    )

    def search(query: str) -> list[str]:
        terms = dict.fromkeys(split(query))
        if not terms:
            return []
        asked = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
        found = base.execute(
            "SELECT id FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0, 3, 3, 1) LIMIT ?",
            (asked, DEPTH),
        )
        return [entry_id for (entry_id,) in found]

    return search


def _trigrams(text: str) -> list[str]:
    return [word[i : i + 3] for word in text.split() for i in range(len(word) - 2)]


def _bigrams(text: str) -> list[str]:
    found: list[str] = []
    for token in tokens(fold(text).text):
        if token.is_word or len(token.text) == 1:
            found.append(token.text)
        else:
            found.extend(token.text[i : i + 2] for i in range(len(token.text) - 1))
    return found
