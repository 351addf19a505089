"""`linan new profile`: a message becomes a model that reads it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import yaml

from linan.monitoring.decoders import open_decoder
from linan.monitoring.domain.expression import parse_expression
from linan.monitoring.domain.mapping import values_of
from linan.monitoring.profiles import Profile
from linan.monitoring.profiles._draft import NothingMeasured, draft_profile, expression_of

TELEMETRY = {"fill": 0.62, "lid": "closed", "tilt °": 3.5, "full": False}


def new_profile(tmp_path, message: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "linan.config.cli", "new", "profile", *words, "--folder", str(tmp_path)],
        input=message, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": "src", "LINAN_DATA": str(tmp_path / "none")},
    )


def test_a_message_becomes_a_model_that_reads_it(tmp_path):
    done = new_profile(tmp_path, json.dumps(TELEMETRY), "waste_bin")

    profile = msgspec.convert(yaml.safe_load((tmp_path / "waste_bin.yaml").read_text()), Profile)
    channels = {key: one.channel(0) for key, one in profile.series.items()}
    assert done.stdout.strip() == str(tmp_path / "waste_bin.yaml")
    assert values_of(channels, TELEMETRY) == {"fill": 0.62, "tilt °": 3.5, "full": 0.0}
    assert profile.samples[0].read == {"fill": 0.62, "tilt °": 3.5, "full": 0.0}


def test_a_packet_of_the_field_becomes_a_model_too(tmp_path):
    lines = Path("tests/samples/hj212.jsonl").read_text(encoding="utf-8").splitlines()
    raw = next(one["raw"] for one in map(json.loads, lines) if one["id"] == "hj212-008").strip()

    new_profile(tmp_path, raw, "air_box", "--gateway", "hj212")

    profile = msgspec.convert(yaml.safe_load((tmp_path / "air_box.yaml").read_text()), Profile)
    said = open_decoder("hj212").decode(profile.samples[0].sent).said
    channels = {key: one.channel(0) for key, one in profile.series.items()}
    assert values_of(channels, said[0].fields) == profile.samples[0].read
    assert profile.series["a34004_Avg"].source == "a34004.Avg"


def test_what_a_platform_pushes_is_read_by_expressions(tmp_path):
    push = {"IMEI": "860000000000042", "payload": {"serviceData": {"fill": 3, "lid state": True}}}

    new_profile(tmp_path, json.dumps(push), "bin_nb", "--gateway", "ctwing")

    profile = msgspec.convert(yaml.safe_load((tmp_path / "bin_nb.yaml").read_text()), Profile)
    assert profile.series["lid_state"].source == "this['lid state']"
    assert profile.samples[0].read == {"fill": 3.0, "lid_state": 1.0}


@pytest.mark.parametrize(
    ("message", "words", "problem"),
    [
        ("{}", ["empty"], "no value in the message: empty"), ("no json", ["bad"], "no value in the message: bad_reading"),
        ("{}", ["Bad-Key"], "a key is small letters, digits and _: Bad-Key"),
        ("{}", ["one", "--gateway", "morse"], "not one of"),
    ],
)
def test_what_cannot_be_drafted_is_said(tmp_path, message, words, problem):
    done = new_profile(tmp_path, message, *words)

    assert done.returncode == 1
    assert problem in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "waste_bin.yaml").write_text("mine")

    done = new_profile(tmp_path, json.dumps(TELEMETRY), "waste_bin")

    assert done.returncode == 1
    assert (tmp_path / "waste_bin.yaml").read_text() == "mine"


@pytest.mark.parametrize("path", [("a",), ("a", "b c"), ("3200_0",), ("if", "x"), ("deep", "er", "1")])
def test_any_field_can_be_pointed_at(path):
    fields: object = 7
    for step in reversed(path):
        fields = {step: fields}

    assert parse_expression(expression_of(path))(fields) == 7


def test_a_message_without_a_value_is_refused():
    with pytest.raises(NothingMeasured):
        draft_profile("x", gateway="thingsboard", sent={}, fields={"word": "yes"})
