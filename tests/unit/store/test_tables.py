from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, insert, select

from deskbook.store.postgres import Address, make_engine
from deskbook.store.tables import UtcDateTime, utc, workspace_metadata
from tests.cluster import Cluster

zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
# A day away from either end of the calendar, so that every zone can express it.
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)  # noqa: DTZ001


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "sqlite":
        with closing_engine(create_engine("sqlite://")) as engine:
            yield engine
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        with (
            cluster.database() as url,
            closing_engine(make_engine(Address.of(url), wait=5)) as engine,
        ):
            yield engine


@contextmanager
def closing_engine(engine: Engine) -> Iterator[Engine]:
    yield engine
    engine.dispose()


@given(kept=st.lists(moments, min_size=1))
def test_times_come_back_aware_and_sorted(engine: Engine, kept: list[datetime]) -> None:
    columns = Column("id", Integer, primary_key=True), Column("at", UtcDateTime)
    table = Table("t", MetaData(), *columns, prefixes=["TEMPORARY"])
    with engine.begin() as connection:
        table.create(connection, checkfirst=False)
        connection.execute(insert(table), [{"at": moment} for moment in kept])
        found = list(connection.scalars(select(table.c.at).order_by(table.c.at)))
        table.drop(connection, checkfirst=False)
    assert found == sorted(kept)
    assert {moment.utcoffset() for moment in found} == {timedelta(0)}


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        utc(datetime(2026, 11, 22))  # noqa: DTZ001


def test_the_database_numbers_no_rows_of_a_workspace() -> None:
    """Its counter would not know the rows that a restored backup brings along."""
    assert {table.autoincrement_column for table in workspace_metadata.tables.values()} == {None}
