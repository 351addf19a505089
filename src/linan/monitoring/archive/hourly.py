"""The file of a past day's hourly figures: made from its readings where they are closed, else from what was counted."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from linan.monitoring.archive.parquet import MEMORY, DayFile, draft_of, engine, named, quoted

HOUR_US = 3_600_000_000
ROWS_A_GROUP = 122_880  # DuckDB's default: a week of all series is read at once far more often than one series
COLUMNS = ("series_id", "hour", "count", "least", "greatest", "total", "last")
_TYPES = "series_id integer, hour integer, count integer, least double, greatest double, total double, last double"
_COUNTED = """
create view counted as
select series_id, (epoch_us("at") // {hour})::integer as hour, count(*)::integer as count, min(value) as least,
    max(value) as greatest, sum(value) as total, arg_max(value, "at") as last
from read_parquet('{file}') group by series_id, hour
"""
_MERGED = """
create table merged as
with newer as (from counted union all from fresh anti join counted using (series_id, hour))
select * from (from newer union all from earlier anti join newer using (series_id, hour))
where series_id not in (select unnest($expired)::integer)
"""
_WRITE = """
copy (from merged order by series_id, hour)
to '{file}' (format parquet, parquet_version v2, compression zstd, row_group_size {rows})
"""
_PROOF = "select count(*), coalesce(sum(hash(series_id, hour, count, least, greatest, total, last)), 0) from "
_READ = """
select series_id, hour, count, least, greatest, total, last from read_parquet($files)
where series_id between $least and $most and series_id in (select unnest($series))
    and hour >= $first and hour < $last
order by series_id, hour
"""


def write_hours(
    target: Path, *, readings: Path | None, fresh: Mapping[str, NDArray[Any]], earlier: Path | None, expired: Sequence[int]
) -> DayFile | None:
    """Write a day's hourly figures, proved by reading them back; None where nothing is left to keep.

    readings: the file of the day's readings, whose count holds before all; fresh: figures by column, newer than those
    of the earlier file. `hour` counts hours since 1970. Raises: FileDiffers.
    """
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as connection:
        _merge(connection, readings=readings, fresh=fresh, earlier=earlier, expired=expired)
        meant = _row(connection, _PROOF + "merged")
        if not meant[0]:
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = quoted(draft_of(target))
        connection.execute(_WRITE.format(file=draft, rows=ROWS_A_GROUP))
        return named(target, meant=meant, found=_row(connection, f"{_PROOF} read_parquet('{draft}')"))


def hours_in(files: Sequence[Path], series_ids: Sequence[int], *, first: int, last: int) -> Mapping[str, NDArray[Any]]:
    """Return the hourly figures of some series by column, sorted by series and hour; the last hour is not included."""
    found = engine().cursor().execute(_READ, {
        "files": [str(one) for one in files], "series": list(series_ids), "least": min(series_ids),
        "most": max(series_ids), "first": first, "last": last,
    }).fetchnumpy()
    return {name: np.asarray(column) for name, column in found.items()}


def _merge(
    connection: duckdb.DuckDBPyConnection, *, readings: Path | None, fresh: Mapping[str, NDArray[Any]],
    earlier: Path | None, expired: Sequence[int],
) -> None:
    connection.execute(f"create table nothing ({_TYPES})")
    counted = _COUNTED.format(file=quoted(readings), hour=HOUR_US) if readings else "create view counted as from nothing"
    connection.execute(counted)
    source = f"read_parquet('{quoted(earlier)}')" if earlier else "nothing"
    connection.execute(f"create view earlier as from {source}")
    connection.register("fresh", {name: fresh[name] for name in COLUMNS})
    connection.execute(_MERGED, {"expired": list(expired)})


def _row(connection: duckdb.DuckDBPyConnection, statement: str) -> tuple[int, ...]:
    row = connection.execute(statement).fetchone()
    return tuple(int(one) for one in row or ())
