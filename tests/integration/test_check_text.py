"""``deskbook check-text`` and the guard service, on the real program over the starter handbook."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook import bootstrap, entry
from deskbook.cli.app import Runtime, main
from deskbook.errors import StaleHitError
from deskbook.model.entry import Phrase, Severity
from deskbook.services.facade import Services
from deskbook.services.guarding import Clearance, PhraseGuard

KB = Path(__file__).parents[2] / "kb"
FIELDS = {"start", "end", "text", "phrase_id", "kind", "severity", "reason", "replacements"}
RUNTIME = Runtime(bootstrap.open_services, bootstrap.restore, entry.open_window)
DRAFT = "亲，在的😊\r\n您可以加個微 信聊，\n這是規定。\n"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the starter handbook, not indexed: the guard does without."""
    home = tmp_path_factory.mktemp("starter") / "home"
    services = bootstrap.open_services(home)
    services.exchange.import_folder(KB)
    services.close()
    return home


@pytest.fixture(autouse=True)
def home(starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(starter, copy)
    monkeypatch.setenv("DESKBOOK_HOME", str(copy))
    monkeypatch.setenv("DESKBOOK_LANG", "en")
    return copy


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    opened = bootstrap.open_services(home)
    yield opened
    opened.close()


def check(path: Path | str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = main(["check-text", str(path), *options], RUNTIME)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_json_is_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(DRAFT.encode())
    code, out, _ = check(draft, capsys, "--json")
    hits = json.loads(out)
    assert code == 1
    assert [(hit["text"], hit["phrase_id"], hit["kind"], hit["severity"]) for hit in hits] == [
        ("加個微 信", "ban-add-wechat", "off-platform", "block"),
        ("這是規定", "ban-its-the-rule", "brush-off", "warn"),
    ]
    for hit in hits:
        assert set(hit) == FIELDS
        assert DRAFT[hit["start"] : hit["end"]] == hit["text"]
        assert hit["reason"]
        assert hit["replacements"]


def test_people_get_a_line_a_hit_with_what_to_say_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(DRAFT.encode())
    code, out, _ = check(draft, capsys)
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith(f"{draft}:2:4: block [ban-add-wechat] “加個微 信” (off-platform) ")
    assert lines[1].startswith("    Instead: ")
    assert any(line.startswith(f"{draft}:3:1: warn [ban-its-the-rule]") for line in lines)


def test_stdin_and_a_warning_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("這是規定".encode()), encoding="utf-8"))
    code, out, _ = check("-", capsys)
    assert code == 0
    assert out.startswith("-:1:1: warn [ban-its-the-rule]")


def test_a_clean_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("您好，今天下午发出，物流更新为准。", encoding="utf-8")
    assert check(draft, capsys)[:2] == (0, "No banned phrase found.\n")
    assert check(draft, capsys, "--json")[:2] == (0, "[]\n")


def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rubbish = tmp_path / "rubbish.bin"
    rubbish.write_bytes(bytes(range(256)) * 50)
    code, out, err = check(rubbish, capsys)
    assert (code, out) == (6, "")
    assert "rubbish.bin: The file is not UTF-8 text." in err
    code, _, err = check(tmp_path / "missing.txt", capsys)
    assert code == 6
    assert "The file cannot be read" in err


def test_a_text_with_too_much_to_report_is_not_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("我们保证。\n" * 10_001, encoding="utf-8")
    code, out, err = check(draft, capsys, "--json")
    assert code == 1
    assert len(json.loads(out)) == 10_000
    assert "the rest was not checked" in err


def test_words_that_only_look_banned(services: Services) -> None:
    for innocent in (
        "这是这个月最后一次补货，女装专区也有货。",
        "有消息我第一时间回您。",
        "路上慢，不能保证到货时间。",
        "您说的“这是规定”让您不舒服了，我道歉。",
        "运费险的投保证明在订单里。",
    ):
        assert services.phrase_guard.check(innocent) == ()


def test_the_guard_follows_the_handbook(services: Services, tmp_path: Path) -> None:
    guard = services.phrase_guard
    assert guard.check("这款很哇塞") == ()
    source = (KB / "phrase" / "cold" / "ban-hehe.md").read_text(encoding="utf-8")
    folder = tmp_path / "kb" / "phrase" / "cold"
    folder.mkdir(parents=True)
    (folder / "ban-hehe.md").write_text(source.replace("pattern: 呵呵", "pattern: 很哇塞"), encoding="utf-8")
    services.exchange.import_folder(tmp_path / "kb")
    assert [hit.phrase_id for hit in guard.check("这款很哇塞")] == ["ban-hehe"]
    assert guard.check("呵呵") == ()


def test_phrases_hold_while_they_are_in_force(services: Services, tmp_path: Path) -> None:
    today = datetime.now(UTC)
    source = (KB / "phrase" / "cold" / "ban-hehe.md").read_text(encoding="utf-8")
    folder = tmp_path / "kb" / "phrase" / "cold"
    folder.mkdir(parents=True)
    last = today.astimezone().date()
    (folder / "ban-hehe.md").write_text(
        source.replace("owner:", f"expires: {last:%Y-%m-%d}\nowner:"), encoding="utf-8"
    )
    services.exchange.import_folder(tmp_path / "kb")
    now = [today]
    guard = PhraseGuard(services.handbook, services.markup, lambda: now[0], str)
    assert len(guard.check("呵呵")) == 1
    now[0] += timedelta(days=1)
    assert guard.check("呵呵") == ()


def test_clearance(services: Services) -> None:
    def clear(text: str) -> Clearance:
        return services.sender.check(text).clearance

    assert clear("今天下午发出。").allows()
    warned = clear("這是規定。")
    assert (warned.blocked, warned.wants_reason) == (False, True)
    assert not warned.allows()
    assert not warned.allows("  ")
    assert warned.allows("客户问的就是规定的名称")
    blocked = clear("您加个微信吧。")
    assert (blocked.blocked, blocked.wants_reason) == (True, False)
    assert not blocked.allows("客户要求")
    assert clear("保证。" * 10_001).blocked


def test_a_replacement_takes_the_place_of_its_sentence(services: Services) -> None:
    guard = services.phrase_guard
    text = "您好！\n  这个這是規定呢。还有别的吗？"
    (hit,) = guard.check(text)
    replaced = guard.replace(text, hit, 1)
    assert replaced.old == "这个這是規定呢。"
    assert replaced.text == f"您好！\n  {replaced.new}还有别的吗？"
    assert text[replaced.start :].startswith(replaced.old)
    assert guard.check(replaced.text) == ()
    with pytest.raises(StaleHitError):
        guard.replace("您好" + text, hit, 0)
    with pytest.raises(IndexError):
        guard.replace(text, hit, 9)


def test_shop_values_are_filled_into_a_replacement_and_asked_ones_are_marked(services: Services) -> None:
    (hit,) = services.phrase_guard.check("我们保证。")
    new = services.phrase_guard.replace("我们保证。", hit, 0).new
    assert services.handbook.shop().values["送达时效"].value in new
    (hit,) = services.phrase_guard.check("不归我管")
    assert "{{对接人}}" in services.phrase_guard.replace("不归我管", hit, 0).new


def test_the_effects_of_a_new_phrase(services: Services) -> None:
    existing = services.handbook.get("ban-hehe")
    assert isinstance(existing, Phrase)
    new = replace(
        existing,
        id="ban-new",
        pattern="稍等",
        variants=("加微信",),
        severity=Severity.BLOCK,
        replacements=("请稍等。",),
    )
    effects = services.phrase_guard.effects(new)
    assert {(effect.entry_id, effect.field) for effect in effects.scripts} >= {("ban-new", "replacements")}
    assert all("稍等" in effect.text for effect in effects.scripts)
    assert effects.innocents
    assert all("稍等" in effect.sentence for effect in effects.innocents)
    assert [problem.code for problem in effects.problems] == ["duplicate-pattern"]


def test_a_phrase_as_it_stands_has_no_effect_on_the_handbook(services: Services) -> None:
    existing = services.handbook.get("ban-add-wechat")
    assert isinstance(existing, Phrase)
    effects = services.phrase_guard.effects(existing)
    assert (effects.scripts, effects.innocents, effects.problems) == ((), (), ())
