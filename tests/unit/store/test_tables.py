from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from deskbook.store.tables import UtcDateTime, desk_metadata, utc, workspace_metadata

zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
# A day away from either end of the calendar, so that every zone can express it.
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=zones)  # noqa: DTZ001


@given(kept=st.lists(moments, min_size=1))
def test_times_come_back_aware_and_sorted(kept: list[datetime]) -> None:
    table = Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"at": moment} for moment in kept])
        found = list(connection.scalars(select(table.c.at).order_by(table.c.at)))
    engine.dispose()
    assert found == sorted(kept)
    assert {moment.utcoffset() for moment in found} == {timedelta(0)}


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        utc(datetime(2026, 11, 22))  # noqa: DTZ001


@pytest.mark.parametrize("metadata", [workspace_metadata, desk_metadata])
def test_the_tables_can_be_made_in_postgresql(metadata: MetaData) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    assert len(made) == len(metadata.tables)
    for statement in made:
        assert "TIMESTAMP WITHOUT" not in statement
        if "entry_id" in statement:
            assert 'entry_id VARCHAR(200) COLLATE "C"' in statement
