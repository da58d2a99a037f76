"""The Markdown texts of an entry, named, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from deskbook.model.entry import AnyEntry, Case, Faq, Phrase, Sop, Verdict

AGENT = "客服"
"""The speaker of a dialogue whose words are ours."""


def texts(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    """Yield ``(field, text)`` for every non-empty text of the body; ``field`` is its anchor if it has one."""
    return ((field, text) for field, text in _all(entry) if text)


def scripts(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    """Yield ``(field, text)`` for everything the entry tells an agent to say."""
    match entry:
        case Faq():
            yield from ((script.anchor, script.text) for script in entry.scripts)
        case Sop():
            yield from ((step.anchor, script) for step in entry.steps for script in step.scripts)
        case Phrase():
            yield from (("replacements", text) for text in entry.replacements)
        case Case(verdict=Verdict.GOOD):
            yield from (("dialogue", t.text) for t in entry.dialogue if t.speaker.startswith(AGENT))


def _all(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    yield "intro", entry.intro
    match entry:
        case Faq():
            yield "answer", entry.answer
            for script in entry.scripts:
                yield script.anchor, script.text
                yield script.anchor, script.note
            yield "notes", entry.notes
        case Sop():
            yield "purpose", entry.purpose
            for step in entry.steps:
                yield step.anchor, step.title
                yield step.anchor, step.text
                yield from ((step.anchor, script) for script in step.scripts)
                yield from ((step.anchor, decision.condition) for decision in step.decisions)
            yield from (("escalations", f"{e.role}：{e.condition}") for e in entry.escalations)
            yield "records", entry.records
            yield "mistakes", entry.mistakes
        case Phrase():
            yield from (("pattern", text) for text in (entry.pattern, *entry.variants))
            yield "reason", entry.reason
            yield from (("replacements", text) for text in entry.replacements)
        case Case():
            yield "background", entry.background
            yield from (("dialogue", f"{turn.speaker}：{turn.text}") for turn in entry.dialogue)
            yield "turning_point", entry.turning_point
            yield "outcome", entry.outcome
            yield "lesson", entry.lesson
    for section in entry.sections:
        yield section.title, section.title
        yield section.title, section.text
