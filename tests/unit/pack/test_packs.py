"""A pack gives back what went into it, and is the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import PackSizeError, SourceError
from deskbook.model.pack import Contents, HeldRevision
from deskbook.model.revision import content_hash
from deskbook.pack.container import LARGEST_MEMBER
from deskbook.pack.reader import look_at_file, read_pack_file
from deskbook.pack.writer import write_pack_file
from tests.unit.pack.support import (
    OTHER,
    OWNER,
    TRUSTING,
    contents,
    facts,
    pack_bytes,
    read,
    release,
    revision,
)

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
IDS = st.from_regex(r"faq-[a-z0-9]{1,6}", fullmatch=True)


@st.composite
def handbooks(draw: st.DrawFn) -> Contents:
    """Releases over entries with a few revisions each, of which only those in a release are there."""
    texts = draw(st.dictionaries(IDS, st.lists(TEXTS, min_size=1, max_size=4), max_size=5))
    count = draw(st.integers(1, 4))
    releases = []
    for number in range(1, count + 1):
        chosen = draw(st.sets(st.sampled_from(sorted(texts)), max_size=5)) if texts else set()
        items = {entry: draw(st.integers(1, len(texts[entry]))) for entry in sorted(chosen)}
        releases.append(release(number, items))
    named = sorted({item for held in releases for item in held.items.items()})
    revisions: list[HeldRevision] = []
    for entry, number in named:
        before = [one.revision.number for one in revisions if one.revision.entry_id == entry]
        parent = draw(st.sampled_from([None, *before]))
        revisions.append(revision(entry, number, texts[entry][number - 1], parent))
    pictures = draw(
        st.dictionaries(st.from_regex(r"[a-z0-9]{1,9}\.png", fullmatch=True), st.binary(), max_size=3)
    )
    return Contents(tuple(releases), tuple(revisions), pictures)


@given(handbooks(), st.integers(1, 2**31 - 1))
def test_what_went_in_comes_out(held: Contents, sequence: int) -> None:
    told = facts(held, sequence)
    pack = read(pack_bytes(held, told))
    assert pack.contents == held
    assert pack.facts == told
    assert pack.key == OWNER.public
    assert not pack.learned.trusted | pack.learned.revoked


@given(handbooks())
def test_the_same_release_gives_the_same_bytes(held: Contents) -> None:
    shuffled = Contents(
        tuple(replace(one, items=dict(reversed(list(one.items.items())))) for one in held.releases),
        held.revisions,
        dict(reversed(list(held.pictures.items()))),
    )
    assert pack_bytes(held) == pack_bytes(shuffled)


def test_another_key_or_sequence_gives_another_digest() -> None:
    one, other = read(pack_bytes()), read(pack_bytes(sequence=8))
    assert one.digest != other.digest
    assert pack_bytes() != pack_bytes(signer=OTHER)


def test_equal_texts_are_kept_once() -> None:
    assert pack_bytes().count("不变".encode()) == 1
    assert content_hash("不变").encode() in pack_bytes()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.dbk"
    write_pack_file(path, contents(), facts(contents()), OWNER)
    assert path.read_bytes() == pack_bytes()
    assert read_pack_file(path, TRUSTING).contents == contents()
    huge = replace(contents(), pictures={"p.png": bytes(LARGEST_MEMBER + 1)})
    with pytest.raises(PackSizeError):
        write_pack_file(path, huge, facts(contents()), OWNER)
    with pytest.raises(SourceError):
        write_pack_file(tmp_path / "no" / "a.dbk", contents(), facts(contents()), OWNER)
    assert path.read_bytes() == pack_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_looking_does_not_ask_who_signed(tmp_path: Path) -> None:
    path = tmp_path / "a.dbk"
    path.write_bytes(pack_bytes(signer=OTHER))
    look = look_at_file(path)
    assert look.facts == facts(contents())
    assert (look.key, look.signed) == (OTHER.public, True)
    assert (look.members, look.size) == (6, path.stat().st_size)


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    told = facts(contents())
    assert read(pack_bytes()).facts.created == told.created == datetime(2026, 11, 22, 9, 0, 0, 123456, UTC)
    assert told.until == date(2026, 12, 31)
