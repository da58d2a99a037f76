"""Reading a customer's message: a labelled list, and what agents type themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.places import data_folder
from deskbook.services.mood import Feeling, Lexicon

LEXICON = Lexicon.parse((data_folder("resources") / "mood.toml").read_text(encoding="utf-8"))


def labelled(held_out: bool) -> list[tuple[frozenset[Feeling], str]]:
    text = (Path(__file__).parents[2] / "data" / "moods.tsv").read_text(encoding="utf-8")
    part = text.partition("# held out\n")[2 if held_out else 0]
    rows = [line.split("\t") for line in part.splitlines() if not line.startswith("#")]
    return [(frozenset(map(Feeling, names.split(",") if names != "-" else ())), said) for names, said in rows]


@pytest.mark.parametrize(("feelings", "said"), labelled(held_out=False), ids=lambda value: str(value)[:20])
def test_what_is_said_is_read(feelings: frozenset[Feeling], said: str) -> None:
    assert set(LEXICON.read(said).feelings) >= feelings
    assert bool(feelings) == bool(LEXICON.read(said).signs)


def test_sentences_that_no_wording_was_made_for() -> None:
    rows = labelled(held_out=True)
    alarmed = [said for feelings, said in rows if not feelings and LEXICON.read(said).signs]
    missed = [said for feelings, said in rows if not feelings <= set(LEXICON.read(said).feelings)]
    assert alarmed == []
    assert len(missed) <= 2
