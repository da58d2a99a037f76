"""What may go to the clipboard, with which reason, and what is kept of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.errors import StaleHitError
from deskbook.model.entry import Level, Status
from deskbook.services.facade import Services
from deskbook.services.sending import MOST_EXPLAINED
from deskbook.services.settings import Preferences
from tests.fakes import handbook
from tests.fakes.rules import write_rule

SECRET = "客户王女士说不归我管"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    folder = handbook.write(tmp_path / "kb")
    write_rule(folder / "phrase" / "brush-off")
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_folder(folder)
    yield opened
    opened.close()


def test_hits_are_explained_in_words(services: Services) -> None:
    checked = services.sender.check("这是规定，不归我管。")
    first, second = checked.explained
    assert (first.hit.phrase_id, second.hit.phrase_id) == ("ban-not-my-job", "ban-its-the-rule")
    assert second.reason == "规定不是理由，要说明白。客户要的是办法。"
    assert second.replacements[0] == "这样安排是为了1-7 个工作日内能到账。"
    assert [law.article for law in second.laws] == ["13"]
    assert checked.more == 0


def test_only_the_first_hits_are_explained_and_what_blocks_is_among_them(services: Services) -> None:
    checked = services.sender.check("这是规定。" * 30 + "不归我管。")
    assert len(checked.explained) == MOST_EXPLAINED
    assert checked.more == 31 - MOST_EXPLAINED
    assert checked.explained[0].hit.phrase_id == "ban-not-my-job"


@pytest.mark.parametrize(
    ("text", "level", "reason", "allowed"),
    [
        ("您好。", Level.JUNIOR, "", True),
        ("这是规定。", Level.JUNIOR, "", False),
        ("这是规定。", Level.JUNIOR, " \n", False),
        ("这是规定。", Level.JUNIOR, "引用客户的话", True),
        ("不归我管。", Level.JUNIOR, "引用客户的话", False),
        ("不归我管。", Level.INTERMEDIATE, "引用客户的话", False),
        ("不归我管。", Level.SENIOR, "", False),
        ("不归我管。", Level.SENIOR, "引用客户的话", True),
        ("不归我管。" * 10_001, Level.SENIOR, "引用客户的话", False),
    ],
)
def test_what_a_level_and_a_reason_allow(
    services: Services, text: str, level: Level, reason: str, allowed: bool
) -> None:
    services.preferences.change(level=level)
    checked = services.sender.release(text, reason=reason)
    assert checked.text == text
    assert checked.clearance.allows(reason) is allowed
    kept = services.desk.overrides(9)
    assert len(kept) == (1 if allowed and reason else 0)


def test_a_reason_is_kept_with_the_phrases_but_never_the_text(services: Services, tmp_path: Path) -> None:
    services.preferences.change(level=Level.SENIOR)
    before = services.clock()
    services.sender.release(f"{SECRET}，这是规定，这是规定。", reason="  客户引用  ")
    kept = services.desk.overrides(9)
    assert [(one.entry_id, one.reason) for one in kept] == [
        ("ban-its-the-rule", "客户引用"),
        ("ban-not-my-job", "客户引用"),
    ]
    assert all(before <= one.at <= services.clock() for one in kept)
    with closing(sqlite3.connect(tmp_path / "home" / "desk.sqlite")) as database:
        dumped = "\n".join(database.iterdump())
    assert "客户引用" in dumped
    assert "王女士" not in dumped


def test_a_reason_that_nobody_needed_is_not_kept(services: Services) -> None:
    services.sender.release("您好。", reason="没有必要")
    assert services.desk.overrides(9) == ()


def test_a_script_that_is_out_of_date_wants_a_reason_that_names_it(services: Services) -> None:
    faq = services.handbook.get("faq-invoice")
    yesterday = services.clock().astimezone().date() - timedelta(days=1)
    for outdated, why in (
        (replace(faq, expires=yesterday), f"“怎么开发票” expired on {yesterday}."),
        (replace(faq, status=Status.ARCHIVED), "“怎么开发票” is archived."),
        (replace(faq, effective=date(2999, 1, 1)), "“怎么开发票” holds only from 2999-01-01."),
        (replace(faq, title="旧题目"), "“旧题目” was revised since this script was opened."),
        (replace(faq, id="faq-gone"), "“怎么开发票” is no longer in the handbook."),
    ):
        clearance = services.sender.release("您好。", outdated).clearance
        assert str(clearance.outdated) == why
        assert clearance.wants_reason
    services.sender.release("您好。", replace(faq, expires=yesterday), "旧订单按旧规则")
    assert [(one.entry_id, one.reason) for one in services.desk.overrides(9)] == [
        ("faq-invoice", "旧订单按旧规则")
    ]


def test_reasons_given_before_are_offered_again_newest_first(services: Services) -> None:
    for reason in ("引用", "产品名", "引用"):
        services.sender.release("这是规定。", reason=reason)
    assert services.sender.reasons(5) == ("引用", "产品名")
    assert services.sender.reasons(1) == ("引用",)


def test_a_replacement_takes_the_sentence(services: Services) -> None:
    text = "您好😀。这是规定，没办法。再见。"
    (explained,) = services.sender.check(text).explained
    replaced = services.sender.replace(text, explained.hit, 0)
    assert replaced.new == explained.replacements[0]
    assert replaced.text == f"您好😀。{replaced.new}再见。"
    with pytest.raises(StaleHitError):
        services.sender.replace("您" + text, explained.hit, 0)


@pytest.mark.parametrize("kept", ["", "boss", 3, None, ["senior"]])
def test_a_level_that_nobody_knows_is_the_lowest(services: Services, kept: object) -> None:
    class Kept:
        def load(self) -> dict[str, object]:
            return {"level": kept, "watch_clipboard": kept}

        def save(self, values: object) -> None:
            raise AssertionError

    preferences = Preferences(Kept())
    assert preferences.current.level is Level.JUNIOR
    assert not preferences.current.watch_clipboard


def test_level_and_watch_are_remembered(services: Services, tmp_path: Path) -> None:
    services.preferences.change(level=Level.SENIOR, watch_clipboard=True)
    again = bootstrap.open_services(tmp_path / "home")
    again.close()
    assert again.preferences.current.level is Level.SENIOR
    assert again.preferences.current.watch_clipboard
