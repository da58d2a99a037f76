"""What only a server can suffer: networks, passwords, roles, and several owners at once."""

from __future__ import annotations

import traceback
from contextlib import closing
from pathlib import Path

import pytest

from deskbook.errors import (
    BusyError,
    DamagedDatabaseError,
    DeskbookError,
    NewerDatabaseError,
    StaleRevisionError,
    StorageError,
)
from deskbook.store import postgres as driver
from deskbook.store.database import Server
from deskbook.store.postgres import Address, Presence, make_engine
from deskbook.store.restore import restore_workspace
from deskbook.store.schema import WORKSPACE
from deskbook.store.workspace import SqlWorkspace
from tests.cluster import Cluster
from tests.unit.store.support import NOON, opened, put, raw_server, run, shown, sources

SECRET = "s3cret%zz"
END_THE_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def told(error: DeskbookError) -> str:
    """Return all that anybody could come to read of an error."""
    return "".join(traceback.format_exception(error)) + repr(error) + str(error)


def in_database(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


# Losing the connection


def test_a_connection_lost_in_mid_transaction_leaves_the_old_state(server: Server) -> None:
    with opened(server) as workspace:
        put(workspace, "faq-a", "old")
        before = workspace.generation()
        with workspace.work(write=True) as work:
            work.entries.put("faq-a", "faq", "new", author="", message="", at=NOON, seen=1)
            run(server, END_THE_OTHERS)
            with pytest.raises(StorageError) as caught:
                work.entries.get("faq-a")
        assert "lost" in str(caught.value.what)
        assert caught.value.where == shown(server)
        assert sources(workspace) == {"faq-a": "old"}
        assert workspace.generation() == before
        assert workspace.check() == ()
        put(workspace, "faq-a", "new", seen=1)


def test_a_connection_lost_before_the_commit_is_told(server: Server) -> None:
    with opened(server) as workspace:
        with workspace.work(write=True) as work:
            work.entries.put("faq-a", "faq", "new", author="", message="", at=NOON, seen=None)
            run(server, END_THE_OTHERS)
            with pytest.raises(StorageError, match="lost"):
                work.commit()
        assert sources(workspace) == {}


def test_a_lost_connection_comes_back_with_its_presence(server: Server, tmp_path: Path) -> None:
    with opened(server) as workspace:
        put(workspace, "faq-a", "one")
        workspace.backup(tmp_path / "backup")
        run(server, END_THE_OTHERS)
        assert workspace.generation() == 1
        with pytest.raises(BusyError):
            restore_workspace(tmp_path / "backup", server, at=NOON, wait=0.05)
        assert sources(workspace) == {"faq-a": "one"}


def test_who_comes_back_to_a_migrated_workspace_is_told(server: Server) -> None:
    with opened(server) as workspace:
        run(server, END_THE_OTHERS, "UPDATE workspace_version SET version_num = '0042'")
        for _ in range(2):
            with pytest.raises(NewerDatabaseError):
                workspace.generation()
        run(server, f"UPDATE workspace_version SET version_num = '{WORKSPACE.head}'")
        assert workspace.generation() == 0


def test_a_server_that_is_gone_is_told_until_it_is_back(postgres: Cluster, server: Server) -> None:
    name = in_database(server.url)
    with opened(server) as workspace:
        run(server, END_THE_OTHERS)
        postgres.run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        for _ in range(2):
            with pytest.raises(StorageError, match="cannot be reached"):
                workspace.generation()
            with pytest.raises(StorageError, match="cannot be reached"):
                sources(workspace)
        postgres.run("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
        assert sources(workspace) == {}
        assert workspace.generation() == 0


# Waiting for others


def test_a_query_that_takes_too_long_is_busy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_STATEMENT_SECONDS", 0.05)
    engine = make_engine(Address.of(server.url), wait=5)
    with engine.connect() as connection, pytest.raises(BusyError, match="in time"):
        connection.exec_driver_sql("SELECT pg_sleep(60)")
    engine.dispose()


def test_a_table_that_somebody_keeps_is_busy(server: Server) -> None:
    with opened(server, wait=0.05) as workspace, raw_server(server) as other, other.transaction():
        other.execute("LOCK TABLE revisions IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(BusyError) as caught:
            sources(workspace)
        assert caught.value.where == shown(server)


def test_nobody_gets_in_while_somebody_has_to_be_alone(server: Server) -> None:
    engine = make_engine(Address.of(server.url), wait=5)
    with closing(Presence(engine)) as presence:
        with presence.alone(), pytest.raises(BusyError), opened(server, wait=0.05):
            pass
        with opened(server) as workspace:  # it stayed, but let the others in again
            assert workspace.check() == ()
    engine.dispose()


def test_who_sleeps_while_writing_does_not_stop_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "'300s'" in driver._BEGIN_TO_WRITE  # else it would take that long
    monkeypatch.setattr(driver, "_BEGIN_TO_WRITE", driver._BEGIN_TO_WRITE.replace("300s", "1s"))
    with opened(server) as sleeping, opened(server) as other:
        with sleeping.work(write=True) as work:
            work.entries.put("faq-a", "faq", "asleep", author="", message="", at=NOON, seen=None)
            put(other, "faq-b", "awake")  # as soon as the server has ended the one who sleeps
            with pytest.raises(StorageError, match="lost"):
                work.commit()
        assert sources(other) == {"faq-b": "awake"}


# What the server says is wrong


@pytest.mark.parametrize(
    ("state", "error", "word"),
    [
        ("53100", StorageError, "space"),
        ("53200", StorageError, "boom"),
        ("42501", StorageError, "boom"),
        ("XX001", DamagedDatabaseError, "boom"),
        ("40P01", BusyError, "in use"),
        ("57P01", StorageError, "lost"),
    ],
)
def test_a_fault_of_the_server_while_saving_leaves_the_old_state(
    server: Server, state: str, error: type[StorageError], word: str
) -> None:
    with opened(server) as workspace:
        put(workspace, "faq-a", "one")
        run(
            server,
            "CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'boom' USING ERRCODE = '{state}'; END $$",
            "CREATE TRIGGER fail BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION public.fail()",
        )
        with pytest.raises(StorageError) as caught:
            put(workspace, "faq-b", "two")
        assert type(caught.value) is error
        assert word in str(caught.value.what)
        assert caught.value.where == shown(server)
        run(server, "DROP TRIGGER fail ON revisions")
        assert sources(workspace) == {"faq-a": "one"}
        assert workspace.check() == ()


def test_a_mistake_of_ours_is_no_fault_of_the_server(server: Server) -> None:
    engine = make_engine(Address.of(server.url), wait=5)
    with engine.connect() as connection, pytest.raises(Exception, match="syntax error") as caught:
        connection.exec_driver_sql("SELEC 1")
    assert not isinstance(caught.value, DeskbookError)
    engine.dispose()


# Reaching it


def refused(server: Server) -> StorageError:
    with pytest.raises(StorageError) as caught, opened(server):
        pass
    assert caught.value.remedy is not None
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://owner:{SECRET}@host/db",
        f"postgresql://owner:{SECRET.replace('%', '%25')}@host/db?colour=red",
        f"mysql://owner:{SECRET}@host/db",
        f"host=localhost password={SECRET}",
        "postgresql",
        "postgresql://",
        "/some/where.sqlite",
    ],
)
def test_what_is_no_url_is_refused_without_showing_it(url: str, tmp_path: Path) -> None:
    error = refused(Server(url, tmp_path))
    assert "PostgreSQL URL" in str(error.what)
    assert "s3cret" not in told(error)


def test_a_wrong_password_is_refused_without_showing_it(
    postgres: Cluster, server: Server, tmp_path: Path
) -> None:
    url = postgres.url(in_database(server.url), user="locked", password=SECRET)
    error = refused(Server(url, tmp_path))
    assert "locked" in str(error.what)
    assert "s3cret" not in told(error) + repr(Server(url, tmp_path))
    assert "s3cret" not in repr(Address.of(url))
    assert error.where == f"postgresql://locked@{postgres.socket}/{in_database(server.url)}"


def test_a_password_that_the_server_repeats_is_hidden(server: Server, tmp_path: Path) -> None:
    url = server.url.replace("owner@", "owner:nowhere@").replace("/test_", "/nowhere_test_")
    error = refused(Server(url, tmp_path))
    assert '"***_test_' in str(error.what)
    assert "nowhere" not in str(error.what)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    for url in ("postgresql://owner@/db?host=/nowhere", "postgres://owner@127.0.0.1:1/db"):
        assert "cannot be reached" in str(refused(Server(url, tmp_path)).what)
    assert refused(Server(url, tmp_path)).where == "postgresql://owner@127.0.0.1:1/db"


def test_an_old_server_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "OLDEST", 999)
    assert "999" in str(refused(server).what)


def test_a_database_that_cannot_keep_chinese_is_refused(postgres: Cluster, tmp_path: Path) -> None:
    postgres.run("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "LATIN1" in str(refused(Server(postgres.url("narrow"), tmp_path)).what)


def test_who_may_not_make_a_workspace_is_told(
    postgres: Cluster, empty_server: Server, tmp_path: Path
) -> None:
    postgres.run("CREATE ROLE guest LOGIN")
    url = postgres.url(in_database(empty_server.url), user="guest")
    assert "permission denied" in str(refused(Server(url, tmp_path)).what)


# A team


@pytest.fixture
def team(postgres: Cluster, empty_server: Server) -> dict[str, Server]:
    """Two owners who act for one group, as docs/adr/0006-postgresql.md says."""
    database = in_database(empty_server.url)
    postgres.run("CREATE ROLE editors")
    postgres.run("ALTER DATABASE {} OWNER TO editors", database)
    names = ("writer", "reviewer")
    for name in names:
        postgres.run("CREATE ROLE {} LOGIN IN ROLE editors", name)
        postgres.run("ALTER ROLE {} IN DATABASE {} SET role TO editors", name, database)
    return {
        name: Server(postgres.url(database, user=name), empty_server.folder / name)
        for name in ("writer", "reviewer")
    }


def test_each_owner_is_known_by_name(team: dict[str, Server]) -> None:
    with opened(team["writer"]) as writer, opened(team["reviewer"]) as reviewer:
        assert (writer.identity(), reviewer.identity()) == ("writer", "reviewer")
        put(writer, "faq-a", "from writer")
        put(reviewer, "faq-a", "from reviewer", seen=1)
        with pytest.raises(StaleRevisionError):
            put(writer, "faq-a", "too late", seen=1)
        assert sources(writer) == sources(reviewer) == {"faq-a": "from reviewer"}
        assert reviewer.check() == ()


def test_a_file_knows_nobody(local: SqlWorkspace) -> None:
    assert local.identity() is None
