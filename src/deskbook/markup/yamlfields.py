"""YAML mappings read as text, with the line of every field.

YAML's own typing is left out on purpose: a tag ``no`` stays the word "no", a number keeps its zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from deskbook.errors import Message
from deskbook.markup.findings import Findings

Choice = TypeVar("Choice", bound=StrEnum)

_FLAGS = {"true": True, "false": False}


def compose(text: str, findings: Findings, first_line: int) -> yaml.Node | None:
    """Return the root node of a YAML text, or None after noting why it cannot be read.

    :param first_line: the 1-based line of the file on which ``text`` begins.
    """
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = error.problem or error.context or "not YAML"
        line = first_line + (mark.line if mark else 0)
    except yaml.YAMLError as error:  # a character that YAML does not allow
        detail, line = str(error).splitlines()[0], first_line
    findings.add(
        "yaml",
        Message("The fields cannot be read as YAML: {detail}.", detail=detail),
        Message("Put a value that holds “: ” or “ #” or begins with a special character into double quotes."),
        line=line,
    )
    return None


class Fields:
    """A YAML mapping whose fields are taken one by one; what is left over at the end is unknown."""

    def __init__(self, node: yaml.Node | None, findings: Findings, first_line: int) -> None:
        self._findings = findings
        self._first_line = first_line
        self._nodes: dict[str, tuple[yaml.Node, int]] = {}
        self.line = first_line + (node.start_mark.line if node else 0)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._add(key, value)
        elif node is not None:
            self._complain(
                "not-a-mapping",
                Message("Fields are missing here: a list of “name: value” lines is expected."),
                Message("Write one field a line, such as “title: …”."),
                self.line,
            )

    def line_of(self, name: str) -> int:
        """Return the line of a field that was not taken yet; the first line of all if it is missing."""
        return self._nodes.get(name, (None, self.line))[1]

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """Take a one-line text."""
        node, line = self._take(name)
        if node is None:
            if required:
                self._missing(name)
            return default
        value = self._scalar(node, name, line)
        if value is None:
            return default
        if not value and required:
            self._missing(name, line)
        return value or default

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of one-line texts; a single text counts as a list of one."""
        node, _ = self._take(name)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values: list[str] = []
        for item in items:
            at = self._line(item)
            value = self._scalar(item, name, at)
            if value in values:
                self._complain(
                    "repeated-item",
                    Message("“{value}” stands twice.", value=value),
                    Message("Remove one of the two."),
                    at,
                    name,
                )
            elif value:
                values.append(value)
            elif value is not None and isinstance(node, yaml.SequenceNode):
                self._complain(
                    "empty-item",
                    Message("A list item is empty."),
                    Message("Fill it in or remove it."),
                    at,
                    name,
                )
        return tuple(values)

    def choice(self, name: str, choices: type[Choice], default: Choice | None = None) -> Choice | None:
        """Take one of the values of an enum; without a default the field is needed."""
        line = self.line_of(name)
        value = self.text(name, required=default is None)
        if not value:
            return default
        try:
            return choices(value)
        except ValueError:
            self._complain(
                "unknown-choice",
                Message("“{value}” is not one of the values of “{field}”.", value=value, field=name),
                Message("Use one of: {choices}.", choices=", ".join(choices)),
                line,
                name,
            )
            return default

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Take a date."""
        line = self.line_of(name)
        value = self.text(name, required=required)
        if not value:
            return None
        try:
            if len(value) == len("2026-12-31"):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._complain(
            "not-a-date",
            Message("“{value}” is not a date.", value=value),
            Message("Write it as year-month-day, such as 2026-12-31."),
            line,
            name,
        )
        return None

    def number(self, name: str, default: int) -> int:
        """Take a whole number from 1 to 3650."""
        line = self.line_of(name)
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and 1 <= int(value[:5]) <= 3650 and len(value) <= 4:
            return int(value)
        self._complain(
            "not-a-number",
            Message("“{value}” is not a whole number from 1 to 3650.", value=value),
            Message("Write digits only, such as 90."),
            line,
            name,
        )
        return default

    def flag(self, name: str) -> bool:
        """Take ``true`` or ``false`` (the default)."""
        line = self.line_of(name)
        value = self.text(name, default="false")
        if value not in _FLAGS:
            self._complain(
                "not-a-flag",
                Message("“{value}” is neither true nor false.", value=value),
                Message("Write true or false."),
                line,
                name,
            )
        return _FLAGS.get(value, False)

    def group(self, name: str) -> Fields | None:
        """Take a mapping of texts; None if there is none."""
        node, _line = self._take(name)
        return Fields(node, self._findings, self._first_line) if node is not None else None

    def below(self, name: str) -> Iterator[tuple[str, Fields]]:
        """Take a mapping of mappings: yield each key with its fields."""
        node, line = self._take(name)
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            self._complain(
                "not-a-mapping",
                Message("“{field}” should hold named groups of fields.", field=name),
                Message("See docs/entry-format.md for an example."),
                line,
                name,
            )
            return
        seen: set[str] = set()
        for key, value in node.value:
            label = str(key.value).strip()
            if label in seen:
                self._complain(
                    "repeated-field",
                    Message("“{field}” stands twice.", field=label),
                    Message("Remove one of the two."),
                    self._line(key),
                    name,
                )
            seen.add(label)
            yield label, Fields(value, self._findings, self._first_line)

    def finish(self) -> None:
        """Complain about every field that nobody took."""
        for name, (_, line) in self._nodes.items():
            self._complain(
                "unknown-field",
                Message("There is no field “{field}” here.", field=name),
                Message("Check its spelling against docs/entry-format.md, or remove it."),
                line,
                name,
            )

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        line = self._line(key)
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name in self._nodes:
            self._complain(
                "repeated-field",
                Message("“{field}” stands twice.", field=name),
                Message("Remove one of the two."),
                line,
                name,
            )
        self._nodes[name] = (value, line)

    def _take(self, name: str) -> tuple[yaml.Node | None, int]:
        return self._nodes.pop(name, (None, self.line))

    def _scalar(self, node: yaml.Node, name: str, line: int) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            self._complain(
                "not-a-text",
                Message("“{field}” should be a single text.", field=name),
                Message("Write it on one line; put it into double quotes if it holds special characters."),
                line,
                name,
            )
            return None
        value = str(node.value).strip()
        if len(value.splitlines()) > 1:
            self._complain(
                "more-than-one-line",
                Message("“{field}” runs over several lines.", field=name),
                Message("Write it on one line."),
                line,
                name,
            )
            return None
        return value

    def _missing(self, name: str, line: int | None = None) -> None:
        self._complain(
            "missing-field",
            Message("The field “{field}” is missing.", field=name),
            Message("Add a line “{field}: …”.", field=name),
            self.line if line is None else line,
            name,
        )

    def _line(self, node: yaml.Node) -> int:
        return self._first_line + int(node.start_mark.line)

    def _complain(self, code: str, reason: Message, remedy: Message, line: int, field: str = "") -> None:
        self._findings.add(code, reason, remedy, line=line, field=field)
