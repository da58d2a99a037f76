"""A fresh process that opens an index and answers: ``python -m benchmarks.speed.cold FOLDER ENCODER QUERY``.

Prints one JSON object: milliseconds from the start of Python to the first answer, and resident memory in MB
after that answer and after 200 more.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.speed.corpus import queries
from deskbook.model.query import Query
from deskbook.search import open_index


def main(folder: Path, encoder: bool, text: str) -> None:
    """Answer, and say how long it took since the process began."""
    process = psutil.Process()
    today = datetime.now(UTC).date()
    index = open_index(folder, encoder=encoder)
    index.warm_up()
    hits = index.search(Query(text=text, day=today)).hits
    first = (datetime.now(UTC).timestamp() - process.create_time()) * 1000
    fresh = process.memory_info().rss
    for query in queries(200):
        index.search(Query(text=query, day=today))
    used = process.memory_info().rss
    index.close()
    print(json.dumps({"first": first, "hits": len(hits), "fresh": fresh / 1e6, "used": used / 1e6}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] == "yes", sys.argv[3])
