"""Texts that say nearly the same are found among many, exactly and at a bounded cost."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from deskbook.lint.likeness import alike, jaccard
from deskbook.lint.rules.duplicates import THRESHOLD
from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Faq

KB = Path(__file__).parents[3] / "kb"
FAQS = [MarkdownMarkup().parse(path.read_text(encoding="utf-8")) for path in sorted(KB.glob("faq/*/*.md"))]
ANSWERS = {faq.id: faq.answer + "".join(s.text for s in faq.scripts) for faq in FAQS if isinstance(faq, Faq)}

texts = st.dictionaries(st.integers(0, 99).map(str), st.text("退款几天到账", max_size=20), max_size=12)


@given(texts)
def test_what_is_reported_is_exact_and_names_an_earlier_text(found: dict[str, str]) -> None:
    order = list(found)
    for key, twin, coefficient in alike(found, THRESHOLD):
        assert order.index(twin) < order.index(key)
        assert coefficient == jaccard(found[key], found[twin]) >= THRESHOLD


def test_no_two_answers_of_the_handbook_are_one() -> None:
    assert list(alike(ANSWERS, 0.25)) == []


def test_edited_copies_are_found_in_a_handbook() -> None:
    chance = random.Random(7)
    letters = "".join(ANSWERS.values())
    copies = {}
    for entry_id, text in ANSWERS.items():
        edited = [chance.choice(letters) if chance.random() < 0.15 else c for c in text]
        copies[f"copy-{entry_id}"] = "".join(edited)
    expected = {f"copy-{i}" for i, text in ANSWERS.items() if _plain(text, copies[f"copy-{i}"]) >= THRESHOLD}
    found = {key: twin for key, twin, _ in alike({**ANSWERS, **copies}, THRESHOLD)}
    assert len(expected) > 100
    assert expected <= found.keys()
    assert all(key == f"copy-{twin}" for key, twin in found.items())


def _plain(a: str, b: str) -> float:
    return jaccard(*("".join(filter(str.isalnum, text.casefold())) for text in (a, b)))


def test_a_handbook_of_nothing_but_copies_is_checked_too() -> None:
    text = next(iter(ANSWERS.values()))
    found = list(alike({str(n): text for n in range(2_000)}, THRESHOLD))
    assert len(found) == 1_999
    assert {coefficient for _, _, coefficient in found} == {1.0}


def test_nothing_to_compare() -> None:
    assert list(alike({"a": "", "b": "", "c": "退", "d": "退款"}, THRESHOLD)) == []
