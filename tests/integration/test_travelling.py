"""The handbook of an earlier quarter, over real databases and the real search."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from deskbook.errors import AbsentEntryError, MomentError, UnknownEntryError, UnknownReleaseError
from deskbook.model.feedback import Fault
from deskbook.model.mine import Known
from deskbook.model.query import Query
from deskbook.ports import Cancelled
from deskbook.services.facade import Services
from deskbook.services.travelling import ShopValue
from tests.fakes import quarters
from tests.integration.cycle.support import faq
from tests.integration.packs.support import Owner
from tests.unit.search.conftest import unpacked_encoder, with_encoder

Desk = tuple[Services, Owner]


__all__ = ["unpacked_encoder", "with_encoder"]
either = pytest.mark.parametrize("desk", ["pack", "workspace"], indirect=True)


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    with_encoder: Callable[[Path], Path],
) -> Iterator[Desk]:
    """A desk that a pack feeds, or an owner's workspace if a test wants both."""
    packed = getattr(request, "param", "pack") == "pack"
    with quarters.desk_of(tmp_path, monkeypatch, packed=packed, prepare=with_encoder) as opened:
        yield opened


@pytest.fixture
def services(desk: Desk) -> Services:
    return desk[0]


@pytest.fixture
def then(services: Services) -> Services:
    """What the agent reads on a day of the old quarter."""
    services.finder.refresh()
    return services.at(services.travel.go(services.travel.moment(f"{quarters.OLD_DAY}")))


def found(services: Services, text: str) -> list[str]:
    return [hit.id for hit in services.finder.search(Query(text, services.handbook.today())).hits]


def script(services: Services, entry_id: str) -> str:
    first, *_others = services.copier.copyables(services.handbook.get(entry_id))
    return services.copier.fill(first.text, services.handbook.shop(), {}).text


@either
def test_entries_and_values_are_those_of_the_time(services: Services, then: Services) -> None:
    assert script(services, quarters.REFUND) == quarters.NEW_SCRIPT
    assert script(then, quarters.REFUND) == quarters.OLD_SCRIPT
    assert then.handbook.today() == quarters.OLD_DAY
    assert set(then.handbook.heads()) == quarters.ENTRIES.keys()
    assert script(then, quarters.GONE) == quarters.GONE_SCRIPT


@either
def test_the_search_answers_from_the_time(services: Services, then: Services) -> None:
    assert quarters.REFUND not in found(services, "三天内")
    assert found(then, "三天内")[0] == quarters.REFUND
    assert quarters.FRESH not in found(then, "冬日礼盒")
    assert found(services, "冬日礼盒")[0] == quarters.FRESH
    assert found(then, "夏日满减活动")[0] == quarters.GONE
    assert quarters.GONE not in found(services, "夏日满减活动")
    (hit,) = (
        hit for hit in then.finder.search(Query("", quarters.OLD_DAY)).hits if hit.id == quarters.REFUND
    )
    assert "1-7 个工作日" in hit.snippet.text


def test_a_second_journey_finds_its_index_ready(services: Services, then: Services) -> None:
    told: list[int] = []
    services.travel.go(services.travel.moment(f"{quarters.OLD}"), lambda done, _total: told.append(done))
    assert told == []


def test_indexes_used_long_ago_are_removed(services: Services) -> None:
    past, travel = services.home / "index" / "past", services.travel
    for ago, name in enumerate(("r9", "r8", "r7")):
        (past / name).mkdir(parents=True)
        os.utime(past / name, ns=(0, 1_000_000_000 * (9 - ago)))
    travel.go(travel.moment(str(quarters.OLD_DAY)))
    assert {place.name for place in past.iterdir()} == {"r2", "r9", "r8"}
    travel.go(travel.moment("1"))
    assert {place.name for place in past.iterdir()} == {"r1", "r2", "r9"}


def test_a_cancelled_journey_leaves_nothing_half_made(services: Services) -> None:
    moment = services.travel.moment(str(quarters.OLD_DAY))

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        services.travel.go(moment, stop)
    then = services.at(services.travel.go(moment))
    assert found(then, "三天内")[0] == quarters.REFUND


def test_a_time_can_be_written_in_many_ways(services: Services) -> None:
    days = ("2026-12-05", "20261205", "2026.12.5", "2026/12/05", " 2026年12月5日 ", "２０２６-12-05")
    for text in days:
        moment = services.travel.moment(text)
        assert (moment.day, moment.release.number) == (quarters.OLD_DAY, quarters.OLD)
    for text in ("2", "#2", "2026q4"):
        moment = services.travel.moment(text)
        assert (moment.day, moment.release.number) == (date(2026, 11, 22), quarters.OLD)
        assert not services.travel.is_today(moment)
    for text in ("2027Q1", "3", str(services.handbook.today())):
        assert services.travel.is_today(services.travel.moment(text))


def test_what_is_no_time_to_travel_to_is_said_in_a_sentence(services: Services) -> None:
    for text, what in (
        ("2026-11-21", "There was no release yet on 2026-11-21."),
        ("2027-02-01", "2027-02-01 is still to come."),
        ("2026-02-30", "There is no such day as 2026-02-30."),
        ("9", "There is no release for “9”."),
        ("last quarter", "There is no release for “last quarter”."),
        ("", "There is no release for “”."),
    ):
        with pytest.raises((MomentError, UnknownReleaseError)) as trouble:
            services.travel.moment(text)
        assert str(trouble.value.what) == what


def test_a_scheduled_release_cannot_be_travelled_to(desk: Desk, tmp_path: Path) -> None:
    services, boss = desk
    people = boss.team
    people.open_for_editing("2027Q2", effective=people.today + timedelta(days=9))
    people.write(quarters.STEADY, faq(quarters.STEADY, "春天的答案。"))
    people.publish("2027Q2")
    if services.home.name == "desk":
        services.pack_desk.install(boss.pack("b.dbk"))
    with pytest.raises(MomentError, match="takes effect only on"):
        services.travel.moment("4")
    assert [release.number for release in services.travel.releases()] == [3, 2, 1]


def test_an_entry_that_did_not_exist_then_is_named(then: Services) -> None:
    with pytest.raises(AbsentEntryError) as trouble:
        then.handbook.get(quarters.FRESH)
    assert str(trouble.value.what) == "“冬日礼盒” was not in the handbook on 2026-12-05 (release 2)."
    for unknown in ("faq-never", "shop"):
        with pytest.raises(UnknownEntryError) as never:
            then.handbook.get(unknown)
        assert type(never.value) is UnknownEntryError


def test_what_changed_since_is_told(services: Services) -> None:
    then = services.travel.go(services.travel.moment(str(quarters.OLD_DAY)))
    refund, gone, steady = map(then.since, (quarters.REFUND, quarters.GONE, quarters.STEADY))
    assert refund.changed
    assert refund.values == (ShopValue("到账时间", "1-7 个工作日", "1-3 个工作日"),)
    assert refund.difference.title == "退款多久办好"
    assert (gone.changed, gone.retired) == (True, True)
    assert (steady.changed, steady.values) == (False, ())
    with pytest.raises(AbsentEntryError):
        then.since(quarters.FRESH)


def test_an_old_script_needs_no_reason_but_todays_phrases_hold(services: Services, then: Services) -> None:
    old = then.handbook.get(quarters.REFUND)
    assert then.sender.check(quarters.OLD_SCRIPT, old).clearance.allows()
    assert services.sender.check(quarters.OLD_SCRIPT, old).clearance.wants_reason
    banned = then.sender.check(quarters.OLD_SECOND, old).clearance
    assert [hit.phrase_id for hit in banned.scan.hits] == [quarters.BANNED]
    assert banned.blocked
    assert then.sender.check("您好。", replace(old, expires=date(2026, 12, 1))).clearance.wants_reason


def test_what_is_mine_stays_and_reads_as_of_then(services: Services, then: Services) -> None:
    fresh, gone = (Known(i, services.handbook.get(i).kind, "x") for i in (quarters.FRESH, quarters.GONE))
    services.keeper.star(fresh, on=True)
    services.keeper.note(gone, "老客户常问")
    services.keeper.keep_code("xr", gone)
    assert [one.gone for one in then.keeper.all().favourites] == [True]
    about = then.keeper.about(quarters.GONE)
    assert about is not None
    assert (about.gone, about.note) == (False, "老客户常问")
    today = services.keeper.about(quarters.GONE)
    assert today is not None
    assert today.gone
    answer = then.keeper.find(Query("/xr", quarters.OLD_DAY))
    assert answer is not None
    assert quarters.GONE_SCRIPT in answer.hits[0].snippet.text


def test_a_remark_is_about_the_text_that_was_read(services: Services, then: Services) -> None:
    remark = then.feedback.remark(Fault.WRONG, quarters.REFUND)
    assert remark.hash == then.handbook.stored(quarters.REFUND).head.hash
    then.feedback.searched_in_vain("冬日", 0)
    assert services.feedback.own().searches == ()
    assert services.feedback.own().remarks == (remark,)


@either
def test_a_new_release_does_not_alter_what_was(desk: Desk, then: Services) -> None:
    services, boss = desk
    boss.team.later(days=1)
    boss.publish("2027Q2", faq_refund=faq(quarters.REFUND, "第三版"))
    if services.home.name == "desk":
        services.pack_desk.install(boss.pack("b.dbk"))
    services.finder.refresh()
    assert found(services, "第三版")[0] == quarters.REFUND
    assert script(then, quarters.REFUND) == quarters.OLD_SCRIPT
    assert found(then, "三天内")[0] == quarters.REFUND
    assert services.travel.holds(services.travel.moment(str(quarters.OLD_DAY)))
    other = replace(services.travel.moment("2"), release=replace(services.travel.releases()[0], notes="x"))
    assert not services.travel.holds(other)


def test_the_terminal_searches_as_of_a_release(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    runtime = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)

    def searched(*words: str) -> tuple[int, list[str], str]:
        code = main(["search", *words, "--json", "--home", str(services.home)], runtime)
        captured = capsys.readouterr()
        hits = json.loads(captured.out) if captured.out else []
        return code, [hit["id"] for hit in hits], captured.err

    assert searched("夏日满减活动", "--as-of", "2")[1][0] == quarters.GONE
    assert quarters.GONE not in searched("夏日满减活动", "--as-of", "3")[1]
    code, _hits, told = searched("退款", "--as-of", "2026-11-01")
    assert code == 1
    assert "There was no release yet on 2026-11-01." in told
