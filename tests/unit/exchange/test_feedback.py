"""What one desk writes, an owner reads; nothing else is taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import SourceError
from deskbook.exchange.feedback import FeedbackFile, decoded, encoded
from deskbook.model.feedback import Fault, Gathered, Remark, Vain

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
texts = st.text(max_size=200)
moments = st.datetimes(datetime(2000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
keys = st.uuids().map(lambda key: key.hex)
remarks = st.builds(
    Remark,
    keys,
    st.sampled_from(Fault),
    st.sampled_from(["", "faq-invoice"]),
    st.integers(0, 1 << 20),
    st.just("ab" * 32),
    texts,
    texts,
    moments,
)
searches = st.builds(Vain, keys, texts, st.integers(0, 500), moments)
gathered = st.builds(
    Gathered, st.lists(remarks, max_size=3).map(tuple), st.lists(searches, max_size=3).map(tuple)
)


@given(told=gathered)
def test_what_is_written_is_read(told: Gathered) -> None:
    assert decoded(encoded(told, NOON).encode()) == told


@given(data=st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decoded(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", ""),
        ("fault", "ugly"),
        ("entry", "../x"),
        ("revision", -1),
        ("revision", True),
        ("words", "x" * 501),
        ("words", "\ud800"),
        ("at", "2026-11-22T12:00:00"),
        ("at", "0001-01-01T00:00:00+23:00"),
        ("query", None),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_named(name: str, value: object) -> None:
    told = Gathered((Remark("k", Fault.WRONG, "faq-a", 1, "", "", "", NOON),))
    values = json.loads(encoded(told, NOON))
    values["remarks"][0][name] = value
    with pytest.raises(SourceError, match=rf"remarks\[0\]\.{name}"):
        decoded(json.dumps(values).encode())


def test_a_file_of_a_newer_program_is_refused() -> None:
    values = {**json.loads(encoded(Gathered(), NOON)), "version": 2}
    with pytest.raises(SourceError, match="newer"):
        decoded(json.dumps(values).encode())


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "remarks.json"
    FeedbackFile().write(path, Gathered(), NOON)
    kept = path.read_bytes()
    with pytest.raises(SourceError, match="already"):
        FeedbackFile().write(path, Gathered((), (Vain("k", "x", 0, NOON),)), NOON)
    assert path.read_bytes() == kept
    assert FeedbackFile().read(path) == Gathered()
