"""A question: a query's text, analysed once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from deskbook.model.entry import Kind
from deskbook.search.folding import Folded, fold
from deskbook.search.spelling import has_latin, is_foreign, query_sounds
from deskbook.search.synonyms import Synonyms, Wording
from deskbook.search.terms import Term, query_terms, tokens

LONGEST = 300
"""Characters of a query that are looked at; what is pasted beyond them is ignored."""
_LONGEST_SOUND = 60
_MOST_WORDINGS = 8
_SENTENCE = 6
"""From so many characters on, a question has the meaning of a sentence."""

_SYNONYM, _TRANSLATED = 0.3, 1.0
"""What another wording counts beside the one that was typed; the first for English stands in its place."""
NO_SYNONYMS = Synonyms()

_ASKING = {
    Kind.PHRASE: re.compile(
        r"(?:能不能|可不可以|可以|能)(?:这么|这样)?[说写](?![明话清])吗?|[这那](?:么|样)[说写回](?:行吗|行不行|可以吗)?"
        r"|换成?(?:个|种|一种|什么|啥)说法?|替代话术|禁用语|违禁词|敏感词"
        r"|(?:banned|forbidden) (?:words?|phrases?)"
    ),
    Kind.CASE: re.compile(r"案例|例子|case stud(?:y|ies)"),
}
"""How an agent asks for a kind of entry. The words say nothing of what the entry is about."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked up for a query text.

    :param plain: the folded text in plain words, without those that only ask for a kind of entry.
    :param kind: the kind of entry that is asked for in so many words.
    :param terms: lexical terms, each once, with the weight of a match.
    :param sounds: sound terms, each once: of the letters, or of the characters where no letter can be pinyin.
    :param spelled: whether the sounds are those of letters.
    :param names: the whole text, and what it is called otherwise: perhaps the name of a topic.
    :param meaningful: how much of a sentence it is, 0 to 1: initials mean nothing by themselves.
    """

    folded: Folded
    plain: str
    kind: Kind | None
    terms: tuple[Term, ...]
    sounds: tuple[Term, ...]
    spelled: bool
    names: frozenset[str]
    meaningful: float

    @classmethod
    def of(cls, text: str, synonyms: Synonyms = NO_SYNONYMS) -> Question:
        """Analyse a query text of any length and content."""
        folded = fold(text[:LONGEST].strip())
        kind, asked = _kind_asked_for(folded.text)
        short = asked[:_LONGEST_SOUND]
        plain = synonyms.plain(asked)
        wordings = tuple(islice(_wordings(synonyms, plain), _MOST_WORDINGS))
        english = [w for w in wordings if asked[w.start].isascii()]
        # What is an English word of the trade was not meant as pinyin: "size" is no 四则.
        sounds = [s for s in query_sounds(short) if not any(w.start <= s.start < w.end for w in english)]
        # Who spells a word out writes the others as they are meant: only the letters need listening to.
        spelled = [sound for sound in sounds if has_latin(short[sound.start : sound.end])]
        return cls(
            folded,
            plain.text,
            kind,
            _distinct([*query_terms(asked), *_plain_terms(plain), *_others(wordings, asked)]),
            _distinct(spelled or sounds),
            bool(spelled),
            frozenset(
                (plain.text, *(o for w in wordings if (w.start, w.end) == (0, len(asked)) for o in w.others))
            ),
            1.0 if english or is_foreign(short) else _sentence_like(short),
        )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look up."""
        return not self.terms


def _kind_asked_for(folded: str) -> tuple[Kind | None, str]:
    """Return the kind a text asks for, and the text with the words that do so blanked."""
    for kind, words in _ASKING.items():
        rest = words.sub(lambda match: " " * len(match.group()), folded)
        if rest != folded and not rest.isspace():
            return kind, rest
    return None, folded


def _wordings(synonyms: Synonyms, plain: Folded) -> Iterator[Wording]:
    """Yield the wordings of a text in plain words, at their places in what was typed."""
    for start, end, others in synonyms.within(plain.text):
        yield Wording(*plain.span(start, end), others)


def _plain_terms(plain: Folded) -> Iterator[Term]:
    """Yield the terms that only the plain words give, at their places in what was typed."""
    if plain.origin is not None:
        for term in query_terms(plain.text):
            start, end = plain.span(term.start, term.end)
            yield term._replace(start=start, end=end)


def _others(wordings: Iterable[Wording], folded: str) -> Iterator[Term]:
    """Yield the pairs of characters of the other wordings, at the place of the one that was typed."""
    for start, end, others in wordings:
        for other in others:
            translated = folded[start].isascii() and other == others[0]
            weight = _TRANSLATED if translated else _SYNONYM
            yield from (Term(other[i : i + 2], start, end, weight) for i in range(len(other) - 1))


def _sentence_like(folded: str) -> float:
    characters = sum(len(token.text) for token in tokens(folded) if not token.is_word)
    return min(1.0, characters / _SENTENCE)


def _distinct(terms: list[Term]) -> tuple[Term, ...]:
    best: dict[str, Term] = {}
    for term in terms:
        known = best.get(term.text)
        if known is None or known.weight < term.weight:
            best[term.text] = term
    return tuple(best.values())
