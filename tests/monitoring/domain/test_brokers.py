"""What is spoken on brokers, read by pure dialects."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.ground.plugins import load_folder
from linan.ground.refusals import Refused
from linan.monitoring.domain.brokers import frigate, home_assistant, shelly, tasmota, zigbee2mqtt
from linan.monitoring.domain.brokers._templates import BadTemplate, parse_template

DIALECTS = load_folder("linan.monitoring.domain.brokers")


def said(dialect, topic: str, message: object, **how: bool):
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return (dialect if hasattr(dialect, "read") else dialect.Reader()).read(topic, payload, **how)


def test_a_door_that_touches_no_more_is_open():
    (heard,) = said(zigbee2mqtt, "zigbee2mqtt/hall/door 1", {"contact": False, "battery": 97, "linkquality": 120})

    assert (heard.address, heard.fields) == ("hall/door 1", {"contact": False, "battery": 97, "linkquality": 120, "open": True})


@pytest.mark.parametrize("payload", [b"offline", b'{"state": "offline"}'])
def test_old_and_new_zigbee2mqtt_say_who_is_away(payload):
    (heard,) = said(zigbee2mqtt, "zigbee2mqtt/hall/availability", payload)

    assert (heard.address, heard.fields) == ("hall", {"online": False})


@pytest.mark.parametrize(
    ("dialect", "topic", "message"),
    [
        (zigbee2mqtt, "zigbee2mqtt/hall", {"smoke": True}),
        (tasmota, "tele/plug/SENSOR", {"SI7021": {"Temperature": 21}}),
        (shelly, "shellies/shellysmoke-1/sensor/smoke", b"true"),
        (frigate, "frigate/events", {"type": "new", "after": {"id": "1", "camera": "a", "label": "fire"}}),
    ],
)
def test_a_retained_message_is_no_reading_for_nobody_knows_when_it_was_said(dialect, topic, message):
    assert said(dialect, topic, message, is_retained=True) == []


def test_two_sensors_of_one_tasmota_keep_apart_and_fahrenheit_becomes_celsius():
    message = {
        "Time": "2026-01-14T03:12:00", "SI7021": {"Temperature": 68.0, "Humidity": 41}, "DS18B20": {"Temperature": 212.0},
        "TempUnit": "F",
    }

    (heard,) = said(tasmota, "tele/boiler/SENSOR", message)

    assert heard.fields == {"temperature": 20.0, "humidity": 41, "ds18b20_temperature": 100.0}
    assert heard.at_ms is None


def test_a_shelly_whose_clock_counts_from_its_start_is_heard_when_it_arrives():
    message = {
        "method": "NotifyFullStatus",
        "params": {"ts": 1.33, "devicepower:0": {"battery": {"percent": 97}}, "smoke:0": {"alarm": False, "mute": False}},
    }

    (heard,) = said(shelly, "shellyplussmoke-80646fd09ed4/events/rpc", message)

    assert (heard.address, heard.at_ms) == ("shellyplussmoke-80646fd09ed4", None)
    assert heard.fields == {"battery": 97, "smoke": False, "mute": False}


@pytest.mark.parametrize(
    ("topic", "payload", "fields"),
    [
        ("shellies/shellysmoke-1/sensor/smoke", b"true", {"smoke": True}),
        ("shellies/shellyht-1/sensor/temperature", b"21.5", {"temperature": 21.5}),
        ("shellies/shelly1-1/relay/0", b"on", {"relay_0": True}),
    ],
)
def test_the_first_shellies_say_plain_values(topic, payload, fields):
    (heard,) = said(shelly, topic, payload)

    assert heard.fields == fields


def test_a_fire_that_two_events_see_ends_with_the_second():
    reader = frigate.Reader()
    fire = {"camera": "shed", "label": "fire", "top_score": 0.9, "start_time": 1_768_331_520.5, "end_time": 1_768_331_600.0}
    told = [("new", "a"), ("new", "b"), ("update", "b"), ("end", "a"), ("end", "b")]

    heard = [said(reader, "frigate/events", {"type": kind, "after": {**fire, "id": event}}) for kind, event in told]

    assert [one[0].fields["fire"] if one else None for one in heard] == [True, True, None, True, False]
    assert heard[0][0].at_ms == 1_768_331_520_500


def test_faces_and_plates_are_not_taken():
    assert said(frigate, "frigate/tracked_object_update", {"type": "face", "name": "somebody"}) is None


def test_discovery_names_the_topic_on_which_a_value_comes():
    reader = home_assistant.Reader()
    config = {
        "~": "hmd/kitchen", "stat_t": "~/state", "val_tpl": "{{ value_json.gas | float }}", "dev_cla": "gas",
        "uniq_id": "g1", "dev": {"ids": ["box-7"], "name": "厨房"},
    }

    announced = said(reader, "homeassistant/sensor/box/gas/config", config, is_retained=True)
    (heard,) = said(reader, "hmd/kitchen/state", {"gas": 12.5})

    assert (announced, reader.wanted) == ([], frozenset({"hmd/kitchen/state"}))
    assert (heard.address, heard.name, heard.fields) == ("box-7", "厨房", {"gas": 12.5})


def test_one_config_may_announce_a_whole_device():
    reader = home_assistant.Reader()
    config = {
        "dev": {"ids": "well-3", "name": "井盖"}, "state_topic": "well/3",
        "cmps": {
            "tilt": {"p": "binary_sensor", "dev_cla": "tamper", "val_tpl": "{{ value_json['t'] }}", "pl_on": "1"},
            "level": {"p": "sensor", "val_tpl": "{{ value_json.l|round(1) }}"},
            "lamp": {"p": "light"},
        },
    }
    said(reader, "homeassistant/device/well3/config", config, is_retained=True)

    heard = said(reader, "well/3", {"t": 1, "l": 0.37})

    assert [one.fields for one in heard] == [{"tamper": True}, {"level": 0.4}]


def test_an_entity_that_is_taken_back_is_heard_no_more():
    reader = home_assistant.Reader()
    said(reader, "homeassistant/sensor/x/config", {"stat_t": "x/state", "uniq_id": "x"}, is_retained=True)

    said(reader, "homeassistant/sensor/x/config", b"", is_retained=True)

    assert reader.wanted == frozenset()


def test_what_zigbee2mqtt_announces_to_others_is_not_read_twice():
    reader = home_assistant.Reader()

    said(reader, "homeassistant/sensor/0x01/battery/config", {"state_topic": "zigbee2mqtt/hall"}, is_retained=True)

    assert reader.wanted == frozenset()


@pytest.mark.parametrize(
    "template",
    [
        "{% if value == 'x' %}1{% endif %}", "{{ value_json.a.__class__ | attr('b') }}", "{{ value * 2 }}",
        "{{ states('sensor.x') }}", "{{ value.__class__ }}", "{{ value_json." + "a" * 400 + " }}",
    ],
)
def test_a_template_that_is_more_than_a_path_is_refused(template):
    with pytest.raises(BadTemplate):
        parse_template(template)


@pytest.mark.parametrize(
    ("template", "payload", "value"),
    [
        ("", b"7", "7"),
        ("{{ value }}", b"ON", "ON"),
        ("{{value_json.a['b c'][1]}}", b'{"a": {"b c": [1, 2.26]}}', 2.26),
        ("{{ value_json.a | float(0) | round(1) }}", b'{"a": 2.26}', 2.3),
        ("{{ value_json.a }}", b"{}", None),
        ("{{ value_json.a }}", b"nonsense", None),
    ],
)
def test_a_path_with_filters_is_read(template, payload, value):
    assert parse_template(template)(payload) == value


topics = st.sampled_from([
    "zigbee2mqtt/a", "zigbee2mqtt/a/availability", "tele/a/SENSOR", "stat/a/RESULT", "shellies/a/sensor/smoke",
    "shellyplus-1/events/rpc", "shellyplus-1/online", "frigate/events", "frigate/reviews", "homeassistant/sensor/a/config",
    "homeassistant/device/a/config", "else/where",
])
names = st.sampled_from(["type", "after", "id", "camera", "label", "method", "params", "ts", "events", "stat_t", "cmps", "p", "dev", "ids", "~"])
values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(names, inner), max_leaves=8)


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(deadline=None)
@given(topic=topics, payload=st.binary(max_size=80) | st.dictionaries(names, values).map(lambda one: json.dumps(one).encode()))
def test_no_message_does_anything_but_be_read_or_refused(dialect, topic, payload):
    outcome = _outcome(dialect, topic, payload)

    assert outcome in ("read", "refused")


def _outcome(dialect: str, topic: str, payload: bytes) -> str:
    try:
        DIALECTS[dialect].Reader().read(topic, payload)
    except Refused:
        return "refused"
    return "read"
