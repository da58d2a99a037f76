"""Entries are parsed once by their content, and no more of them are kept than there is room for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskbook.errors import DamagedDatabaseError, Message
from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import AnyEntry
from deskbook.model.revision import Revision, content_hash
from deskbook.services.remembering import Remembered
from tests.fakes.handbook import ARRIVAL, INVOICE, REFUND

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def revision(source: str, number: int = 1) -> Revision:
    return Revision("faq-a", number, content_hash(source), source, "", NOW, "", None)


class Parser:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, revision: Revision) -> AnyEntry:
        self.asked.append(revision.source)
        entry = MarkdownMarkup().parse(revision.source)
        if isinstance(entry, tuple):
            raise DamagedDatabaseError(Message("unsound"))
        return entry


def test_a_text_is_parsed_once_whatever_revision_holds_it() -> None:
    parser = Parser()
    remembered = Remembered(parser)
    first = remembered(revision(ARRIVAL))
    assert remembered(revision(ARRIVAL, 7)) is first
    assert remembered(revision(INVOICE)).id == "faq-invoice"
    assert parser.asked == [ARRIVAL, INVOICE]


def test_what_was_used_longest_ago_gives_way() -> None:
    parser = Parser()
    remembered = Remembered(parser, limit=2)
    for source in (ARRIVAL, INVOICE, ARRIVAL, REFUND, ARRIVAL, INVOICE):
        remembered(revision(source))
    assert parser.asked == [ARRIVAL, INVOICE, REFUND, INVOICE]


def test_an_unsound_text_is_not_remembered() -> None:
    parser = Parser()
    remembered = Remembered(parser)
    for _ in range(2):
        with pytest.raises(DamagedDatabaseError):
            remembered(revision("no entry"))
    assert len(parser.asked) == 2
