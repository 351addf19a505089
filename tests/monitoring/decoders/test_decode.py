"""`linan decode`: every sample is read or refused as it is marked, and no line ends the reading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.config.commands.decode import json_line, said_of
from linan.monitoring.decoders import kinds, open_decoder
from linan.monitoring.gateways._hj212_packets import crc

SAMPLES = Path("tests/samples")
LINES = {"gb26875": "hex", "hj212": "raw", "sl651": "hex"}
MARKED = [
    (kind, json.loads(line))
    for kind in LINES
    for line in (SAMPLES / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("kind", "marked"), MARKED, ids=[one["id"] for _, one in MARKED])
def test_a_sample_is_read_or_refused_as_it_is_marked(kind, marked):
    line = marked[LINES[kind]].rstrip("\r\n")

    said = said_of(kind, open_decoder(kind), line)

    assert said["ok"] is marked["expect"].startswith("valid")
    assert ("reason" in said) is not said["ok"]


def test_a_fire_is_said_with_its_place_text_and_confirm():
    line = next(one["hex"] for _, one in MARKED if one["id"] == "gb26875-019")

    said = said_of("gb26875", open_decoder("gb26875"), line)

    (item,) = said["items"]
    assert (item["flags"], item["zone"], item["point"], item["text"]) == (["fire"], 217, 6, "Ａ区１层呷哺走廊")
    assert said["answer_hex"].endswith("2323")
    assert said["answer_hex"][52:54] == "03"


def test_a_dialect_is_chosen_by_option():
    line = next(one["hex"] for _, one in MARKED if one["id"] == "gb26875-019")

    said = said_of("gb26875", open_decoder("gb26875", {"address": "u32"}), line)

    (item,) = said["items"]
    assert item["component"] == "3/393433"
    assert "zone" not in item


def test_the_command_answers_every_line_without_a_database(tmp_path):
    lines = b"\xff\xfe\n\n4040\n" + b"\0" * 100 + b"\n"

    done = subprocess.run(
        [sys.executable, "-m", "linan.config.cli", "decode", "gb26875"], input=lines, capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": "src", "LINAN_DATA": str(tmp_path)},
    )

    assert [json.loads(one)["ok"] for one in done.stdout.splitlines()] == [False] * 4
    assert list(tmp_path.iterdir()) == []


def test_a_packet_in_an_old_coding_keeps_its_check_sum(tmp_path):
    segment = "QN=20260115083000123;ST=22;CN=3020;PW=1;MN=A1;Flag=4;CP=&&i12001-Info=更换滤膜&&".encode("gb18030")
    packet = b"##%04d%b%04X\r\n" % (len(segment), segment, crc(segment))

    done = subprocess.run(
        [sys.executable, "-m", "linan.config.cli", "decode", "hj212"], input=packet, capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": "src", "LINAN_DATA": str(tmp_path)},
    )

    assert json.loads(done.stdout)["items"][0]["Info"] == "更换滤膜"


def test_a_kind_that_is_not_known_is_said_with_those_that_are(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "linan.config.cli", "decode", "morse"], input=b"", capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": "src", "LINAN_DATA": str(tmp_path)},
    )

    assert done.returncode == 2
    assert done.stderr.decode().strip() == f"linan decode: not one of {', '.join(kinds())}: morse"


@pytest.mark.parametrize("kind", ["frigate", "broker"])
def test_what_is_said_on_a_broker_is_read_with_its_topic(kind):
    event = {"type": "new", "before": {}, "after": {"id": "7", "camera": "gate", "label": "person", "start_time": 1.5}}

    said = said_of(kind, open_decoder(kind), f"frigate/events {json.dumps(event)}")

    (item,) = said["items"]
    assert (item["address"], item["values"]) == ("gate", {"person": True})


def test_a_topic_that_no_dialect_knows_is_refused():
    said = said_of("broker", open_decoder("broker"), "some/topic 1")

    assert said["reason"] == "no dialect knows the topic some/topic"


def test_a_warning_is_read_from_the_file_that_a_line_names(tmp_path):
    file = tmp_path / "warning.txt"
    file.write_text("no warning", encoding="utf-8")
    decoder = open_decoder("cap")

    said = [said_of("cap", decoder, line)["ok"] for line in (str(file), str(tmp_path / "none.xml"), str(tmp_path))]

    assert said == [False, False, False]


@pytest.mark.parametrize("kind", kinds())
@settings(max_examples=150)
@given(line=st.one_of(
    st.text(max_size=200), st.binary(max_size=120).map(bytes.hex),
    st.binary(max_size=120).map(lambda raw: raw.decode(errors="surrogateescape")),
))
def test_no_line_is_too_strange_for_a_decoder(kind, line):
    said = said_of(kind, open_decoder(kind), line)

    assert json.loads(json_line(said))["kind"] == kind
    assert not said.get("reason", "").startswith(("IndexError", "KeyError", "TypeError", "AttributeError", "ValueError"))
