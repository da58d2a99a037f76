"""Setting one field of an entry's source, leaving every other line as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import yaml

from deskbook.markup.findings import Findings
from deskbook.markup.front import front_matter
from deskbook.markup.yamlfields import compose
from deskbook.model.problem import Problem

FieldValue = str | tuple[str, ...] | None

ORDER = (
    "id", "title", "aliases", "stage", "topic", "category", "severity", "pattern", "match", "variants",
    "pinyin", "allowed", "verdict", "tags", "channels", "level", "audience", "status", "owner",
    "review_days", "reviewed", "effective", "expires", "teaches", "related", "laws", "must_read",
)  # fmt: skip
"""The customary order; a new field goes where it belongs in it."""

_INDENT = "  "


def read_fields(source: str) -> Mapping[str, str | tuple[str, ...]] | None:
    """Return the fields as they stand, right or wrong; None if they cannot be told apart."""
    front = _Front.of(source)
    if isinstance(front, _Front):
        return {name: _value(node) for name, (_key, node) in front.fields.items()}
    return None


def with_field(source: str, name: str, value: FieldValue) -> str | tuple[Problem, ...]:
    """Return ``source`` with a field set; None and an empty list take it out, an empty text leaves it empty.

    Comments, the order of fields and the way other values are written stay.

    :param source: with Unix line ends.
    :returns: the problems of the fields as a whole if they cannot be told apart.
    """
    front = _Front.of(source)
    if not isinstance(front, _Front):
        return front
    if isinstance(value, str):
        value = " ".join(value.split())
    elif value is not None:
        value = tuple(dict.fromkeys(item for one in value if (item := " ".join(one.split()))))
    if value is None or value == ():
        return front.without(name)
    if name not in front.fields:
        return front.added(name, value)
    return front.replaced(name, value)


class _Front:
    """The fields of one source, with their places in it."""

    def __init__(self, source: str, start: int, end: int, root: yaml.MappingNode | None) -> None:
        self._source, self._start, self._end = source, start, end
        self.fields: dict[str, tuple[yaml.ScalarNode, yaml.Node]] = {}
        for key, node in root.value if root is not None else ():
            if isinstance(key, yaml.ScalarNode):
                self.fields[str(key.value)] = (key, node)

    @classmethod
    def of(cls, source: str) -> _Front | tuple[Problem, ...]:
        findings = Findings("")
        places = front_matter(source)
        if places is None:
            return ()
        start, end, _body = places
        root = compose(source[start:end], findings, first_line=2)
        if findings:
            return findings.all()
        if root is not None and (not isinstance(root, yaml.MappingNode) or root.flow_style):
            return ()
        return cls(source, start, end, root)

    def replaced(self, name: str, value: str | tuple[str, ...]) -> str:
        key, node = self.fields[name]
        after_colon = self._source.index(":", self._at(key.end_mark)) + 1
        shared = node.start_mark.index < key.end_mark.index  # an alias of a value elsewhere
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode) and not shared:
            if node.start_mark.index == node.end_mark.index:
                return self._spliced(after_colon, after_colon, f" {scalar(value)}" if value else "")
            written = scalar(value)
            start = self._at(node.start_mark) - (0 if value else 1)
            return self._spliced(start, self._at(node.end_mark), written)
        if isinstance(value, tuple) and isinstance(node, yaml.SequenceNode) and not shared:
            if not node.flow_style:
                return self._relisted(node, value)
            items = ", ".join(scalar(item, flow=True) for item in value)
            return self._spliced(self._at(node.start_mark), self._at(node.end_mark), f"[{items}]")
        line_end = self._line_end(after_colon)
        end = line_end if shared else max(self._line_end(self._at(_last(node))), line_end)
        return self._spliced(after_colon, end, _written(value))

    def added(self, name: str, value: str | tuple[str, ...]) -> str:
        rank = ORDER.index(name)
        earlier = [n for n in self.fields if n in ORDER and ORDER.index(n) < rank]
        at = self._start
        if earlier:
            _key, node = self.fields[max(earlier, key=ORDER.index)]
            at = min(self._line_end(self._at(_last(node, _key))) + 1, self._end)
        return self._spliced(at, at, f"{name}:{_written(value)}\n")

    def without(self, name: str) -> str:
        if name not in self.fields:
            return self._source
        key, node = self.fields[name]
        start = self._at(key.start_mark)
        shared = node.start_mark.index < key.end_mark.index
        end = self._line_end(start if shared else self._at(_last(node, key)))
        kept = [line for line in self._source[start:end].split("\n") if line.lstrip().startswith("#")]
        return self._spliced(start, min(end + 1, self._end), "".join(f"{line}\n" for line in kept))

    def _relisted(self, node: yaml.SequenceNode, values: Sequence[str]) -> str:
        """Write a block list anew: items that stay keep their lines, with the comments above them.

        The comments of an item that goes stay, above the next one.
        """
        start = self._line_start(self._at(node.start_mark))
        end = self._line_end(self._at(_last(node)))
        indent = self._source[start : self._at(node.start_mark)]
        kept: dict[str, str] = {}
        orphans: list[str] = []
        for value, lines in self._items(node, start, end):
            comments = list(takewhile(_is_comment, lines[:-1]))
            if value in values and value not in kept:
                kept[value] = "\n".join([*orphans, *lines])
                orphans = []
            else:
                orphans += comments
        written = [kept.get(value, f"{indent}- {scalar(value)}") for value in values]
        return self._spliced(start, end, "\n".join([*written, *orphans]))

    def _items(self, node: yaml.SequenceNode, start: int, end: int) -> Iterator[tuple[str, list[str]]]:
        """Yield each item's value with its lines, comments and blank lines above it included."""
        at = start
        for item in node.value:
            until = min(self._line_end(self._at(_last(item))), end)
            yield _text(item), self._source[at:until].split("\n")
            at = until + 1

    def _spliced(self, start: int, end: int, text: str) -> str:
        return self._source[:start] + text + self._source[end:]

    def _at(self, mark: yaml.Mark) -> int:
        return self._start + int(mark.index)

    def _line_start(self, at: int) -> int:
        return self._source.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self._source.find("\n", at)
        return len(self._source) if found < 0 else found


def scalar(value: str, *, flow: bool = False) -> str:
    """Write a text as a YAML value: as it is where that reads back the same, else in double quotes."""
    if not value:
        return '""' if flow else ""
    try:
        node = yaml.compose(f"k: [{value}]" if flow else f"k: {value}", Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        node = None
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        found = node.value[0][1]
        if flow and isinstance(found, yaml.SequenceNode) and len(found.value) == 1:
            found = found.value[0]
        if isinstance(found, yaml.ScalarNode) and not found.style and found.value == value:
            return value
    quoted: str = yaml.dump(str(value), default_style='"', allow_unicode=True, width=1 << 30)
    return quoted.rstrip("\n")


def _is_comment(line: str) -> bool:
    return not line.partition("#")[0].strip()


def _written(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return f" {scalar(value)}" if value else ""
    return "".join(f"\n{_INDENT}- {scalar(item)}" for item in value)


def _value(node: yaml.Node) -> str | tuple[str, ...]:
    if isinstance(node, yaml.SequenceNode):
        return tuple(_text(item) for item in node.value)
    return _text(node)


def _text(node: yaml.Node) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _last(node: yaml.Node, key: yaml.Node | None = None) -> yaml.Mark:
    """Return where the last text of a value ends; its end mark may lie beyond comments and blank lines."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1], last[0]) if isinstance(last, tuple) else _last(last)
    if key is not None and node.end_mark.index <= key.end_mark.index:
        return key.end_mark
    if isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index and key is not None:
        return key.end_mark
    return node.end_mark
