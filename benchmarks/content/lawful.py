"""The law register and what entries say of the law, against a table of articles of our own.

The table has the articles that may be cited by number, the rules that may be named without one, and
wordings that only an entry citing the right article may use. It was drawn up apart from the register, so
that a slip in either shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from deskbook.model.entry import AnyEntry
from deskbook.model.register import Law
from deskbook.model.texts import texts

ARTICLES = Path(__file__).with_name("articles.yaml")
_ARTICLE_NUMBER = re.compile(r"(?:法|办法|条例|规定)》?第[0-9一二三四五六七八九十百]+条")


@dataclass(frozen=True, slots=True)
class Statement:
    """A wording that states law, and the register's ids of which an entry that uses it must cite one."""

    pattern: re.Pattern[str]
    laws: frozenset[str]


@dataclass(frozen=True, slots=True)
class Articles:
    """What may be cited: by article, by name alone, and in which words; ``checked`` is the day of it."""

    checked: str
    numbered: frozenset[tuple[str, str]]
    unnumbered: frozenset[str]
    statements: tuple[Statement, ...]


def read_articles(path: Path = ARTICLES) -> Articles:
    """Return the table of articles."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Articles(
        str(table["checked"]),
        frozenset((law, str(article)) for law, articles in table["numbered"].items() for article in articles),
        frozenset(table["unnumbered"]),
        tuple(Statement(re.compile(row["says"]), frozenset(row["cites"])) for row in table["statements"]),
    )


def register_faults(laws: Iterable[Law], articles: Articles) -> Iterator[str]:
    """Yield every law of the register that the table has not, and every article that the register has not."""
    registered = {(law.law, law.article) for law in laws}
    for law, article in sorted(registered):
        if article and (law, article) not in articles.numbered:
            yield f"{law} {article}: not in the table"
        elif not article and law not in articles.unnumbered:
            yield f"{law}: not a rule to be named without an article"
    for law, article in sorted(articles.numbered - registered):
        yield f"{law} {article}: not in the register"


def citations(entries: Iterable[AnyEntry]) -> Counter[str]:
    """Return how many entries cite each law."""
    return Counter(law for entry in entries for law in entry.laws)


def text_faults(entries: Sequence[AnyEntry], articles: Articles) -> Iterator[str]:
    """Yield every article number in a text, and every statement of law in an entry that does not cite it."""
    for entry in entries:
        cited = frozenset(entry.laws)
        for field, text in texts(entry):
            if field == "pattern":
                continue  # what must not be said states nothing
            for match in _ARTICLE_NUMBER.finditer(text):
                yield f"{entry.id} ({field}): {match[0]}"
            for statement in articles.statements:
                match_ = statement.pattern.search(text)
                if match_ and not cited & statement.laws:
                    yield f"{entry.id} ({field}): “{match_[0]}” without {' or '.join(sorted(statement.laws))}"
