"""``python -m benchmarks.content``: the tables about the handbook's content in ``docs/benchmarks.md``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from benchmarks.content.handbook import bare, read_entries, read_laws
from benchmarks.content.lawful import citations, read_articles, register_faults, text_faults
from benchmarks.content.meaning import THRESHOLD, Encode, batched, neighbours, variants
from benchmarks.content.measures import Spread, apart, ease, letters, linked, tally, variant_pairs
from deskbook.guard.engine import Guard
from deskbook.lint.likeness import alike
from deskbook.lint.rules import duplicates
from deskbook.model.entry import AnyEntry, Case, Faq, Kind, Phrase, Sop
from deskbook.model.texts import scripts
from deskbook.search.encoder import Encoder

NEIGHBOURS = Path(__file__).with_name("neighbours.yaml")
_ALIKE = 0.1
"""Text likeness from which pairs are worth a look; far below what the checker calls a duplicate."""


def main() -> None:
    """Print every table; takes a minute or two, most of it in the encoder and the guard."""
    entries = read_entries()
    faqs = [entry for entry in entries if isinstance(entry, Faq)]
    print_counts(entries)
    print_lengths(entries)
    print_wordings(entries)
    print_ease(entries)
    with tempfile.TemporaryDirectory() as cache:
        encode = batched(Encoder(Path(cache)))
        print_variants(faqs, encode)
        print_neighbours(faqs, encode)
    print_laws(entries)
    print_links(entries)
    print_banned(entries)


def print_counts(entries: Sequence[AnyEntry]) -> None:
    """Print entries by kind, stage, level and topic."""
    print(f"## Content\n\n{len(entries)} entries.\n")
    placed = [entry for entry in entries if not isinstance(entry, Phrase)]
    for name, counts in (
        ("kind", tally(entries, lambda entry: entry.kind.value)),
        ("stage (banned phrases have none)", tally(placed, lambda entry: entry.stage.value)),
        ("level", tally(placed, lambda entry: entry.level.value)),
        ("audience", tally(placed, lambda entry: entry.audience.value)),
        ("verdict", tally((e for e in entries if isinstance(e, Case)), _verdict)),
        ("topic", tally(placed, lambda entry: entry.topic)),
    ):
        print(f"- by {name}: " + ", ".join(f"{key} {count}" for key, count in counts))


def print_lengths(entries: Sequence[AnyEntry]) -> None:
    """Print how long titles, answers, scripts and procedures are."""
    faqs = [entry for entry in entries if isinstance(entry, Faq)]
    sops = [entry for entry in entries if isinstance(entry, Sop)]
    told: list[AnyEntry] = [*faqs, *sops]
    spoken = [letters(bare(text)) for entry in told for _, text in scripts(entry)]
    print("\n| characters of | count | least | 5 % | median | 95 % | most |\n" + _rule(7))
    for name, lengths in (
        ("FAQ title", [letters(faq.title) for faq in faqs]),
        ("FAQ answer", [letters(bare(faq.answer)) for faq in faqs]),
        ("script, blanks apart", spoken),
        ("variants in an FAQ (number)", [len(faq.scripts) for faq in faqs]),
        ("aliases of an FAQ (number)", [len(faq.aliases) for faq in faqs]),
        ("steps of an SOP (number)", [len(sop.steps) for sop in sops]),
        ("turns of a case (number)", [len(e.dialogue) for e in entries if isinstance(e, Case)]),
    ):
        _print_spread(name, Spread.of(lengths), "{:.0f}")


def print_wordings(entries: Sequence[AnyEntry]) -> None:
    """Print how far aliases go beyond their titles."""
    print("\n| kind | aliases | sharing no word with their title |\n" + _rule(3))
    for kind in (Kind.SOP, Kind.FAQ, Kind.CASE):
        own = [entry for entry in entries if entry.kind is kind]
        aliases, free = sum(len(entry.aliases) for entry in own), sum(map(apart, own))
        print(f"| {kind.value} | {aliases} | {free} ({free / aliases:.0%}) |")


def print_ease(entries: Sequence[AnyEntry]) -> None:
    """Print how easily what is said to customers reads, and what agents read."""
    said = [bare(text) for e in entries if not isinstance(e, Phrase) for _, text in scripts(e)]
    answers = [bare(entry.answer) for entry in entries if isinstance(entry, Faq)]
    measured = {"scripts": ease(said), "answers": ease(answers)}
    print("\n| characters in | count | least | 5 % | median | 95 % | most |\n" + _rule(7))
    for name, found in measured.items():
        _print_spread(f"a sentence of {name}", found.sentences, "{:.0f}")
        _print_spread(f"a clause of {name}", found.clauses, "{:.0f}")
    for name, found in measured.items():
        rare = "".join(char for char, _ in found.rare.most_common())
        print(f"\nUncommon in {name}: {found.rare_share:.2%} of {found.characters} characters ({rare}).")


def print_variants(faqs: Sequence[Faq], encode: Encode) -> None:
    """Print how alike the variants of an FAQ are, by text and by meaning, with the nearest of them."""
    by_text = [(faq.id, *pair) for faq in faqs for pair in variant_pairs(faq, bare)]
    by_meaning = variants(faqs, encode)
    print("\n| likeness of two variants | count | least | 5 % | median | 95 % | most |\n" + _rule(7))
    for name, pairs in (("by text (Jaccard)", by_text), ("by meaning (cosine)", by_meaning)):
        _print_spread(name, Spread.of(pair[3] for pair in pairs), "{:.2f}")
    for pairs in (by_text, by_meaning):
        id_, one, other, likeness = max(pairs, key=lambda pair: pair[3])
        print(f"- nearest: {id_}, {one} and {other}, {likeness:.2f}")


def print_neighbours(faqs: Sequence[Faq], encode: Encode) -> None:
    """Print FAQs that ask or answer nearly the same, by text and by meaning; reasons are in the list."""
    print(f"\nBy text, from {_ALIKE} (the checker warns from {duplicates.THRESHOLD}):\n")
    for side, said in (
        ("asks", {faq.id: " ".join((faq.title, *faq.aliases)) for faq in faqs}),
        ("says", {faq.id: bare(" ".join((faq.answer, *(s.text for s in faq.scripts)))) for faq in faqs}),
    ):
        for one, other, likeness in alike(said, _ALIKE):
            print(f"- {likeness:.2f} {side} {one}, {other}")
    rows = yaml.safe_load(NEIGHBOURS.read_text(encoding="utf-8"))
    reasons = {frozenset(row["pair"]): row["reason"] for row in rows}
    print(f"\nBy meaning, from {THRESHOLD}:\n")
    for one, other, likeness in neighbours(faqs, encode):
        reason = reasons.pop(frozenset((one, other)), "NO REASON STATED")
        print(f"- {likeness:.2f} {one}, {other}: {reason}")
    for pair in reasons:
        print(f"- no longer near: {', '.join(sorted(pair))}")


def print_laws(entries: Sequence[AnyEntry]) -> None:
    """Print the register and the texts against the table of articles."""
    laws, articles = read_laws(), read_articles()
    cited = citations(entries)
    print(f"\n## Law\n\n{len(laws)} articles and rules, table of {articles.checked}; citations by entries:\n")
    print(", ".join(f"{law.id} {cited[law.id]}" for law in laws))
    _print_list("faults of the register", register_faults(laws, articles))
    _print_list(
        "statements of law without their article, and article numbers in texts",
        text_faults(entries, articles),
    )


def print_links(entries: Sequence[AnyEntry]) -> None:
    """Print how entries hang together."""
    rest = [entry for entry in entries if not isinstance(entry, Phrase)]
    out, unreached, alone = linked(rest)
    print("\n| links | count | least | 5 % | median | 95 % | most |\n" + _rule(7))
    _print_spread("to other entries, from an SOP, FAQ or case", Spread.of(out), "{:.0f}")
    for kind in (Kind.SOP, Kind.FAQ, Kind.CASE):
        names = [id_ for id_ in unreached if Kind.of_id(id_) is kind]
        print(f"- {kind.value} that no entry links to: {len(names)} of {sum(e.kind is kind for e in rest)}")
    _print_list("orphans, linked to by none and linking to none", alone)


def print_banned(entries: Sequence[AnyEntry]) -> None:
    """Print the banned phrases that stand in what the handbook itself tells agents to say."""
    guard = Guard([entry for entry in entries if isinstance(entry, Phrase)])
    spoken = [(entry, field, text) for entry in entries for field, text in scripts(entry)]
    found = (f"{e.id} ({field}): {hit.text}" for e, field, text in spoken for hit in guard.check(text))
    _print_list(f"banned phrases in {len(spoken)} scripts of our own", found)


def _verdict(entry: AnyEntry) -> str:
    return entry.verdict.value if isinstance(entry, Case) else ""


def _rule(columns: int) -> str:
    return "| --- " + "| ---: " * (columns - 1) + "|"


def _print_spread(name: str, spread: Spread, form: str) -> None:
    values = (spread.least, spread.p5, spread.median, spread.p95, spread.most)
    print(f"| {name} | {spread.count} | " + " | ".join(map(form.format, values)) + " |")


def _print_list(name: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    print(f"\n{name}: {len(lines)}")
    for line in lines:
        print(f"- {line}")


if __name__ == "__main__":
    main()
