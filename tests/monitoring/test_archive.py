"""Closed days: moved into files, still answered, and joined by what comes late."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.db import OperationalError, connection

from linan.monitoring.actions.archive import archive_days, days_waiting
from linan.monitoring.actions.hours import roll_up_hours
from linan.monitoring.actions.partitions import ensure_partitions, open_days
from linan.monitoring.archive.parquet import drafting
from linan.monitoring.models import ArchivedDay, Series
from linan.monitoring.stored import hours_between, readings_between, to_us
from tests.builders.monitoring import a_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = date(2026, 1, 2)
MIDNIGHT = datetime(2026, 1, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    """Where the files of closed days lie during a test."""
    settings.LINAN_READINGS = tmp_path / "readings"
    return settings.LINAN_READINGS


def put(series: Series, *readings: tuple[datetime, float], received_at: datetime | None = None) -> None:
    """Store readings as the intake does: with the moment of their receipt, a minute later unless one is given."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into monitoring_reading values (%s, %s, %s, %s)",
            [(series.pk, at, received_at or at + MINUTE, value) for at, value in readings],
        )


def read(series: Series, *, days: int = 1) -> list[tuple[datetime, float]]:
    """Return what the one query function answers from the second of January on."""
    _, at_us, values = readings_between([series.pk], first=MIDNIGHT, last=MIDNIGHT + timedelta(days=days))
    return [(datetime.fromtimestamp(at / 1e6, UTC), value) for at, value in zip(at_us.tolist(), values.tolist(), strict=True)]


@pytest.fixture
def series(now: datetime) -> Series:
    """A series with three readings on the second of January and one on the fourteenth."""
    ensure_partitions(0, now=now, back=13)
    series = a_series()
    put(series, (MIDNIGHT + MINUTE, 1.5), (MIDNIGHT, 0.25), (MIDNIGHT + 90 * MINUTE, -3.0), (now, 9.0))
    return series


@pytest.fixture
def closed(series: Series, now: datetime) -> Series:
    """The same series, its second of January closed."""
    archive_days(before=date(2026, 1, 7), now=now)
    return series


def test_a_closed_day_answers_what_it_answered_while_it_was_open(series: Series, now: datetime) -> None:
    expected = [(MIDNIGHT, 0.25), (MIDNIGHT + MINUTE, 1.5), (MIDNIGHT + 90 * MINUTE, -3.0)]
    before = read(series)

    written = archive_days(before=date(2026, 1, 7), now=now)

    assert written == [DAY]
    assert before == expected
    assert read(series) == expected
    assert read(series, days=13) == [*expected, (now, 9.0)]


def test_a_closed_day_leaves_no_row_and_no_partition_behind(closed: Series) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select value from monitoring_reading")
        left = cursor.fetchall()

    assert left == [(9.0,)]
    assert open_days()[0] == date(2026, 1, 7)


def test_the_file_is_named_with_its_rows_and_its_sum(closed: Series, folder: Path) -> None:
    row = ArchivedDay.objects.get()

    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["2026/2026-01-02.1.hours.parquet", "2026/2026-01-02.1.parquet"]
    assert (row.file, row.rows, row.without) == ("2026/2026-01-02.1.parquet", 3, [])
    assert row.size_bytes == (folder / row.file).stat().st_size


def test_closing_again_changes_nothing(closed: Series, now: datetime) -> None:
    written = archive_days(before=date(2026, 1, 7), now=now)

    assert written == []
    assert ArchivedDay.objects.get().version == 1


def test_late_readings_of_a_closed_day_are_answered_at_once_and_join_its_file_at_night(closed: Series, now: datetime) -> None:
    late = (MIDNIGHT + 2 * MINUTE, 2.0)
    put(closed, late, received_at=now)
    expected = [(MIDNIGHT, 0.25), (MIDNIGHT + MINUTE, 1.5), late, (MIDNIGHT + 90 * MINUTE, -3.0)]

    before_night, waiting = read(closed), days_waiting(before=date(2026, 1, 7))
    written = archive_days(before=date(2026, 1, 7), now=now)

    assert (before_night, waiting) == (expected, [DAY])
    assert written == [DAY]
    assert read(closed) == expected
    assert days_waiting(before=date(2026, 1, 7)) == []


def test_a_replay_of_a_closed_day_changes_no_reading(closed: Series, now: datetime) -> None:
    put(closed, (MIDNIGHT, 7.0), received_at=now)

    before_night = read(closed)
    archive_days(before=date(2026, 1, 7), now=now)

    assert before_night[0] == (MIDNIGHT, 0.25)
    assert read(closed) == before_night


def test_a_file_that_gave_way_to_another_stays_a_day_longer(closed: Series, folder: Path, now: datetime) -> None:
    put(closed, (MIDNIGHT + 2 * MINUTE, 2.0), received_at=now)
    archive_days(before=date(2026, 1, 7), now=now)

    kept = sorted(path.name for path in folder.rglob("2026-01-02.*"))
    archive_days(before=date(2026, 1, 7), now=now + timedelta(days=1, minutes=1))

    assert kept == [
        "2026-01-02.1.hours.parquet", "2026-01-02.1.parquet", "2026-01-02.2.hours.parquet", "2026-01-02.2.parquet",
    ]
    left = sorted(path.name for path in folder.rglob("2026-01-02.*"))
    assert left == ["2026-01-02.2.hours.parquet", "2026-01-02.2.parquet"]


def test_a_file_left_by_a_crash_is_written_over_and_a_draft_goes_away(series: Series, folder: Path, now: datetime) -> None:
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "2026-01-02.1.parquet").write_bytes(b"half")
    (folder / "2026" / "2026-01-01.1.parquet.new").write_bytes(b"half")
    (folder / "draft.duckdb").write_bytes(b"half")

    archive_days(before=date(2026, 1, 7), now=now)

    assert len(read(series)) == 3
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert left == ["2026-01-02.1.hours.parquet", "2026-01-02.1.parquet"]


def test_readings_that_come_while_the_file_is_written_keep_the_day_open(series: Series, now: datetime, monkeypatch) -> None:
    come = iter([(MIDNIGHT + 3 * MINUTE, 3.0)])
    monkeypatch.setattr("linan.monitoring.actions.archive.RETRY_S", 0.0)

    with connection.execute_wrapper(_before("lock table", lambda: [put(series, one, received_at=now) for one in come])):
        archive_days(before=date(2026, 1, 7), now=now)

    assert [value for _, value in read(series)] == [0.25, 1.5, 3.0, -3.0]
    assert ArchivedDay.objects.get().rows == 4


def test_a_day_cut_off_before_its_rows_go_is_whole_and_closed_the_next_night(series: Series, now: datetime, monkeypatch) -> None:
    monkeypatch.setattr("linan.monitoring.actions.archive.RETRY_S", 0.0)
    before = read(series)

    with connection.execute_wrapper(_before("truncate", _cut_off)):
        cut_off = archive_days(before=date(2026, 1, 7), now=now)
    after_the_fault, journal = read(series), ArchivedDay.objects.count()
    written = archive_days(before=date(2026, 1, 7), now=now)

    assert (cut_off, after_the_fault, journal) == ([], before, 0)
    assert written == [DAY]
    assert read(series) == before


def test_the_day_that_is_going_on_stays_open_whatever_is_asked(series: Series, now: datetime) -> None:
    written = archive_days(before=date(2026, 2, 1), now=now)

    assert written == [DAY]
    assert open_days() == [now.date()]


def _cut_off() -> None:
    raise OperationalError("the server went away")


def _before(words, happening):
    def wrapper(execute, statement, parameters, many, context):
        if words in str(statement):
            happening()
        return execute(statement, parameters, many, context)
    return wrapper


def test_a_class_kept_long_enough_leaves_the_file_and_the_rest_stays(closed: Series, now: datetime) -> None:
    heart = Series.objects.create(device=closed.device, key="pulse", quantity="heart_rate", unit="1/min")
    put(heart, (MIDNIGHT, 72.0), received_at=now)
    archive_days(before=date(2026, 1, 7), now=now)

    written = archive_days(before=date(2026, 4, 1), now=MIDNIGHT + timedelta(days=91))

    assert DAY in written
    assert read(heart) == []
    assert len(read(closed)) == 3
    assert ArchivedDay.objects.get(day=DAY, retired_at=None).without == ["person"]


def test_values_that_are_no_ordinary_numbers_are_kept_too(series: Series, now: datetime) -> None:
    put(series, (MIDNIGHT + 4 * MINUTE, float("inf")), (MIDNIGHT + 5 * MINUTE, 1e300))

    archive_days(before=date(2026, 1, 7), now=now)

    assert [value for _, value in read(series)] == [0.25, 1.5, float("inf"), 1e300, -3.0]


def test_a_thousand_series_come_back_in_order_from_a_file(tmp_path: Path) -> None:
    series = np.tile(np.arange(1000, dtype=np.int32), 60)
    at = to_us(MIDNIGHT) + np.repeat(np.arange(60, dtype=np.int64), 1000) * 60_000_000
    target = tmp_path / "day.parquet"

    with drafting(tmp_path, earlier=None, expired=[]) as draft:
        draft.add({"series_id": series, "at": at, "received_at": at + 5, "value": series * 0.5})
        made = draft.write(target)

    assert made.rows == 60_000
    assert made.size_bytes < 60_000 * 4


def figures(series: Series) -> list[tuple[float, ...]]:
    """Return hour of the second of January, count, least, greatest, total, last of each hour of a series."""
    rows = hours_between([series.pk], first=MIDNIGHT, last=MIDNIGHT + timedelta(days=1))
    return [
        ((one["hour"] - to_us(MIDNIGHT)) / 3.6e9, *(one[name].item() for name in ("count", "least", "greatest", "total", "last")))
        for one in rows
    ]


def test_hourly_figures_are_made_of_closed_hours_only(series: Series) -> None:
    roll_up_hours(now=MIDNIGHT + 90 * MINUTE)

    assert figures(series) == [(0.0, 2, 0.25, 1.5, 1.75, 1.5)]


def test_a_late_reading_makes_its_hour_anew(series: Series) -> None:
    roll_up_hours(now=MIDNIGHT + 130 * MINUTE)
    put(series, (MIDNIGHT + 30 * MINUTE, 4.0), received_at=MIDNIGHT + 300 * MINUTE)

    roll_up_hours(now=MIDNIGHT + 310 * MINUTE)

    assert figures(series) == [(0.0, 3, 0.25, 4.0, 5.75, 4.0), (1.0, 1, -3.0, -3.0, -3.0, -3.0)]


def test_a_late_reading_of_a_closed_day_makes_its_hour_anew_from_the_file(closed: Series, now: datetime) -> None:
    put(closed, (MIDNIGHT + 30 * MINUTE, 4.0), received_at=now)

    roll_up_hours(now=now + MINUTE)
    before_night = figures(closed)
    archive_days(before=date(2026, 1, 7), now=now + 2 * MINUTE)

    assert before_night == [(0.0, 2, 0.25, 1.5, 1.75, 1.5), (1.0, 1, -3.0, -3.0, -3.0, -3.0)]
    assert figures(closed) == [(0.0, 3, 0.25, 4.0, 5.75, 4.0), (1.0, 1, -3.0, -3.0, -3.0, -3.0)]
