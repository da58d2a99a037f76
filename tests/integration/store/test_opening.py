from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic import op

import deskbook
from deskbook.errors import BackupError, DamagedDatabaseError, NewerDatabaseError, StorageError
from deskbook.store.backups import kept_copies
from deskbook.store.desk import open_desk
from deskbook.store.schema import WORKSPACE, Schema, open_database
from tests.unit.store.support import NOON, opened, put, raw, sources

OLD = Path(__file__).parent / "data" / "workspace-0001.sql"
OLD_DESK = Path(__file__).parent / "data" / "desk-0001.sql"
CONTENT = {"faq-invoice": "可以开发票\n", "faq-refund-arrival": "退款三天内到账\n"}


@pytest.fixture
def old(path: Path) -> Path:
    """A workspace as version 1 of the schema left it."""
    with raw(path) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    return path


def with_step(migrate: Callable[[], None]) -> Schema:
    """The schema of a program that is one step ahead of this one."""
    step = ModuleType("step")
    head = f"{int(WORKSPACE.head) + 1:04}"
    vars(step).update(revision=head, down_revision=WORKSPACE.head, upgrade=migrate)
    return replace(WORKSPACE, head=head, steps=lambda: [*WORKSPACE.steps(), step])


def add_column() -> None:
    op.add_column("releases", sa.Column("mark", sa.Text, nullable=False, server_default="none"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_new_workspace_is_empty_and_sound(path: Path) -> None:
    nested = path.parent / "a" / "案头 #1?%20" / path.name
    with opened(nested) as workspace:
        assert sources(workspace) == {}
        assert workspace.check() == ()
    assert list(nested.parent.iterdir()) == [nested]


def test_opening_again_changes_nothing(path: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
    before = files(path.parent)
    with opened(path) as workspace:
        assert sources(workspace) == {"faq-a": "one"}
    assert files(path.parent) == before


def test_the_database_is_set_up_for_safety(path: Path) -> None:
    engine = open_database(path, WORKSPACE, at=NOON, wait=1.5)
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    engine.dispose()
    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "busy_timeout": 1500,
    }


def test_an_old_workspace_still_opens(old: Path) -> None:
    with opened(old) as workspace:
        assert sources(workspace) == CONTENT
        assert workspace.check() == ()
        with workspace.work() as work:
            assert len(work.entries.history("faq-refund-arrival")) == 2
            assert work.releases.items(1) == {"faq-invoice": 1, "faq-refund-arrival": 1}


def test_an_old_desk_is_brought_up_to_date_and_keeps_its_searches(path: Path) -> None:
    with raw(path) as database:
        database.executescript(OLD_DESK.read_text(encoding="utf-8"))
    desk = open_desk(path, at=NOON)
    assert desk.recent_searches(9) == ("发票", "退款")
    assert desk.overrides(9) == ()
    desk.close()
    assert len(kept_copies(path)) == 1


def test_a_migration_keeps_the_content_and_backs_it_up_first(old: Path) -> None:
    ahead = with_step(add_column)
    at = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    engine = open_database(old, ahead, at=at, wait=5)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name, mark FROM releases").all() == [("2026Q4", "none")]
        version = f"SELECT version_num FROM {ahead.version_table}"
        assert connection.exec_driver_sql(version).all() == [(ahead.head,)]
    engine.dispose()
    (backup,) = kept_copies(old)
    assert backup.name == "workspace-20270102T030405.000000Z.sqlite"
    with opened(backup) as workspace:
        assert sources(workspace) == CONTENT
        assert workspace.check() == ()


def test_a_failing_migration_leaves_the_old_version(old: Path) -> None:
    def fail() -> None:
        add_column()
        raise LookupError

    with opened(old) as workspace:
        before = sources(workspace)
    with pytest.raises(LookupError):
        open_database(old, with_step(fail), at=NOON, wait=5)
    with opened(old) as workspace:
        assert sources(workspace) == before
        assert workspace.check() == ()


def test_without_a_backup_there_is_no_migration(old: Path) -> None:
    (old.parent / "backups").touch()
    with pytest.raises(BackupError):
        open_database(old, with_step(add_column), at=NOON, wait=5)
    with opened(old) as workspace:
        assert workspace.check() == ()


def test_a_newer_workspace_is_refused_and_untouched(path: Path) -> None:
    with opened(path):
        pass
    with raw(path) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute(f"UPDATE {WORKSPACE.version_table} SET version_num = '0042'")
    before = files(path.parent)
    with pytest.raises(NewerDatabaseError) as caught, opened(path):
        pass
    assert "42" in str(caught.value.what)
    assert str(int(WORKSPACE.head)) in str(caught.value.what)
    assert caught.value.remedy is not None
    assert caught.value.where == str(path)
    assert files(path.parent) == before


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("退款\n" * 5000, encoding="utf-8")


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def cut_in_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def torn_first_page(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xa5" * 3996 + content[4096:])


def another_programs(path: Path) -> None:
    path.unlink()
    with raw(path) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")


def a_desks(path: Path) -> None:
    path.unlink()
    open_desk(path, at=NOON).close()


def odd_version(path: Path) -> None:
    with raw(path) as database:
        database.execute(f"UPDATE {WORKSPACE.version_table} SET version_num = 'abc'")


def no_version(path: Path) -> None:
    with raw(path) as database:
        database.execute(f"DELETE FROM {WORKSPACE.version_table}")


@pytest.mark.parametrize(
    "damage",
    [
        empty,
        text,
        zeros,
        cut_in_half,
        cut_in_the_header,
        torn_first_page,
        another_programs,
        a_desks,
        odd_version,
        no_version,
    ],
)
def test_a_damaged_file_is_refused_and_untouched(path: Path, damage: Callable[[Path], None]) -> None:
    if damage is not empty:
        with opened(path) as workspace:
            put(workspace, "faq-a", "long " * 10_000)
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DamagedDatabaseError) as caught, opened(path):
        pass
    assert caught.value.where == str(path)
    assert path.read_bytes() == before


def test_starting_afresh_after_removing_a_damaged_file(path: Path) -> None:
    with opened(path):
        pass
    cut_in_half(path)
    with pytest.raises(DamagedDatabaseError), opened(path):
        pass
    path.unlink()
    with opened(path) as workspace:
        assert workspace.check() == ()


def test_a_journal_without_its_database_is_not_lost(path: Path) -> None:
    journal = path.with_name(path.name + "-wal")
    journal.write_bytes(b"whatever was not yet in the database")
    with pytest.raises(DamagedDatabaseError), opened(path):
        pass
    assert list(path.parent.iterdir()) == [journal]


@pytest.mark.parametrize("place", ["folder", "file/workspace.sqlite"])
def test_a_place_that_cannot_hold_a_database_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught, opened(tmp_path / place):
        pass
    assert caught.value.where == str(tmp_path / place)


def run(code: str, *args: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_an_up_to_date_workspace_opens_without_alembic(path: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
    loaded = run(
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from deskbook.store.workspace import open_workspace\n"
        "workspace = open_workspace(Path(sys.argv[1]), at=datetime.now(UTC))\n"
        "with workspace.work() as work: work.entries.get('faq-a')\n"
        "workspace.close()\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))",
        str(path),
    ).split()
    assert "sqlalchemy" in loaded
    assert "alembic" not in loaded


def test_settings_load_without_sqlalchemy() -> None:
    loaded = run("import sys, deskbook.store.settings; print(*sys.modules)").split()
    assert "deskbook.store.settings" in loaded
    assert "sqlalchemy" not in loaded


def test_creating_leaves_logging_alone(path: Path) -> None:
    said = run(
        "import logging, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from deskbook.store.workspace import open_workspace\n"
        "open_workspace(Path(sys.argv[1]), at=datetime.now(UTC)).close()\n"
        "print(logging.root.handlers, logging.root.level, logging.getLogger('alembic').level)",
        str(path),
    )
    assert said == "[] 30 0"


def test_the_migrations_need_no_files_of_their_own(path: Path, tmp_path: Path) -> None:
    """They run from an archive, and so from a wheel and from a frozen program."""
    package = Path(deskbook.__file__).parent
    archive = tmp_path / "program.zip"
    with zipfile.ZipFile(archive, "w") as program:
        for file in package.rglob("*.py"):
            program.write(file, file.relative_to(package.parent))
    said = run(
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from deskbook.store import workspace\n"
        "made = workspace.open_workspace(Path(sys.argv[2]), at=datetime.now(UTC))\n"
        "print(workspace.__file__, made.check())",
        str(archive),
        str(path),
    )
    assert said == f"{archive}/deskbook/store/workspace.py ()"
