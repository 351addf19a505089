"""Cases counted by the week: the supplied rules see an outbreak against other years, or against the weeks before.

The counts of `counts` are made: Poisson around a season that swings threefold over the year, as salmonella does. Those
of outbreaks.csv are real, with the weeks that the Robert Koch Institute counted to an outbreak.
"""

import csv
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
SEASON, BEFORE = "more cases than in this season", "more cases than in the weeks before"
REAL = Path(__file__).parents[2] / "samples" / "recordings" / "outbreaks.csv"


def counts(*, seed: int, times: float) -> list[int]:
    """Return seven years of weekly cases; in the outbreak so many times as many as the season has."""
    weeks = np.arange(WEEKS)
    usual = 12 + 6 * np.sin((weeks - 20) / 52 * 2 * np.pi)
    usual[list(OUTBREAK)] *= times
    return np.random.default_rng(seed).poisson(usual).tolist()


def reported(file: Path, column: str, title: str, capsys: pytest.CaptureFixture[str]) -> set[int]:
    """Return the weeks of a table in which the rule of this title holds, from the first."""
    run(Namespace(rest=["--csv", str(file), "--column", column, "--quantity", "case_count"]))
    (found,) = [one for one in json.loads(capsys.readouterr().out)["rules"] if one["title_en"] == title]
    spans = [(one["at"][:10], (one["until"] or "9999")[:10]) for one in found["firings"]]
    days = [line[:10] for line in file.read_text().splitlines()[1:]]
    return {number for number, day in enumerate(days) if any(begin <= day < end for begin, end in spans)}


def a_table(cases: list[int], folder: Path) -> Path:
    file = folder / "cases.csv"
    days = [FIRST + timedelta(weeks=number) for number in range(len(cases))]
    file.write_text("time,cases\n" + "".join(f"{day}T08:00:00+08:00,{n}\n" for day, n in zip(days, cases, strict=True)))
    return file


@pytest.mark.parametrize("seed", range(5))
def test_four_times_as_many_cases_as_in_other_years_are_reported_in_their_first_week(seed, tmp_path, capsys) -> None:
    weeks = reported(a_table(counts(seed=seed, times=4), tmp_path), "cases", SEASON, capsys)

    assert OUTBREAK[0] in weeks
    assert weeks >= set(OUTBREAK)


@pytest.mark.parametrize("seed", range(5))
def test_the_height_of_every_season_is_no_outbreak(seed, tmp_path, capsys) -> None:
    weeks = reported(a_table(counts(seed=seed, times=1), tmp_path), "cases", SEASON, capsys)

    assert len(weeks) <= WEEKS // 52  # a false week a year at most
    assert [week for week in weeks if week < 52] == []


@pytest.mark.parametrize("seed", range(5))
def test_four_times_as_many_cases_as_in_the_weeks_before_are_reported_in_their_first_week(
    seed, tmp_path, capsys
) -> None:
    weeks = reported(a_table(counts(seed=seed, times=4), tmp_path), "cases", BEFORE, capsys)

    assert OUTBREAK[0] in weeks
    assert len(weeks - set(OUTBREAK)) <= WEEKS // 52


@pytest.mark.parametrize(
    ("disease", "first", "hits", "marked", "others"),
    [
        # The others are three weeks before the marked ones, and weeks 35 to 37 of 2003, with 12, 12 and 17 cases.
        ("cryptosporidiosis", 33, 2, 2, 4),
        ("measles", 7, 1, 10, 0),
        # The first three marked weeks have no case, the fourth has 5, the fifth 52; the others are winters, up to 94.
        ("norovirus", 4, 1, 8, 10),
    ],
)
def test_each_real_outbreak_is_reported_in_its_first_week_that_stands_out(
    capsys, disease, first, hits, marked, others
) -> None:
    weeks = reported(REAL, disease, BEFORE, capsys)

    outbreak = outbreak_weeks(disease)
    assert min(weeks & outbreak) == first
    assert (len(weeks & outbreak), len(outbreak), len(weeks - outbreak)) == (hits, marked, others)


@pytest.mark.parametrize("disease", ["cryptosporidiosis", "measles", "norovirus"])
def test_the_rule_of_the_season_can_say_nothing_of_the_first_year_in_which_all_marked_weeks_lie(capsys, disease) -> None:
    weeks = reported(REAL, disease, SEASON, capsys)

    assert max(outbreak_weeks(disease)) < 52 <= min(weeks, default=52)


def outbreak_weeks(disease: str) -> set[int]:
    with REAL.open() as file:
        return {number for number, row in enumerate(csv.DictReader(file)) if row[f"{disease}_outbreak"] == "1"}
