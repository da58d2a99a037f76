"""New entries: everything that one needs, to be filled in."""

from __future__ import annotations

from datetime import date

from deskbook.markup import bodies
from deskbook.markup.fieldedits import scalar
from deskbook.model.entry import Category, Kind, Severity, Stage, Verdict

_SECTIONS = {
    Kind.FAQ: (bodies.ANSWER, bodies.SCRIPTS, bodies.NOTES),
    Kind.SOP: (bodies.PURPOSE, bodies.STEPS, bodies.ESCALATION),
    Kind.PHRASE: (bodies.REASON, bodies.REPLACEMENTS),
    Kind.CASE: (
        bodies.BACKGROUND, bodies.DIALOGUE, bodies.TURNING_POINT, bodies.OUTCOME, bodies.LESSON
    ),
}  # fmt: skip
_PARTS = {
    bodies.SCRIPTS: "### 简洁 {#concise}\n\n> \n\n### 安抚 {#warm}\n\n> ",
    bodies.STEPS: "### 第一步 {#start}\n",
    bodies.REPLACEMENTS: "> ",
    bodies.DIALOGUE: "- 买家：\n- 客服：",
    bodies.ESCALATION: "- 主管：",
}


def blank(entry_id: str, title: str, day: date) -> str:
    """Return the source of a new entry that still wants its words.

    :raises ValueError: if the id names no kind.
    """
    kind = Kind.of_id(entry_id)
    fields = [f"id: {entry_id}", f"title: {scalar(title)}"]
    if kind is Kind.PHRASE:
        fields += [f"category: {Category.BRUSH_OFF}", f"severity: {Severity.WARN}"]
        fields.append(f"pattern: {scalar(title)}")
    else:
        fields += [f"stage: {Stage.GENERAL}", "topic:"]
    if kind is Kind.CASE:
        fields.append(f"verdict: {Verdict.GOOD}")
    fields += ["owner:", f"reviewed: {day.isoformat()}"]
    if kind is Kind.CASE:
        fields.append("teaches:")
    body = "\n\n".join(f"## {section}\n\n{_PARTS.get(section, '')}" for section in _SECTIONS[kind])
    return "---\n" + "\n".join(fields) + f"\n---\n\n{body}\n"
