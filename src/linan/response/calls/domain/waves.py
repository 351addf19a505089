"""Waves: to whom, by which channels, and how long silence is borne before the next one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "ladders.yaml"


class To(StrEnum):
    """To whom a wave goes, seen from the one who must be reached."""

    RECIPIENT = "recipient"
    DEPUTY = "deputy"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave. channels: names of files in channels/. wait_s: seconds until silence escalates."""

    to: To
    channels: tuple[str, ...]
    wait_s: int

    def ends_at(self, now: datetime) -> datetime:
        """Return when silence escalates if the wave goes out now."""
        return now + timedelta(seconds=self.wait_s)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The waves of one level, and for how many minutes such a call is worth sending at all."""

    lasting_min: int
    waves: tuple[Wave, ...]


def waves_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Wave, ...]:
    """Return the waves that waves_as_json() stored."""
    return tuple(Wave(to=To(one["to"]), channels=tuple(one["channels"]), wait_s=int(one["wait_s"])) for one in stored)


def waves_as_json(waves: Sequence[Wave]) -> list[dict[str, Any]]:
    """Return the waves as stored."""
    return [asdict(one) for one in waves]


@cache
def ladders() -> dict[int, Ladder]:
    """Return the ladder of each level, 1 to 4, from ladders.yaml."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["ladders"]
    return {row["level"]: Ladder(row["lasting_min"], waves_from(row["waves"])) for row in rows}
