"""Our own scripts hold no banned phrase."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from deskbook.errors import Message
from deskbook.lint.library import Library
from deskbook.model.entry import Match, Phrase, Severity
from deskbook.model.problem import Gravity, Problem
from deskbook.model.texts import scripts


def check(library: Library) -> Iterator[Problem]:
    """Yield ``banned-phrase`` problems: errors for phrases that block, warnings for the others."""
    phrases = [(phrase, *_patterns(phrase)) for phrase in library.phrases()]
    for entry in library.entries.values():
        for field, text in scripts(entry):
            folded = unicodedata.normalize("NFKC", text).casefold()
            for phrase, banned, allowed in phrases:
                hit = banned.search(allowed.sub("\0", folded) if allowed else folded)
                if hit is None:
                    continue
                yield library.problem(
                    "banned-phrase",
                    entry.id,
                    Message("“{text}” is banned by “{phrase}”.", text=hit[0], phrase=phrase.id),
                    Message("Say it as the entry “{phrase}” proposes.", phrase=phrase.id),
                    field=field,
                    at=text.split("\n", 1)[0],
                    gravity=Gravity.ERROR if phrase.severity is Severity.BLOCK else Gravity.WARNING,
                )


def _patterns(phrase: Phrase) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what is banned, and the longer wordings in which it is no fault."""
    first = phrase.pattern if phrase.match is Match.REGEX else re.escape(_folded(phrase.pattern))
    banned = "|".join([f"(?:{first})", *(re.escape(_folded(v)) for v in phrase.variants)])
    allowed = "|".join(re.escape(_folded(a)) for a in phrase.allowed)
    return re.compile(banned), re.compile(allowed) if allowed else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
