"""The outline of a source, and edits of its steps and variants that touch only their own lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from deskbook.markup.blocks import Shape, split_blocks
from deskbook.markup.bodies import ANCHOR, SCRIPTS, STEPS, anchor_of
from deskbook.markup.findings import Findings
from deskbook.markup.front import front_matter
from deskbook.model.entry import END
from deskbook.model.outline import Edited, Outline, Place
from deskbook.model.picture import FOLDER

_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_DECISION = re.compile(rf"(?:[-*+] |  ).*\]\(#(?P<target>{ANCHOR})\)\s*$")
"""The last line of a decision."""
_LINK = r"\[(?P<label>[^\[\]]*)\]\(#{anchor}\)"


def outline(source: str) -> Outline:
    """Return where the sections, steps and variants stand; a faulty source has one too.

    :param source: with Unix line ends.
    """
    front = front_matter(source)
    body = source[: front[2]].count("\n") if front else 0
    last = source.count("\n") + 1
    headings = [
        block
        for block in split_blocks(source[front[2] :] if front else source, Findings(""), body)
        if block.shape is Shape.HEADING and block.level in {2, 3}
    ]
    places: list[Place] = []
    section = ""
    for number, block in enumerate(headings):
        title = _ATTRIBUTES.sub("", block.text).strip()
        section = title if block.level == 2 else section
        following = (other.line for other in headings[number + 1 :] if other.level <= block.level)
        place = Place(block.level, section, title, anchor_of(block.text), block.line, next(following, last))
        places.append(place)
    return Outline(body, tuple(places))


def with_step(source: str, after: int, title: str) -> Edited:
    """Add a step below another; the new one's title is selected.

    :param after: 0-based number of the step above; -1 to begin with the new one.
    """
    return _with_part(source, STEPS, after, title, _free_anchor(source, "step"), f"{title}。")


def with_variant(source: str, name: str, anchor: str) -> Edited:
    """Add a variant below the others; the place for what is said is selected."""
    count = len(outline(source).within(SCRIPTS))
    edited = _with_part(source, SCRIPTS, count - 1, name, anchor, "> ")
    end = edited.source.index("\n> ", edited.start) + 3
    return replace(edited, start=end, end=end)


def with_picture(source: str, at: int, name: str) -> Edited:
    """Show a picture in a paragraph of its own below the line that ``at`` is on, its brackets to be filled.

    Below a line of a quotation it becomes part of what is said.

    :param at: in code points; a place among the fields means the top of the body.
    """
    front = front_matter(source)
    at = max(at, front[2] if front else 0)
    lines = source.split("\n")
    number = source.count("\n", 0, at)
    quote = "> " if lines[number].lstrip().startswith(">") else ""
    above, below = lines[: number + 1], lines[number + 1 :]
    blank = quote.rstrip()  # empty outside of a quotation
    if above[-1].strip() not in {"", ">"}:
        above.append(blank)
    elif len(above) > 1 and not above[-2].strip():
        above.pop()  # the cursor stands on a blank line below another: that line is the picture's
    shown = f"{quote}![]({FOLDER}/{name})"
    if below and below[0].strip() not in {"", ">"}:
        below.insert(0, blank if below[0].lstrip().startswith(">") else "")
    text = "\n".join([*above, shown, *below])
    start = _offset(text, len(above)) + len(quote) + 2
    return Edited(text if below else f"{text}\n", start, start)


def without_step(source: str, number: int) -> Edited:
    """Take a step out; decisions that led to it lead to where it led, if that is one place only."""
    steps = outline(source).within(STEPS)
    gone = steps[number]
    lines = source.split("\n")
    onward = _ways_on(lines, steps, number)
    rest = lines[: gone.start] + lines[gone.end :]
    text = "\n".join(rest)
    if gone.anchor and len(onward) == 1:
        (target,) = onward
        named = {step.anchor: step.title for step in steps}

        def led_on(match: re.Match[str]) -> str:
            renamed = match["label"] == gone.title and target in named
            return f"[{named[target] if renamed else match['label']}](#{target})"

        text = re.sub(_LINK.replace("{anchor}", re.escape(gone.anchor)), led_on, text)
    return _at_line(text, min(gone.start, len(rest) - 1))


def with_step_moved(source: str, number: int, by: int) -> Edited:
    """Move a step up (-1) or down (1) among the others, its anchor and everything in it going along."""
    steps = outline(source).within(STEPS)
    other = number + by
    if not (0 <= number < len(steps) and 0 <= other < len(steps)):
        return Edited(source, 0, 0)
    first, second = sorted((steps[number], steps[other]), key=lambda step: step.start)
    lines = source.split("\n")
    upper, lower = _chunk(lines, first), _chunk(lines, second)
    between = lines[first.start + len(upper) : second.start]
    below = lines[second.start + len(lower) :]
    moved = [*lines[: first.start], *lower, *between, *upper, *below]
    line = first.start if by < 0 else first.start + len(lower) + len(between)
    return _at_line("\n".join(moved), line)


def with_decision(source: str, number: int, condition: str, target: str, label: str) -> Edited:
    """Add a decision to a step, below its others; its condition is selected."""
    step = outline(source).within(STEPS)[number]
    lines = source.split("\n")
    chunk = _chunk(lines, step)
    item = f"- {condition} → [{label}](#{target})"
    at = max((number + 1 for number, line in enumerate(chunk) if _DECISION.match(line)), default=0)
    below = [item] if at else ["", item]
    at = at or len(chunk)
    rest = lines[step.start + len(chunk) :]
    text = "\n".join([*lines[: step.start], *chunk[:at], *below, *chunk[at:], *rest])
    start = _offset(text, step.start + at + len(below) - 1) + 2
    return Edited(text, start, start + len(condition))


def _with_part(source: str, section: str, after: int, title: str, anchor: str, body: str) -> Edited:
    found = outline(source)
    parts = found.within(section)
    lines = source.split("\n")
    if parts:
        at = parts[after].end if after >= 0 else parts[0].start
    else:
        whole = next((p for p in found.places if p.level == 2 and p.title == section), None)
        if whole is None:
            lines = [*_trimmed(lines), "", f"## {section}"]
        at = whole.end if whole else len(lines)
    above, below = _trimmed(lines[:at]), lines[at:]
    text = "\n".join([*above, "", f"### {title} {{#{anchor}}}", "", body, "", *below])
    start = _offset(text, len(above) + 1) + 4
    return Edited(text.rstrip("\n") + "\n", start, start + len(title))


def _ways_on(lines: Sequence[str], steps: Sequence[Place], number: int) -> tuple[str, ...]:
    step = steps[number]
    targets = [m["target"] for line in lines[step.start : step.end] if (m := _DECISION.match(line))]
    if targets:
        return tuple(dict.fromkeys(target for target in targets if target != step.anchor))
    ends = re.search(rf"\{{[^{{}}]*\b{END}\s*\}}\s*$", lines[step.start])
    following = steps[number + 1].anchor if number + 1 < len(steps) and not ends else END
    return (following,) if following else ()


def _chunk(lines: Sequence[str], place: Place) -> list[str]:
    """Return the lines of a place without the blank ones at its end."""
    return _trimmed(lines[place.start : place.end])


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _free_anchor(source: str, stem: str) -> str:
    taken = {place.anchor for place in outline(source).places}
    return next(a for n in range(1, len(taken) + 2) if (a := f"{stem}-{n}") not in taken)


def _at_line(text: str, line: int) -> Edited:
    """Return the text with the title of a heading's line selected, or the line's beginning."""
    start = _offset(text, line)
    heading = re.match(r"#+\s+(?P<title>.*?)\s*(\{[^{}\n]*\})?\s*(\n|\Z)", text[start:])
    if heading is None:
        return Edited(text, start, start)
    return Edited(text, start + heading.start("title"), start + heading.end("title"))


def _offset(text: str, line: int) -> int:
    at = 0
    for _n in range(line):
        at = text.find("\n", at) + 1
    return at
