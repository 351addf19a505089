"""A recording from elsewhere: a table with a header becomes columns of readings."""

import csv
import gzip
import io
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timezone, tzinfo
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from linan.ground.refusals import Refused
from linan.ground.text import noop

TIMES = ("time", "timestamp", "at", "datetime", "date", "ts", "time_s", "seconds", "t", "utc", "ds")
# A recording that counts from zero is laid on a Monday, 00:00 in China, so that weeks and hours begin with it.
ZERO = datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
BEFORE_1990 = 631_152_000.0  # seconds since 1970; smaller numbers are seconds from the beginning of something
MILLISECONDS = 100_000_000_000.0


class UnreadableRecording(Refused):
    """The table has no such column, or nothing in it is a reading."""

    code = "unreadable_recording"
    msgid = noop("The recording cannot be read: %(problem)s. Name the columns as the first line of the file does.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which columns are read, and how. every_s: seconds between rows where no column has the time; where: equal text."""

    columns: Sequence[str]
    time: str | None = None
    every_s: float | None = None
    zone: str = "Asia/Shanghai"
    scale: float = 1.0
    offset: float = 0.0
    least: float = -math.inf
    most: float = math.inf
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recording:
    """Readings sorted by series and time; the series are the columns, counted from one.

    left_out: cells that are empty or no number; impossible: values the quantity cannot have, which are left out too.
    """

    series: NDArray[np.int32]
    at_us: NDArray[np.int64]
    values: NDArray[np.float64]
    left_out: int
    impossible: int
    is_relative: bool
    zero: float
    zone: tzinfo

    @property
    def first(self) -> float:
        """The first moment, seconds since 1970; the zero of the recording where nothing was read."""
        return float(self.at_us.min()) / 1e6 if len(self.at_us) else self.zero

    @property
    def last(self) -> float:
        """The last moment, seconds since 1970."""
        return float(self.at_us.max()) / 1e6 if len(self.at_us) else self.zero


@dataclass(slots=True)
class _Clock:
    """How the table says the time."""

    column: str | None
    every_s: float
    zone: ZoneInfo
    is_relative: bool = True
    seen: tzinfo = UTC
    row: int = -1

    def read(self, row: Mapping[str, str]) -> float:
        """Return the moment of the next row, seconds since 1970; NaN for one that has none."""
        self.row += 1
        if self.column is None:
            return ZERO + self.row * self.every_s
        said = (row.get(self.column) or "").strip()
        number = _number(said)
        return self._written(said) if math.isnan(number) else self._counted(number)

    def _counted(self, number: float) -> float:
        if number < BEFORE_1990:
            return ZERO + number
        self.is_relative, self.seen = False, self.zone
        return number / 1000 if number > MILLISECONDS else number

    def _written(self, said: str) -> float:
        try:
            moment = datetime.fromisoformat(said.replace("/", "-"))
        except ValueError:
            return math.nan
        moment = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        self.is_relative, self.seen = False, self.zone if moment.utcoffset() == self.zone.utcoffset(moment) else _fixed(moment)
        return moment.timestamp()


def read_recording(source: Path | BinaryIO, wanted: Wanted) -> Recording:
    """Return the readings of a table. Raises: UnreadableRecording, OSError."""
    try:
        return _read(source, wanted)
    except (EOFError, zlib.error, csv.Error) as fault:
        raise UnreadableRecording(problem=str(fault)[:200]) from fault


def _read(source: Path | BinaryIO, wanted: Wanted) -> Recording:
    rows = _rows(source)
    header = next(rows, {})
    missing = [one for one in (*wanted.columns, *wanted.where) if one not in header]
    if missing:
        raise UnreadableRecording(problem=f"{', '.join(missing)} ∉ {', '.join(header)[:200]}")
    clock = _Clock(_time_column(list(header), wanted), wanted.every_s or 1.0, _zone(wanted.zone))
    found, counts = _readings(rows, wanted, clock)
    series, at_us, values = (
        np.array([one[place] for one in found], kind) for place, kind in enumerate((np.int32, np.int64, np.float64))
    )
    order = np.lexsort((at_us, series))
    return Recording(
        series[order], at_us[order], values[order], counts["left_out"], counts["impossible"], clock.is_relative, ZERO,
        clock.seen,
    )


def _readings(
    rows: Iterator[dict[str, str]], wanted: Wanted, clock: _Clock
) -> tuple[list[tuple[int, int, float]], dict[str, int]]:
    found, counts = [], {"left_out": 0, "impossible": 0}
    for row in rows:
        if any(row.get(name) != value for name, value in wanted.where.items()):
            continue
        at = clock.read(row)
        for place, column in enumerate(wanted.columns):
            value = _number((row.get(column) or "").strip()) * wanted.scale + wanted.offset
            if math.isnan(at) or not math.isfinite(value):
                counts["left_out"] += 1
            elif not wanted.least <= value <= wanted.most:
                counts["impossible"] += 1
            else:
                found.append((place + 1, round(at * 1e6), value))
    return found, counts


def _rows(source: Path | BinaryIO) -> Iterator[dict[str, str]]:
    """Yield the header as {name: name}, then every row."""
    with source.open("rb") if isinstance(source, Path) else source as raw:
        head = raw.peek(2)[:2] if hasattr(raw, "peek") else b""
        plain = gzip.GzipFile(fileobj=raw) if head == b"\x1f\x8b" else raw
        reader = csv.DictReader(io.TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline=""))
        yield {name: name for name in reader.fieldnames or []}
        yield from reader


def _time_column(header: Sequence[str], wanted: Wanted) -> str | None:
    if wanted.every_s is not None:
        return None
    if wanted.time is None:
        return next((one for name in TIMES for one in header if one.strip().lower() == name), None)
    if wanted.time not in header:
        raise UnreadableRecording(problem=f"{wanted.time} ∉ {', '.join(header)[:200]}")
    return wanted.time


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return math.nan


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise UnreadableRecording(problem=name) from fault


def _fixed(moment: datetime) -> tzinfo:
    offset = moment.utcoffset()
    return timezone(offset) if offset is not None else UTC
