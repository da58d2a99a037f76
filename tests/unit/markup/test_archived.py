"""Retiring an entry touches its status and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import AnyEntry, Status
from tests.fakes import handbook as fake
from tests.strategies import entries

markup = MarkdownMarkup()


@given(entries, st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(deadline=None)
def test_everything_else_keeps_its_meaning(entry: AnyEntry, newline: str, mark: bool) -> None:
    source = "\ufeff" * mark + markup.write(entry).replace("\n", newline)
    archived = markup.archived(source)
    assert markup.parse(archived) == replace(entry, status=Status.ARCHIVED)
    assert markup.archived(archived) == archived
    assert archived.startswith("\ufeff") == mark


def test_only_one_line_is_written() -> None:
    source = fake.INVOICE.replace("owner:", "# 谁负责\nowner:")
    assert set(markup.archived(source).splitlines()) - set(source.splitlines()) == {"status: archived"}
    validated = source.replace("owner:", "status: validated\nowner:")
    assert markup.archived(validated) == validated.replace("validated", "archived")


@pytest.mark.parametrize(
    "head", ["{id: faq-a, title: t, stage: presale, topic: x, owner: y, reviewed: 2026-11-22}"]
)
def test_unusual_fields_are_written_anew(head: str) -> None:
    body = fake.INVOICE.split("---\n", 2)[2]
    archived = markup.parse(markup.archived(f"---\n{head}\n---\n{body}"))
    assert not isinstance(archived, tuple)
    assert archived.status is Status.ARCHIVED
