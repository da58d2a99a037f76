"""A Markdown body as top-level blocks, with source and line, checked for what may not stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.errors import Message
from deskbook.markup.findings import Findings
from deskbook.model.entry import REF_PATTERN
from deskbook.model.picture import PATH_PATTERN, SHOWN_PATTERN

_ANCHOR_LINK = re.compile(r"#[a-z0-9]+(?:-[a-z0-9]+)*")
_QUOTE_MARK = re.compile(r" {0,3}> ?")


class Shape(Enum):
    """What a block is, as far as the format cares."""

    HEADING = auto()
    QUOTE = auto()
    LIST = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block.

    ``line`` is 1-based in the file; ``level`` is a heading's; ``items`` are a bullet list's texts and lines.
    """

    shape: Shape
    text: str
    line: int
    level: int = 0
    items: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it, up to the next heading of its level."""

    title: str
    line: int
    blocks: tuple[Block, ...]


class _Analyser(MarkdownIt):
    """Sees every link and every piece of HTML, so that they can be complained about."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


_analyser = _Analyser("commonmark", {"html": True}).enable("table")
_blocks_only = _Analyser("commonmark", {"html": True}).enable("table").disable("inline")
_MAY_MATTER = re.compile(r"[<\[]")
"""What every link, picture and piece of HTML has in it; other text need not be taken apart."""


def link_allowed(url: str) -> bool:
    """Tell whether a link stays inside the handbook."""
    return bool(REF_PATTERN.fullmatch(url) or _ANCHOR_LINK.fullmatch(url))


def shows_pictures(inline: Token) -> bool:
    """Tell whether a paragraph consists of pictures of the handbook and of nothing else."""
    return bool(inline.content) and not SHOWN_PATTERN.sub("", inline.content).strip()


def split_blocks(body: str, findings: Findings, first_line: int) -> tuple[Block, ...]:
    """Cut a body into its top-level blocks, noting raw HTML and links that leave the handbook.

    :param first_line: the 1-based line of the file on which ``body`` begins.
    """
    lines = body.split("\n")
    references: dict[str, object] = {}
    tokens = _blocks_only.parse(body, references)
    for token in tokens:
        if token.type == "inline" and _MAY_MATTER.search(token.content):
            token.children = []
            _analyser.inline.parse(token.content, _analyser, references, token.children)
    _check_inlines(tokens, findings, first_line)
    return tuple(_blocks(tokens, lines, first_line))


def parts(blocks: Sequence[Block], level: int) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
    """Group blocks under the headings of ``level``: what stands before the first one, and the parts."""
    before: list[Block] = []
    grouped: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.shape is Shape.HEADING and block.level <= level:
            grouped.append((block, []))
        elif grouped:
            grouped[-1][1].append(block)
        else:
            before.append(block)
    return tuple(before), tuple(Part(h.text, h.line, tuple(below)) for h, below in grouped)


def joined(blocks: Sequence[Block]) -> str:
    """Return blocks as one Markdown text."""
    return "\n\n".join("#" * b.level + " " + b.text if b.level else b.text for b in blocks)


def unquoted(text: str) -> str:
    """Return the text inside a quotation."""
    return "\n".join(_QUOTE_MARK.sub("", line, count=1) for line in text.split("\n")).strip("\n")


def _blocks(tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> Iterator[Block]:
    for index, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        start, end = token.map
        line = first_line + start
        text = "\n".join(lines[start:end]).strip("\n").rstrip()
        if token.type == "heading_open":
            yield Block(Shape.HEADING, tokens[index + 1].content, line, level=int(token.tag[1]))
        elif token.type == "blockquote_open":
            yield Block(Shape.QUOTE, text, line)
        elif token.type == "bullet_list_open":
            yield Block(Shape.LIST, text, line, items=tuple(_items(tokens[index:], first_line)))
        else:
            yield Block(Shape.OTHER, text, line)


def _items(tokens: Sequence[Token], first_line: int) -> Iterator[tuple[str, int]]:
    """Yield the text and line of each item of the list that ``tokens`` begin with."""
    texts: list[str] = []
    line = 0
    for token in tokens:
        if token.type == "bullet_list_close" and token.level == 0:
            return
        if token.type == "list_item_open" and token.level == 1:
            texts, line = [], first_line + (token.map[0] if token.map else 0)
        elif token.type == "list_item_close" and token.level == 1:
            yield "\n".join(texts), line
        elif token.type == "inline":
            texts.append(token.content)


def _check_inlines(tokens: Sequence[Token], findings: Findings, first_line: int) -> None:
    for number, token in enumerate(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            _no_html(findings, line)
        for child in token.children or ():
            if child.type == "html_inline":
                _no_html(findings, line)
            elif child.type == "link_open" and not link_allowed(str(child.attrGet("href"))):
                findings.add(
                    "outside-link",
                    Message("The link “{url}” does not lead to an entry.", url=child.attrGet("href")),
                    Message("Link to an entry by its id, such as [退货](sop-return), or remove the link."),
                    line=line,
                )
        if any(child.type == "image" for child in token.children or ()):
            _check_pictures(tokens[number - 1], token, findings, line)


def _check_pictures(before: Token, inline: Token, findings: Findings, line: int) -> None:
    for child in inline.children or ():
        url = str(child.attrGet("src")) if child.type == "image" else ""
        if url and not PATH_PATTERN.fullmatch(url):
            findings.add(
                "outside-picture",
                Message("The picture “{url}” is not one of the handbook.", url=url),
                Message(
                    "Put it into the folder “pictures”, named in lower-case letters and digits, and write "
                    "![what it shows](pictures/name.png)."
                ),
                line=line,
            )
            return
    # At the top or in a quotation, but in no list, table or heading: there a page has no room for it.
    alone = before.type == "paragraph_open" and inline.level <= 2 and shows_pictures(inline)
    if not alone:
        findings.add(
            "picture-among-text",
            Message("A picture stands among other text, or is not written as ![what it shows](pictures/…)."),
            Message("Give it a paragraph of its own, with a blank line above and below."),
            line=line,
        )


def _no_html(findings: Findings, line: int) -> None:
    findings.add(
        "raw-html",
        Message("Raw HTML is not allowed."),
        Message("Write it as Markdown, or put a backslash before “<”."),
        line=line,
    )
