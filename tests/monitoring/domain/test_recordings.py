"""The conditions that are supplied, rehearsed on what was really measured: through `linan rehearse`, without a database."""

import csv
import gzip
import json
from argparse import Namespace
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from linan.config.commands.rehearse import run

RECORDINGS = Path(__file__).parents[2] / "samples" / "recordings"
FIRES = ["SDC02", "SDC05", "SDC07", "SDC10"]
QUIET_S = 20  # the first flames have not sent their smoke to any ceiling yet


def rehearsed(capsys: pytest.CaptureFixture[str], file: str, quantity: str, *columns: str, **options: str) -> dict[str, Any]:
    """Return what `linan rehearse` prints."""
    words = ["--csv", str(RECORDINGS / file), "--quantity", quantity]
    words += [word for column in columns for word in ("--column", column)]
    words += [word for name, value in options.items() for word in (f"--{name}", value)]
    run(Namespace(rest=words))
    return json.loads(capsys.readouterr().out)


def rule(found: dict[str, Any], title_en: str) -> list[dict[str, Any]]:
    """Return the firings of the rule with this English title."""
    (one,) = [one for one in found["rules"] if one["title_en"] == title_en]
    return one["firings"]


def columns_of(file: str, start: str) -> list[str]:
    return [name for name in (RECORDINGS / file).read_text().split("\n")[0].split(",") if name.startswith(start)]


def firings_of_fire(capsys: pytest.CaptureFixture[str], fire: str) -> list[tuple[float, str]]:
    """Return (second, room) of every firing of the smoke and heat conditions, the first one first."""
    file = f"nist_{fire.lower()}.csv"
    found = [
        rehearsed(capsys, file, "smoke", *columns_of(file, "SM")),
        rehearsed(capsys, file, "temperature", *columns_of(file, "TC")),
    ]
    return sorted(
        (one["at"], one["column"][2]) for some in found for condition in some["rules"] for one in condition["firings"]
    )


def real_alarms(fire: str) -> list[tuple[float, str]]:
    with (RECORDINGS / "nist_real_alarms.csv").open() as file:
        return sorted((float(row["seconds"]), row["room"]) for row in csv.DictReader(file) if row["test"] == fire)


@pytest.mark.parametrize("fire", FIRES)
def test_in_a_real_fire_every_room_is_reported_before_the_last_real_smoke_alarm_sounded(capsys, fire) -> None:
    last, _ = real_alarms(fire)[-1]

    firings = firings_of_fire(capsys, fire)

    rooms = {room for _, room in real_alarms(fire)}
    assert {room for at, room in firings if at < last} >= rooms


@pytest.mark.parametrize("fire", FIRES)
def test_the_room_of_the_fire_is_reported_first_and_the_far_room_last(capsys, fire) -> None:
    heard = real_alarms(fire)
    first_of = {room: at for at, room in reversed(firings_of_fire(capsys, fire))}

    order = sorted((room for room in first_of if room in {one for _, one in heard}), key=first_of.__getitem__)

    real_first = {room: at for at, room in reversed(heard)}
    assert order[0] == min(real_first, key=real_first.__getitem__)
    assert order[-1] == max(real_first, key=real_first.__getitem__)


@pytest.mark.parametrize("fire", FIRES)
def test_rooms_are_reported_in_the_order_in_which_the_smoke_reached_them(capsys, fire) -> None:
    really = {room: at for at, room in reversed(real_alarms(fire))}
    ours = {room: at for at, room in reversed(firings_of_fire(capsys, fire))}

    # Real alarms of two rooms that sounded within half a minute of each other do not say which room was first.
    pairs = [(one, other) for one in really for other in really if really[other] - really[one] > 30]
    assert [pair for pair in pairs if ours[pair[0]] >= ours[pair[1]]] == []
    assert pairs != []


@pytest.mark.parametrize("fire", FIRES)
def test_nothing_is_reported_in_the_first_quiet_seconds_of_a_fire(capsys, fire) -> None:
    first, _ = firings_of_fire(capsys, fire)[0]

    assert first > QUIET_S


def test_perfume_raises_no_gas_alarm_and_smoke_does(capsys) -> None:
    sensors = columns_of("gas_mq.csv", "mq")

    raw = rehearsed(capsys, "gas_mq.csv", "gas_raw", *sensors)

    (agreeing,) = raw["rules"]
    begin = min(one["at"] for one in agreeing["firings"])
    gas = {float(row["seconds"]): row["gas"] for row in csv.DictReader((RECORDINGS / "gas_mq.csv").open())}
    assert gas[begin] == "Smoke"
    assert begin - 6400 <= 60


def test_raw_counts_are_not_taken_for_a_concentration(capsys) -> None:
    found = rehearsed(capsys, "gas_mq.csv", "gas", "mq2")

    assert (found["impossible"], found["readings"], found["fired"]) == (640, 0, 0)


def test_dongsi_had_31_hours_with_more_than_30_mm_in_3_hours(capsys) -> None:
    found = rehearsed(capsys, "rain_dongsi.csv", "rain", "rain_mm_h")

    firings = rule(found, "more than 30 mm in 3 hours")
    hours = sum(
        (datetime.fromisoformat(one["until"]) - datetime.fromisoformat(one["at"])).total_seconds() / 3600
        for one in firings
    )
    assert hours == 31
    assert "2016-07-20T10:00:00+08:00" in [one["at"] for one in firings]


def test_the_storm_of_july_2016_brings_the_signals_in_their_order_and_no_red_one(capsys) -> None:
    found = rehearsed(capsys, "rain_dongsi.csv", "rain", "rain_mm_h")

    day = {
        title: [one["at"][:16] for one in rule(found, title) if one["at"].startswith("2016-07-20")]
        for title in ("rainstorm blue", "rainstorm yellow", "rainstorm orange", "rainstorm red")
    }
    assert day == {
        "rainstorm blue": ["2016-07-20T10:00"], "rainstorm yellow": ["2016-07-20T10:00"],
        "rainstorm orange": ["2016-07-20T11:00", "2016-07-20T20:00"], "rainstorm red": [],
    }


def test_a_signal_is_given_exactly_where_the_sums_of_the_record_say_so(capsys) -> None:
    with (RECORDINGS / "rain_dongsi.csv").open() as file:
        fell = [(datetime.fromisoformat(row["time"]), float(row["rain_mm_h"] or 0)) for row in csv.DictReader(file)]

    found = rehearsed(capsys, "rain_dongsi.csv", "rain", "rain_mm_h")

    within_12h = [
        at for at, mm in fell
        if mm and sum(other for when, other in fell if 0 <= (at - when).total_seconds() < 12 * 3600) >= 50
    ]
    spans = [
        (datetime.fromisoformat(one["at"]), datetime.fromisoformat(one["until"])) for one in rule(found, "rainstorm blue")
    ]
    assert [at for at in within_12h if not any(first <= at < last for first, last in spans)] == []
    assert [first for first, _ in spans if first not in within_12h] == []


def test_the_underpass_is_reported_on_both_days_of_its_floods_and_on_no_other(capsys) -> None:
    found = rehearsed(
        capsys, "underpass_busan.csv", "water_level", "level_cm", scale="0.01", zone="Asia/Seoul",
        profile="water_level",
    )

    water = {title: [one["at"][:16] for one in rule(found, title)] for title in (
        "first water on the road", "water at the entrance of a garage", "water on the road", "close the road",
    )}
    assert water == {
        "first water on the road": ["2021-06-16T14:00", "2021-06-16T14:40", "2021-06-18T13:00"],
        "water at the entrance of a garage": ["2021-06-18T13:10"], "water on the road": [], "close the road": [],
    }


@pytest.mark.parametrize(
    ("file", "days"),
    [
        ("crowd_birrarung_marr.csv.gz", {"2015-02-21", "2015-03-07", "2015-03-08", "2015-03-09", "2015-12-31"}),
        ("crowd_bourke_street.csv.gz", {"2015-12-23", "2015-12-26"}),
    ],
)
def test_festivals_are_out_of_the_ordinary_and_ordinary_weeks_are_not(capsys, file, days) -> None:
    found = rehearsed(capsys, file, "people_count", "count_h", zone="Australia/Melbourne")

    reported = {one["at"][:10] for one in rule(found, "more people than usual")}
    assert reported >= days
    assert len(reported) < 365 / 4


def test_people_are_not_reported_while_the_usual_is_still_being_learnt(capsys) -> None:
    found = rehearsed(capsys, "crowd_bourke_street.csv.gz", "people_count", "count_h", zone="Australia/Melbourne")

    assert min(one["at"] for one in rule(found, "more people than usual")) > "2015-01-29"


def test_daylight_saving_repeats_an_hour_and_loses_none(capsys) -> None:
    with gzip.open(RECORDINGS / "crowd_birrarung_marr.csv.gz", "rt") as file:
        rows = file.read().splitlines()[1:]

    found = rehearsed(capsys, "crowd_birrarung_marr.csv.gz", "people_count", "count_h", zone="Australia/Melbourne")

    moments = [datetime.fromisoformat(row.split(",")[0]) for row in rows]
    assert all(later > earlier for earlier, later in pairwise(moments))
    assert found["readings"] == len(rows)


def test_a_column_that_is_not_there_is_refused_with_those_that_are(capsys) -> None:
    found = rehearsed(capsys, "gas_mq.csv", "gas_raw", "mq9")

    assert found["ok"] is False
    assert "mq9" in found["reason"]
    assert "mq135" in found["reason"]


def test_rehearsing_twice_in_one_place_gives_each_sensor_its_own_firings(capsys) -> None:
    found = rehearsed(capsys, "nist_sdc07.csv", "smoke", "SMB_1", "SMA_1")

    by_sensor = defaultdict(list)
    for one in found["rules"][0]["firings"]:
        by_sensor[one["column"]].append(one["at"])
    assert by_sensor == {"SMB_1": [65.0], "SMA_1": [165.0]}


@pytest.mark.parametrize("written", [b"", b"\x1f\x8bno gzip at all", b"\x00\xff\x00", b"a,b\n1,2\n"])
def test_a_file_that_holds_no_such_column_is_refused_in_a_sentence(capsys, tmp_path, written) -> None:
    (tmp_path / "odd.csv").write_bytes(written)

    code = run(Namespace(rest=["--csv", str(tmp_path / "odd.csv"), "--column", "smoke", "--quantity", "smoke"]))

    found = json.loads(capsys.readouterr().out)
    assert (code, found["ok"]) == (2, False)
    assert found["reason"].strip()


def test_a_kind_that_is_not_supplied_is_rehearsed_with_its_own_parameters(capsys) -> None:
    found = rehearsed(
        capsys, "nist_sdc07.csv", "temperature", "TCB_1", kind="rate_of_rise", parameters='{"rise": 8, "within_s": 60}'
    )

    assert [one["at"] for one in found["rules"][0]["firings"]] == [49.0]


def test_a_quantity_that_no_condition_judges_is_refused_with_those_that_are(capsys) -> None:
    found = rehearsed(capsys, "nist_sdc07.csv", "phlogiston", "TCB_1")

    assert found["ok"] is False
    assert "smoke" in found["reason"]


def test_a_device_model_stands_for_what_it_measures(capsys) -> None:
    found = rehearsed(capsys, "nist_sdc07.csv", "heat", "TCB_1")

    assert (found["quantity"], found["fired"] > 0) == ("temperature", True)


def test_values_are_scaled_and_moved_into_the_unit_of_the_quantity(capsys, tmp_path) -> None:
    (tmp_path / "office.csv").write_text("time,temp_f\n0,70\n60,140\n")

    run(Namespace(rest=[
        "--csv", str(tmp_path / "office.csv"), "--column", "temp_f", "--quantity", "temperature", "--scale", "0.555556",
        "--offset", "-17.7778", "--profile", "heat",
    ]))

    found = json.loads(capsys.readouterr().out)
    assert [round(one["firings"][0]["value"]) for one in found["rules"] if one["firings"]] == [60, 60]
