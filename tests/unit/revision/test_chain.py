from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model.audit import Action, AuditRecord, Deed, Seal
from deskbook.revision.chain import START, faults, linked, moment

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
deeds = st.builds(
    Deed,
    st.datetimes(datetime(2026, 1, 2), datetime(2027, 1, 1), timezones=zones),  # noqa: DTZ001
    texts,
    st.sampled_from(Action),
    texts,
    st.none() | st.integers(1, 99),
    texts,
)
logs = st.lists(deeds, min_size=1, max_size=8).map(lambda kept: tuple(linked(START, kept)))


def seal(records: tuple[AuditRecord, ...]) -> Seal:
    return Seal(records[-1].number, records[-1].hash)


def said(records: list[AuditRecord | int], end: Seal) -> list[str]:
    return [str(fault) for fault in faults(records, end)]


@given(logs)
def test_a_log_as_it_was_written_is_sound(records: tuple[AuditRecord, ...]) -> None:
    assert said(list(records), seal(records)) == []


@given(st.lists(deeds, min_size=2), st.data())
def test_a_log_goes_on_where_it_ended(kept: list[Deed], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(kept) - 1))
    first = tuple(linked(START, kept[:cut]))
    assert (*first, *linked(seal(first), kept[cut:])) == tuple(linked(START, kept))


@given(logs, st.data())
def test_an_altered_record_is_located(records: tuple[AuditRecord, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    deed = records[place].deed
    other = data.draw(
        deeds.filter(lambda d: replace(d, at=deed.at) != deed or moment(d.at) != moment(deed.at))
    )
    forged: list[AuditRecord | int] = list(records)
    forged[place] = replace(records[place], deed=other)
    assert said(forged, seal(records)) == [f"Audit record {place + 1} was altered."]


@given(logs, st.data())
def test_missing_records_are_located(records: tuple[AuditRecord, ...], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(records)))
    last = data.draw(st.integers(first, len(records)))
    left: list[AuditRecord | int] = [r for r in records if not first <= r.number <= last]
    assert said(left, seal(records)) == [f"Audit records {first} to {last} are missing."]


@given(logs, st.data())
def test_an_unreadable_record_is_located(records: tuple[AuditRecord, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    left: list[AuditRecord | int] = list(records)
    left[place] = place + 1
    assert said(left, seal(records)) == [f"Audit record {place + 1} was altered."]


@given(logs, deeds)
def test_a_record_beyond_the_seal_shows(records: tuple[AuditRecord, ...], more: Deed) -> None:
    longer: list[AuditRecord | int] = [*records, *linked(seal(records), [more])]
    assert len(said(longer, seal(records))) == 1


def test_one_moment_is_spelled_in_one_way() -> None:
    moments = {
        datetime(2026, 11, 22, 12, tzinfo=UTC),
        datetime(2026, 11, 22, 20, tzinfo=timezone(timedelta(hours=8))),
    }
    assert {moment(at) for at in moments} == {"2026-11-22T12:00:00.000000+00:00"}
