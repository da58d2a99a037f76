"""Judging: whether a wording that was found is meant.

- **Runs.** 呵呵 needs two, 呵呵呵 is the same word said louder.
- **Ends.** A wording does not lie across the end of a clause (质保，证书), unless every character of it
  stands apart (加。微。信), from its neighbours too if they are but two, which nobody writes by chance; or it
  has such an end itself.
- **Whole numbers and words.** 0甲醛 is not in 10甲醛, 加VX not in 加VX200, and a wholly Latin wording not
  inside a longer word.
- **Allowed wordings.** One that covers the place, as written or disguised, excuses it, unless it is torn
  itself (保证书 in 保证书架).
- **Context.** The rules of :mod:`deskbook.guard.context`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from deskbook.guard.compiling import Ban, Literal
from deskbook.guard.context import Place, excuse
from deskbook.guard.folding import Codes, Dense, Plain, code_points, spelling
from deskbook.guard.tearing import torn

_SHORTEST_SPACED = 3
"""Characters that have to stand apart for an end of a clause between them to count as a disguise."""
_FORM_REACH = 24
"""Dense characters before and after a place in which an allowed form is looked for."""
_CODE = re.compile(r"[-_]?[0-9]{1,4}(?![0-9A-Za-z])")
"""What makes a product code of the letters before it: VX200, WX-3. Account names are longer."""


class Reading:
    """A text in the ways it is read, each made when it is first wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._codes: Codes = code_points(text)

    @cached_property
    def dense(self) -> Dense:
        """The letters and digits alone."""
        return Dense(self._codes)

    @cached_property
    def plain(self) -> Plain:
        """Everything visible."""
        return Plain(self._codes)

    @cached_property
    def numeric(self) -> Plain:
        """The plain text with its numbers put together."""
        return Plain(self._codes, numeric=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place at which a ban was found: dense places ``start`` to ``end``, offsets ``first`` to ``last``.

    ``literal`` is None where a pattern found it.
    """

    ban: Ban
    start: int
    end: int
    first: int
    last: int
    literal: Literal | None = None


def meant(reading: Reading, found: Candidate) -> bool:
    """Tell whether a candidate is a fault."""
    if found.literal is not None and not (
        _repeated_enough(reading.dense, found, found.literal)
        and _undivided(reading.dense, found, found.literal)
        and _whole(reading, found, found.literal)
    ):
        return False
    if found.start == found.end:  # punctuation alone, found by a pattern, has no wording around it
        return True
    if _allowed(reading, found):
        return False
    source = found.literal.source if found.literal else ""
    place = Place(reading.text, reading.dense, found.start, found.end, found.first, found.last, source)
    return excuse(place, found.ban.phrase.category) is None


def _repeated_enough(dense: Dense, found: Candidate, literal: Literal) -> bool:
    return all(
        least == 1 or dense.run(found.start + at) >= least for at, least in enumerate(literal.wording.runs)
    )


def _undivided(dense: Dense, found: Candidate, literal: Literal) -> bool:
    if literal.wording.broken or not dense.broken(found.start, found.end):
        return True
    if found.end - found.start >= _SHORTEST_SPACED:
        return dense.spaced(found.start, found.end)
    return dense.alone(found.start, found.end)


def _whole(reading: Reading, found: Candidate, literal: Literal) -> bool:
    text = reading.text
    written = reading.dense.text[found.start : found.end] if literal.tail else literal.wording.text
    before, after = text[max(0, found.first - 2) : found.first], text[found.last : found.last + 2]
    if written.isascii() and (_latin(before[-1:]) or _latin(after[:1])):
        return False
    if _latin(written[-1]) and _CODE.match(text, found.last):
        return False
    if text[found.first].isdecimal() and _number_goes_on(before[::-1]):
        return False
    return not (text[found.last - 1].isdecimal() and _number_goes_on(after))


def _latin(char: str) -> bool:
    folded = spelling(char) if char else ""
    return folded.isascii() and folded.isalnum() and not char.isnumeric()


def _number_goes_on(beside: str) -> bool:
    return beside[:1].isdecimal() or (beside[:1] in {".", ","} and beside[1:2].isdecimal())


def _allowed(reading: Reading, found: Candidate) -> bool:
    dense = reading.dense
    size = found.end - found.start
    begin = max(0, found.end - found.ban.reach)
    around = dense.text[begin : found.start + max(size, found.ban.reach)]
    for allowed in found.ban.allowed:
        at = around.find(allowed.text)
        while 0 <= at <= found.start - begin:
            if _covers(reading, found, begin + at, begin + at + len(allowed.text), broken=allowed.broken):
                return True
            at = around.find(allowed.text, at + 1)
    return any(
        _covers(reading, found, *match.span(), broken=False)
        for form in found.ban.allowed_forms
        for match in form.finditer(dense.text, max(0, found.start - _FORM_REACH), found.end + _FORM_REACH)
    )


def _covers(reading: Reading, found: Candidate, first: int, last: int, *, broken: bool) -> bool:
    if first > found.start or last < found.end or (reading.dense.broken(first, last) and not broken):
        return False
    return not torn(reading.text, *reading.dense.span(first, last))
