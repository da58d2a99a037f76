"""The shop profile and the law register."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import yaml

from deskbook.errors import Message
from deskbook.markup.findings import Findings
from deskbook.markup.yamlfields import Fields, compose
from deskbook.model.entry import PLACEHOLDER_PATTERN, Level
from deskbook.model.register import Asked, Check, Law, Limits, Shop, Value, amount


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
        asked[label] = Asked(below.text("hint"), check, _limits(below, check, values, findings))
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


def _limits(fields: Fields, check: Check, values: Mapping[str, Value], findings: Findings) -> Limits | None:
    """Take the limits of a placeholder: for each level the name of a value, which may not fall."""
    at = fields.line_of("limits")
    group = fields.group("limits")
    if group is None:
        return None
    if check is not Check.AMOUNT:
        findings.add(
            "limits-without-amount",
            Message("Only an amount can have limits."),
            Message("Write “check: amount” beside them, or remove the limits."),
            line=at,
            field="limits",
        )
    named: dict[Level, str] = {}
    highest = Decimal(0)
    for level in Level:
        line, name = group.line_of(level), group.text(level, required=True)
        named[level] = name
        limit = _limit(name, line, values, findings) if name else None
        if limit is not None and limit < highest:
            findings.add(
                "falling-limits",
                Message("“{name}” is lower than the limit of the level below.", name=name),
                Message("Let the limits rise from junior to senior, or stay the same."),
                line=line,
                field=level,
            )
        highest = max(highest, limit or highest)
    above = group.text("above", required=True)
    group.finish()
    return Limits(named, above)


def _limit(name: str, line: int, values: Mapping[str, Value], findings: Findings) -> Decimal | None:
    if name not in values:
        findings.add(
            "unknown-limit",
            Message("There is no value “{name}” to be a limit.", name=name),
            Message("Name a placeholder that stands under values."),
            line=line,
            field="limits",
        )
        return None
    limit = amount(values[name].value)
    if limit is None:
        findings.add(
            "limit-not-amount",
            Message("The value of “{name}” cannot be a limit: it is no amount.", name=name),
            Message("Write it as digits and 元, such as “20 元”."),
            line=line,
            field="limits",
        )
    return limit


def _check_name(name: str, line: int, findings: Findings) -> None:
    if not PLACEHOLDER_PATTERN.fullmatch(f"{{{{{name}}}}}"):
        findings.add(
            "placeholder-name",
            Message("“{name}” cannot name a placeholder.", name=name),
            Message("Use a word without blanks and braces."),
            line=line,
            field=name,
        )
