"""Pictures in the entry format: where they may stand, how they are shown, and showing one more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup, MarkdownSources
from deskbook.model.entry import AnyEntry, Faq, Kind, Sop
from deskbook.model.picture import Shown, shown
from deskbook.model.references import pictures
from tests.strategies import entries
from tests.unit.markup.test_faults import EXAMPLES

markup, sources = MarkdownMarkup(), MarkdownSources()
LABEL = Shown("label.png", "退货面单")


def faq(answer: str, script: str = "您好") -> Faq | tuple[object, ...]:
    """Return an FAQ, or the problems with it."""
    source = EXAMPLES[Kind.FAQ]
    begin, end = source.index("店铺在"), source.index("\n## 话术")
    source = source[:begin] + answer + "\n" + source[end:]
    quotation = "\n".join(f"> {line}".rstrip() for line in script.split("\n"))
    entry = markup.parse(
        source.replace(source[source.index("> 您的") : source.index("\n\n### 安抚")], quotation)
    )
    assert isinstance(entry, Faq | tuple)
    return entry


@pytest.mark.parametrize(
    "answer",
    [
        "![退货面单](pictures/label.png)",
        "看这里：\n\n![退货面单](pictures/label.png)\n\n再看单号。",
        "![退货面单](pictures/label.png)\n![再一张](pictures/other.svg)",
    ],
)
def test_pictures_stand_in_paragraphs_of_their_own(answer: str) -> None:
    entry = faq(answer)
    assert isinstance(entry, Faq)
    assert next(picture for _field, picture in pictures(entry)) == LABEL
    assert markup.parse(markup.write(entry)) == entry


def test_a_script_may_hold_a_picture() -> None:
    entry = faq("解答", "面单贴在这里：\n\n![退货面单](pictures/label.png)")
    assert isinstance(entry, Faq)
    assert list(shown(entry.scripts[0].text)) == [LABEL]
    assert markup.plain_text(entry.scripts[0].text) == "面单贴在这里："
    assert "退货面单" in markup.plain(entry)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("看![退货面单](pictures/label.png)这里", "picture-among-text"),
        ("- ![退货面单](pictures/label.png)", "picture-among-text"),
        ("| 图 |\n| --- |\n| ![面单](pictures/label.png) |", "picture-among-text"),
        ("#### ![退货面单](pictures/label.png)", "picture-among-text"),
        ('![退货面单](pictures/label.png "题目")', "picture-among-text"),
        ("![退货面单][a]\n\n[a]: pictures/label.png", "picture-among-text"),
        ("[![退货面单](pictures/label.png)](sop-return)", "picture-among-text"),
        ("![面单](https://example.com/a.png)", "outside-picture"),
        ("![面单](../pictures/label.png)", "outside-picture"),
        ("![面单](pictures/Label.png)", "outside-picture"),
        ("![面单](pictures/label.gif)", "outside-picture"),
        ("![面单](sop-return)", "outside-picture"),
        ("[面单](pictures/label.png)", "outside-link"),
    ],
)
def test_pictures_elsewhere_are_faults_with_their_line(answer: str, code: str) -> None:
    problems = faq(answer)
    assert isinstance(problems, tuple)
    assert [(p.code, p.line > 20) for p in problems] == [(code, True)]  # type: ignore[attr-defined]


def test_a_text_flows_around_its_pictures() -> None:
    flow = markup.flow("一**二**\n\n![退货面单](pictures/label.png)\n![a \\] b](pictures/x.svg)\n\n- 三")
    assert flow == (
        "<p>一<strong>二</strong></p>\n",
        LABEL,
        Shown("x.svg", "a ] b"),
        "<ul>\n<li>三</li>\n</ul>\n",
    )
    assert markup.flow("一") == ("<p>一</p>\n",)
    assert "退货面单" in markup.html("![退货面单](pictures/label.png)")


@given(entries, st.data())
@settings(max_examples=80, deadline=None)
def test_showing_one_more_picture_alters_nothing_else(entry: AnyEntry, data: st.DataObject) -> None:
    source = markup.write(entry)
    at = data.draw(st.integers(0, len(source)))
    edited = sources.with_picture(source, at, "label.png")
    before, after = _lines(source), _lines(edited.source)
    picture = "![](pictures/label.png)"
    (number,) = (
        n for n, line in enumerate(after) if line.removeprefix("> ") == picture and line not in before
    )
    assert after[:number] + after[number + 1 :] == before
    assert edited.start == edited.end
    assert edited.source[edited.start - 2 :].startswith(picture)
    assert "---" in edited.source[: edited.start]


def _lines(source: str) -> list[str]:
    return [line for line in source.split("\n") if line.strip(" >")]


@pytest.mark.parametrize("kind", [Kind.FAQ, Kind.SOP])
def test_a_picture_below_any_line_of_prose_or_of_a_script_is_sound(kind: Kind) -> None:
    source = EXAMPLES[kind]
    places = [
        source.index(line) for line in source.split("\n") if line.startswith(("> ", "店铺", "联系", "按原"))
    ]
    assert len(places) > 2
    for place in places:
        entry = markup.parse(sources.with_picture(source, place + 1, "label.png").source)
        assert isinstance(entry, Faq | Sop)
        assert [picture for _field, picture in pictures(entry)] == [Shown("label.png", "")]
