"""Print how fast search is beside its peers: ``python -m benchmarks.speed [--sizes 1000,10000,100000]``.

Every engine answers the same queries in the same run. They take turns every :data:`TURN` queries: what slows
the machine slows them all, and each is warm for most of its turn. An answer is the 20 best entries with
highlighted titles and snippets: the peers' hits are dressed by our own code, from texts they are spared to
load.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.speed.corpus import entries, queries
from benchmarks.speed.rivals import TOP, fts5, tantivy_index
from deskbook.model.query import Query, SearchDoc
from deskbook.places import data_folder
from deskbook.search import open_index
from deskbook.search.card import Card, pack, unpack
from deskbook.search.index import FolderIndex
from deskbook.search.marking import Marker, densest, marked
from deskbook.search.question import Question
from deskbook.search.synonyms import Synonyms

TODAY = datetime.now(UTC).date()
TURN = 50
OURS, MEANING = "Deskbook without the encoder", "Deskbook with the encoder"
QUESTION = "钱什么时候能退给我"

Answer = Callable[[str], int]
"""Takes a query, returns how many hits were found and dressed."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of entries, joined by commas")
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--keep", type=Path, help="folder of our indexes, used again where they are there")
    chosen = parser.parse_args()
    print(f"{chosen.queries} queries, each answered once warm; milliseconds\n")
    print("| entries | engine | p50 | p95 | max | p95 / Deskbook's | build, s |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    cold: list[str] = []
    for size in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            ours = chosen.keep / str(size) if chosen.keep else Path(folder)
            cold.append(_compare(size, queries(chosen.queries), Path(folder), ours))
    print("\n| entries | first answer of a fresh process, ms | encoder too | MB then | MB after 200 more |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    print("\n".join(cold))
    print(f"\nStarter handbook: the command `search --json` takes {_command():.2f} s from start to exit")


def _compare(size: int, asked: Sequence[str], folder: Path, ours: Path) -> str:
    docs = list(entries(size))
    cards = {doc.id: unpack(pack(doc)) for doc in docs}
    engines: dict[str, Answer] = {}
    built: dict[str, str] = {}
    for name, make in (("SQLite FTS5", fts5), ("tantivy", tantivy_index)):
        place = folder / name
        place.mkdir()
        started = time.perf_counter()
        search = make(docs, place)
        built[name] = _seconds(started)
        engines[name] = lambda query, search=search: _dressed(query, search(query), cards)  # type: ignore[misc]
    for name, encoder in ((OURS, False), (MEANING, True)):
        kept = (ours / name).exists()
        started = time.perf_counter()
        index = _index(docs, ours / name, encoder)
        built[name] = "kept" if kept else _seconds(started)
        engines[name] = lambda query, index=index: len(  # type: ignore[misc]
            index.search(Query(text=query, day=TODAY, limit=TOP)).hits
        )
    times = _times(engines, asked)
    measure = _at(times[OURS], 0.95)
    for name, each in times.items():
        p50, p95, worst = _at(each, 0.5), _at(each, 0.95), each[-1]
        row = f"{p50:.2f} | {p95:.2f} | {worst:.1f} | {p95 / measure:.2f} | {built[name]}"
        print(f"| {size} | {name} | {row} |")
    without, full = _cold(ours / OURS, False), _cold(ours / MEANING, True)
    figures = [without["first"], full["first"], full["fresh"], full["used"]]
    return f"| {size} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |"


def _seconds(started: float) -> str:
    return f"{time.perf_counter() - started:.1f}"


def _index(docs: Sequence[SearchDoc], folder: Path, encoder: bool) -> FolderIndex:
    by_id = {doc.id: doc for doc in docs}
    synonyms = Synonyms.load(data_folder("resources") / "search" / "synonyms.toml")
    index = open_index(folder, encoder=encoder, synonyms=synonyms)
    index.sync({doc.id: doc.revision for doc in docs}, lambda ids: (by_id[i] for i in ids))
    index.warm_up()
    return index


def _dressed(query: str, ids: Sequence[str], cards: dict[str, Card]) -> int:
    marker = Marker(Question.of(query))
    for entry_id in ids:
        title, body = cards[entry_id].sentences[0], cards[entry_id].body
        in_title, in_body = marker.written([title.folded, body.folded])
        marked(title, in_title)
        densest(body, in_body)
    return len(ids)


def _times(engines: dict[str, Answer], asked: Sequence[str]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in engines}
    for measured in (False, True):
        for start in range(0, len(asked), TURN):
            for name, answer in engines.items():
                for query in asked[start : start + TURN]:
                    started = time.perf_counter()
                    answer(query)
                    if measured:
                        times[name].append((time.perf_counter() - started) * 1000)
    return {name: sorted(each) for name, each in times.items()}


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def _cold(folder: Path, encoder: bool) -> dict[str, float]:
    """Return the middle one of three runs."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.speed.cold",
        str(folder),
        "yes" if encoder else "no",
        QUESTION,
    ]
    runs: list[dict[str, float]] = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)
    ]
    return sorted(runs, key=lambda run: run["first"])[1]


def _command() -> float:
    """Return the median of five runs of the real command over the starter handbook, indexed before."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(Path(sys.executable).with_name("deskbook")), "search", QUESTION, "--json"]
        environment = {**os.environ, "DESKBOOK_HOME": home}
        times = []
        for _ in range(6):
            started = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=True)
            times.append(time.perf_counter() - started)
        return sorted(times[1:])[2]


if __name__ == "__main__":
    main()
