"""What readings cost to keep and how fast they come back: open days in PostgreSQL, closed ones in Parquet.

A week of 10,000 series. The same two questions are asked while the week is open and after it was closed: the last 24
hours of one series (goal: 50 ms), and the hourly figures of all series over the week (goal: 2 s), which the night has put
into files. Beside them stands
the COPY of the same rows into tables with and without the indexes, in turns, and what a closed hour costs to index.
Prints one JSON object. Usage: python bench/store.py [--rows 6000000]; the figures of the README are of 60,000,000.
Without LINAN_DATA it runs in a temporary data folder with a PostgreSQL of its own, and takes both away afterwards.
"""

import argparse
import atexit
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import numpy as np
from django.core.management import call_command

from linan.ground.database.server import ensure_running, stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
if "LINAN_DATA" not in os.environ:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    atexit.register(stop, Path(os.environ["LINAN_DATA"]))
django.setup()

from django.db import connection, connections  # noqa: E402

from linan.ground.access.scopes import everywhere  # noqa: E402
from linan.ground.database.secrets import ensure_secrets  # noqa: E402
from linan.monitoring.actions.archive import archive_days  # noqa: E402
from linan.monitoring.actions.hours import fold_past_hours, roll_up_hours  # noqa: E402
from linan.monitoring.actions.partitions import ensure_partitions  # noqa: E402
from linan.monitoring.intake.journal import COPY_HEAD, COPY_TAIL  # noqa: E402
from linan.monitoring.intake.settle import packed  # noqa: E402
from linan.monitoring.kept import retention_at  # noqa: E402
from linan.monitoring.models import ArchivedDay, ArchivedHours  # noqa: E402
from linan.monitoring.stored import hours_between, readings_between, to_us  # noqa: E402

SERIES = 10_000
DAYS = 7
LAST = datetime(2026, 1, 15, tzinfo=UTC)
FIRST = LAST - timedelta(days=DAYS)
DAY = timedelta(days=1)
ASKED = 200              # series whose last 24 hours are asked for
BATCH = 1_000            # rows of one COMMIT of the intake at most
TRIAL_ROWS = 1_000_000   # of each way to index
TURNS = 3
WAYS = {
    "no index": [],
    "BRIN (received_at)": ["using brin (received_at) with (autosummarize = on)"],
    "B-tree (series_id, at)": ["(series_id, at)"],
    "both, as shipped": ["(series_id, at)", "using brin (received_at) with (autosummarize = on)"],
    "BRIN (at) and (received_at)": ["using brin (at) with (pages_per_range = 32)", "using brin (received_at)"],
}
BYTES = "select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits where inhparent = 'monitoring_reading'::regclass"


def main() -> None:
    """Load a week, ask, close it, ask again; then try the indexes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=6_000_000)
    asked.add_argument("--series", type=int, default=SERIES)
    asked.add_argument("--without-trials", action="store_true", help="leave out the ways to index")
    options = asked.parse_args()
    data = Path(os.environ["LINAN_DATA"])
    ensure_secrets(data)
    ensure_running(data)
    call_command("migrate", verbosity=0)
    with everywhere():
        figures = measured(options.rows, options.series)
        if not options.without_trials:
            figures["indexes"] = indexes(options.series)
        print(json.dumps(figures, indent=1))
    connections.close_all()


def measured(rows: int, series: int) -> dict[str, Any]:
    """Return every figure by name."""
    ensure_partitions(1, now=LAST, back=DAYS + 1)
    figures: dict[str, Any] = {"rows": rows, "series": series, "days": DAYS}
    figures["copy_rows_s"] = round(rows / seconds(lambda: load(rows, series)))
    run("vacuum analyze monitoring_reading")
    figures["postgresql_bytes_a_row"] = round(float(value(BYTES)) / rows, 1)
    figures["roll_up_week_s"] = round(seconds(lambda: roll_up_hours(now=LAST + timedelta(hours=1))), 1)
    run("vacuum analyze monitoring_hourly")
    figures["hourly_rows"] = value("select count(*) from monitoring_hourly")
    figures["hourly_bytes_a_row"] = round(value("select pg_total_relation_size('monitoring_hourly')") / figures["hourly_rows"], 1)
    figures["fold_week_s"] = round(seconds(lambda: fold_past_hours(retention_at(LAST), now=LAST + timedelta(hours=1))), 1)
    run("vacuum analyze monitoring_hourly")
    figures["hours_file_bytes_a_row"] = round(
        sum(one.size_bytes for one in ArchivedHours.objects.filter(retired_at=None)) / figures["hourly_rows"], 1
    )
    figures["open"] = questions(series)
    figures["close_week_s"] = round(seconds(lambda: archive_days(before=LAST.date(), now=LAST + DAY)), 1)
    files = list(ArchivedDay.objects.filter(retired_at=None))
    assert sum(one.rows for one in files) == rows
    figures["parquet_bytes_a_row"] = round(sum(one.size_bytes for one in files) / rows, 2)
    figures["closed"] = questions(series)
    return figures


def questions(series: int) -> dict[str, Any]:
    """Ask for the last 24 hours of some series one by one, and for the hourly figures of all."""
    chosen = np.random.default_rng(7).choice(series, ASKED, replace=False).tolist()
    readings_between(chosen[:1], first=LAST - DAY, last=LAST)
    took, found = timed(lambda one: len(readings_between([one], first=LAST - DAY, last=LAST)[0]), chosen)
    week, weeks = timed(lambda one: len(readings_between([one], first=FIRST, last=LAST)[0]), chosen[:20])
    every = list(range(series))
    hourly, hours = timed(lambda _: len(hours_between(every, first=FIRST, last=LAST)), range(3))
    return {
        "last_24_h_ms": spread(took), "last_24_h_rows": found, "week_ms": spread(week), "week_rows": weeks,
        "hourly_figures_of_all_ms": [round(one) for one in hourly], "hourly_figures": hours,
    }


def indexes(series: int) -> dict[str, Any]:
    """Copy the same rows into tables indexed in different ways, by turns; then read one series of them."""
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    found: dict[str, Any] = {}
    for _ in range(TURNS):
        for name, made in WAYS.items():
            run("drop table if exists trial")
            run("create table trial (like monitoring_reading)")
            for index in made:
                run(f"create index on trial {index}")
            took = seconds(lambda: fill("trial", TRIAL_ROWS, series, first=LAST, every=timedelta(seconds=10)))
            rates[name].append(TRIAL_ROWS / took)
            found[name] = {"rows_s": round(statistics.median(rates[name])), "bytes_a_row": trial_bytes()} | trial_read(series)
    run("drop table trial")
    run("create table trial (like monitoring_reading)")
    fill("trial", TRIAL_ROWS, series, first=LAST, every=timedelta(seconds=10))
    found["build the B-tree afterwards"] = {
        "rows_s": round(TRIAL_ROWS / seconds(lambda: run("create index on trial (series_id, at)"))), "bytes_a_row": trial_bytes(),
    }
    run("drop table trial")
    return found


def trial_bytes() -> float:
    """Return bytes per row of the trial table with its indexes."""
    return round(value("select pg_total_relation_size('trial')") / TRIAL_ROWS, 1)


def trial_read(series: int) -> dict[str, Any]:
    """Read the last quarter of an hour of some series, and look for one moment of each as the intake does."""
    run("analyze trial")
    end = LAST + timedelta(seconds=10) * (TRIAL_ROWS // series)
    recent = "select count(value) from trial where series_id = %s and at >= %s"
    moment = "select count(*) from trial where series_id = %s and at = %s"
    chosen = list(range(0, series, series // 40))
    took, _ = timed(lambda one: int(value(recent, [one, end - timedelta(minutes=15)])), chosen)
    exact, _ = timed(lambda one: int(value(moment, [one, end - timedelta(minutes=5)])), chosen)
    return {"quarter_hour_ms": spread(took), "one_moment_ms": spread(exact)}


def load(rows: int, series: int) -> None:
    """Fill the week in the order in which readings come."""
    fill("monitoring_reading", rows, series, first=FIRST, every=timedelta(days=DAYS) / (rows // series))


def fill(table: str, rows: int, series: int, *, first: datetime, every: timedelta) -> None:
    """Copy readings in batches, each in a transaction of its own; the week itself in large ones."""
    size = BATCH if table == "trial" else 100 * BATCH
    statement = f"copy {table} (series_id, at, received_at, value) from stdin (format binary)"
    with connection.cursor() as cursor:
        for columns in blocks(rows, series, to_us(first), every // timedelta(microseconds=1)):
            for begin in range(0, len(columns[0]), size):
                one = [column[begin : begin + size] for column in columns]
                with cursor.copy(statement) as copy:
                    copy.write(COPY_HEAD + packed(*one, np.full(len(one[1]), one[1][-1] + 2_000_000)).tobytes() + COPY_TAIL)


def blocks(rows: int, series: int, first_us: int, every_us: int) -> Iterator[list[np.ndarray]]:
    """Yield series, moment and value: a level of its own for each series, a swing over the day, noise, two decimals."""
    random = np.random.default_rng(5)
    level = random.uniform(15, 40, series)
    ids, step, rounds = np.arange(series, dtype=np.int32), max(1, every_us // (2 * series)), rows // series
    for begin in range(0, rounds, 10):
        k = np.repeat(np.arange(begin, min(rounds, begin + 10), dtype=np.int64), series)
        s = np.tile(ids, len(k) // series)
        at = first_us + k * every_us + s * step
        swing = 3 * np.sin(at / 86.4e9 * 2 * np.pi)
        yield [s, at, np.round(level[s] + swing + random.normal(0, 0.1, len(s)), 2)]


def timed(ask: Callable[[Any], int], things: Any) -> tuple[list[float], int]:
    """Return how many ms each question took, and what the last one found."""
    took, found = [], 0
    for one in things:
        begin = time.perf_counter()
        found = ask(one)
        took.append((time.perf_counter() - begin) * 1e3)
    return took, found


def spread(took: list[float]) -> dict[str, float]:
    """Return median and 99th percentile."""
    return {"p50": round(float(np.percentile(took, 50)), 2), "p99": round(float(np.percentile(took, 99)), 2)}


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def run(statement: str) -> None:
    """Execute one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def value(statement: str, parameters: list[Any] | None = None) -> Any:
    """Return the first column of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
