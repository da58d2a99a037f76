"""A kill in the middle of typing loses at most what was typed since the text was kept last."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deskbook import bootstrap
from deskbook.ui.features.editing.view import KEEP_MS
from tests.fakes import handbook
from tests.integration.typist import ENTRY, typed

_KILLS = 5


@pytest.fixture
def home(tmp_path: Path) -> Path:
    services = bootstrap.open_services(tmp_path / "home")
    services.exchange.import_starter(handbook.write(tmp_path / "kb"))
    services.close()
    return tmp_path / "home"


def test_the_text_is_kept_every_few_seconds() -> None:
    assert KEEP_MS <= 3000


def test_what_was_kept_survives_a_kill_and_is_there_again(home: Path) -> None:
    seed = int(os.environ.get("DESKBOOK_TEST_SEED", random.randrange(2**32)))
    print(f"DESKBOOK_TEST_SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    rng = random.Random(seed)
    for _kill in range(_KILLS):
        announced = _type_until_killed(home, rng)
        services = bootstrap.open_services(home)
        opened = services.editing.open(ENTRY)
        assert opened.unsaved is not None
        found = opened.unsaved.text.removesuffix(opened.source)
        assert found == typed(len(found))
        assert len(found) >= announced > 0
        assert opened.unsaved.cursor == len(found)
        services.editing.forget(ENTRY)
        services.close()


def test_what_was_settled_of_a_merge_survives_a_kill_and_is_there_again(home: Path) -> None:
    services = bootstrap.open_services(home)
    first = services.editing.open(ENTRY).source
    mine = first.replace("在订单详情页申请", "在订单详情页申请，一天内开好")
    theirs = first.replace("在订单详情页申请", "在订单详情页申请，三天内开好")
    services.editing.save(ENTRY, theirs, seen=1, message="")
    services.editing.keep(ENTRY, mine, seen=1, cursor=0)
    services.close()
    announced = _type_until_killed(home, random.Random(0), "tests.integration.settler")
    services = bootstrap.open_services(home)
    unsaved = services.editing.open(ENTRY).unsaved
    assert unsaved is not None
    assert (unsaved.text, unsaved.seen) == (mine, 1)
    (words,) = services.merging.begin(ENTRY, mine, 1).settled
    assert isinstance(words, str)
    assert words == typed(len(words))
    assert len(words) >= announced > 0
    services.close()


def _type_until_killed(home: Path, rng: random.Random, program: str = "tests.integration.typist") -> int:
    """Let a window be typed into, and kill it some time after its text was first kept.

    :returns: how many characters it told to be kept before it was gone.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKBOOK_HOME": str(home)}
    command = [sys.executable, "-m", program]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        for _kept in range(rng.randint(1, 2)):
            last = int(process.stdout.readline())
        select.select([], [], [], rng.uniform(0, 1.5 * KEEP_MS / 1000))
        os.kill(process.pid, signal.SIGKILL)
        for line in process.stdout:
            last = int(line)
    return last
