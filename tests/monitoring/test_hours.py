"""Hourly figures of days that are past: in files, the same as counted from rows, whatever comes late."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from linan.monitoring.actions.archive import archive_days
from linan.monitoring.actions.hours import fold_past_hours, roll_up_hours
from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.kept import retention_at
from linan.monitoring.models import ArchivedHours, KeptTerm, Series
from linan.monitoring.stored import files_missing, hours_between, readings_between, to_us
from tests.build import NOW, a_person
from tests.builders.monitoring import a_device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
MIDNIGHT = datetime(2026, 1, 2, tzinfo=UTC)
LAST = datetime(2026, 1, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
HOUR_US = 3_600_000_000
Figures = list[tuple[float, ...]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    """Where the files of past days lie during a test."""
    settings.LINAN_READINGS = tmp_path / "readings"
    return settings.LINAN_READINGS


@pytest.fixture
def series() -> list[int]:
    """Three series with readings every 20 minutes from the second to the thirteenth of January, some hours left out."""
    ensure_partitions(0, now=NOW, back=13)
    device = a_device()
    made = [Series.objects.create(device=device, key=f"s{n}", quantity="level", unit="m").pk for n in range(3)]
    random = Random(3)
    for pk in made:
        moments = [MIDNIGHT + 20 * n * MINUTE for n in range(12 * 72) if n % 31]
        put(pk, ((at, random.randrange(1000) / 8) for at in moments))
    roll_up_hours(now=NOW)
    return made


def put(series: int, readings: Iterable[tuple[datetime, float]], *, received_at: datetime | None = None) -> None:
    """Store readings as the intake does, received a minute later unless another moment is given."""
    with connection.cursor() as cursor:
        rows = [(series, at, received_at or at + MINUTE, value) for at, value in readings]
        cursor.executemany("insert into monitoring_reading values (%s, %s, %s, %s)", rows)


def told(series: list[int], *, first: datetime = MIDNIGHT, last: datetime = LAST) -> Figures:
    """Return what the one query function answers."""
    return [tuple(row) for row in hours_between(series, first=first, last=last).tolist()]


def counted(series: list[int], *, first: datetime = MIDNIGHT, last: datetime = LAST) -> Figures:
    """Return the same figures, counted here from the single readings."""
    hours: dict[tuple[int, int], list[float]] = {}
    for pk, at, value in zip(*(one.tolist() for one in readings_between(series, first=first, last=last)), strict=True):
        hours.setdefault((pk, at // HOUR_US * HOUR_US), []).append(value)
    return [(*key, len(one), min(one), max(one), sum(one), one[-1]) for key, one in sorted(hours.items())]


def rows_left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from monitoring_hourly")
        return cursor.fetchone()[0]


def test_rows_rollups_and_files_give_equal_answers(series: list[int]) -> None:
    from_rows, rolled_up = counted(series), told(series)

    folded = fold_past_hours(retention_at(NOW), now=NOW)
    from_open_days = told(series)
    archive_days(before=date(2026, 1, 7), now=NOW)

    assert (len(from_rows), len(folded), rows_left()) == (3 * 12 * 24, 12, 0)
    assert rolled_up == from_rows
    assert from_open_days == from_rows
    assert told(series) == counted(series) == from_rows


def test_part_of_the_series_and_part_of_the_time_are_cut_at_whole_hours(series: list[int]) -> None:
    first, last = MIDNIGHT + 30 * MINUTE, MIDNIGHT + 40 * HOUR + MINUTE
    before = told(series[1:2], first=first, last=last)

    fold_past_hours(retention_at(NOW), now=NOW)

    assert [hour for _, hour, *_ in before] == [to_us(MIDNIGHT + n * HOUR) for n in range(1, 41)]
    assert told(series[1:2], first=first, last=last) == before
    assert told([], first=first, last=last) == []


def test_a_late_reading_of_an_open_day_holds_before_the_file_at_once(series: list[int]) -> None:
    fold_past_hours(retention_at(NOW), now=NOW)
    put(series[0], [(MIDNIGHT + 190 * HOUR + MINUTE, 500.0)], received_at=NOW + MINUTE)

    roll_up_hours(now=NOW + HOUR)
    at_once, waiting = told(series), rows_left()
    fold_past_hours(retention_at(NOW), now=NOW + HOUR)

    assert at_once == counted(series)
    assert (waiting, rows_left(), told(series)) == (1, 0, at_once)


def test_late_readings_of_a_closed_day_are_in_its_figures_after_the_night(series: list[int], folder: Path) -> None:
    archive_days(before=date(2026, 1, 7), now=NOW)
    put(series[2], [(MIDNIGHT + 7 * MINUTE, -4.0), (MIDNIGHT + 31 * 20 * MINUTE, 0.5)], received_at=NOW)

    archive_days(before=date(2026, 1, 7), now=NOW + MINUTE)

    assert told(series) == counted(series)
    row = ArchivedHours.objects.get(day=MIDNIGHT.date(), retired_at=None)
    assert (row.version, row.file, row.size_bytes) == (
        2, "2026/2026-01-02.2.hours.parquet", (folder / row.file).stat().st_size,
    )


def test_a_night_with_nothing_late_writes_no_file_again(series: list[int]) -> None:
    archive_days(before=date(2026, 1, 7), now=NOW)

    again = fold_past_hours(retention_at(NOW), now=NOW + MINUTE)

    assert again == []
    assert set(ArchivedHours.objects.values_list("version", flat=True)) == {1}


def test_figures_outlive_the_readings_they_were_counted_from(series: list[int]) -> None:
    archive_days(before=date(2026, 1, 7), now=NOW)
    before = told(series)

    three_years_later = NOW + timedelta(days=1000)
    archive_days(before=date(2026, 2, 1), now=three_years_later)

    assert counted(series) == []
    assert told(series) == before


def test_figures_kept_long_enough_leave_the_file(series: list[int]) -> None:
    archive_days(before=date(2026, 1, 7), now=NOW)
    KeptTerm.objects.create(
        klass="other", readings_days=8, hours_days=10, reason="x", by=a_person(), decided_at=NOW
    )

    archive_days(before=date(2026, 1, 7), now=NOW)

    fourth = datetime(2026, 1, 4, tzinfo=UTC)
    assert told(series) == told(series, first=fourth)
    assert len(told(series)) == 3 * 10 * 24


def test_the_doctor_misses_a_file_of_figures_that_is_gone(series: list[int], folder: Path) -> None:
    archive_days(before=date(2026, 1, 7), now=NOW)
    gone = folder / "2026/2026-01-05.1.hours.parquet"

    gone.unlink()

    assert files_missing() == [gone]
