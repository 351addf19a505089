"""The file of a closed day: made by DuckDB within a set amount of memory, proved by reading it back, read by series."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from linan.monitoring.copying import Columns

ROWS_A_GROUP = 51_200  # what a read of one series unpacks at least: a quarter of DuckDB's default, at the same size
MEMORY = "512MB"
_READ = """
select series_id, epoch_us("at") as "at", value from read_parquet($files)
where series_id between $least and $most and series_id in (select unnest($series))
    and "at" >= make_timestamp($first) and "at" < make_timestamp($last)
order by series_id, "at"
"""
_ARRIVALS = 'create table arrivals (series_id integer, "at" bigint, received_at bigint, value double)'
_NOTHING = "create view earlier as select * from arrivals where false"
_EARLIER = """
create view earlier as select series_id, epoch_us("at") as "at", epoch_us(received_at) as received_at, value
from read_parquet('{file}')
"""
_MERGED = """
create view merged as
select * from (from earlier union all from arrivals anti join earlier using (series_id, "at"))
where series_id not in (select series_id from expired)
"""
_WRITE = """
copy (
    select series_id, make_timestamp("at") as "at", make_timestamp(received_at) as received_at, value
    from merged order by series_id, "at"
) to '{file}' (format parquet, parquet_version v2, compression zstd, row_group_size {rows})
"""
_SUM = """
select count(*), coalesce(sum(series_id), 0), coalesce(sum("at" - $day), 0), coalesce(sum(received_at - "at"), 0),
    coalesce(sum(case when value between -1e12 and 1e12 then floor(value * 1000)::bigint end), 0)
from arrivals
"""
_PROOF = 'select count(*), coalesce(sum(hash(series_id, "at", received_at, value)), 0) from '
_BACK = """(
    select series_id, epoch_us("at") as "at", epoch_us(received_at) as received_at, value from read_parquet('{file}')
)"""


class FileDiffers(Exception):
    """A file read back is not what was written: the disk or the memory is at fault, and nothing was removed."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What rows amount to, the same in PostgreSQL and here: their count, and sums of their columns as whole numbers.

    at, lag: µs since the day's begin, and from reading to receipt. values: thousandths, rounded down, below 10¹².
    """

    rows: int
    series: int
    at: int
    lag: int
    values: int


@dataclass(frozen=True, slots=True)
class DayFile:
    """A file that was written, proved and named."""

    rows: int
    size_bytes: int
    sha256: str


class Draft:
    """A day on its way into a file: arrivals of PostgreSQL, and the file the day has had so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, earlier: Path | None, expired: Sequence[int]) -> None:
        self._connection = connection
        connection.execute(_ARRIVALS)
        connection.execute(_EARLIER.format(file=quoted(earlier)) if earlier else _NOTHING)
        connection.execute("create table expired as select unnest($series)::integer as series_id", {"series": list(expired)})
        connection.execute(_MERGED)

    def add(self, rows: Mapping[str, NDArray[Any]]) -> None:
        """Take in readings: series_id, at, received_at (both µs since 1970), value."""
        self._connection.register("rows", dict(rows))
        self._connection.execute('insert into arrivals select series_id, "at", received_at, value from rows')
        self._connection.unregister("rows")

    def sums(self, *, day_us: int) -> Sums:
        """Return what the arrivals amount to."""
        return Sums(*self._row(_SUM, {"day": day_us}))

    def count(self) -> int:
        """Return how many readings the file will hold."""
        (count,) = self._row("select count(*) from merged")
        return count

    def write(self, target: Path) -> DayFile:
        """Write the file, flush it, prove it by reading it back, and only then give it its name. Raises: FileDiffers."""
        draft = draft_of(target)
        self._connection.execute(_WRITE.format(file=quoted(draft), rows=ROWS_A_GROUP))
        return named(
            target, meant=self._row(_PROOF + "merged"), found=self._row(_PROOF + _BACK.format(file=quoted(draft)))
        )

    def _row(self, statement: str, parameters: Mapping[str, object] | None = None) -> tuple[int, ...]:
        row = self._connection.execute(statement, dict(parameters or {})).fetchone()
        return tuple(int(one) for one in row or ())


@contextmanager
def drafting(folder: Path, *, earlier: Path | None, expired: Sequence[int]) -> Iterator[Draft]:
    """Open a draft whose rows lie on disk beside the files; whatever a draft before left behind goes away."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "draft.duckdb"
    _remove_drafts(folder)
    connection = duckdb.connect(str(path), config={"memory_limit": MEMORY, "threads": 2})
    try:
        yield Draft(connection, earlier=earlier, expired=expired)
    finally:
        connection.close()
        _remove_drafts(folder)


def readings_in(files: Sequence[Path], series_ids: Sequence[int], *, first_us: int, last_us: int) -> Columns:
    """Return series, µs since 1970 and values of some series between two moments, sorted; the last is not included."""
    found = engine().cursor().execute(_READ, {
        "files": [str(one) for one in files], "series": list(series_ids), "least": min(series_ids),
        "most": max(series_ids), "first": first_us, "last": last_us,
    }).fetchnumpy()
    return np.asarray(found["series_id"]), np.asarray(found["at"]), np.asarray(found["value"])


def draft_of(target: Path) -> Path:
    """Return where a file is written before it is proved."""
    return target.with_name(f"{target.name}.new")


def named(target: Path, *, meant: tuple[int, ...], found: tuple[int, ...]) -> DayFile:
    """Flush what was written beside a file, prove it, and give it its name. Rows first in both. Raises: FileDiffers."""
    draft = draft_of(target)
    _flush(draft)
    if meant != found:
        raise FileDiffers(f"{draft}: {found[0]} rows, {meant[0]} meant")
    with draft.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    draft.replace(target)
    _flush(target.parent)
    return DayFile(found[0], target.stat().st_size, sha256)


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """Return the DuckDB of this process, which reads files; each read takes a cursor of its own."""
    return duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})


def quoted(file: Path) -> str:
    """Return a path as it stands between quotes of SQL."""
    return str(file).replace("'", "''")


def _remove_drafts(folder: Path) -> None:
    for path in [*folder.glob("draft.duckdb*"), *folder.glob("*/*.parquet.new")]:
        if path.is_file():
            path.unlink()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
