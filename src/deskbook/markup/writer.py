"""Entries to canonical source: fields in one order, defaults left out, sections in the customary order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from deskbook.markup import bodies
from deskbook.model.entry import AnyEntry, Audience, Case, Faq, Level, Match, Phrase, Sop, Status, Step


class _Dumper(yaml.SafeDumper):
    """Indents lists below their field, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def write_entry(entry: AnyEntry) -> str:
    """Return the canonical source of an entry."""
    fields = {name: value for name, value in _fields(entry) if value not in ((), "", None, False)}
    head = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    body = [entry.intro, *_body(entry)]
    body += [part for s in entry.sections for part in (f"## {s.title}", s.text)]
    return f"---\n{head}---\n\n" + "\n\n".join(part for part in body if part) + "\n"


def _fields(entry: AnyEntry) -> Iterator[tuple[str, Any]]:
    """Yield every field; those equal to their default as nothing."""
    yield "id", entry.id
    yield "title", entry.title
    yield "aliases", list(entry.aliases) or ()
    if not isinstance(entry, Phrase) or entry.stage.value != "general":
        yield "stage", entry.stage.value
    yield "topic", entry.topic
    if isinstance(entry, Phrase):
        yield "category", entry.category.value
        yield "severity", entry.severity.value
        yield "pattern", entry.pattern
        yield "match", "" if entry.match is Match.LITERAL else entry.match.value
        yield "variants", list(entry.variants) or ()
        yield "pinyin", entry.pinyin
        yield "allowed", list(entry.allowed) or ()
    if isinstance(entry, Case):
        yield "verdict", entry.verdict.value
    yield "tags", list(entry.tags) or ()
    yield "channels", list(entry.channels) or ()
    yield "level", "" if entry.level is Level.JUNIOR else entry.level.value
    yield "audience", "" if entry.audience is Audience.INTERNAL else entry.audience.value
    yield "status", "" if entry.status is Status.VALIDATED else entry.status.value
    yield "owner", entry.owner
    yield "review_days", None if entry.review_days == 90 else entry.review_days
    yield "reviewed", entry.reviewed
    yield "effective", entry.effective
    yield "expires", entry.expires
    if isinstance(entry, Case):
        yield "teaches", list(entry.teaches)
    yield "related", list(entry.related) or ()
    yield "laws", list(entry.laws) or ()
    yield "must_read", entry.must_read


def _body(entry: AnyEntry) -> Iterator[str]:
    match entry:
        case Faq():
            yield from _section(bodies.ANSWER, entry.answer)
            yield f"## {bodies.SCRIPTS}"
            for script in entry.scripts:
                yield f"### {script.name} {{#{script.anchor}}}"
                yield script.note
                yield quoted(script.text)
            yield from _section(bodies.NOTES, entry.notes)
        case Sop():
            yield from _section(bodies.PURPOSE, entry.purpose)
            yield f"## {bodies.STEPS}"
            for step in entry.steps:
                yield from _step(step)
            escalations = "\n".join(f"- {e.role}：{_continued(e.condition)}" for e in entry.escalations)
            yield from _section(bodies.ESCALATION, escalations)
            yield from _section(bodies.RECORDS, entry.records)
            yield from _section(bodies.MISTAKES, entry.mistakes)
        case Phrase():
            yield from _section(bodies.REASON, entry.reason)
            yield f"## {bodies.REPLACEMENTS}"
            for replacement in entry.replacements:
                yield quoted(replacement)
        case Case():
            yield from _section(bodies.BACKGROUND, entry.background)
            turns = (
                f"- {turn.speaker}{bodies.TURNING_MARK if turn.turning else ''}：{_continued(turn.text)}"
                for turn in entry.dialogue
            )
            yield from _section(bodies.DIALOGUE, "\n".join(turns))
            yield from _section(bodies.TURNING_POINT, entry.turning_point)
            yield from _section(bodies.OUTCOME, entry.outcome)
            yield from _section(bodies.LESSON, entry.lesson)


def _section(title: str, text: str) -> Iterator[str]:
    if text:
        yield f"## {title}"
        yield text


def _step(step: Step) -> Iterator[str]:
    attributes = [f"#{step.anchor}"]
    if step.role:
        attributes.append(f"role={step.role}")
    if step.limit:
        attributes.append(f"limit={time_limit(step.limit)}")
    if step.ends:
        attributes.append("end")
    yield f"### {step.title} {{{' '.join(attributes)}}}"
    yield step.text
    for script in step.scripts:
        yield quoted(script)
    yield "\n".join(f"- {_continued(d.condition)} → [{d.label}](#{d.target})" for d in step.decisions)


def time_limit(minutes: int) -> str:
    """Return minutes as people write them: ``30m``, ``24h``, ``48h``, ``7d``."""
    if minutes % 60:
        return f"{minutes}m"
    hours = minutes // 60
    return f"{hours // 24}d" if hours % 24 == 0 and hours > 48 else f"{hours}h"


def quoted(text: str) -> str:
    """Return a text as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _continued(text: str) -> str:
    """Return a list item's text with its further lines indented, so that they stay in the item."""
    return text.replace("\n", "\n  ")
