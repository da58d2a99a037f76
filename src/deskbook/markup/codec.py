"""Sources to entries and registers, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import yaml

from deskbook.errors import Message
from deskbook.markup.blocks import split_blocks
from deskbook.markup.bodies import parse_body
from deskbook.markup.findings import Findings
from deskbook.markup.front import front_matter
from deskbook.markup.registers import parse_laws, parse_shop
from deskbook.markup.render import entry_as_plain, markdown_as_flow, markdown_as_html, markdown_as_plain
from deskbook.markup.writer import write_entry
from deskbook.markup.yamlfields import Fields, compose
from deskbook.model.entry import (
    ID_PATTERN,
    REF_PATTERN,
    AnyEntry,
    Audience,
    Case,
    Category,
    Faq,
    Kind,
    Level,
    Match,
    Phrase,
    Severity,
    Sop,
    Stage,
    Status,
    Verdict,
)
from deskbook.model.picture import Shown
from deskbook.model.problem import Problem
from deskbook.model.register import Law, Shop

MAX_SOURCE = 1_000_000
"""Characters; an entry that people can read is far below it, and it bounds the work on rubbish."""

_STATUS = re.compile(r"^status:[^\r\n]*", re.M)
_OWNER = re.compile(r"^owner:", re.M)
_TYPES: dict[Kind, type[AnyEntry]] = {Kind.SOP: Sop, Kind.FAQ: Faq, Kind.PHRASE: Phrase, Kind.CASE: Case}


class MarkdownMarkup:
    """The entry format as the :class:`deskbook.ports.Markup` port. Stateless and thread-safe."""

    def parse(self, source: str, path: str = "") -> AnyEntry | tuple[Problem, ...]:
        """Return the entry, or every problem of the file."""
        findings = Findings(path)
        entry = _parse_entry(normalised(source), path, findings)
        return findings.all() if entry is None or findings else entry

    def parse_shop(self, source: str, path: str = "") -> Shop | tuple[Problem, ...]:
        """Return the shop profile, or every problem of the file."""
        findings = Findings(path)
        shop = parse_shop(normalised(source), findings)
        return findings.all() if findings else shop

    def parse_laws(self, source: str, path: str = "") -> tuple[Law, ...] | tuple[Problem, ...]:
        """Return the law register, or every problem of the file."""
        findings = Findings(path)
        laws = parse_laws(normalised(source), findings)
        return findings.all() if findings else laws

    def write(self, entry: AnyEntry) -> str:
        """Return the canonical source: parsing it gives the entry back."""
        return write_entry(entry)

    def archived(self, source: str) -> str:
        """Return the source of a sound entry with its status set to archived and all else as it was."""
        return _archived(source)

    def plain(self, entry: AnyEntry) -> str:
        """Return the body as plain text, a line a block."""
        return entry_as_plain(entry)

    def plain_text(self, markdown: str) -> str:
        """Return Markdown as the plain text that goes to the clipboard."""
        return markdown_as_plain(markdown, pictures=False)

    def flow(self, markdown: str) -> tuple[str | Shown, ...]:
        """Return safe HTML of a Markdown text and the pictures between it, in reading order."""
        return markdown_as_flow(markdown)

    def html(self, markdown: str) -> str:
        """Return safe HTML of a Markdown text."""
        return markdown_as_html(markdown)


def _archived(source: str) -> str:
    entry = _parse_entry(normalised(source), "", Findings(""))
    if entry is None or entry.status is Status.ARCHIVED:
        return source
    wanted = replace(entry, status=Status.ARCHIVED)
    line = f"status: {Status.ARCHIVED.value}"
    end = "\r\n" if "\r\n" in source else "\n"
    for changed in (_STATUS.sub(line, source, count=1), _OWNER.sub(f"{line}{end}owner:", source, count=1)):
        if _parse_entry(normalised(changed), "", Findings("")) == wanted:
            return changed
    return write_entry(wanted)  # its fields stand in an unusual way, such as all on one line


def normalised(source: str) -> str:
    """Return a source as it is read: without a byte order mark, with Unix line ends."""
    return source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _parse_entry(source: str, path: str, findings: Findings) -> AnyEntry | None:
    if len(source) > MAX_SOURCE:
        findings.add(
            "too-long",
            Message(
                "The file has {size} characters; an entry may have {most}.", size=len(source), most=MAX_SOURCE
            ),
            Message("Split it into several entries."),
        )
        return None
    if "\0" in source:
        findings.add(
            "null-character",
            Message("There is a null character here, which is no text."),
            Message("Remove it; it often comes from copying out of another program."),
            line=source.count("\n", 0, source.index("\0")) + 1,
        )
        return None
    places = front_matter(source)
    if places is None:
        findings.add(
            "front-matter",
            Message("The file does not begin with fields between two lines of ---."),
            Message("Begin it with ---, the fields, and --- again; see docs/entry-format.md."),
            line=1,
        )
        return None
    head_start, head_end, body_start = places
    node = compose(source[head_start:head_end], findings, first_line=2)
    if findings:
        return None
    if not isinstance(node, yaml.MappingNode):
        node = yaml.MappingNode("", [], node.start_mark, node.end_mark) if node else None
    fields = Fields(node, findings, first_line=2)
    kind = _identity(fields, path, findings)
    if kind is None:
        return None
    values = _common(fields, kind) | _OF_KIND[kind](fields)
    fields.finish()
    body_line = source.count("\n", 0, body_start - 1) + 2
    values |= parse_body(kind, split_blocks(source[body_start:], findings, body_line), findings)
    _check_values(values, findings)
    return None if findings else _TYPES[kind](id=findings.entry_id, **values)


def _identity(fields: Fields, path: str, findings: Findings) -> Kind | None:
    """Read the id and return the kind it names; note what is wrong with it."""
    entry_id = fields.text("id", required=True)
    if not entry_id:
        return None
    if not ID_PATTERN.fullmatch(entry_id) or len(entry_id) > 80:
        findings.add(
            "bad-id",
            Message("“{id}” is not an id.", id=entry_id[:80]),
            Message("Use sop-, faq-, ban- or case-, then lower-case letters and digits joined by hyphens."),
            line=fields.line,
            field="id",
        )
        return None
    findings.entry_id = entry_id
    stem = path.rpartition("/")[2].removesuffix(".md")
    if path and stem != entry_id:
        findings.add(
            "file-name",
            Message("The file is named “{stem}”, but its id is “{id}”.", stem=stem, id=entry_id),
            Message("Name the file {id}.md.", id=entry_id),
            line=fields.line,
            field="id",
        )
    return Kind.of_id(entry_id)


def _common(fields: Fields, kind: Kind) -> dict[str, Any]:
    phrase = kind is Kind.PHRASE
    return {
        "title": fields.text("title", required=True),
        "aliases": fields.texts("aliases"),
        "stage": fields.choice("stage", Stage, Stage.GENERAL if phrase else None),
        "topic": fields.text("topic", required=not phrase),
        "tags": fields.texts("tags"),
        "channels": fields.texts("channels"),
        "level": fields.choice("level", Level, Level.JUNIOR),
        "audience": fields.choice("audience", Audience, Audience.INTERNAL),
        "status": fields.choice("status", Status, Status.VALIDATED),
        "owner": fields.text("owner", required=True),
        "review_days": fields.number("review_days", 90),
        "reviewed": fields.day("reviewed", required=True),
        "effective": fields.day("effective"),
        "expires": fields.day("expires"),
        "related": fields.texts("related"),
        "laws": fields.texts("laws"),
        "must_read": fields.flag("must_read"),
    }


def _phrase_fields(fields: Fields) -> dict[str, Any]:
    return {
        "category": fields.choice("category", Category),
        "severity": fields.choice("severity", Severity),
        "pattern": fields.text("pattern", required=True),
        "match": fields.choice("match", Match, Match.LITERAL),
        "variants": fields.texts("variants"),
        "pinyin": fields.flag("pinyin"),
        "allowed": fields.texts("allowed"),
    }


def _case_fields(fields: Fields) -> dict[str, Any]:
    return {"verdict": fields.choice("verdict", Verdict), "teaches": fields.texts("teaches")}


_OF_KIND = {
    Kind.SOP: lambda _: {},
    Kind.FAQ: lambda _: {},
    Kind.PHRASE: _phrase_fields,
    Kind.CASE: _case_fields,
}


def _check_values(values: dict[str, Any], findings: Findings) -> None:
    """Note values that are well-formed one by one but wrong in meaning."""
    for name in ("related", "teaches"):
        for ref in values.get(name, ()):
            if not REF_PATTERN.fullmatch(ref):
                findings.add(
                    "bad-reference",
                    Message("“{ref}” does not name an entry.", ref=ref),
                    Message("Write an id such as sop-return, or sop-return#inspect for one step."),
                    field=name,
                )
    if "teaches" in values and not values["teaches"]:
        findings.add(
            "missing-field",
            Message("The field “{field}” is missing.", field="teaches"),
            Message("Name the SOP step or FAQ that the case teaches."),
            field="teaches",
        )
    for name in ("scripts", "steps", "replacements", "dialogue"):
        if name in values and not values[name]:
            findings.add(
                "nothing-in-section",
                Message("The entry has no {what}.", what=_EMPTY[name]),
                Message("See the example in docs/entry-format.md."),
                field=name,
            )
    if values["effective"] and values["expires"] and values["expires"] < values["effective"]:
        findings.add(
            "dates-contradict",
            Message("The entry expires ({expires}) before it takes effect.", expires=values["expires"]),
            Message("Correct “effective” or “expires”."),
            field="expires",
        )
    pattern = values.get("pattern")
    if pattern and values["match"] is Match.REGEX:
        try:
            re.compile(pattern)
        except re.error as error:
            findings.add(
                "bad-pattern",
                Message("The pattern is not a regular expression: {detail}.", detail=error),
                Message("Correct it, or remove “match: regex” to match it literally."),
                field="pattern",
            )


_EMPTY = {
    "scripts": Message("script variants"),
    "steps": Message("steps"),
    "replacements": Message("replacements"),
    "dialogue": Message("dialogue"),
}
