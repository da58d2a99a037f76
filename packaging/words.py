"""Make the word list of the phrase guard from the dictionary of jieba, the Chinese segmenter (MIT licence).

Run it when the dictionary or the choice of words changes::

    pip download --no-deps --no-binary :all: jieba==0.42.1 && tar xzf jieba-0.42.1.tar.gz
    python packaging/words.py jieba-0.42.1/jieba/dict.txt
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from pathlib import Path

WORDS = Path(__file__).parents[1] / "src" / "deskbook" / "guard" / "words.txt"
HEADER = """\
# How common Chinese words are: a level, which is twice the binary logarithm of a count, then its words.
# Made by packaging/words.py from the dictionary of jieba 0.42.1, Copyright (c) 2013 Sun Junyi, under the
# MIT licence, whose terms stand in LICENSE.
"""
_HAN = re.compile("[\\u4e00-\\u9fff]{1,4}")
_RAREST = 10
_NAMES = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})


def main(dictionary: Path) -> None:
    """Write the list: words of up to four characters that are neither names nor rare, and every character."""
    levels: dict[int, list[str]] = defaultdict(list)
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        common = int(count) >= _RAREST and tag not in _NAMES
        if _HAN.fullmatch(word) and (common or len(word) == 1):
            levels[round(2 * math.log2(int(count) + 1))].append(word)
    lines = (f"{level} {' '.join(sorted(words))}\n" for level, words in sorted(levels.items(), reverse=True))
    WORDS.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
