"""Hits: ranked candidates made presentable, each with the true reasons it was found."""

from __future__ import annotations

from collections.abc import Sequence

from deskbook.model.query import Hit, Marked, Why
from deskbook.search.card import Card, Passage
from deskbook.search.listening import Span
from deskbook.search.marking import Marker, densest, marked
from deskbook.search.ranking import MEANT, Ranked


def present(card: Card, ranked: Ranked, marker: Marker, *, active: bool) -> Hit:
    """Return the hit for a ranked document, with what it matches marked."""
    title, *aliases = card.sentences
    texts = (*card.sentences, card.body, *card.tags)
    written = marker.written([each.folded for each in texts])
    in_title = written[0]
    alias, in_alias = _most(aliases, written[1:])
    body, in_body = densest(card.body, written[len(card.sentences)])
    sounds = list(map(marker.heard, card.sentences, written)) if ranked.sound > 0 else []
    like, heard = _most(card.sentences, sounds)
    reasons = {
        Why.TITLE: bool(in_title),
        Why.ALIAS: bool(in_alias),
        Why.BODY: bool(in_body) or any(written[len(card.sentences) + 1 :]),
        Why.PINYIN: bool(heard),
        Why.MEANING: ranked.meaning >= MEANT,
    }
    if heard and like is title:
        in_title = in_title + heard
    snippet = body
    if not in_body and like is not None and like is not title:
        snippet = marked(like, heard)
    elif alias is not None and _variety(in_alias) > max(in_body, _variety(in_title)):
        snippet = marked(alias, in_alias)
    elif not any(reasons.values()) and ranked.sound > 0:
        reasons[Why.PINYIN] = True  # by a rarer reading of a character: true, but not worth marking
    elif not any(reasons.values()):
        in_title, snippet, why = _weakly(card, marker, body)
        reasons[why] = True
    return hit(
        card,
        title=marked(title, in_title),
        snippet=snippet,
        why=tuple(why for why, holds in reasons.items() if holds),
        score=ranked.score,
        active=active,
    )


def hit(
    card: Card, *, title: Marked, snippet: Marked, why: tuple[Why, ...], score: float, active: bool
) -> Hit:
    """Return a hit for a card."""
    return Hit(
        id=card.id,
        kind=card.kind,
        title=title,
        aliases=card.aliases,
        stage=card.stage,
        topic=card.tags[0].text,
        level=card.level,
        score=round(score, 6),
        snippet=snippet,
        why=why,
        active=active,
    )


def _most(passages: Sequence[Passage], spans: Sequence[list[Span]]) -> tuple[Passage | None, list[Span]]:
    """Return the passage that the most different terms were found in, with its spans; None if none were."""
    best = max(zip(passages, spans, strict=False), key=lambda pair: _variety(pair[1]), default=None)
    return best if best is not None and best[1] else (None, [])


def _variety(spans: Sequence[Span]) -> int:
    """Return by how many different terms the spans were found."""
    return len({span.what for span in spans})


def _weakly(card: Card, marker: Marker, body: Marked) -> tuple[list[Span], Marked, Why]:
    """Explain a hit that shares only single characters with the question."""
    title, *aliases = card.sentences
    spans = marker.characters(title.folded)
    if spans:
        return spans, body, Why.TITLE
    for alias in aliases:
        found = marker.characters(alias.folded)
        if found:
            return [], marked(alias, found), Why.ALIAS
    return [], body, Why.BODY
