from __future__ import annotations

import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic import op

import deskbook
from deskbook.errors import BackupError, BusyError, DamagedDatabaseError, NewerDatabaseError, StorageError
from deskbook.store.backups import kept_copies
from deskbook.store.database import Place, Server
from deskbook.store.desk import open_desk
from deskbook.store.local import open_database
from deskbook.store.schema import WORKSPACE, Schema
from deskbook.store.server import open_server
from tests.unit.store.support import NOON, opened, put, raw, run, shown, sources

OLD = Path(__file__).parent / "data" / "workspace-0001.sql"
OLD_DESK = Path(__file__).parent / "data" / "desk-0001.sql"
CONTENT = {"faq-invoice": "可以开发票\n", "faq-refund-arrival": "退款三天内到账\n"}


@pytest.fixture
def old(path: Path) -> Path:
    """A workspace as version 1 of the schema left it."""
    with raw(path) as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def old_server(empty_server: Server) -> Server:
    """The same on a server."""
    open_server(empty_server, WORKSPACE.at("0001"), at=NOON, wait=5).close()
    rows = [line for line in OLD.read_text(encoding="utf-8").split(";\n") if line.startswith("INSERT")]
    rows = [line for line in rows if "generation" not in line and "workspace_version" not in line]
    order = ["entries", "revisions", "release_items", "releases"]
    rows.sort(key=lambda line: order.index(line.split('"')[1]))
    run(empty_server, "SET timezone = 'UTC'", "BEGIN", *rows, "COMMIT")
    return empty_server


@pytest.fixture
def old_place(request: pytest.FixtureRequest, kind: str) -> Place:
    found: Place = request.getfixturevalue({"sqlite": "old", "postgresql": "old_server"}[kind])
    return found


@contextmanager
def opened_as(place: Place, schema: Schema, *, at: datetime = NOON, wait: float = 5) -> Iterator[sa.Engine]:
    """Open a workspace with a program of another version."""
    if isinstance(place, Server):
        database = open_server(place, schema, at=at, wait=wait)
        yield database.engine
        database.close()
    else:
        engine = open_database(place, schema, at=at, wait=wait)
        yield engine
        engine.dispose()


def copies(place: Place) -> list[Path]:
    return kept_copies(place.local if isinstance(place, Server) else place)


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


def test_a_new_workspace_on_a_server_is_empty_and_sound(empty_server: Server) -> None:
    with opened(empty_server) as workspace:
        assert sources(workspace) == {}
        assert workspace.check() == ()
    assert list(empty_server.folder.iterdir()) == []


def test_a_schema_made_beforehand_is_filled(empty_server: Server) -> None:
    run(empty_server, "CREATE SCHEMA deskbook")
    with opened(empty_server) as workspace:
        assert workspace.check() == ()


def test_what_else_a_database_holds_is_left_alone(empty_server: Server) -> None:
    run(empty_server, "CREATE TABLE public.bookmarks (url text)", "INSERT INTO public.bookmarks VALUES ('x')")
    with opened(empty_server) as workspace:
        assert workspace.check() == ()
    assert run(empty_server, "SELECT url FROM public.bookmarks") == [("x",)]


def test_an_old_workspace_still_opens(old_place: Place) -> None:
    with opened(old_place) as workspace:
        assert sources(workspace) == CONTENT
        assert workspace.check() == ()
        with workspace.work() as work:
            history = work.entries.history("faq-refund-arrival")
            assert work.releases.items(1) == {"faq-invoice": 1, "faq-refund-arrival": 1}
    assert [revision.created_at for revision in history] == [NOON + timedelta(hours=1), NOON]


def test_an_old_desk_is_brought_up_to_date_and_keeps_its_searches(path: Path) -> None:
    with raw(path) as database:
        database.executescript(OLD_DESK.read_text(encoding="utf-8"))
    desk = open_desk(path, at=NOON)
    assert desk.recent_searches(9) == ("发票", "退款")
    assert desk.overrides(9) == ()
    desk.close()
    assert len(kept_copies(path)) == 1


def test_a_migration_keeps_the_content_and_backs_it_up_first(old_place: Place) -> None:
    ahead = with_step(add_column)
    at = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    with opened_as(old_place, ahead, at=at) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name, mark FROM releases").all() == [("2026Q4", "none")]
        version = f"SELECT version_num FROM {ahead.version_table}"
        assert connection.exec_driver_sql(version).all() == [(ahead.head,)]
    (backup,) = copies(old_place)
    assert backup.name.endswith("-20270102T030405.000000Z.sqlite")
    with raw(backup) as database:  # of the old version, whatever the new one knows of it
        assert database.execute(version).fetchall() == [("0001",)]
    with opened(backup) as workspace:
        assert sources(workspace) == CONTENT
        assert workspace.check() == ()


def test_two_programs_that_migrate_at_once_do_it_once(old_place: Place) -> None:
    ahead = with_step(add_column)
    barrier = threading.Barrier(2)

    def migrate(_: int) -> None:
        barrier.wait()
        with opened_as(old_place, ahead):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, range(2)))
    assert len(copies(old_place)) == 1
    assert run(old_place, "SELECT mark FROM releases") == [("none",)]


def test_a_failing_migration_leaves_the_old_version(old_place: Place) -> None:
    def fail() -> None:
        add_column()
        raise LookupError

    with opened(old_place) as workspace:
        before = sources(workspace)
    with pytest.raises(LookupError), opened_as(old_place, with_step(fail)):
        pass
    with opened(old_place) as workspace:
        assert sources(workspace) == before
        assert workspace.check() == ()


def test_without_a_backup_there_is_no_migration(old_place: Place, tmp_path: Path) -> None:
    (tmp_path / "backups").touch()
    with pytest.raises(BackupError), opened_as(old_place, with_step(add_column)):
        pass
    assert run(old_place, f"SELECT version_num FROM {WORKSPACE.version_table}") == [("0001",)]


def test_a_migration_waits_until_the_workspace_is_open_nowhere_else(server: Server) -> None:
    with opened(server, wait=0.05):
        with pytest.raises(BusyError), opened_as(server, with_step(add_column), wait=0.05):
            pass
        with opened(server) as other:  # which an attempt does not disturb
            assert other.check() == ()
    with opened_as(server, with_step(add_column)):
        pass
    with pytest.raises(NewerDatabaseError), opened(server):
        pass


def test_a_newer_workspace_is_refused_and_untouched(place: Place, tmp_path: Path) -> None:
    with opened(place):
        pass
    if not isinstance(place, Server):
        run(place, "PRAGMA journal_mode = DELETE")
    run(place, f"UPDATE {WORKSPACE.version_table} SET version_num = '0042'")
    before = files(tmp_path)
    with pytest.raises(NewerDatabaseError) as caught, opened(place):
        pass
    assert "42" in str(caught.value.what)
    assert str(int(WORKSPACE.head)) in str(caught.value.what)
    assert caught.value.remedy is not None
    assert caught.value.where == shown(place)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {WORKSPACE.version_table} SET version_num = 'abc'",
        f"DELETE FROM {WORKSPACE.version_table}",
        f"ALTER TABLE {WORKSPACE.version_table} RENAME TO bookmarks",
    ],
)
def test_something_else_on_a_server_is_refused_and_untouched(server: Server, statement: str) -> None:
    run(server, statement)
    tables = "SELECT relname FROM pg_class WHERE relnamespace = 'deskbook'::regnamespace ORDER BY 1"
    before = run(server, tables)
    with pytest.raises(DamagedDatabaseError) as caught, opened(server):
        pass
    assert caught.value.where == shown(server)
    assert run(server, tables) == before


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


def output(code: str, *args: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_an_up_to_date_file_opens_with_little(path: Path) -> None:
    with opened(path) as workspace:
        put(workspace, "faq-a", "one")
    loaded = output(
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
    assert not {"alembic", "psycopg"} & set(loaded)


def test_settings_load_without_sqlalchemy() -> None:
    loaded = output("import sys, deskbook.store.settings; print(*sys.modules)").split()
    assert "deskbook.store.settings" in loaded
    assert "sqlalchemy" not in loaded


def test_creating_leaves_logging_alone(path: Path) -> None:
    said = output(
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
    said = output(
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
