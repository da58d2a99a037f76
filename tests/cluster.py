"""A PostgreSQL server of the test run's own, in a temporary folder, reached through a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

_FAST = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c shared_buffers=16MB"
)
"""The server needs to survive the tests, not a power cut."""

PASSWORD = "open%sesame"

_ACCESS = "local all locked scram-sha-256\nlocal all all trust\n"
"""One role has to give its password; the folder lets in nobody else anyway."""


_KEEPER = 'read -r _; "$0" -D "$1" -m immediate -w stop; rm -rf "$2"'
"""Waits for the end of the test run, even if that is killed, and leaves nothing behind."""


@dataclass(frozen=True)
class Cluster:
    """A running server; every database in it is for one test."""

    socket: Path
    numbers: Iterator[int]

    def url(self, database: str, *, user: str = "owner", password: str = "") -> str:
        """Return the URL of a database."""
        secret = f":{quote(password)}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={self.socket}"

    def run(self, statement: LiteralString, *names: str, database: str = "postgres") -> None:
        """Run one statement as the owner of all; ``{}`` in it stands for names to be quoted."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Make a database for the length of the block and return its URL.

        :param template: the database to copy, which is quicker than filling an empty one.
        """
        name = f"test_{next(self.numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        yield self.url(name)
        self.run("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a server and stop it; where none is installed fail, lest it go untested unnoticed."""
    binaries = _binaries()
    # Not in pytest's own folder: only its owner may enter that, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="deskbook-pg-"))
    data, log = folder / "data", folder / "log"
    user = _unprivileged()
    # A locale of its own: the server's messages and its sorting must not depend on the machine.
    surroundings = {"LC_ALL": "C", "PATH": os.environ["PATH"], "HOME": str(folder)}
    begin = partial(
        subprocess.Popen,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,  # a pipe would stay open as long as the server runs
        stderr=subprocess.STDOUT,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        start_new_session=True,  # what ends the test run must not end the keeper
    )

    def run(program: str, *arguments: str | Path) -> None:
        with begin([binaries / program, *arguments]) as process:
            assert process.wait() == 0, log.read_text() if log.exists() else f"{program} failed"

    if user is not None:
        shutil.chown(folder, user.pw_uid, user.pw_gid)
    with begin(["sh", "-c", _KEEPER, binaries / "pg_ctl", data, folder]):
        initial = ("-U", "owner", "-E", "UTF8", "--auth=trust", "--no-sync")
        run("initdb", "-D", data, *initial)
        (data / "pg_hba.conf").write_text(_ACCESS)
        options = f"-k {folder} -c listen_addresses='' {_FAST}"
        run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        started = Cluster(folder, count(1))
        started.run(f"CREATE ROLE locked LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        yield started


def _binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *Path("/usr").glob("pgsql-*/bin/initdb")]
    if not packaged:
        pytest.fail("There is no PostgreSQL server here; packaging/setup.sh installs one.", pytrace=False)
    return max(packaged, key=lambda path: [int(n) for n in path.parts if n.isdecimal()]).parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run the server as in place of root, as whom it refuses to run."""
    if os.geteuid() != 0:
        return None
    names = {account.pw_name: account for account in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
