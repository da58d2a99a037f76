"""A process of its own that keeps changing an index, for the tests to kill or to race.

Every state it publishes is complete: all entries of one round, and only those.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from deskbook.search import open_index
from tests.unit.search.support import Handbook, doc

ENTRIES = 40


def handbook_of(turn: int) -> Handbook:
    """Return the handbook of a round: a few entries change every time, now and then most of them."""
    depth = 30 if turn % 4 == 0 else 3
    return Handbook(
        *(
            doc(f"faq-{n}", f"第{turn if n < depth else 0}轮的问题{n}", body="退款什么时候到账" * 5)
            for n in range(ENTRIES)
        )
    )


def main() -> None:
    """Sync round after round until killed, or for as many rounds as asked."""
    folder, first, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    index = open_index(folder, encoder=False)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for turn in count(first) if rounds < 0 else range(first, first + rounds):
        handbook = handbook_of(turn)
        index.sync(handbook.heads(), handbook.load)


if __name__ == "__main__":
    main()
