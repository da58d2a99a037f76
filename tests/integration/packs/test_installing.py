"""Packs from the owner's workspace to what agents read, over real databases."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbook.errors import (
    NotAPackError,
    PackClockError,
    PackContentError,
    PackForkError,
    PackHomeError,
    PackLengthError,
    PackRejectedError,
    PackSequenceError,
    PackStateError,
    PackUnreadableError,
    PolicyError,
    RevokedKeyError,
    StorageError,
    UntrustedKeyError,
)
from deskbook.exchange.folder import MarkdownFolder
from deskbook.markup import MarkdownMarkup
from deskbook.model.audit import Action
from deskbook.model.pack import Keyring, public_line
from deskbook.pack.adapter import UnlockedKey
from deskbook.pack.keys import Signer, StatementKind
from deskbook.services.changes import Drafts
from deskbook.services.exchanging import Exchange
from deskbook.services.history import History
from deskbook.services.packing import collect
from deskbook.services.pictures import Pictures
from tests.fakes import handbook as fake
from tests.fakes.pictures import png
from tests.integration.cycle.support import faq, team
from tests.integration.packs.support import KEY, Agent, Owner, agent
from tests.integration.store.test_full_disk import no_file_grows_beyond

OLD = Signer(bytes([1]) * 32)
NEW = UnlockedKey(Signer(bytes([2]) * 32, (OLD.state(StatementKind.ROTATE, Signer(bytes([2]) * 32).public),)))


def test_a_desk_reads_what_the_owner_published(boss: Owner, desk: Agent) -> None:
    done = desk.packs.install(boss.pack())
    assert done.new
    assert done.release.name == "2026Q4"
    assert desk.read() == boss.team.read()
    with boss.team.workspace.work() as theirs, desk.workspace.work() as ours:
        assert [r.number for r in ours.releases.all()] == [r.number for r in theirs.releases.all()]
        for release in theirs.releases.all():
            assert ours.releases.items(release.number) == theirs.releases.items(release.number)
    assert desk.workspace.check() == ()
    assert desk.audit.faults() == ()


def test_a_draft_never_leaves_the_owner(boss: Owner, desk: Agent) -> None:
    boss.team.open_for_editing("2027Q1")
    boss.team.write("faq-a", faq("faq-a", "草稿一"))
    path = boss.pack()
    assert "草稿".encode() not in path.read_bytes()
    boss.team.write("faq-a", faq("faq-a", "草稿二"))
    boss.team.publish("2027Q1")
    path = boss.pack("b.dbk")
    assert "草稿一".encode() not in path.read_bytes()
    desk.packs.install(path)
    assert "草稿二" in desk.read()["faq-a"]
    assert desk.workspace.check() == ()


def test_what_changed_and_how_it_was_can_be_told_at_the_desk(boss: Owner, desk: Agent) -> None:
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    desk.packs.install(boss.pack())
    with desk.workspace.work() as work:
        new, old, *_ = (release.number for release in work.releases.all())
    here, there = desk.history.compare(old, new), History(boss.team.workspace).compare(old, new)
    assert here.entries == there.entries
    assert here.titles == there.titles == {"faq-a": "faq-a"}
    assert "第一版" in desk.handbook.as_of("faq-a", old)[0].source


def test_the_same_release_gives_the_same_pack(boss: Owner) -> None:
    one, other = boss.build("a.dbk"), boss.build("b.dbk")
    assert one.path.read_bytes() == other.path.read_bytes()
    assert boss.build("c.dbk", until=date(2027, 6, 1)).facts.sequence == one.facts.sequence + 1
    assert [record.deed.action for record in boss.team.audit.latest(2)] == [Action.PACK, Action.PACK]
    assert boss.team.audit.faults() == ()


def test_pictures_travel_with_the_releases_that_show_them(boss: Owner, desk: Agent) -> None:
    pictures = Pictures(boss.team.ledger)
    shown, other = pictures.keep(png(2, 3)), pictures.keep(png(4, 5))
    boss.publish("2027Q1", faq_a=faq("faq-a", f"看图：\n\n![按钮](pictures/{shown})"))
    desk.packs.install(boss.pack())
    with desk.workspace.work() as work:
        assert work.pictures.hashes() == {shown: pictures.hashes()[shown]}
    assert other not in {shown}
    assert [picture.data for picture in Pictures(desk.ledger).find([shown])] == [png(2, 3)]


def test_a_pack_with_another_picture_by_a_known_name_is_refused_whole(boss: Owner, desk: Agent) -> None:
    name = Pictures(boss.team.ledger).keep(png(2, 3))
    boss.publish("2027Q1", faq_a=faq("faq-a", f"看图：\n\n![按钮](pictures/{name})"))
    desk.packs.install(boss.pack("a.dbk"))
    before = desk.read()
    boss.publish("2027Q2", faq_a=faq("faq-a", f"再看图：\n\n![按钮](pictures/{name})"))
    with boss.team.ledger.reading() as work:
        contents = collect(work, work.releases.all()[0])
        facts = replace(boss.build("b.dbk").facts)
    KEY.write(boss.folder / "c.dbk", replace(contents, pictures={name: png(9, 9)}), facts)
    with pytest.raises(PackForkError):
        desk.packs.install(boss.folder / "c.dbk")
    assert desk.read() == before
    KEY.write(boss.folder / "d.dbk", replace(contents, pictures={name: b"#!/bin/sh"}), facts)
    with pytest.raises(PackContentError):
        desk.packs.install(boss.folder / "d.dbk")
    assert desk.read() == before


def test_packs_one_after_the_other(boss: Owner, desk: Agent) -> None:
    first = boss.pack("a.dbk")
    assert desk.packs.install(first).new
    assert not desk.packs.install(first).new
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"), faq_c=faq("faq-c", "新来的"))
    generation = desk.workspace.generation()
    assert desk.packs.install(boss.pack("b.dbk")).new
    assert desk.workspace.generation() > generation
    assert desk.read() == boss.team.read()
    with pytest.raises(PackSequenceError):
        desk.packs.install(first)
    assert desk.read() == boss.team.read()


def test_a_rollback_brings_revisions_that_the_desk_never_had(boss: Owner, desk: Agent) -> None:
    numbers = [boss.publish(f"20{year}Q1", faq_a=faq("faq-a", str(year))).number for year in range(27, 44)]
    desk.packs.install(boss.pack("a.dbk"))
    with desk.workspace.work() as work:
        assert len(work.releases.all()) == 13
    boss.team.publisher.rollback(numbers[0], reason="退回")
    desk.packs.install(boss.pack("b.dbk"))
    assert "27" in desk.read()["faq-a"]
    assert desk.read() == boss.team.read()
    assert desk.workspace.check() == ()


def test_a_release_takes_effect_on_its_day(boss: Owner, desk: Agent) -> None:
    desk.packs.install(boss.pack("a.dbk"))
    before = desk.read()
    boss.team.open_for_editing("2027Q1", effective=date(2027, 1, 1))
    boss.team.write("faq-a", faq("faq-a", "明年的"))
    boss.team.publish("2027Q1")
    desk.packs.install(boss.pack("b.dbk"))
    assert desk.read() == before
    status = desk.packs.status()
    assert status.coming is not None
    assert status.coming.effective == date(2027, 1, 1)
    desk.now += timedelta(days=60)
    assert "明年的" in desk.read()["faq-a"]
    assert desk.packs.status().coming is None


def test_going_back_once_and_on_again(boss: Owner, desk: Agent) -> None:
    desk.packs.install(boss.pack("a.dbk"))
    before = desk.read()
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    newest = boss.pack("b.dbk")
    desk.packs.install(newest)
    after = desk.read()
    back = desk.packs.status().back
    assert desk.packs.go_back() == back
    assert desk.read() == before
    assert [record.deed.action for record in desk.audit.latest(2)] == [Action.INSTALL, Action.GO_BACK]
    assert desk.audit.faults() == ()
    with pytest.raises(PackStateError):
        desk.packs.go_back()
    assert desk.packs.install(newest).new
    assert desk.read() == after
    desk.packs.go_back()
    boss.publish("2027Q2", faq_a=faq("faq-a", "第三版"))
    desk.packs.install(boss.pack("c.dbk"))
    assert "第三版" in desk.read()["faq-a"]


def test_nothing_to_go_back_to(desk: Agent) -> None:
    with pytest.raises(PackStateError):
        desk.packs.go_back()


def test_a_pack_tells_its_age(boss: Owner, desk: Agent) -> None:
    desk.packs.install(boss.pack(until=date(2026, 12, 31)))
    assert desk.packs.status().overdue == 0
    desk.now += timedelta(days=50)
    status = desk.packs.status()
    assert (status.until, status.overdue) == (
        date(2026, 12, 31),
        (desk.handbook.today() - date(2026, 12, 31)).days,
    )
    assert status.overdue > 0


def test_keys_are_rotated_with_a_pack(boss: Owner, desk: Agent) -> None:
    old = boss.pack("a.dbk")
    desk.packs.install(boss.pack("b.dbk", NEW))
    assert desk.packs.status().keys == Keyring(frozenset({NEW.public}), frozenset({KEY.public}))
    boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    for path in (old, boss.pack("c.dbk", KEY)):
        with pytest.raises(RevokedKeyError):
            desk.packs.install(path)
    plain = UnlockedKey(Signer(bytes([2]) * 32))
    assert desk.packs.install(boss.pack("d.dbk", plain)).new


def test_the_policy_revokes_whatever_a_pack_says(boss: Owner, desk: Agent) -> None:
    desk.write_policy(trusted_keys=[public_line(KEY.public)], revoked_keys=[public_line(NEW.public)])
    with pytest.raises(RevokedKeyError):
        desk.packs.install(boss.pack("a.dbk", NEW))
    desk.write_policy(trusted_keys=[public_line(KEY.public)], revoked_keys=[public_line(KEY.public)])
    with pytest.raises(RevokedKeyError):
        desk.packs.install(boss.pack("b.dbk"))


def test_a_key_is_pinned_in_a_home_where_no_policy_pins_any(boss: Owner, desk: Agent) -> None:
    with pytest.raises(PackStateError):
        desk.packs.trust(KEY.public)
    desk.policy.unlink()
    path = boss.pack()
    with pytest.raises(UntrustedKeyError):
        desk.packs.install(path)
    desk.packs.trust(NEW.public)
    desk.packs.trust(KEY.public)
    assert desk.packs.install(path).new


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"trusted_keys": "x"}',
        '{"trusted_keys": ["ed25519:00"]}',
        '{"revoked_keys": [1]}',
        '{"watch": 1}',
    ],
)
def test_a_policy_that_cannot_be_read_lets_nothing_in(boss: Owner, desk: Agent, text: str) -> None:
    desk.policy.write_text(text)
    with pytest.raises(PolicyError):
        desk.packs.install(boss.pack())
    assert desk.read() == {}


def test_a_restored_owner_tells_another_past(boss: Owner, desk: Agent, tmp_path: Path) -> None:
    boss.pack("z.dbk")
    backup = tmp_path / "copy"
    shutil.copytree(tmp_path / "owner", backup)
    first = boss.publish("2027Q1", faq_a=faq("faq-a", "一个未来"))
    desk.packs.install(boss.pack("a.dbk"))
    before = desk.read()
    with team(backup) as again:
        other = Owner(again, tmp_path)
        assert other.publish("2027Q1", faq_a=faq("faq-a", "另一个未来")).number == first.number
        other.pack("b.dbk")
        other.publish("2027Q2", faq_a=faq("faq-a", "再一个"))
        with pytest.raises(PackRejectedError) as caught:
            desk.packs.install(other.pack("c.dbk"))
    assert caught.type is PackForkError
    assert desk.read() == before


def test_an_owners_home_takes_no_pack(boss: Owner, tmp_path: Path) -> None:
    path = boss.pack()
    boss.team.close()
    with agent(tmp_path / "owner") as desk, pytest.raises(PackHomeError):
        desk.packs.install(path)


def test_what_came_as_a_pack_is_not_edited(boss: Owner, desk: Agent) -> None:
    desk.packs.install(boss.pack())
    with pytest.raises(PackHomeError), desk.ledger.writing():
        pass


def test_the_starter_handbook_gives_way(boss: Owner, desk: Agent, tmp_path: Path) -> None:
    markup = MarkdownMarkup()
    drafts, pictures = Drafts(desk.ledger, markup), Pictures(desk.ledger)
    exchange = Exchange(
        desk.workspace, desk.handbook, markup, MarkdownFolder(), desk.ledger, drafts, pictures
    )
    exchange.import_starter(fake.write(tmp_path / "kb"))
    assert "faq-a" not in desk.read()
    desk.packs.install(boss.pack())
    assert desk.read() == boss.team.read()
    with agent(desk.home) as again:
        assert again.read() == boss.team.read()


def test_a_clock_in_the_past_is_told(boss: Owner, desk: Agent) -> None:
    desk.now -= timedelta(days=400)
    with pytest.raises(PackClockError):
        desk.packs.install(boss.pack())
    assert desk.read() == {}


def test_an_older_release_is_not_packed_again(boss: Owner) -> None:
    release = boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
    boss.pack()
    with pytest.raises(PackStateError):
        boss.pack("b.dbk", release=release.number - 1)
    with pytest.raises(PackStateError):
        boss.pack("b.dbk", until=date(2020, 1, 1))
    assert not (boss.folder / "b.dbk").exists()


@pytest.mark.parametrize("room", [0, 20_000])
def test_a_disk_that_fills_up_installs_nothing(boss: Owner, desk: Agent, room: int) -> None:
    desk.packs.install(boss.pack("a.dbk"))
    before = desk.read()
    texts = {f"faq_x{n}": faq(f"faq-x{n}", "很长" * 1000) for n in range(20)}
    boss.publish("2027Q1", **texts)
    path = boss.pack("b.dbk")
    journal = (desk.home / "handbook.sqlite-wal").stat().st_size
    with no_file_grows_beyond(journal + room), pytest.raises(StorageError):
        desk.packs.install(path)
    assert desk.read() == before
    assert desk.workspace.check() == ()
    desk.packs.install(path)
    assert desk.read() == boss.team.read()


def test_a_first_installation_without_room_leaves_the_desk_as_it_was(boss: Owner, desk: Agent) -> None:
    path = boss.pack()
    with no_file_grows_beyond(0), pytest.raises(StorageError):
        desk.packs.install(path)
    assert desk.packs.status().latest is None
    assert desk.packs.install(path).new


class TestWatching:
    """Looking into the folder that the policy watches."""

    @pytest.fixture
    def share(self, tmp_path: Path) -> Path:
        folder = tmp_path / "share"
        folder.mkdir()
        return folder

    def test_the_newest_pack_is_picked_up(self, boss: Owner, desk: Agent, share: Path) -> None:
        assert desk.packs.pick_up().installed is None
        boss.pack("share/z-first.dbk")
        boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
        boss.pack("share/a-second.dbk")
        found = desk.packs.pick_up().installed
        assert found is not None
        assert found.release.name == "2027Q1"
        assert desk.read() == boss.team.read()
        assert desk.packs.pick_up().installed is None

    def test_what_is_no_pack_is_told_once_and_stops_nothing(
        self, boss: Owner, desk: Agent, share: Path
    ) -> None:
        (share / "a.dbk").write_bytes(b"no pack")
        (share / "folder.dbk").mkdir()
        (share / "readme.txt").write_text("nothing")
        boss.pack("share/b.dbk")
        found = desk.packs.pick_up()
        assert found.installed is not None
        assert [type(error) for error in found.refused] == [NotAPackError]
        assert desk.packs.pick_up().refused == ()

    def test_a_copy_on_its_way_is_taken_once_it_is_whole(self, boss: Owner, desk: Agent, share: Path) -> None:
        data = boss.pack("whole.dbk").read_bytes()
        (share / "a.dbk").write_bytes(data[: len(data) - 10])
        found = desk.packs.pick_up()
        assert found.installed is None
        assert [type(error) for error in found.refused] == [PackLengthError]
        (share / "a.dbk").write_bytes(data)
        assert desk.packs.pick_up().installed is not None

    def test_a_broken_newest_pack_does_not_hide_the_one_before(
        self, boss: Owner, desk: Agent, share: Path
    ) -> None:
        boss.pack("share/a.dbk")
        boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
        data = bytearray(boss.pack("b.dbk").read_bytes())
        data[-1] ^= 1
        (share / "b.dbk").write_bytes(data)
        found = desk.packs.pick_up()
        assert found.installed is not None
        assert found.installed.release.name == "2026Q4"
        assert len(found.refused) == 1

    def test_what_was_refused_is_taken_once_the_reason_is_gone(
        self, boss: Owner, desk: Agent, share: Path
    ) -> None:
        policy = desk.policy.read_text()
        desk.write_policy(watch=str(share))
        boss.pack("share/a.dbk")
        assert [type(error) for error in desk.packs.pick_up().refused] == [UntrustedKeyError]
        assert desk.packs.pick_up().refused == ()
        desk.policy.write_text(policy)
        desk.now -= timedelta(days=400)
        for _time in range(2):
            assert [type(error) for error in desk.packs.pick_up().refused] == [PackClockError]
        desk.now += timedelta(days=400)
        assert desk.packs.pick_up().installed is not None

    def test_a_share_that_is_gone_changes_nothing(self, boss: Owner, desk: Agent, share: Path) -> None:
        boss.pack("share/a.dbk")
        desk.packs.pick_up()
        before = desk.read()
        shutil.rmtree(share)
        with pytest.raises(PackUnreadableError):
            desk.packs.pick_up()
        assert desk.read() == before

    def test_going_back_is_not_undone_by_the_folder(self, boss: Owner, desk: Agent, share: Path) -> None:
        boss.pack("share/a.dbk")
        boss.publish("2027Q1", faq_a=faq("faq-a", "第二版"))
        boss.pack("share/b.dbk")
        desk.packs.pick_up()
        desk.packs.go_back()
        with agent(desk.home) as again:
            again.now = desk.now
            assert again.packs.pick_up().installed is None
            assert "第一版" in again.read()["faq-a"]

    def test_without_a_watched_folder_nothing_is_looked_for(self, desk: Agent) -> None:
        desk.write_policy()
        assert desk.packs.pick_up().installed is None
