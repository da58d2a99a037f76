"""PostgreSQL: addresses, connections, transactions, locks, and what its faults mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event

from deskbook.errors import BusyError, Message, StorageError
from deskbook.store.database import WRITE, busy, damaged, full

SCHEMA = "deskbook"
"""The schema that holds the tables: whatever else the database holds is left alone."""

OLDEST = 13
"""The oldest server whose functions the triggers can use."""

_PRESENT = "SELECT pg_advisory_lock_shared(x'6465736b626f6f6b'::bigint)"
_GONE = "SELECT pg_advisory_unlock_shared(x'6465736b626f6f6b'::bigint)"
_ALONE = "SELECT pg_advisory_lock(x'6465736b626f6f6b'::bigint)"
_NOT_ALONE = "SELECT pg_advisory_unlock(x'6465736b626f6f6b'::bigint)"

# Unlike a query, LOCK does not yet fix the state that the transaction sees: what is read after waiting for
# another writer is what that one left. It also keeps out writers that are not ours, and lets readers go on.
# A machine that falls asleep while it writes must not stop everybody else for long; a slow one may take
# minutes to check a whole handbook before its next statement.
_BEGIN_TO_WRITE = """
SET LOCAL idle_in_transaction_session_timeout = '300s';
LOCK TABLE generation IN EXCLUSIVE MODE
"""

_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "tcp_user_timeout": "30000"}
"""A network that is gone is noticed within half a minute; the address may say otherwise."""

_ISOLATION = "REPEATABLE READ"
"""Reading sees one state. With one writer at a time that is as good as SERIALIZABLE, and nothing ever has to
be tried again."""

_STATEMENT_SECONDS = 60
"""Longer than any statement of ours takes, migrations apart."""

_BUSY = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
_SLOW = "57014"  # query canceled
_FULL = "53100"
_DAMAGED = {"XX001", "XX002"}  # a table, an index
_LOST = ("08", "57P", "25P03")  # connection, operator intervention, idle for too long
_UNUSABLE = ("42501", "25006", "53", "58")  # not allowed, read only, resources, the server's own disk


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is: ``name`` may be shown, ``parameters`` may hold a password."""

    name: str
    parameters: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Read a URL such as ``postgresql://name@host:5432/database``.

        :raises StorageError: if it is not one.
        """
        try:
            found = conninfo_to_dict(url) if url.startswith(("postgresql://", "postgres://")) else {}
        except psycopg.ProgrammingError:
            found = {}
        if not found:
            # Neither the URL nor the driver's words about it are repeated: they may show the password.
            raise StorageError(
                Message("The address of the workspace is not a PostgreSQL URL."),
                Message(
                    "Write it as postgresql://name@host/database, in DESKBOOK_WORKSPACE or as “workspace” in "
                    "settings.json."
                ),
            )
        given = {key: str(value) for key, value in found.items() if value is not None}
        user = f"{given['user']}@" if "user" in given else ""
        port = f":{given['port']}" if "port" in given else ""
        return cls(f"postgresql://{user}{given.get('host', '')}{port}/{given.get('dbname', '')}", given)


def connect(address: Address, wait: float) -> psycopg.Connection:
    """Open a connection.

    :param wait: seconds to wait for a lock that somebody holds.
    :raises StorageError: if the server cannot be reached, refuses us or does not suit.
    """
    settings = {
        "search_path": SCHEMA,
        "timezone": "UTC",
        "lock_timeout": str(round(wait * 1000)),
        "statement_timeout": str(round(_STATEMENT_SECONDS * 1000)),
    }
    ours = " ".join(f"-c {name}={value}" for name, value in settings.items())
    own = {"client_encoding": "UTF8", "options": f"{address.parameters.get('options', '')} {ours}"}
    try:
        connection = psycopg.connect(make_conninfo(**{**_PATIENCE, **address.parameters, **own}))
    except psycopg.Error as error:
        raise StorageError(
            Message("The database server cannot be reached: {why}.", why=_why(error, address)),
            Message("Check the address, the network, your name and your password."),
            address.name,
        ) from None
    unfit = _unfitness(connection)
    if unfit is not None:
        connection.close()
        raise StorageError(unfit, Message("Ask whoever looks after the database server."), address.name)
    return connection


def make_engine(address: Address, wait: float) -> Engine:
    """Return an engine whose faults are :class:`StorageError`; nothing is opened yet."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(address, wait),
        isolation_level=_ISOLATION,
        pool_pre_ping=True,  # a connection may have died while the machine was asleep
        use_native_hstore=False,  # spares a look for a type that we do not use
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITE, False):
            connection.exec_driver_sql(_BEGIN_TO_WRITE)

    @event.listens_for(engine, "handle_error")
    def handle_error(context: ExceptionContext) -> None:
        # The pool's own look whether a connection is alive may fail: it then makes another.
        if isinstance(context.original_exception, psycopg.Error) and not context.is_pre_ping:
            raise_fault(context.original_exception, address)

    return engine


class Presence:
    """A connection that tells others that we have the workspace open, for as long as it stands.

    Whoever makes, migrates or replaces a workspace has to be alone with it: nobody then goes on with what
    was read from another one, nor with a program too old for it. The server ends the presence of a process
    that was killed.
    """

    def __init__(self, engine: Engine) -> None:
        """Take part.

        :raises BusyError: if somebody is alone with the workspace for too long.
        :raises StorageError: if the server cannot be reached.
        """
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            self._do(_PRESENT)
        except BaseException:
            self.close()
            raise

    @property
    def lost(self) -> bool:
        """Whether the connection is gone, and with it the presence."""
        return self._connection.closed or self._connection.invalidated

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Keep everybody else out for the length of one transaction, which may take its time.

        After an exception there is no presence left: close it.

        :raises BusyError: if somebody stays for too long.
        """
        self._do(_GONE)  # two who wait for each other to go would wait in vain
        # On the connection that does the work: if we are killed, the server lets nobody in before it has
        # ended what that one was about.
        self._do(_ALONE)
        self._connection.execution_options(isolation_level=_ISOLATION)
        with self._connection.begin():
            self._connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield self._connection
        self._connection.execution_options(isolation_level="AUTOCOMMIT")
        self._do(_PRESENT)
        self._do(_NOT_ALONE)

    def ask(self, query: str) -> Any:
        """Return the single value that ``query`` gives.

        :raises StorageError: if the database cannot be read.
        """
        with self._connection.begin():
            return self._connection.exec_driver_sql(query).scalar_one()

    def close(self) -> None:
        """Leave."""
        if not self._connection.closed:
            self._connection.invalidate()  # in the pool it would go on being present
            self._connection.close()

    def _do(self, lock: str) -> None:
        with self._connection.begin():
            self._connection.exec_driver_sql(lock)


def raise_fault(error: psycopg.Error, address: Address) -> None:
    """Raise what an error of the server means; return if it means a mistake of ours.

    :raises BusyError: if others hold the database, or it does not answer in time.
    :raises DamagedDatabaseError: if the database is damaged.
    :raises StorageError: if it cannot be read or written, or the connection is lost.
    """
    state = error.sqlstate or ""
    if state in _BUSY:
        raise busy(address.name) from error
    if state == _SLOW:
        raise BusyError(
            Message("The database server did not answer in time."),
            Message("Try again in a moment."),
            address.name,
        ) from error
    if state == _FULL:
        raise full(address.name) from error
    if state in _DAMAGED:
        raise damaged(address.name, _why(error, address)) from error
    if state.startswith(_LOST) or (not state and isinstance(error, psycopg.OperationalError)):
        raise StorageError(
            Message("The connection to the database server was lost."),
            Message("Check the network, look whether the change was saved, and try again."),
            address.name,
        ) from error
    if state.startswith(_UNUSABLE):
        raise StorageError(
            Message("The database cannot be read or written: {why}.", why=_why(error, address)),
            Message("Ask whoever looks after the database server."),
            address.name,
        ) from error


def _unfitness(connection: psycopg.Connection) -> Message | None:
    version = connection.info.server_version // 10000
    if version < OLDEST:
        return Message(
            "The server is PostgreSQL {found}; {oldest} is the oldest that will do.",
            found=version,
            oldest=OLDEST,
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        return Message("The database keeps text as {found}; it has to be UTF8.", found=encoding)
    return None


def _why(error: psycopg.Error, address: Address) -> str:
    """Return the first line of what the driver says, without the password whatever it quotes."""
    said = str(error).strip().partition("\n")[0].rstrip(".")
    password = address.parameters.get("password")
    return said.replace(password, "***") if password else said
