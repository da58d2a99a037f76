"""Cards: what the index keeps of an entry for showing it as a hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from deskbook.model.entry import Kind, Level, Stage
from deskbook.model.query import SearchDoc
from deskbook.search.folding import fold
from deskbook.search.pinyin import spoken

# Named tuples and not dataclasses: a query opens some thirty cards of a dozen passages each.


_KIND_WORDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SOP: ("SOP", "流程", "步骤", "规范"),
    Kind.FAQ: ("话术", "怎么回复"),
    Kind.PHRASE: ("禁用语", "违禁词", "能不能说", "换成什么说", "怎么说"),
    Kind.CASE: ("案例", "例子"),
}
"""How people ask for a kind of entry."""


class Passage(NamedTuple):
    """A text with its folded form; ``origin`` leads back from the one to the other as in ``Folded``.

    :param spoken: how the folded text sounds, as :func:`deskbook.search.pinyin.spoken` gives it; only of
        sentences.
    """

    text: str
    folded: str
    origin: Sequence[int] | None = None
    spoken: str = ""

    @classmethod
    def of(cls, text: str) -> Passage:
        """Return a text with its folded form."""
        folded = fold(text)
        return cls(text, folded.text, folded.origin)


class Card(NamedTuple):
    """An entry as a hit shows it: ``sentences`` are title and aliases, ``tags`` begin with the topic."""

    id: str
    kind: Kind
    stage: Stage
    level: Level
    sentences: tuple[Passage, ...]
    tags: tuple[Passage, ...]
    body: Passage

    @property
    def aliases(self) -> tuple[str, ...]:
        """The entry's other wordings."""
        return tuple(sentence.text for sentence in self.sentences[1:])


def tags_of(doc: SearchDoc) -> tuple[str, ...]:
    """Return the short words that an entry goes by: topic, tags, and what its kind is called."""
    return (doc.topic, *doc.tags, *_KIND_WORDS[doc.kind])


def pack(doc: SearchDoc) -> tuple[Any, ...]:
    """Return the plain values that are stored for a document.

    Most texts are their own folded form. Which are not, and how they sound, is found out once, here, and
    not for every hit.
    """
    tags = [_plain(text) for text in tags_of(doc)]
    sentences = [(_plain(text), spoken(fold(text).text)) for text in (doc.title, *doc.aliases)]
    texts = (doc.id, doc.kind.value, doc.stage.value, doc.level.value)
    return (*texts, tuple(sentences), tuple(tags), _plain(doc.body))


def unpack(stored: tuple[Any, ...]) -> Card:
    """Return the card of stored values.

    :raises ValueError: if they are not what :func:`pack` gives.
    """
    entry_id, kind, stage, level, sentences, tags, body = stored
    return Card(
        entry_id,
        Kind(kind),
        Stage(stage),
        Level(level),
        tuple([_passage(text, sound) for text, sound in sentences]),
        tuple([_passage(text) for text in tags]),
        _passage(body),
    )


def _plain(text: str) -> str | tuple[str]:
    """Return the text itself where it is its own folded form, else wrapped as a mark that it is not."""
    return text if fold(text).text == text else (text,)


def _passage(stored: str | tuple[str], sound: str = "") -> Passage:
    if isinstance(stored, str):
        return Passage(stored, stored, None, sound)
    folded = fold(stored[0])
    return Passage(stored[0], folded.text, folded.origin, sound)
