"""What platforms push, read by pure decoders: their own samples, and whatever bytes chance makes."""

import base64
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.ground.plugins import load_folder
from linan.ground.refusals import Refused
from linan.monitoring.domain.codecs import cayenne, load_codecs
from linan.monitoring.domain.codecs._payloads import BadPayload
from linan.monitoring.domain.sources import camera, chirpstack, ctwing, hikvision, onenet, things_stack
from linan.monitoring.domain.sources._posts import BadPost, FieldMissing, Post

KINDS = load_folder("linan.monitoring.domain.sources")
FIRE = """<EventNotificationAlert>\r
<ipAddress>192.0.2.8</ipAddress><macAddress>00:00:5e:00:53:3c</macAddress><dynChannelID>2</dynChannelID>\r
<dateTime>2023-12-27T18:07:58+08:00</dateTime><activePostCount>1</activePostCount>\r
<eventType>fireDetection</eventType><eventState>active</eventState>\r
</EventNotificationAlert>"""


def post(message: object, **query: str) -> Post:
    return Post(body=json.dumps(message).encode(), query=query)


def test_an_uplink_of_chirpstack_gives_its_object_and_the_best_signal():
    message = {
        "time": "2022-07-18T09:34:15.775023242+00:00", "deviceInfo": {"devEui": "0101010101010101", "deviceName": "门磁"},
        "fPort": 2, "data": "qg==", "object": {"magnet_status": "open"},
        "rxInfo": [{"rssi": -110, "snr": -3.0}, {"rssi": -36}],
    }

    (heard,) = chirpstack.decode(post(message, event="up"))

    assert (heard.address, heard.name, heard.at_ms) == ("0101010101010101", "门磁", 1658136855775)
    assert heard.fields == {"rssi": -36.0, "snr": 0.0, "magnet_status": "open"}
    assert heard.payload == b""


def test_an_uplink_without_an_object_keeps_its_payload_for_the_codec():
    message = {"deviceInfo": {"devEui": "01"}, "data": "AWcA4Q=="}

    (heard,) = chirpstack.decode(post(message))

    assert (heard.payload, heard.port, cayenne.decode(heard.port, heard.payload)) == (
        bytes.fromhex("016700e1"), 0, {"temperature_1": 22.5},
    )


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ({"margin": 10, "batteryLevel": 88.3}, {"margin": 10, "battery": 88.3}),
        ({"margin": 10}, {"margin": 10, "battery": 0.0}),
        ({"externalPowerSource": True}, {"margin": 0}),
        ({"batteryLevelUnavailable": True}, {"margin": 0}),
    ],
)
def test_what_protobuf_leaves_out_is_zero_and_mains_power_is_no_empty_battery(status, fields):
    (heard,) = chirpstack.decode(post({"deviceInfo": {"devEui": "01"}, **status}, event="status"))

    assert heard.fields == fields


def test_what_the_network_did_itself_is_no_sign_of_life_of_the_device():
    assert chirpstack.decode(post({"deviceInfo": {"devEui": "01"}}, event="txack")) == []


def test_an_uplink_of_the_things_stack_gives_its_decoded_payload():
    message = {
        "end_device_ids": {"device_id": "dev1", "dev_eui": "0004A30B001C0530"},
        "received_at": "2020-02-12T15:15:46.014773143Z",
        "uplink_message": {
            "f_cnt": 1, "frm_payload": "gkHe", "decoded_payload": {"temperature": 1.0},
            "rx_metadata": [{"rssi": -35, "snr": 5}], "received_at": "2020-02-12T15:15:45.789585559Z",
        },
    }

    (heard,) = things_stack.decode(post(message))

    assert (heard.address, heard.at_ms) == ("0004a30b001c0530", 1581520545789)
    assert heard.fields == {"rssi": -35.0, "snr": 5.0, "temperature": 1.0}


def test_a_failed_downlink_of_the_things_stack_is_taken_and_says_nothing_of_the_device():
    assert things_stack.decode(post({"end_device_ids": {"device_id": "dev1"}, "downlink_failed": {}})) == []


@pytest.mark.parametrize(
    ("payload", "fields"),
    [
        ({"serviceId": 1, "serviceData": {"Alarm_Status": 2}}, {"Alarm_Status": 2}),
        ({"gas_value": 0, "valve_state": 2}, {"gas_value": 0, "valve_state": 2}),
        ({"APPdata": base64.b64encode(b'{"level": 31}').decode()}, {"level": 31}),
        ({"APPdata": "AQFWMS4w"}, {"APPdata": "AQFWMS4w"}),
    ],
)
def test_ctwing_carries_services_profiles_texts_and_bytes(payload, fields):
    message = {"messageType": "dataReport", "IMEI": "862592050000000", "timestamp": 1650554828842, "payload": payload}

    (heard,) = ctwing.decode(post(message))

    assert (heard.address, heard.at_ms, heard.fields) == ("862592050000000", 1650554828842, fields)


@pytest.mark.parametrize("as_text", [True, False])
def test_onenet_signs_the_message_as_it_stands_or_the_text_in_its_quotes(as_text):
    inside = '{"at": 1555904805407, "imei": "861931040000000", "type": 1, "ds_id": "3300_0_5700", "value": -115}'
    signature = base64.b64encode(hashlib.md5(f"tokennonce{inside}".encode()).digest()).decode()
    said = json.dumps(inside) if as_text else inside
    body = f'{{"msg": {said}, "nonce": "nonce", "msg_signature": "{signature}"}}'

    (heard,) = onenet.decode(Post(body=body.encode(), token="token"))

    assert (heard.address, heard.at_ms, heard.fields) == ("861931040000000", 1555904805407, {"3300_0_5700": -115})


def test_without_a_token_nothing_of_onenet_is_believed():
    with pytest.raises(onenet.BadSignature):
        onenet.decode(Post(body=b'{"msg": {"type": 2}, "nonce": "", "signature": ""}'))


def test_a_fire_seen_by_a_camera_begins_and_ends():
    active = hikvision.decode(Post(body=FIRE.encode()))
    inactive = hikvision.decode(Post(body=FIRE.replace(">active", ">inactive").encode()))

    assert [one.fields for one in active + inactive] == [{"fireDetection": True}, {"fireDetection": False}]
    assert (active[0].address, active[0].at_ms, inactive[0].at_ms) == (
        "00:00:5e:00:53:3c/2", 1703671678001, 1703671678501,
    )


def test_the_picture_of_a_multipart_stays_byte_for_byte():
    picture = b"\xff\xd8\r\n--not the boundary\r\n\xff\xd9"
    body = (
        b'--B\r\nContent-Disposition: form-data; name="fireDetection"\r\nContent-Type: application/xml\r\n\r\n'
        + FIRE.encode() + b"\r\n--B\r\nContent-Disposition: form-data; name=\"pic\"\r\nContent-Type: image/jpeg\r\n\r\n"
        + picture + b"\r\n--B--\r\n"
    )

    (heard,) = hikvision.decode(Post(body=body, headers={"content-type": 'multipart/form-data; boundary="B"'}))

    assert (heard.fields, heard.pictures) == ({"fireDetection": True}, (picture,))


def test_the_heartbeat_of_a_camera_is_no_event():
    beat = FIRE.replace("fireDetection", "videoloss").replace(">active", ">inactive")

    assert hikvision.decode(Post(body=beat.encode()))[0].fields == {}


def test_a_document_type_is_refused_in_whatever_encoding():
    attack = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'

    with pytest.raises(BadPost):
        hikvision.decode(Post(body=attack.encode("utf-16")))
    with pytest.raises(BadPost, match="bad_message"):
        hikvision.decode(Post(body=attack.replace("utf-16", "utf-8").encode()))


def test_an_event_of_our_own_goes_on_until_it_ends():
    begins = camera.decode(post({"camera": "lift-3", "kind": "ebike_in_lift", "start": "2026-01-14T03:12:00", "confidence": 0.93}))
    ends = camera.decode(post({"camera": "lift-3", "kind": "ebike_in_lift", "end": "2026-01-14T03:13:00+08:00"}))

    assert [one.fields for one in begins + ends] == [{"ebike_in_lift": True, "confidence": 0.93}, {"ebike_in_lift": False}]
    assert ends[0].at_ms - begins[0].at_ms == 60_000


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"kind": "smoke"}, "/camera"),
        ({"camera": "a"}, "/kind"),
        ({"camera": "a", "kind": "smoke", "confidence": 93}, "/confidence"),
        ({"camera": "a", "kind": "smoke", "start": "yesterday"}, "/start"),
        ({"camera": "a", "kind": "smoke", "picture": "%"}, "/picture"),
    ],
)
def test_a_field_of_our_own_event_that_is_wrong_is_named(event, field):
    with pytest.raises(FieldMissing) as refused:
        camera.decode(post(event))

    assert refused.value.field == field


@pytest.mark.parametrize("payload", ["01", "0167", "0102", "01ff00"])
def test_a_payload_that_breaks_off_is_refused(payload):
    with pytest.raises(BadPayload):
        cayenne.decode(1, bytes.fromhex(payload))


@pytest.mark.parametrize(
    ("codec", "payload", "fields"),
    [
        ("am102l", "0175640367180104686D", {"battery": 100, "temperature": 28, "humidity": 54.5}),
        ("ct101", "0498FFFF", {"current_sensor_status": "read failed"}),
        ("ct103", "039710270000", {"total_current": 100}),
        (
            "em300_sld", "20CE9E74466310015D01",
            {"history": [{"temperature": 27.2, "humidity": 46.5, "leakage_status": "leak", "timestamp": 1665561758}]},
        ),
        (
            "em400_mud", "8367E800018482410601",
            {"temperature": 23.2, "temperature_alarm": "threshold_alarm", "distance": 1601, "distance_alarm": "threshold_alarm"},
        ),
        (
            "em400_tld", "01755C0367010104824408050001",
            {"battery": 92, "temperature": 25.7, "distance": 2116, "position": "tilt"},
        ),
        ("uc511", "01755C03010004C805000000", {"battery": 92, "valve_1": "close", "valve_1_pulse": 5}),
        (
            "vs330", "01756202820F00038E01048E01",
            {"battery": 98, "distance": 15, "occupancy": "occupied", "calibration_status": "success"},
        ),
        ("vs340", "017564030001", {"battery": 100, "occupancy": "occupied"}),
        (
            "vs350", "84CC011108110185CCE803E90301",
            {
                "total_in": 4353, "total_out": 4360, "total_count_alarm": "threshold alarm",
                "period_in": 1000, "period_out": 1001, "period_count_alarm": "threshold alarm",
            },
        ),
        ("vs351", "8367500103", {"temperature": 33.6, "temperature_alarm": "high temperature alarm"}),
        ("ws101", "017510FF2E01", {"battery": 16, "button": "short press"}),
        ("ws202", "017510030001040000", {"battery": 16, "pir": "trigger", "daylight": "dark"}),
        ("ws303", "017564030001", {"battery": 100, "leakage_status": "leak"}),
    ],
)
def test_a_milesight_sensor_says_what_its_maker_publishes(codec, payload, fields):
    assert load_codecs()[f"milesight_{codec}"].decode(85, bytes.fromhex(payload)) == fields


def test_a_sound_level_comes_with_its_weighting():
    read = load_codecs()["milesight_ws302"].decode(85, bytes.fromhex("017564055B053F02DA016A02"))

    assert {name: read[name] for name in ("battery", "LAF", "LAeq", "LAFmax")} == {
        "battery": 100, "LAF": 57.5, "LAeq": 47.4, "LAFmax": 61.8,
    }


@settings(deadline=None)
@given(payload=st.binary(max_size=60), name=st.sampled_from(sorted(load_codecs())))
def test_no_payload_does_anything_but_be_read_or_refused(payload, name):
    try:
        outcome = bool(load_codecs()[name].decode(1, payload)) or not payload
    except BadPayload:
        outcome = True

    assert outcome


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
names = st.sampled_from(
    ["deviceInfo", "devEui", "object", "data", "end_device_ids", "uplink_message", "messageType", "payload", "msg",
     "type", "IMEI", "APPdata", "eventType", "macAddress", "camera", "kind", "rxInfo", "location", "end", "confidence"]
)
messages = st.dictionaries(names, json_values | st.dictionaries(names, json_values))


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(message=messages, event=st.sampled_from(["", "up", "status", "location"]))
def test_no_message_does_anything_but_be_read_or_refused(kind, message, event):
    body = json.dumps(message).encode()

    outcome = _outcome(kind, Post(body=body, query={"event": event} if event else {}, token=None))

    assert outcome in ("read", "refused")


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(body=st.binary(max_size=300), header=st.sampled_from(["", "multipart/form-data; boundary=a", "multipart/mixed"]))
def test_no_bytes_do_anything_but_be_read_or_refused(kind, body, header):
    outcome = _outcome(kind, Post(body=body, headers={"content-type": header}, token=None))

    assert outcome in ("read", "refused")


def _outcome(kind: str, sent: Post) -> str:
    try:
        KINDS[kind].decode(sent)
    except Refused:
        return "refused"
    return "read"
