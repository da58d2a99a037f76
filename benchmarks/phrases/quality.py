"""Precision and recall over labelled sentences, with the starter handbook's own phrases.

There are two parts. What ``sentences.yaml`` shows to be found wrongly or missed may be mended;
``held-out.yaml`` was written before that and is only measured, so its faults are not listed. Other hands
wrote two more, ``other-hand.yaml`` and ``held-out-other-hand.yaml``, of which the same is true.

Counted are pairs of a sentence and a phrase. An expected phrase is found if it, or another of its category,
is reported; a reported phrase is right if it is expected, or shares the category of one that is. Sentences of
other hands name no phrases but the kinds that they are guilty of: counted are sentences that are reported at
all, and pairs of a sentence and a kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from deskbook.guard.engine import Guard
from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import Phrase

SENTENCES = Path(__file__).with_name("sentences.yaml")
HELD_OUT = Path(__file__).with_name("held-out.yaml")
OTHER_HAND = Path(__file__).with_name("other-hand.yaml")
HELD_OUT_OTHER_HAND = Path(__file__).with_name("held-out-other-hand.yaml")
KB = Path(__file__).parents[2] / "kb" / "phrase"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, the phrases that must be reported in it, and the disguise or look-alike that it is of."""

    text: str
    hits: tuple[str, ...]
    family: str


@dataclass(slots=True)
class Tally:
    """Pairs found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 if nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 if nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Quality:
    """Tallies overall, by category, and by family of guilty sentences; false alarms by innocent family."""

    overall: Tally = field(default_factory=Tally)
    categories: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    disguises: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    innocents: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of another hand, and the kinds that it is guilty of."""

    text: str
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Marked:
    """Tallies of sentences that were marked at all, and of pairs of a sentence and a kind."""

    at_all: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))


def phrases(folder: Path = KB) -> list[Phrase]:
    """Read the phrases of a handbook folder."""
    markup = MarkdownMarkup()
    parsed = (markup.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.md")))
    return [entry for entry in parsed if isinstance(entry, Phrase)]


def sentences(path: Path = SENTENCES) -> list[Labelled]:
    """Read the labelled sentences of one part."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Labelled(row["text"], tuple(row["hits"] or ()), row["family"]) for row in rows]


def judged(path: Path) -> list[Judged]:
    """Read the sentences of another hand."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Judged(row["text"], tuple(row["kinds"])) for row in rows]


def mark(guard: Guard, sentences: Iterable[Judged], categories: Mapping[str, str]) -> Marked:
    """Check every sentence of another hand; ``categories`` is by phrase id."""
    marked = Marked()
    for one in sentences:
        found = {categories[hit.phrase_id] for hit in guard.check(one.text)}
        _count(marked.at_all, expected=bool(one.kinds), found=bool(found))
        for kind in found.union(one.kinds):
            _count(marked.kinds[kind], expected=kind in one.kinds, found=kind in found)
    return marked


def _count(tally: Tally, *, expected: bool, found: bool) -> None:
    tally.right += expected and found
    tally.wrong += found and not expected
    tally.missed += expected and not found


def measure(guard: Guard, labelled: Iterable[Labelled], categories: Mapping[str, str]) -> Quality:
    """Check every sentence; ``categories`` is by phrase id."""
    quality = Quality()
    for one in labelled:
        reported = dict.fromkeys(hit.phrase_id for hit in guard.check(one.text))
        right, missed = _matched(one.hits, list(reported), categories)
        wanted = {categories[phrase] for phrase in one.hits}
        wrong = [phrase for phrase in reported if categories[phrase] not in wanted]
        for count, ids in (("right", right), ("wrong", wrong), ("missed", missed)):
            for phrase in ids:
                for tally in (quality.overall, quality.categories[categories[phrase]]):
                    setattr(tally, count, getattr(tally, count) + 1)
        if one.hits:
            quality.disguises[one.family].right += len(right)
            quality.disguises[one.family].missed += len(missed)
        else:
            quality.innocents[one.family] += 1
            quality.alarms[one.family] += bool(reported)
        quality.faults += [f"missed {phrase} ({one.family}): {one.text}" for phrase in missed]
        quality.faults += [f"wrong  {phrase} ({one.family}): {one.text}" for phrase in wrong]
    return quality


def _matched(
    expected: Sequence[str], reported: Sequence[str], categories: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Return the expected phrases found, by themselves or through their category, and those missed."""
    found = {categories[phrase] for phrase in reported}
    right = [phrase for phrase in expected if categories[phrase] in found]
    return right, [phrase for phrase in expected if phrase not in right]


def print_quality(quality: Quality, *, faults: bool) -> None:
    """Print the tables, and what was found wrongly or missed."""
    print("| category | pairs | precision | recall | F1 |\n| --- | --- | --- | --- | --- |")
    rows = [*sorted(quality.categories.items()), ("**all**", quality.overall)]
    for name, tally in rows:
        pairs = tally.right + tally.missed
        print(f"| {name} | {pairs} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} |")
    print("\n| disguise | pairs | recall |\n| --- | --- | --- |")
    for name, tally in sorted(quality.disguises.items()):
        print(f"| {name} | {tally.right + tally.missed} | {tally.recall:.3f} |")
    print("\n| look-alike | sentences | false alarms |\n| --- | --- | --- |")
    for name, count in sorted(quality.innocents.items()):
        print(f"| {name} | {count} | {quality.alarms[name]} |")
    for fault in quality.faults if faults else ():
        print(f"- {fault}")


def print_marked(marked: Marked) -> None:
    """Print what was marked by kind, and at all."""
    print("| kind | pairs | precision | recall | F1 |\n| --- | --- | --- | --- | --- |")
    for name, tally in [*sorted(marked.kinds.items()), ("**marked at all**", marked.at_all)]:
        pairs = tally.right + tally.missed
        print(f"| {name} | {pairs} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1:.3f} |")
