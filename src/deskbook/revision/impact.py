"""Who leans on what changes: the entries that link to it or quote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from deskbook.model.entry import AnyEntry, Faq, Sop
from deskbook.model.references import placeholders, references
from deskbook.model.register import Law, Shop


@dataclass(frozen=True, slots=True)
class Impact:
    """The entries that lean on something that changes.

    :param subject: an entry id, ``id#anchor`` of a step or script, ``{{name}}`` of the shop profile, or the
        id of a law.
    :param entries: ascending ids; those that change themselves among them.
    """

    subject: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """A handbook as far as impact is about it."""

    entries: Mapping[str, AnyEntry]
    shop: Shop
    laws: Mapping[str, Law]


def impacts(before: Texts, after: Texts) -> tuple[Impact, ...]:
    """Return what changes and is leant on, the most leant on first."""
    leaning = _leaning(after.entries.values())
    found = [
        Impact(subject, tuple(sorted(leaning[subject])))
        for subject in _changed(before, after)
        if subject in leaning
    ]
    return tuple(sorted(found, key=lambda impact: (-len(impact.entries), impact.subject)))


def changed_laws(before: Mapping[str, Law], after: Mapping[str, Law]) -> frozenset[str]:
    """Return the ids of the laws that came, went, or say something else; a check alone changes nothing."""

    def said(law: Law | None) -> object:
        return law and (law.law, law.article, law.subject)

    return frozenset(i for i in before.keys() | after.keys() if said(before.get(i)) != said(after.get(i)))


def _leaning(entries: Iterable[AnyEntry]) -> Mapping[str, set[str]]:
    """Return what is leant on -> the ids of the entries that do."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for _, ref in references(entry):
            found[ref].add(entry.id)
            found[ref.partition("#")[0]].add(entry.id)
        for name in placeholders(entry):
            found[f"{{{{{name}}}}}"].add(entry.id)
        for law in entry.laws:
            found[law].add(entry.id)
    return found


def _changed(before: Texts, after: Texts) -> Iterator[str]:
    for entry_id in before.entries.keys() | after.entries.keys():
        old, new = before.entries.get(entry_id), after.entries.get(entry_id)
        if old == new:
            continue
        yield entry_id
        were, are = _parts(old), _parts(new)
        yield from (f"{entry_id}#{a}" for a in were.keys() | are.keys() if were.get(a) != are.get(a))
    for name in before.shop.values.keys() | after.shop.values.keys():
        if before.shop.values.get(name) != after.shop.values.get(name):
            yield f"{{{{{name}}}}}"
    yield from changed_laws(before.laws, after.laws)


def _parts(entry: AnyEntry | None) -> Mapping[str, object]:
    """Return anchor -> step or script."""
    match entry:
        case Sop(steps=steps):
            return {step.anchor: step for step in steps}
        case Faq(scripts=scripts):
            return {script.anchor: script for script in scripts}
    return {}
