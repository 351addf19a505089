"""`linan decode` reads every kind that it names, and platforms as they really push."""

import json
from pathlib import Path

import pytest

from linan.config.commands.decode import said_of
from linan.monitoring.decoders import kinds, open_decoder

SAMPLES = Path("tests/samples")
PUSHED = [json.loads(line) for line in (SAMPLES / "platforms.jsonl").read_text(encoding="utf-8").splitlines()]
GAS = {"stat_t": "kitchen/state", "val_tpl": "{{ value_json.gas }}", "dev_cla": "gas", "uniq_id": "g1", "dev": {"ids": ["box-7"]}}
FIRE_SEEN = {"type": "new", "before": {}, "after": {"id": "7", "camera": "gate", "label": "fire", "start_time": 1.5}}


def first_valid(name: str, column: str) -> str:
    rows = [json.loads(line) for line in (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return next(one[column] for one in rows if one["expect"].startswith("valid") and "PNUM" not in one[column]).strip()


def pushed(kind: str, *, number: str) -> str:
    return next(one["line"] for one in PUSHED if (one["kind"], one["id"]) == (kind, number))


# One conversation of each kind; its last line is what is looked at.
SPOKEN: dict[str, list[str]] = {
    "gb26875": [first_valid("gb26875", "hex")],
    "hj212": [first_valid("hj212", "raw")],
    "sl651": [first_valid("sl651", "hex")],
    "cap": [str(SAMPLES / "cap" / "australia.cap")],
    "thingsboard": ['{"ts": 1767225600000, "values": {"smoke": 0.02}}'],
    "camera": ['{"camera": "lift-3", "kind": "ebike_in_lift", "start": "2026-01-14T03:12:00"}'],
    "chirpstack": [pushed("chirpstack", number="lora-002")],
    "things-stack": [pushed("things-stack", number="lora-up")],
    "ctwing": [pushed("ctwing", number="dev-006")],
    "onenet": [pushed("onenet", number="dev-009")],
    "hikvision": [pushed("hikvision", number="dev-012")],
    "zigbee2mqtt": ['zigbee2mqtt/hall/door {"contact": false, "battery": 97}'],
    "tasmota": ['tele/boiler/SENSOR {"SI7021": {"Temperature": 68.0}, "TempUnit": "F"}'],
    "shelly": [pushed("shelly", number="dev-001")],
    "frigate": [f"frigate/events {json.dumps(FIRE_SEEN)}"],
    "home-assistant": [f"homeassistant/sensor/box/gas/config {json.dumps(GAS)}", 'kitchen/state {"gas": 12.5}'],
    "broker": ["shellies/shellysmoke-1/sensor/smoke true"],
}


@pytest.mark.parametrize("kind", kinds())
def test_a_message_of_every_kind_says_what_it_holds(kind):
    decoder = open_decoder(kind)

    *_, said = [said_of(kind, decoder, line) for line in SPOKEN[kind]]

    assert (said["ok"], said["kind"]) == (True, kind)
    assert said["items"] != []


@pytest.mark.parametrize("marked", PUSHED, ids=[one["id"] for one in PUSHED])
def test_a_message_of_a_platform_is_read_or_refused_as_it_is_marked(marked):
    said = said_of(marked["kind"], open_decoder(marked["kind"]), marked["line"])

    assert said["ok"] is (marked["expect"] == "valid")
    assert ("reason" in said) is not said["ok"]
