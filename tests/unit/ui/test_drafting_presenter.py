"""The draft box without Qt: which answer counts, and what may be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.errors import BusyError, DeskbookError, Message
from deskbook.model.entry import Level
from deskbook.model.picture import Picture
from deskbook.services.facade import Services
from deskbook.services.guarding import Replacement
from deskbook.services.sending import Checked
from deskbook.ui.features.drafting.presenter import DraftingPresenter
from deskbook.ui.ports import Lane
from tests.fakes import handbook
from tests.fakes.rules import RULE, write_rule
from tests.fakes.runner import ManualRunner


class View:
    """Writes down what it is told to show."""

    def __init__(self) -> None:
        self.shown: list[object] = []
        self.checked: list[Checked] = []

    def show_empty(self) -> None:
        self.shown.append("empty")

    def show_checking(self) -> None:
        self.shown.append("checking")

    def show_checked(self, checked: Checked) -> None:
        self.shown.append(checked.text)
        self.checked.append(checked)

    def show_problem(self, error: DeskbookError) -> None:
        self.shown.append(error)

    def ask_reason(self, checked: Checked, reasons: tuple[str, ...]) -> None:
        self.shown.append(("reason", reasons))

    def put_sentence(self, of: str, change: Replacement) -> None:
        self.shown.append((of, change.text))

    def say_copied(self, missing: tuple[str, ...]) -> None:
        self.shown.append(("copied", missing))

    def say_blocked(self, checked: Checked) -> None:
        self.shown.append(("blocked", checked.text))


class Clipboard:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def put(self, text: str, pictures: Sequence[Picture] = (), rich: str = "") -> None:
        self.texts.append(text)

    def undo(self) -> bool:
        raise AssertionError

    def watch(self, told: object) -> None:
        raise AssertionError


class Bench:
    """A presenter over a real handbook, with a view and a clipboard that remember."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.view = View()
        self.jobs = ManualRunner()
        self.clipboard = Clipboard()
        self.drafting = DraftingPresenter(self.view, services.sender, self.jobs, self.clipboard)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    folder = handbook.write(tmp_path / "kb")
    write_rule(folder / "phrase" / "brush-off")
    opened = bootstrap.open_services(tmp_path / "home")
    opened.exchange.import_folder(folder)
    yield Bench(opened)
    opened.close()


def test_only_the_answer_to_the_newest_text_is_shown(bench: Bench) -> None:
    bench.drafting.edited("不归我管")
    bench.drafting.edited("这是规定")
    bench.jobs.work(1)
    bench.jobs.work(0)
    assert bench.view.shown == ["checking", "checking", "这是规定"]


def test_an_emptied_box_shows_no_late_answer(bench: Bench) -> None:
    bench.drafting.edited("不归我管")
    bench.drafting.edited(" \n")
    bench.jobs.work_all()
    assert bench.view.shown == ["checking", "empty"]


def test_checking_and_copying_never_wait_for_each_other(bench: Bench) -> None:
    bench.drafting.edited("您好")
    bench.drafting.copy("您好")
    assert [lane for lane, _job in bench.jobs.waiting] == [Lane.DRAFT, Lane.COPY]


def test_a_clean_text_is_copied_and_what_is_still_to_fill_in_is_named(bench: Bench) -> None:
    bench.drafting.copy("{{金额}} 元，{{日期}}，{{ 金额 }}")
    bench.jobs.work_all()
    assert bench.clipboard.texts == ["{{金额}} 元，{{日期}}，{{ 金额 }}"]
    assert bench.view.shown == [("copied", ("金额", "日期"))]


def test_nothing_is_nothing_to_copy(bench: Bench) -> None:
    bench.drafting.copy(" \n")
    assert bench.jobs.waiting == []


def test_a_warning_asks_for_a_reason_and_offers_those_given_before(bench: Bench) -> None:
    bench.drafting.copy("这是规定")
    bench.jobs.work_all()
    assert bench.view.shown == [("reason", ())]
    bench.drafting.copy("这是规定", "引用")
    bench.jobs.work_all()
    bench.drafting.copy("又说这是规定")
    bench.jobs.work_all()
    assert bench.clipboard.texts == ["这是规定"]
    assert bench.view.shown[1:] == [("copied", ()), ("reason", ("引用",))]


def test_a_block_stays_a_block_whatever_the_reason_unless_the_level_is_the_highest(bench: Bench) -> None:
    bench.drafting.copy("不归我管", "引用")
    bench.jobs.work_all()
    assert bench.view.shown == [("blocked", "不归我管")]
    bench.services.preferences.change(level=Level.SENIOR)
    bench.drafting.copy("不归我管", "引用")
    bench.jobs.work_all()
    assert bench.clipboard.texts == ["不归我管"]


def test_a_reason_that_cannot_be_kept_lets_nothing_through(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = BusyError(Message("Busy."))

    def fail(_made: object) -> None:
        raise error

    monkeypatch.setattr(bench.services.desk, "remember_overrides", fail)
    bench.drafting.copy("这是规定", "引用")
    bench.jobs.work_all()
    assert bench.clipboard.texts == []
    assert bench.view.shown == [error]


def test_a_replacement_is_put_into_the_text_that_was_checked(bench: Bench) -> None:
    bench.drafting.edited("😀这是规定。好的")
    bench.jobs.work_all()
    (finding,) = bench.view.checked[0].explained
    bench.drafting.use("😀这是规定。好的", finding, 1)
    bench.jobs.work_all()
    assert bench.view.shown[-1] == ("😀这是规定。好的", f"{finding.replacements[1]}好的")


def test_a_text_altered_since_its_answer_is_checked_again_instead(bench: Bench) -> None:
    bench.drafting.edited("这是规定。")
    bench.jobs.work_all()
    (finding,) = bench.view.checked[0].explained
    bench.drafting.use("您好，这是规定。", finding, 0)
    bench.jobs.work_all()
    assert bench.view.shown[-1] == "您好，这是规定。"


def test_another_list_of_phrases_checks_what_stands_there(bench: Bench, tmp_path: Path) -> None:
    bench.drafting.edited("请稍等")
    bench.jobs.work_all()
    changed = RULE.replace("pattern: 这是规定", "pattern: 请稍等")
    bench.services.exchange.import_folder(write_rule(tmp_path / "changed", changed))
    bench.drafting.recheck()
    bench.jobs.work_all()
    assert [len(checked.explained) for checked in bench.view.checked] == [0, 1]
