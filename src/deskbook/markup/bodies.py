"""The bodies of the four kinds: sections with a meaning become fields, the others stay free text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from deskbook.errors import Message
from deskbook.markup.blocks import Block, Part, Shape, joined, parts, unquoted
from deskbook.markup.findings import Findings
from deskbook.model.entry import END, Decision, Escalation, Kind, Script, Section, Step, Turn

ANSWER, SCRIPTS, NOTES = "解答", "话术", "内部备注"
PURPOSE, STEPS, ESCALATION, RECORDS, MISTAKES = "目的", "步骤", "升级", "记录", "常见错误"
REASON, REPLACEMENTS = "原因", "替换说法"
BACKGROUND, DIALOGUE, TURNING_POINT, OUTCOME, LESSON = "背景", "对话", "转折点", "结果", "启示"
TURNING_MARK = "（转折）"

ANCHOR = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ATTRIBUTES = re.compile(r"(?P<title>.*?)\s*\{(?P<attributes>[^{}]*)\}")
_DECISION = re.compile(
    rf"(?P<condition>.*?)(?:\s*(?:→|->|：|:))?\s*\[(?P<label>[^\[\]]*)\]\(#(?P<target>{ANCHOR})\)", re.S
)
_LIMIT = re.compile(r"([1-9][0-9]{0,3})([mhd])")
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60}
_ROLE_LINE = re.compile(r"(?P<role>[^：:\n]{1,20}?)(?P<mark>（转折）)?[：:]\s*(?P<text>.+)", re.S)


def parse_body(kind: Kind, blocks: Sequence[Block], findings: Findings) -> dict[str, Any]:
    """Return the body's fields of an entry of ``kind``; only complete if nothing was found."""
    for block in blocks:
        if block.shape is Shape.HEADING and block.level == 1:
            findings.add(
                "heading-level",
                Message("A heading with a single # stands in the body."),
                Message("Begin sections with “## ”; the title is a field."),
                line=block.line,
            )
    before, sections = parts(blocks, 2)
    reader = _Sections(sections, findings)
    fields = _READERS[kind](reader)
    fields["intro"] = _prose(before, findings)
    fields["sections"] = reader.rest()
    return fields


class _Sections:
    """The sections of a body, taken one by one by their titles."""

    def __init__(self, sections: Sequence[Part], findings: Findings) -> None:
        self.findings = findings
        self._parts: dict[str, Part] = {}
        for part in sections:
            title = part.title.strip()
            if title in self._parts:
                findings.add(
                    "repeated-section",
                    Message("The section “{title}” stands twice.", title=title),
                    Message("Join the two."),
                    line=part.line,
                    field=title,
                )
            self._parts[title] = part

    def take(self, title: str, *, required: bool = True) -> Part:
        part = self._parts.pop(title, None)
        if required and (part is None or not part.blocks):
            self.findings.add(
                "missing-section",
                Message("The section “{title}” is missing or empty.", title=title),
                Message("Add “## {title}” with its text.", title=title),
                line=part.line if part else 0,
                field=title,
            )
        return part or Part(title, 0, ())

    def prose(self, title: str, *, required: bool = True) -> str:
        return _prose(self.take(title, required=required).blocks, self.findings, title)

    def rest(self) -> tuple[Section, ...]:
        return tuple(Section(t, _prose(p.blocks, self.findings, t)) for t, p in self._parts.items())


def _prose(blocks: Sequence[Block], findings: Findings, field: str = "") -> str:
    for block in blocks:
        if block.shape is Shape.QUOTE:
            findings.add(
                "stray-quotation",
                Message("A quotation stands where nothing is said to the customer."),
                Message("Quotations are scripts: move it to a variant or a step, or remove the “>”."),
                line=block.line,
                field=field,
            )
    return joined(blocks)


def _faq(sections: _Sections) -> dict[str, Any]:
    answer = sections.prose(ANSWER)
    part = sections.take(SCRIPTS)
    before, variants = parts(part.blocks, 3)
    _nothing_before(before, SCRIPTS, sections.findings)
    scripts = tuple(_script(variant, sections.findings) for variant in variants)
    _distinct([(s.anchor, v.line) for s, v in zip(scripts, variants, strict=True)], sections.findings)
    return {"answer": answer, "scripts": scripts, "notes": sections.prose(NOTES, required=False)}


def _script(part: Part, findings: Findings) -> Script:
    name, anchor, _, _ = _heading(part, findings)
    quotes = [block for block in part.blocks if block.shape is Shape.QUOTE]
    if len(quotes) != 1:
        findings.add(
            "one-quotation",
            Message("The variant “{name}” has {count} quotations.", name=name, count=len(quotes)),
            Message("Give it exactly one: the text to paste, each line beginning with “> ”."),
            line=part.line,
            field=SCRIPTS,
        )
    note = _prose([b for b in part.blocks if b.shape is not Shape.QUOTE], findings, SCRIPTS)
    return Script(anchor, name, unquoted(quotes[0].text) if quotes else "", note)


def _sop(sections: _Sections) -> dict[str, Any]:
    findings = sections.findings
    purpose = sections.prose(PURPOSE, required=False)
    before, found = parts(sections.take(STEPS).blocks, 3)
    _nothing_before(before, STEPS, findings)
    targets = {END, *(anchor_of(part.title) for part in found)}
    steps = tuple(_step(part, targets, findings) for part in found)
    _distinct([(s.anchor, p.line) for s, p in zip(steps, found, strict=True)], findings)
    return {
        "purpose": purpose,
        "steps": steps,
        "escalations": _escalations(sections.take(ESCALATION, required=False), findings),
        "records": sections.prose(RECORDS, required=False),
        "mistakes": sections.prose(MISTAKES, required=False),
    }


def _step(part: Part, targets: Collection[str], findings: Findings) -> Step:
    title, anchor, values, ends = _heading(part, findings)
    scripts: list[str] = []
    decisions: list[Decision] = []
    prose: list[Block] = []
    for block in part.blocks:
        if block.shape is Shape.QUOTE:
            scripts.append(unquoted(block.text))
        elif block.shape is Shape.LIST and any(_DECISION.fullmatch(text) for text, _ in block.items):
            decisions.extend(_decisions(block, targets, findings))
        else:
            prose.append(block)
    return Step(
        anchor=anchor,
        title=title,
        role=values.get("role", ""),
        limit=_limit(values.get("limit", ""), part.line, findings),
        text=_prose(prose, findings, STEPS),
        scripts=tuple(scripts),
        decisions=tuple(decisions),
        ends=ends,
    )


def _decisions(block: Block, targets: Collection[str], findings: Findings) -> Iterator[Decision]:
    for text, line in block.items:
        match = _DECISION.fullmatch(text)
        if match is None or not match["condition"].strip():
            findings.add(
                "not-a-decision",
                Message("This item stands among decisions but does not read “condition → [label](#step)”."),
                Message("End it with a link to a step, or put it into a list of its own."),
                line=line,
                field=STEPS,
            )
            continue
        if match["target"] not in targets:
            findings.add(
                "unknown-step",
                Message(
                    "The decision leads to “#{target}”, but no step has this anchor.", target=match["target"]
                ),
                Message("Use the anchor of a step, or #end."),
                line=line,
                field=STEPS,
            )
        yield Decision(match["condition"].strip(), match["label"].strip(), match["target"])


def _limit(text: str, line: int, findings: Findings) -> int:
    match = _LIMIT.fullmatch(text)
    if match:
        return int(match[1]) * _MINUTES[match[2]]
    if text:
        findings.add(
            "time-limit",
            Message("“{text}” is not a time limit.", text=text),
            Message("Write a number with m, h or d, such as limit=30m."),
            line=line,
            field=STEPS,
        )
    return 0


def _escalations(part: Part, findings: Findings) -> tuple[Escalation, ...]:
    return tuple(Escalation(m["role"].strip(), m["text"].strip()) for m, _ in _role_lines(part, findings))


def _role_lines(part: Part, findings: Findings) -> list[tuple[re.Match[str], int]]:
    found = []
    for block in part.blocks:
        matches = [(_ROLE_LINE.fullmatch(text), text, line) for text, line in block.items]
        if block.shape is not Shape.LIST:
            matches = [(None, block.text, block.line)]
        for match, text, line in matches:
            if match:
                found.append((match, line))
                continue
            findings.add(
                "role-line",
                Message("“{text}” does not read “- role: text”.", text=text[:20]),
                Message("Write one list item each, such as “- 售后主管：…”."),
                line=line,
                field=part.title,
            )
    return found


def _phrase(sections: _Sections) -> dict[str, Any]:
    reason = sections.prose(REASON)
    part = sections.take(REPLACEMENTS)
    quotes = [block for block in part.blocks if block.shape is Shape.QUOTE]
    for block in part.blocks:
        if block.shape is not Shape.QUOTE:
            sections.findings.add(
                "only-quotations",
                Message("Only quotations may stand under “{title}”.", title=REPLACEMENTS),
                Message(
                    "Put “> ” before each sentence to say instead; explain under “{title}”.", title=REASON
                ),
                line=block.line,
                field=REPLACEMENTS,
            )
    return {"reason": reason, "replacements": tuple(unquoted(block.text) for block in quotes)}


def _case(sections: _Sections) -> dict[str, Any]:
    background = sections.prose(BACKGROUND)
    turns = _role_lines(sections.take(DIALOGUE), sections.findings)
    return {
        "background": background,
        "dialogue": tuple(Turn(m["role"].strip(), m["text"].strip(), bool(m["mark"])) for m, _ in turns),
        "turning_point": sections.prose(TURNING_POINT),
        "outcome": sections.prose(OUTCOME),
        "lesson": sections.prose(LESSON),
    }


_READERS = {Kind.FAQ: _faq, Kind.SOP: _sop, Kind.PHRASE: _phrase, Kind.CASE: _case}


def _heading(part: Part, findings: Findings) -> tuple[str, str, dict[str, str], bool]:
    """Return a heading's title, anchor, ``name=value`` attributes, and whether it is marked ``end``."""
    match = _ATTRIBUTES.fullmatch(part.title.strip())
    title, words = (match["title"], match["attributes"].split()) if match else (part.title.strip(), [])
    anchor, ends = "", False
    values: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if re.fullmatch(f"#{ANCHOR}", word) and word != f"#{END}" and not anchor:
            anchor = word[1:]
        elif word == END:
            ends = True
        elif equals and value and name in {"role", "limit"}:
            values[name] = value
        else:
            findings.add(
                "heading-attribute",
                Message("“{word}” is not understood in this heading.", word=word),
                Message("Write {{#anchor}}, and for steps role=…, limit=30m or end, without blanks inside."),
                line=part.line,
            )
    if not anchor or not title:
        findings.add(
            "heading-anchor",
            Message("The heading “{title}” has no anchor or no title.", title=title),
            Message("End it with an anchor in braces, such as {{#check}}."),
            line=part.line,
        )
    return title, anchor, values, ends


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading names, right or wrong otherwise; empty if it names none."""
    match = re.search(rf"\{{#({ANCHOR})", heading)
    return match[1] if match else ""


def _nothing_before(blocks: Sequence[Block], section: str, findings: Findings) -> None:
    if blocks:
        findings.add(
            "text-before-heading",
            Message("Text stands before the first “### ” of “{title}”.", title=section),
            Message("Put it below a “### title {{#anchor}}” heading."),
            line=blocks[0].line,
            field=section,
        )


def _distinct(anchors: Sequence[tuple[str, int]], findings: Findings) -> None:
    seen: set[str] = set()
    for anchor, line in anchors:
        if anchor and anchor in seen:
            findings.add(
                "repeated-anchor",
                Message("The anchor “#{anchor}” stands twice.", anchor=anchor),
                Message("Give one of the two another anchor."),
                line=line,
            )
        seen.add(anchor)
