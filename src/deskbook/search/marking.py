"""Marking: which characters of a text answer the question, and which passage shows it best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from deskbook.model.query import Marked
from deskbook.search.card import Passage
from deskbook.search.listening import Listener, Span, places
from deskbook.search.question import Question

_SHORT, _LONG = 60, 90
_ELLIPSIS = "…"
_LAST_BREAK = re.compile(r".*[。！？；!?;\n]", re.DOTALL)
_LAST_PAUSE = re.compile(r".*[，、：,: ]", re.DOTALL)
_FIRST_AFTER_LATIN = 0x250
_SEPARATORS = "[-_./+']?"


class Marker:
    """Finds what a question matches in texts."""

    def __init__(self, question: Question) -> None:
        runs = [term for term in question.terms if not _latin(term.text)]
        self._pairs = [t.text for t in runs if len(t.text) > 1 or t.weight == 1.0]
        self._singles = [t.text for t in runs if len(t.text) == 1 and t.weight < 1.0]
        words = [t.text for t in question.terms if t.weight == 1.0 and _latin(t.text)]
        # The single letters of a code are marked with the code.
        self._words = [_word_pattern(word) for word in words if len(word) > 1 or len(words) == 1]
        self._listener = Listener(question)

    def written(self, folded: Sequence[str]) -> list[list[Span]]:
        """Return for each of some folded texts where the question's words stand in it, in order."""
        # Searched as one: most words stand in none of them. A folded text has no line ends of its own.
        whole = "\n".join(folded)
        found = [
            (start, start + len(pair), pair)
            for pair in self._pairs
            if pair in whole
            for start in places(whole, pair)
        ]
        for pattern in self._words:
            found.extend((m.start(), m.end(), pattern.pattern) for m in pattern.finditer(whole))
        found.sort()
        return _parted(found, folded)

    def characters(self, folded: str) -> list[Span]:
        """Return where single characters of the question stand: a weak hint, for want of a better one."""
        found = [Span(s, s + 1, char) for char in self._singles for s in places(folded, char)]
        return sorted(found)

    def heard(self, passage: Passage, written: Iterable[Span]) -> list[Span]:
        """Return where a sentence sounds like the question without being written like it.

        :param written: where it is written like it.
        """
        spans = self._listener.heard(passage.folded, passage.spoken)
        if not spans:
            return []
        seen = {i for span in written for i in range(span.start, span.end)}
        return [span for span in spans if not seen.issuperset(range(span.start, span.end))]


def _parted(found: Iterable[tuple[int, int, str]], texts: Sequence[str]) -> list[list[Span]]:
    """Return spans of joined texts as spans of each."""
    parts: list[list[Span]] = [[] for _ in texts]
    text = -1
    begin = end = -1
    for start, stop, what in found:
        while start > end:
            text += 1
            begin = end + 1
            end = begin + len(texts[text])
        parts[text].append(Span(start - begin, stop - begin, what))
    return parts


def marked(passage: Passage, spans: Iterable[Span]) -> Marked:
    """Return a text with the spans of its folded form marked, in code points of the original."""
    return Marked(passage.text, merged(_original(passage, spans)))


def _original(passage: Passage, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    origin = passage.origin
    for start, end, _ in spans:
        yield (start, end) if origin is None else (origin[start], origin[end - 1] + 1)


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return spans in ascending order, with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def densest(body: Passage, spans: Sequence[Span]) -> tuple[Marked, int]:
    """Return the passage of a body where the question is matched most densely, and how many terms it matches.

    Without any match it is the beginning of the body.

    :param spans: where the body matches, in order.
    """
    text = body.text
    marks = list(_original(body, spans))
    start, matched = _best_window(marks, [span.what for span in spans])
    begin, end = _window(text, start)
    shown = text[begin:end].replace("\n", " ")
    before, after = (_ELLIPSIS if begin else ""), (_ELLIPSIS if end < len(text) else "")
    shift = len(before) - begin
    inside = merged((max(s, begin) + shift, min(e, end) + shift) for s, e in marks if s < end and e > begin)
    return Marked(before + shown + after, inside), matched


def _best_window(marks: Sequence[tuple[int, int]], whats: Sequence[str]) -> tuple[int, int]:
    """Return the start of the first mark of the best window, and how many different terms it holds."""
    best = start = first = 0
    counts: dict[str, int] = {}
    for (_, end), what in zip(marks, whats, strict=True):
        counts[what] = counts.get(what, 0) + 1
        while end - marks[first][0] > _SHORT:
            dropped = whats[first]
            counts[dropped] -= 1
            if not counts[dropped]:
                del counts[dropped]
            first += 1
        if len(counts) > best:
            best, start = len(counts), marks[first][0]
    return start, best


def _window(text: str, anchor: int) -> tuple[int, int]:
    """Return the bounds of a passage around ``anchor``, cut where the sense allows."""
    begin = _boundary_before(text, anchor)
    end = min(len(text), begin + _LONG)
    if end < len(text):
        end = _after_last(text, begin + _SHORT, end) or end
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end


def _boundary_before(text: str, anchor: int) -> int:
    """Return where the sentence of ``anchor`` begins, or a pause, or some characters before it."""
    earliest = max(0, anchor - _SHORT // 2)
    if earliest == 0:
        return 0
    return _after_last(text, earliest, anchor) or max(0, anchor - 10)


def _after_last(text: str, start: int, end: int) -> int:
    """Return where the last break, else pause, between ``start`` and ``end`` is over; 0 without either."""
    last = _LAST_BREAK.match(text, start, end) or _LAST_PAUSE.match(text, start, end)
    return last.end() if last else 0


def _latin(term: str) -> bool:
    # A number is paired with the character after it: 7天 is no word.
    return ord(term[0]) < _FIRST_AFTER_LATIN and ord(term[-1]) < _FIRST_AFTER_LATIN


def _word_pattern(word: str) -> re.Pattern[str]:
    letters = _SEPARATORS.join(map(re.escape, word))
    return re.compile(rf"(?<![0-9a-zÀ-ɏ]){letters}")
