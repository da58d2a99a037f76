"""Joining and restoring, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.errors import StaleRevisionError, UnknownEntryError, UnsoundDraftError
from deskbook.revision.conflict import Choice
from deskbook.services.facade import Services
from tests.fakes import handbook
from tests.fakes.handbook import INVOICE

ENTRY = "faq-invoice"
ANSWER = "在订单详情页申请。"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_starter(handbook.write(tmp_path / "kb"))
    yield opened
    opened.close()


def test_what_was_settled_is_settled_again_also_after_a_third_text(services: Services) -> None:
    mine, theirs = INVOICE.replace(ANSWER, "一天内开好。"), INVOICE.replace(ANSWER, "两天内开好。")
    services.editing.save(ENTRY, theirs, seen=1, message="")
    joining = services.merging.begin(ENTRY, mine, 1)
    assert joining.settled == (None,)
    assert (joining.base and joining.base.number, joining.theirs and joining.theirs.number) == (1, 2)
    for decided in (Choice.MINE, Choice.BOTH, "三天内开好。"):
        services.merging.keep(joining, [decided])
        assert services.merging.begin(ENTRY, mine, 1).settled == (decided,)
    # From another desk, so not through the editor of this one.
    services.saving.save(ENTRY, theirs.replace("怎么开发票", "发票怎么开"), seen=2)
    again = services.merging.begin(ENTRY, mine, 1)
    assert again.settled == ("三天内开好。",)
    services.editing.save(ENTRY, again.merge.text(["三天内开好。"]), seen=3, message="")
    assert services.desk.settlements(ENTRY) == ()


def test_a_new_entry_that_two_began_is_joined_as_a_whole(services: Services) -> None:
    mine = INVOICE.replace(ANSWER, "一天内开好。")
    joining = services.merging.begin(ENTRY, mine, None)
    assert joining.base is None
    assert joining.merge.text([Choice.MINE] * len(joining.merge.conflicts)) == mine
    assert joining.merge.text([Choice.THEIRS] * len(joining.merge.conflicts)) == INVOICE


def test_nothing_to_join_with_where_nothing_was_accepted_meanwhile(services: Services) -> None:
    assert services.merging.onto_accepted(ENTRY) is None


def test_an_older_text_is_saved_again_to_the_byte(services: Services) -> None:
    services.editing.save(ENTRY, INVOICE.replace(ANSWER, "一天内开好。"), seen=1, message="")
    services.saving.restore(ENTRY, 1, seen=2, message="退回")
    newest = services.history.revision(ENTRY)
    assert (newest.number, newest.source, newest.message, newest.parent) == (3, INVOICE, "退回", 2)


def test_restoring_is_refused_where_it_would_undo_what_nobody_saw(services: Services) -> None:
    services.editing.save(ENTRY, INVOICE.replace(ANSWER, "一天内开好。"), seen=1, message="")
    with pytest.raises(StaleRevisionError):
        services.saving.restore(ENTRY, 1, seen=1, message="")
    with pytest.raises(UnsoundDraftError, match="says what the newest one says"):
        services.saving.restore(ENTRY, 2, seen=2, message="")
    with pytest.raises(UnknownEntryError, match="@9"):
        services.saving.restore(ENTRY, 9, seen=2, message="")
    assert services.history.revision(ENTRY).number == 2


def test_an_entry_that_was_never_changed_has_one_version_that_is_accepted(services: Services) -> None:
    (version,) = services.history.of(ENTRY)
    assert (version.accepted, version.change) == (True, None)
