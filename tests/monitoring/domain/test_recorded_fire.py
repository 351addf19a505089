"""The conditions that a new community starts with, judged on a fire that NIST lit and recorded."""

import csv
from pathlib import Path

from linan.monitoring.domain.conditions import parse
from linan.monitoring.profiles import load_profiles

RECORDED = Path(__file__).parents[2] / "samples" / "nist_sdc07.csv"
LAST_REAL_ALARM_IN_THE_ROOM_S = 85


def first_alarm_s(profile: str, kind: str, column: str) -> float:
    (condition,) = [one for one in load_profiles()[profile].conditions if one.kind == kind and one.severity == 1]
    rule, holds_at = parse(condition.kind, condition.parameters), []
    memory = rule.begin(holds=False)
    with RECORDED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            verdict = rule.judge(memory, float(row["time_s"]), float(row[column]), "")
            memory = verdict.memory
            holds_at += [float(row["time_s"])] if verdict.holds else []
    return holds_at[0]


def test_the_smoke_condition_fires_before_the_last_real_alarm_of_the_room() -> None:
    assert first_alarm_s("smoke", "threshold", "SMB_1") < LAST_REAL_ALARM_IN_THE_ROOM_S


def test_the_rise_of_temperature_fires_before_the_temperature_itself() -> None:
    assert first_alarm_s("heat", "rate_of_rise", "TCB_1") < first_alarm_s("heat", "threshold", "TCB_1")


def test_smoke_in_the_far_room_comes_after_smoke_in_the_room_of_the_fire() -> None:
    near, far = (first_alarm_s("smoke", "threshold", column) for column in ("SMB_1", "SMA_1"))

    assert near < far
