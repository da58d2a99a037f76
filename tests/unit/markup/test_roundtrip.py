"""Entry -> source -> entry loses nothing, and a canonical source is a fixed point."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.markup import MarkdownMarkup
from deskbook.model.entry import AnyEntry
from deskbook.model.problem import Problem
from tests.strategies import entries

markup = MarkdownMarkup()


@given(entries)
@settings(max_examples=300, deadline=None)
def test_written_entries_read_back_equal(entry: AnyEntry) -> None:
    source = markup.write(entry)
    assert markup.parse(source) == entry
    assert markup.write(entry) == source


@given(entries, st.sampled_from(["\r\n", "\r"]))
@settings(max_examples=50, deadline=None)
def test_line_ends_and_byte_order_mark_do_not_matter(entry: AnyEntry, newline: str) -> None:
    source = "\ufeff" + markup.write(entry).replace("\n", newline)
    assert markup.parse(source) == entry


@given(st.text(max_size=400) | st.text("-#>:[]{}() \n*`|ab退", max_size=400).map("---\nid: faq-a\n".__add__))
@settings(max_examples=300, deadline=None)
def test_rubbish_is_reported_never_raised(source: str) -> None:
    parsed = markup.parse(source, "faq/aftersale/faq-a.md")
    assert isinstance(parsed, tuple)
    assert parsed
    for problem in parsed:
        assert isinstance(problem, Problem)
        assert str(problem.reason)
        assert str(problem.remedy)
        assert problem.place.startswith("faq/aftersale/faq-a.md")


@given(entries, st.data())
@settings(max_examples=150, deadline=None)
def test_a_cut_or_damaged_source_never_raises(entry: AnyEntry, data: st.DataObject) -> None:
    source = markup.write(entry)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    parsed = markup.parse(source[:start] + source[end:])
    assert not isinstance(parsed, tuple) or all(str(p.reason) and p.line >= 0 for p in parsed)
