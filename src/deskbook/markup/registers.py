"""The shop profile and the law register."""

from __future__ import annotations

import yaml

from deskbook.errors import Message
from deskbook.markup.findings import Findings
from deskbook.markup.yamlfields import Fields, compose
from deskbook.model.entry import PLACEHOLDER_PATTERN
from deskbook.model.register import Asked, Check, Law, Shop, Value


def parse_shop(source: str, findings: Findings) -> Shop:
    """Return the shop profile; only complete if nothing was found."""
    fields = Fields(compose(source, findings, 1), findings, 1)
    name = fields.text("name", required=True)
    values: dict[str, Value] = {}
    asked: dict[str, Asked] = {}
    for label, below in fields.below("values"):
        _check_name(label, below.line, findings)
        values[label] = Value(below.text("value", required=True), below.text("note"))
        below.finish()
    for label, below in fields.below("asked"):
        _check_name(label, below.line, findings)
        check = below.choice("check", Check, Check.TEXT) or Check.TEXT
        asked[label] = Asked(below.text("hint"), check)
        below.finish()
        if label in values:
            findings.add(
                "placeholder-twice",
                Message("“{name}” stands under both values and asked.", name=label),
                Message("Keep one of the two."),
                line=below.line,
                field=label,
            )
    fields.finish()
    return Shop(name, values, asked)


def parse_laws(source: str, findings: Findings) -> tuple[Law, ...]:
    """Return the law register; only complete if nothing was found."""
    root = compose(source, findings, 1)
    if root is not None and not isinstance(root, yaml.SequenceNode):
        findings.add(
            "not-a-list",
            Message("The law register is a list."),
            Message("Begin each law with “- id: …”."),
            line=1,
        )
        return ()
    laws: dict[str, Law] = {}
    for node in root.value if root is not None else ():
        fields = Fields(node, findings, 1)
        law_id = fields.text("id", required=True)
        checked, expires = fields.day("checked", required=True), fields.day("expires")
        name = fields.text("law", required=True)
        article, subject = fields.text("article"), fields.text("subject", required=True)
        fields.finish()
        if law_id in laws:
            findings.add(
                "duplicate-id",
                Message("The law id “{id}” stands twice.", id=law_id),
                Message("Give one of the two another id."),
                line=fields.line,
                field="id",
            )
        if checked is not None:
            laws[law_id] = Law(law_id, name, article, subject, checked, expires)
    return tuple(laws.values())


def _check_name(name: str, line: int, findings: Findings) -> None:
    if not PLACEHOLDER_PATTERN.fullmatch(f"{{{{{name}}}}}"):
        findings.add(
            "placeholder-name",
            Message("“{name}” cannot name a placeholder.", name=name),
            Message("Use a word without blanks and braces."),
            line=line,
            field=name,
        )
