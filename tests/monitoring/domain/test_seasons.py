"""Cases counted by the week: the supplied rule sees an outbreak against the same season of other years.

The counts are made: Poisson around a season that swings threefold over the year, as salmonella does.
"""

import json
from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from linan.config.commands.rehearse import run

FIRST = date(2015, 1, 5)  # a Monday
WEEKS = 7 * 52
OUTBREAK = range(6 * 52 + 20, 6 * 52 + 24)


def counts(*, seed: int, times: float) -> list[int]:
    """Return seven years of weekly cases; in the outbreak so many times as many as the season has."""
    weeks = np.arange(WEEKS)
    usual = 12 + 6 * np.sin((weeks - 20) / 52 * 2 * np.pi)
    usual[list(OUTBREAK)] *= times
    return np.random.default_rng(seed).poisson(usual).tolist()


def reported(cases: list[int], folder: Path, capsys: pytest.CaptureFixture[str]) -> set[int]:
    """Return the weeks in which the rule holds, from the first."""
    file = folder / "cases.csv"
    days = [FIRST + timedelta(weeks=number) for number in range(len(cases))]
    file.write_text("time,cases\n" + "".join(f"{day}T08:00:00+08:00,{n}\n" for day, n in zip(days, cases, strict=True)))
    run(Namespace(rest=["--csv", str(file), "--column", "cases", "--quantity", "case_count"]))
    (found,) = json.loads(capsys.readouterr().out)["rules"]
    spans = [(one["at"][:10], (one["until"] or "9999")[:10]) for one in found["firings"]]
    return {number for number, day in enumerate(days) if any(begin <= day.isoformat() < end for begin, end in spans)}


@pytest.mark.parametrize("seed", range(5))
def test_four_times_as_many_cases_as_in_other_years_are_reported_in_their_first_week(seed, tmp_path, capsys) -> None:
    weeks = reported(counts(seed=seed, times=4), tmp_path, capsys)

    assert OUTBREAK[0] in weeks
    assert weeks >= set(OUTBREAK)


@pytest.mark.parametrize("seed", range(5))
def test_the_height_of_every_season_is_no_outbreak(seed, tmp_path, capsys) -> None:
    weeks = reported(counts(seed=seed, times=1), tmp_path, capsys)

    assert len(weeks) <= WEEKS // 52  # a false week a year at most
    assert [week for week in weeks if week < 52] == []
