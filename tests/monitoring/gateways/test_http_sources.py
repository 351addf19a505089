"""Platforms push to a running intake over real HTTP: stored, quarantined, refused in words."""

import base64
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from django.db import connection
from PIL import Image

from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.commands import CommandSpec, order_command
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.actions.manual import enter_reading
from linan.monitoring.actions.quarantine import bind_stranger
from linan.monitoring.actions.sources import NewSecret, SourceSpec, add_source, renew_secret
from linan.monitoring.models import (
    CommandStatus,
    DeviceCommand,
    GatewayStatus,
    ManualReading,
    RawMessage,
    Series,
    Snapshot,
    SourceMessage,
    Stranger,
)
from tests.build import a_community, a_person
from tests.monitoring.gateways.running import running_intake
from tests.monitoring.intake.conftest import free_port, stored

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unscoped")]
EUI = "0004a30b001c0530"


@pytest.fixture
def port() -> Iterator[int]:
    """The HTTP port of a running intake."""
    number = free_port()
    with running_intake(number):
        yield number


def a_source(kind: str, **columns: object) -> NewSecret:
    spec = SourceSpec(title=kind, **columns)
    return add_source(spec, kind=kind, org_id=a_community().pk, by=SYSTEM, now=datetime.now(UTC))


def ask(url: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, object]]:
    request = Request(url, data=body, headers=headers)
    try:
        with urlopen(request, timeout=10) as answer:
            said = answer.read()
            return answer.status, json.loads(said) if said else {}
    except HTTPError as refused:
        return refused.code, json.loads(refused.read())


def uplink(smoke: float, at: datetime) -> bytes:
    event = {
        "time": at.isoformat(), "deviceInfo": {"devEui": EUI, "deviceName": "烟感"}, "fPort": 1,
        "object": {"smoke": smoke, "uptime": 7}, "rxInfo": [{"rssi": -90, "snr": 4.5}],
    }
    return json.dumps(event).encode()


def eventually(wanted: Callable[[], bool], within_s: float = 8.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if wanted():
            return True
        time.sleep(0.05)
    return False


def heard(url: str, body: bytes) -> tuple[int, dict[str, object]]:
    """Push until the intake knows the device, which it may learn a second after it was bound."""
    answers = [ask(url, body)]
    assert eventually(lambda: answers.append(ask(url, body)) or not answers[-1][1].get("quarantined"))
    return answers[-1]


def a_bound_camera(source: NewSecret, address: str) -> Series:
    stranger = Stranger.objects.create(
        org=source.source.org, kind=source.source.address_kind, address=address, first_at=datetime.now(UTC),
        last_at=datetime.now(UTC),
    )
    spec = DeviceSpec(org_id=source.source.org_id, name="摄像机", profile="smoke")
    device = bind_stranger(
        stranger.pk, spec=spec, series={"smoke": ("smoke", "")}, by=a_person(org=source.source.org),
        now=datetime.now(UTC),
    )
    return Series.objects.get(device=device)


def test_a_sensor_nobody_installed_is_quarantined_and_heard_once_it_is_bound(port):
    source = a_source("chirpstack")
    url = f"http://127.0.0.1:{port}/in/{source.secret}?event=up"
    first = ask(url, uplink(0.1, datetime.now(UTC)))
    assert eventually(Stranger.objects.exists)
    stranger = Stranger.objects.get()
    spec = DeviceSpec(org_id=source.source.org_id, name="楼道烟感", profile="smoke")
    person = a_person(org=source.source.org)

    device = bind_stranger(
        stranger.pk, spec=spec, series={"smoke": ("smoke", "OD/m")}, by=person, now=datetime.now(UTC)
    )
    at = datetime.now(UTC).replace(microsecond=0)
    second = heard(url, uplink(0.2, at))
    third = ask(url, uplink(0.2, at))

    assert (stranger.address, stranger.name, stranger.org) == (EUI, "烟感", source.source.org)
    assert first == (200, {"stored": 0, "quarantined": [EUI]})
    assert second == third == (200, {"stored": 1, "quarantined": []})
    assert stored(device.series.get().pk) == [(0.2, at)]
    assert eventually(lambda: RawMessage.objects.filter(device=device).exists())
    assert sorted(device.oddity.unknown_keys) == ["rssi", "snr", "uptime"]


def test_a_source_cannot_speak_for_a_device_of_another(port):
    own, foreign = a_source("chirpstack"), a_source("chirpstack")
    series = a_bound_camera(own, EUI)

    answer = ask(f"http://127.0.0.1:{port}/in/{foreign.secret}?event=up", uplink(9.0, datetime.now(UTC)))

    assert answer == (200, {"stored": 0, "quarantined": [EUI]})
    assert stored(series.pk) == []


@pytest.mark.parametrize(
    ("body", "query", "code", "field"),
    [
        (b"{", "", "bad_message", None),
        (b"[]", "", "bad_message", None),
        (b'{"deviceInfo": {}}', "?event=up", "field_missing", "/deviceInfo/devEui"),
        (b'{"deviceInfo": {"devEui": "01"}, "data": "%%"}', "?event=up", "field_missing", "/data"),
        (b'{"deviceInfo": {"devEui": "01"}}', "?event=party", "bad_message", "event"),
    ],
)
def test_what_is_no_event_is_refused_with_code_field_and_sentence_and_shown(port, body, query, code, field):
    source = a_source("chirpstack")

    status, problem = ask(f"http://127.0.0.1:{port}/in/{source.secret}{query}", body)

    assert (status, problem["code"], problem["field"]) == (400, code, field)
    assert eventually(SourceMessage.objects.exists)
    shown = SourceMessage.objects.get()
    assert (shown.code, shown.text) == (code, body.decode())
    assert str(shown.why_refused) == problem["title"]


def test_a_renewed_address_closes_the_old_one(port):
    source = a_source("ctwing")
    body = json.dumps({"IMEI": "862592050000000", "payload": {"smoke": 0}}).encode()
    before = ask(f"http://127.0.0.1:{port}/in/{source.secret}", body)

    renewed = renew_secret(source.source.pk, by=SYSTEM, now=datetime.now(UTC))

    assert before[0] == 200
    assert eventually(lambda: ask(f"http://127.0.0.1:{port}/in/{source.secret}", body)[0] == 404)
    assert ask(f"http://127.0.0.1:{port}/in/{renewed.secret}", body)[0] == 200


def test_a_camera_that_nobody_installed_does_not_cost_the_others_their_readings(port):
    source = a_source("hikvision")
    series = a_bound_camera(source, "00:00:5e:00:53:01/1")
    alert = (
        "<EventNotificationAlert><macAddress>00:00:5e:00:53:01</macAddress><channelID>1</channelID>"
        "<eventType>smoke</eventType><eventState>active</eventState></EventNotificationAlert>"
    )
    parts = [
        f'--B\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/xml\r\n\r\n{one}\r\n'
        for one in (alert, alert.replace("00:53:01", "00:53:02"))
    ]
    body = ("".join(parts) + "--B--\r\n").encode()

    url = f"http://127.0.0.1:{port}/in/{source.secret}"
    ask(url, body, **{"Content-Type": "multipart/form-data; boundary=B"})

    assert eventually(lambda: ask(url, body, **{"Content-Type": "multipart/form-data; boundary=B"}) == (
        200, {"stored": 1, "quarantined": ["00:00:5e:00:53:02/1"]}
    ))
    assert {value for value, _at in stored(series.pk)} == {1.0}


def test_onenet_is_answered_its_question_and_its_signature_is_checked(port):
    source = a_source("onenet", token="abcd")
    url = f"http://127.0.0.1:{port}/in/{source.secret}"

    with urlopen(f"{url}?msg=hello&nonce=n1&signature=UAYDe9HYEwdIKhZL9iFdhA%3D%3D", timeout=10) as answer:
        said = answer.read()
    forged = ask(url, b'{"msg": {"type": 1}, "nonce": "n1", "signature": "AAAA"}')

    assert said == b"hello"
    assert (forged[0], forged[1]["code"], forged[1]["field"]) == (401, "bad_signature", "signature")


def test_a_fire_seen_by_a_camera_is_stored_with_its_picture_drawn_anew(port, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source("camera")
    series = a_bound_camera(source, "shed-2")
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    hidden = drawn.getvalue() + b"<script>behind the end</script>"
    event = {"camera": "shed-2", "kind": "smoke", "confidence": 0.9, "picture": base64.b64encode(hidden).decode()}

    answer = heard(f"http://127.0.0.1:{port}/in/{source.secret}", json.dumps(event).encode())

    assert answer == (200, {"stored": 1, "quarantined": []})
    assert {value for value, _at in stored(series.pk)} == {1.0}
    kept = Snapshot.objects.select_related("file").get()
    assert (kept.key, kept.device_id) == ("smoke", series.device_id)
    assert b"script" not in kept.file.path.read_bytes()


def test_a_camera_that_sends_no_picture_where_one_should_be_is_heard_and_its_refusal_shown(port):
    source = a_source("camera")
    series = a_bound_camera(source, "shed-2")
    event = {"camera": "shed-2", "kind": "smoke", "picture": base64.b64encode(b"GIF89a nonsense").decode()}

    answer = heard(f"http://127.0.0.1:{port}/in/{source.secret}", json.dumps(event).encode())

    assert answer == (200, {"stored": 1, "quarantined": []})
    assert {value for value, _at in stored(series.pk)} == {1.0}
    assert eventually(lambda: SourceMessage.objects.filter(code="file_not_accepted").exists())


def test_who_does_not_know_an_address_may_not_send_a_picture(port):
    status, problem = ask(f"http://127.0.0.1:{port}/in/guessed", b"x" * 1_000_000)

    assert (status, problem["code"]) == (404, "unknown_address")


def test_a_reading_that_a_person_enters_is_judged_where_devices_are(port):
    device = add_device(
        DeviceSpec(org_id=a_community().pk, name="水尺", profile="water_level"),
        series={"level": ("water_level", "m")}, by=SYSTEM, now=datetime.now(UTC),
    ).device
    series = Series.objects.select_related("device__org").get(device=device)
    at, key, person = datetime.now(UTC).replace(microsecond=0), uuid4(), a_person(org=device.org)

    for _press in range(2):
        enter_reading(series=series, value=1.25, at=at, key=key, note="", by=person, now=datetime.now(UTC))

    assert eventually(lambda: ManualReading.objects.filter(taken_at__isnull=False).exists())
    assert stored(series.pk) == [(1.25, at)]


def test_what_is_entered_while_the_database_throws_everybody_out_is_taken_up_after_it(port):
    device = add_device(
        DeviceSpec(org_id=a_community().pk, name="水尺", profile="staff_gauge"),
        series={"stage": ("stage", "m")}, by=SYSTEM, now=datetime.now(UTC),
    ).device
    series, person = Series.objects.select_related("device__org").get(device=device), a_person(org=device.org)
    assert eventually(lambda: GatewayStatus.objects.exists())

    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    now = datetime.now(UTC)
    enter_reading(series=series, value=1.5, at=now, key=uuid4(), note="", by=person, now=now)

    assert eventually(lambda: ManualReading.objects.filter(taken_at__isnull=False).exists(), within_s=20.0)
    assert [value for value, _at in stored(series.pk)] == [1.5]


def test_a_device_that_waits_gets_its_command_and_its_answer_confirms_it(port):
    added = add_device(
        DeviceSpec(org_id=a_community().pk, name="声光警报器", profile="smoke"), series={}, by=SYSTEM,
        now=datetime.now(UTC),
    )
    spec = CommandSpec(method="siren", params={"on": True}, reason="车棚起火")
    ordered = order_command(spec, device=added.device, by=a_person(org=added.device.org), now=datetime.now(UTC))
    base = f"http://127.0.0.1:{port}/api/v1/{added.token}/rpc"

    got = ask(f"{base}?timeout=8000")
    answered = ask(f"{base}/{ordered.pk}", b'{"success": true}')
    waits = ask(f"{base}?timeout=50")

    assert got == (200, {"id": ordered.pk, "method": "siren", "params": {"on": True}})
    assert (answered[0], waits[0], waits[1]["code"]) == (200, 408, "nothing_to_do")
    assert eventually(lambda: DeviceCommand.objects.get().status == CommandStatus.CONFIRMED)
    assert DeviceCommand.objects.get().answer == {"success": True}


def test_the_gateway_page_learns_each_second_what_was_refused_and_why(port):
    ask(f"http://127.0.0.1:{port}/in/nobody", b"{}")

    assert eventually(
        lambda: GatewayStatus.objects.filter(gateway="http", reasons__unknown_address__gte=1).exists()
    )
