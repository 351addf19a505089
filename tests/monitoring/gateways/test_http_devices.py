"""ThingsBoard's HTTP device API on a running intake."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.attributes import set_shared_attributes
from linan.monitoring.actions.devices import DeviceSpec, NewDevice, add_device
from linan.monitoring.models import Stranger
from tests.build import a_community, a_person
from tests.monitoring.gateways.running import running_intake
from tests.monitoring.gateways.test_http_sources import ask, eventually
from tests.monitoring.intake.conftest import free_port, stored

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def added() -> NewDevice:
    """A smoke detector with its token."""
    spec = DeviceSpec(org_id=a_community().pk, name="烟感", profile="smoke")
    return add_device(spec, series={"smoke": ("smoke", "OD/m")}, by=SYSTEM, now=datetime.now(UTC))


@pytest.fixture
def base(added: NewDevice) -> Iterator[str]:
    """The address of the device at a running intake."""
    port = free_port()
    with running_intake(port):
        yield f"http://127.0.0.1:{port}/api/v1/{added.token}"


def test_a_reading_that_is_answered_is_stored(base, added):
    answer = ask(f"{base}/telemetry", b'{"ts": %d, "values": {"smoke": 0.2}}' % int(datetime.now(UTC).timestamp() * 1000))

    assert answer == (200, {})
    assert [value for value, _at in stored(added.device.series.get().pk)] == [0.2]


def test_what_a_device_says_of_itself_is_told_back(base):
    ask(f"{base}/attributes", b'{"firmware": "1.2", "serial": "A7"}')

    assert eventually(lambda: ask(f"{base}/attributes?clientKeys=firmware") == (200, {"client": {"firmware": "1.2"}, "shared": {}}))


def test_a_device_that_waits_hears_what_the_office_sets(base, added):
    heard: list[object] = []
    waiting = threading.Thread(target=lambda: heard.append(ask(f"{base}/attributes/updates?timeout=9000")))

    waiting.start()
    set_shared_attributes(
        {"interval_s": 60}, device=added.device, by=a_person(org=added.device.org), now=datetime.now(UTC)
    )
    waiting.join(12)

    assert heard == [(200, {"interval_s": 60})]


def test_a_device_that_asks_for_the_limits_is_told_them(base):
    status, limits = ask(f"{base}/rpc", b'{"method": "getSessionLimits", "params": {}}')

    assert (status, limits["maxPayloadSize"]) == (200, 65536)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("telemetry", b"not json", 400, "bad_reading"),
        ("telemetry", b'{"smoke": "burning"}', 400, "bad_reading"),
        ("telemetry", b'{"smoke": ' + b"1" * 70_000 + b"}", 413, "too_large"),
        ("claim", b"{}", 403, "not_by_devices"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_code(base, path, body, status, code):
    answer = ask(f"{base}/{path}", body)

    assert (answer[0], answer[1]["code"]) == (status, code)


def test_an_unknown_token_is_refused_and_listed_by_its_hash_alone(base, added):
    a_community(parent=added.device.org.parent)
    unknown = base.rpartition("/")[0] + "/a-token-nobody-gave"

    status, problem = ask(f"{unknown}/telemetry", json.dumps({"smoke": 0.1}).encode())

    assert (status, problem["code"]) == (401, "unknown_token")
    assert eventually(Stranger.objects.exists)
    listed = Stranger.objects.get()
    assert (listed.kind, len(listed.address), listed.messages[0][1]) == ("token", 64, '{"smoke": 0.1}')
