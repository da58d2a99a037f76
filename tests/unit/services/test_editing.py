"""What the editor asks of the services, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook import bootstrap
from deskbook.errors import StaleRevisionError, UnknownEntryError, UnsoundDraftError
from deskbook.model.cycle import CycleState
from deskbook.services.editing import Wrapping
from deskbook.services.facade import Services
from tests.fakes import handbook
from tests.fakes.handbook import INVOICE


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_starter(handbook.write(tmp_path / "kb"))
    yield opened
    opened.close()


@given(
    st.sampled_from(["", "\ufeff"]), st.sampled_from(["\n", "\r\n", "\r"]), st.lists(st.text("a退 \u00a0😀"))
)
def test_line_ends_and_byte_order_mark_are_kept(mark: str, newline: str, lines: list[str]) -> None:
    source = mark + newline.join(lines)
    wrapping = Wrapping.of(source)
    text = wrapping.unwrapped(source)
    assert text == "\n".join(lines)
    assert wrapping.wrapped(text) == source


def test_a_banned_phrase_is_found_where_it_is_said_with_its_whole_sentence(services: Services) -> None:
    source = INVOICE.replace("别担心，发票可以补开。", "您好😀。\n> 这个不归我管，别问。谢谢。")
    source = source.replace("在订单详情页申请。", "内部可以说不归我管。")
    (found,) = services.editing.examine(source).underlined
    assert source[found.start : found.end] == "不归我管"
    start, end = found.sentence
    assert source[start:end] == "这个不归我管，别问。"


def test_our_side_of_a_dialogue_is_looked_at_the_other_is_not(services: Services) -> None:
    source = services.editing.open("case-late-parcel-kept").source
    source = source.replace("到底还能不能到？", "不归我管吧").replace("我现在就联系站点", "这不归我管")
    (found,) = services.editing.examine(source).underlined
    assert source[: found.start].endswith("- 客服（转折）：这")


def test_an_entry_is_checked_among_the_others_but_only_it_is_told_of(services: Services) -> None:
    source = INVOICE.replace("title: 怎么开发票", "title: 钱什么时候能退给我\nrelated:\n  - faq-gone")
    problems = services.editing.examine(source).problems
    # The other entry has a dead link, too: that is not told here.
    assert sorted((p.code, p.entry_id, p.line) for p in problems) == [
        ("dead-link", "faq-invoice", 5),
        ("near-duplicate", "faq-invoice", 3),
        ("shared-alias", "faq-invoice", 3),
    ]


def test_what_is_typed_wins_until_it_is_saved_or_forgotten(services: Services) -> None:
    editing = services.editing
    editing.keep("faq-invoice", "half", seen=1, cursor=3)
    opened = editing.open("faq-invoice")
    assert opened.unsaved is not None
    assert (opened.unsaved.text, opened.unsaved.cursor, opened.seen) == ("half", 3, 1)
    after = editing.save("faq-invoice", INVOICE.replace("补开", "补"), seen=1, message="短些")
    assert (after.seen, after.unsaved) == (2, None)
    assert editing.open("faq-invoice") == after


def test_what_is_kept_but_was_saved_in_the_same_moment_is_not_unsaved(services: Services) -> None:
    services.editing.keep("faq-invoice", INVOICE, seen=None, cursor=0)
    services.editing.keep("faq-invoice", INVOICE, seen=1, cursor=0)
    assert services.editing.open("faq-invoice").unsaved is None


def test_a_stale_or_unsound_text_is_refused_and_still_kept(services: Services) -> None:
    editing = services.editing
    editing.save("faq-invoice", INVOICE.replace("补开", "补"), seen=1, message="")
    editing.keep("faq-invoice", "mine", seen=1, cursor=0)
    with pytest.raises(StaleRevisionError):
        editing.save("faq-invoice", INVOICE, seen=1, message="")
    with pytest.raises(UnsoundDraftError):
        editing.save("faq-invoice", "mine", seen=2, message="")
    with pytest.raises(UnsoundDraftError, match="an id never changes"):
        editing.save("faq-invoice", INVOICE.replace("faq-invoice", "faq-bill"), seen=2, message="")
    assert [one.text for one in editing.unsaved()] == ["mine"]


@pytest.mark.parametrize("entry_id", ["faq-new", "sop-new", "ban-new", "case-new"])
def test_a_new_entry_lacks_words_only(services: Services, entry_id: str) -> None:
    opened = services.editing.begin(entry_id, "新的: 一条")
    assert opened.unsaved is not None
    assert services.editing.is_taken(entry_id)
    codes = {problem.code for problem in services.editing.examine(opened.unsaved.text).problems}
    assert codes <= {"missing-field", "missing-section", "nothing-in-section", "role-line", "one-quotation"}
    services.editing.forget(entry_id)
    with pytest.raises(UnknownEntryError):
        services.editing.open(entry_id)


def test_a_new_entry_with_an_id_that_exists_is_refused(services: Services) -> None:
    with pytest.raises(StaleRevisionError):
        services.editing.save("faq-invoice", INVOICE, seen=None, message="")


def test_the_words_most_used_are_offered_first(services: Services) -> None:
    vocabulary = services.editing.vocabulary()
    assert vocabulary.topics[0] == "退款"
    assert vocabulary.owners[0] == "售后主管"
    assert vocabulary.titles["sop-refund"] == "退款处理流程"


def begin(services: Services) -> None:
    """Open a cycle in which drafts are written."""
    services.cycles.open("2026Q4")
    services.cycles.move("2026Q4", CycleState.PLAN)
    services.cycles.move("2026Q4", CycleState.EDIT)


def test_drafts_of_the_open_cycle_are_told_new_ones_apart(services: Services) -> None:
    assert services.editing.begun() == ()
    begin(services)
    services.editing.save("faq-invoice", INVOICE.replace("补开", "补"), seen=1, message="短些")
    new = INVOICE.replace("faq-invoice", "faq-bill").replace("怎么开发票", "怎么开收据")
    services.editing.save("faq-bill", new, seen=None, message="收据")
    begun = {one.entry_id: (one.title, one.cycle, one.new) for one in services.editing.begun()}
    assert begun == {
        "faq-invoice": ("怎么开发票", "2026Q4", False),
        "faq-bill": ("怎么开收据", "2026Q4", True),
    }
    assert services.editing.is_taken("faq-bill")
    services.drafts.withdraw("faq-bill")
    assert services.editing.is_taken("faq-bill"), (
        "an id is never used again, not even that of a draft given up"
    )
    assert [one.entry_id for one in services.editing.begun()] == ["faq-invoice"]


@pytest.mark.parametrize("governed", [False, True])
def test_an_entry_is_retired_before_the_first_cycle_and_in_one(services: Services, governed: bool) -> None:
    if governed:
        begin(services)
    retired = services.editing.retire("faq-invoice", message="不再适用")
    assert retired.seen == 2
    assert "status: archived" in retired.source
    with pytest.raises(UnsoundDraftError, match="retired already"):
        services.editing.retire("faq-invoice", message="再来一次")
