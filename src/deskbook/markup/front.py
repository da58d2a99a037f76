"""Where the fields of an entry end and its body begins."""

from __future__ import annotations

import re
from itertools import islice

_FENCE = re.compile(r"^---[ \t]*$", re.M)


def front_matter(source: str) -> tuple[int, int, int] | None:
    """Return where the fields begin and end and where the body begins, or None without two lines of ---.

    :param source: with Unix line ends.
    """
    fences = list(islice(_FENCE.finditer(source), 2))
    if len(fences) < 2 or fences[0].start() != 0:
        return None
    return fences[0].end() + 1, fences[1].start(), fences[1].end() + 1
