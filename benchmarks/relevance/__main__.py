"""Print how well the starter handbook is found: ``python -m benchmarks.relevance``.

Two lists are asked: ``queries.yaml``, which is looked at when ranking changes, and ``unseen.yaml``, which
only confirms. ``--misses`` lists the queries of the first that are not answered within the first five hits.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from benchmarks.relevance.rivals import DEPTH, Search, fts5_bigrams, fts5_trigram, whoosh_plain
from deskbook.bootstrap import open_services
from deskbook.model.query import Query, SearchDoc
from deskbook.places import data_folder
from deskbook.search import open_index
from deskbook.search.question import NO_SYNONYMS
from deskbook.search.ranking import Weights
from deskbook.search.synonyms import Synonyms

QUERIES = Path(__file__).with_name("queries.yaml")
UNSEEN = Path(__file__).with_name("unseen.yaml")
WHOLE = "whole pipeline"


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, how it was typed, and the entries that answer it."""

    text: str
    style: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Share of queries answered by the first hit, by the first five, and the mean reciprocal rank."""

    at_1: float
    at_5: float
    mrr: float

    @classmethod
    def of(cls, ranks: Iterable[int | None]) -> Figures:
        """Return the figures of the ranks, counted from 0, at which right entries were found."""
        places = list(ranks)
        return cls(
            sum(place == 0 for place in places) / len(places),
            sum(place is not None and place < 5 for place in places) / len(places),
            sum(1 / (place + 1) for place in places if place is not None) / len(places),
        )


def read_queries(path: Path) -> list[Judged]:
    """Return the judged queries of a list."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Judged(row["q"], row["style"], frozenset(row["any"])) for row in rows]


def starter_docs(home: Path) -> list[SearchDoc]:
    """Return the starter handbook as the product hands it to its index."""
    services = open_services(home)
    try:
        services.exchange.import_starter(services.starter)
        return list(services.handbook.search_docs(services.handbook.searchable()))
    finally:
        services.close()


def our_search(
    docs: Iterable[SearchDoc], folder: Path, *, weights: Weights, synonyms: Synonyms, encoder: bool
) -> Search:
    """Return the product's own search over ``docs``."""
    by_id = {doc.id: doc for doc in docs}
    index = open_index(folder, encoder=encoder, weights=weights, synonyms=synonyms)
    index.sync({doc.id: doc.revision for doc in by_id.values()}, lambda ids: (by_id[i] for i in ids))
    index.warm_up()
    today = datetime.now(UTC).date()

    def search(query: str) -> list[str]:
        return [hit.id for hit in index.search(Query(query, today, limit=DEPTH)).hits]

    return search


def contenders(docs: list[SearchDoc], folder: Path) -> Mapping[str, Search]:
    """Return the whole pipeline, each part switched off, and the rivals."""
    synonyms = Synonyms.load(data_folder("resources") / "search" / "synonyms.toml")
    full = Weights()
    nameless = [replace(doc, aliases=()) for doc in docs]
    shared, bare = folder / "index", folder / "bare"

    def ours(weights: Weights, known: Synonyms = synonyms, *, encoder: bool = True) -> Search:
        return our_search(docs, shared, weights=weights, synonyms=known, encoder=encoder)

    lexical = Weights(sound=0, homophone=0, meaning=0)
    return {
        WHOLE: ours(full),
        "without meaning": ours(replace(full, meaning=0), encoder=False),
        "without pinyin": ours(replace(full, sound=0, homophone=0)),
        "without synonyms": ours(full, NO_SYNONYMS),
        "without aliases": our_search(nameless, bare, weights=full, synonyms=synonyms, encoder=True),
        "lexical only": ours(lexical, NO_SYNONYMS, encoder=False),
        "SQLite FTS5, CJK bigrams": fts5_bigrams(docs),
        "SQLite FTS5, trigram": fts5_trigram(docs),
        "Whoosh, plain analyser": whoosh_plain(docs, folder / "plain"),
    }


def rank_of(found: list[str], right: frozenset[str]) -> int | None:
    """Return the place of the first right entry, counted from 0."""
    return next((place for place, entry_id in enumerate(found) if entry_id in right), None)


def main() -> None:
    """Measure and print Markdown tables."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description=__doc__)
    options.add_argument("--misses", action="store_true", help="list what is not found within five hits")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        docs = starter_docs(Path(home) / "home")
        searches = contenders(docs, Path(home))
        lists = {path.name: read_queries(path) for path in (QUERIES, UNSEEN)}
        lists["Both lists"] = [each for judged in lists.values() for each in judged]
        for title, judged in lists.items():
            ranks = {
                name: [rank_of(search(each.text), each.right) for each in judged]
                for name, search in searches.items()
            }
            print(f"{title}: {len(judged)} queries over {len(docs)} entries.\n")
            print_overall(ranks)
            print_styles(judged, ranks)
            if wanted.misses and title == QUERIES.name:
                print_misses(judged, ranks[WHOLE], searches[WHOLE])


def print_overall(ranks: Mapping[str, list[int | None]]) -> None:
    """Print one row of figures for each contender."""
    print("| | success@1 | success@5 | MRR |\n| --- | ---: | ---: | ---: |")
    for name, places in ranks.items():
        figures = Figures.of(places)
        print(f"| {name} | {figures.at_1:.3f} | {figures.at_5:.3f} | {figures.mrr:.3f} |")
    print()


def print_styles(judged: list[Judged], ranks: Mapping[str, list[int | None]]) -> None:
    """Print success@1 / success@5 of each contender by the style of the query."""
    styles = sorted({each.style for each in judged})
    print("success@1 / success@5 by style:\n")
    print("| | " + " | ".join(styles) + " |\n| --- |" + " ---: |" * len(styles))
    for name, places in ranks.items():
        cells = []
        for style in styles:
            figures = Figures.of(p for p, each in zip(places, judged, strict=True) if each.style == style)
            cells.append(f"{figures.at_1:.2f} / {figures.at_5:.2f}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def print_misses(judged: list[Judged], places: list[int | None], search: Search) -> None:
    """List the queries without a right entry among the first five hits."""
    for each, place in zip(judged, places, strict=True):
        if place is None or place >= 5:
            found = ", ".join(search(each.text)[:3])
            print(f"- {each.style}: {each.text} -> {found}; right: {', '.join(sorted(each.right))}")
    print()


if __name__ == "__main__":
    main()
