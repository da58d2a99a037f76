"""Markdown to safe HTML and to plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from deskbook.markup.blocks import link_allowed, shows_pictures
from deskbook.model.entry import AnyEntry
from deskbook.model.picture import PATH_PATTERN, Shown, shown
from deskbook.model.texts import texts


class _Renderer(MarkdownIt):
    """Shows raw HTML as text, and links that leave the handbook as what they say."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return link_allowed(url) or bool(PATH_PATTERN.fullmatch(url))


# A line break in a script is one in the chat: what the agent sees and what is copied must agree.
_renderer = _Renderer("commonmark", {"html": False, "breaks": True}).enable("table")


def markdown_as_html(markdown: str) -> str:
    """Return safe HTML: no raw HTML, links only inside the handbook, pictures as what they show."""
    return "".join(part if isinstance(part, str) else _in_words(part) for part in markdown_as_flow(markdown))


def markdown_as_flow(markdown: str) -> tuple[str | Shown, ...]:
    """Return safe HTML and the pictures between it, in reading order."""
    tokens = _renderer.parse(markdown)
    parts: list[str | Shown] = []
    begin = 0
    for number, token in enumerate(tokens):
        if token.type == "inline" and token.level == 1 and shows_pictures(token):
            parts += _as_html(tokens[begin : number - 1])
            parts += shown(token.content)
            begin = number + 2
    return (*parts, *_as_html(tokens[begin:]))


def markdown_as_plain(markdown: str, *, pictures: bool = True) -> str:
    """Return what a reader would read aloud: blocks on lines of their own, list items marked.

    :param pictures: whether to say what they show; a chat program gets the pictures themselves.
    """
    tokens = _renderer.parse(markdown)
    if not pictures:
        tokens = [token for token in tokens if token.type != "inline" or not shows_pictures(token)]
    return "\n".join(_plain_lines(tokens))


def _as_html(tokens: Sequence[Token]) -> list[str]:
    return [str(_renderer.renderer.render(tokens, _renderer.options, {}))] if tokens else []


def _in_words(picture: Shown) -> str:
    return f"<p>{escapeHtml(picture.text)}</p>\n"


def _plain_lines(tokens: Sequence[Token]) -> Iterator[str]:
    marks: list[str] = []  # for each open list, the mark of its next item
    counters: list[int | None] = []
    row: list[str] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            counters.append(int(token.attrGet("start") or 1) if token.type.startswith("o") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            counters.pop()
        elif token.type == "list_item_open":
            number = counters[-1]
            marks.append("- " if number is None else f"{number}. ")
            counters[-1] = None if number is None else number + 1
        elif token.type == "list_item_close" and marks:
            marks.pop()
        elif token.type == "tr_close":
            yield "  ".join(row)
            row.clear()
        elif token.type == "inline":
            text = _inline_text(token.children or ())
            if token.level and _in_cell(token, tokens):
                row.append(text)
                continue
            yield (marks[-1] if marks else "") + text
            if marks:
                marks[-1] = ""
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n")


def _in_cell(inline: Token, tokens: Sequence[Token]) -> bool:
    before = tokens[tokens.index(inline) - 1]
    return before.type in {"th_open", "td_open"}


def _inline_text(children: Sequence[Token]) -> str:
    return "".join("\n" if c.type in {"softbreak", "hardbreak"} else c.content for c in children)


def entry_as_plain(entry: AnyEntry) -> str:
    """Return an entry's whole body as plain text, in reading order, a line a block."""
    plain = (text if field == "pattern" else markdown_as_plain(text) for field, text in texts(entry))
    return "\n".join(text for text in plain if text)
