"""What a platform says of several devices at once."""

import asyncio
import time

import pytest

from linan.monitoring.domain.reading import BadReading
from linan.monitoring.domain.sources._posts import Heard
from linan.monitoring.gateways._heard import Understood, understand
from linan.monitoring.gateways._raw import NOTES
from tests.monitoring.gateways.fakes import Known, a_sender

NOW_US = 1_768_331_520_000_000


def understood(*heard: Heard, known: Known) -> Understood:
    return asyncio.run(
        understand(list(heard), kind="source-1", org_id=1, text="…", received_us=NOW_US, directory=known)
    )


@pytest.fixture
def known() -> Known:
    NOTES.take()
    senders = {("source-1", name): a_sender(number, "smoke", codec="cayenne") for number, name in enumerate("ab", start=1)}
    return Known(senders)


def test_what_one_device_says_wrongly_does_not_cost_the_others_their_readings(known):
    found = understood(Heard("a", {"smoke": "burning"}), Heard("b", {"smoke": 0.2}), known=known)

    assert found.rows == [(20, NOW_US + 1, 0.2)]
    assert [one.code for one in found.refused] == ["bad_reading"]
    assert [(note.of_id, note.code) for note in NOTES.take().raw] == [(1, "bad_reading"), (2, "")]


def test_a_message_of_which_nothing_is_right_is_refused(known):
    with pytest.raises(BadReading):
        understood(Heard("a", {"smoke": "burning"}), known=known)


def test_a_payload_that_the_platform_left_as_it_was_is_decoded_with_the_codec_of_the_model(known):
    known.senders["source-1", "c"] = a_sender(3, "temperature_1", codec="cayenne")

    found = understood(Heard("c", {}, payload=bytes.fromhex("016700e1"), port=1), known=known)

    assert found.rows == [(30, NOW_US, 22.5)]


def test_a_payload_that_nobody_decodes_is_kept_with_the_reason(known):
    known.senders["source-1", "c"] = a_sender(3, "temperature")

    found = understood(Heard("c", {}, payload=b"\x01"), known=known)

    assert found.rows == []
    assert [note.code for note in NOTES.take().raw] == ["no_codec"]


def test_a_clock_that_is_two_days_off_is_noted_and_the_arrival_counts(known):
    two_days_ago_ms = NOW_US // 1000 - 172_800_000

    found = understood(Heard("a", {"smoke": 0.1, "rssi": -80}, at_ms=two_days_ago_ms), known=known)

    page = NOTES.take()
    assert found.rows == [(10, NOW_US, 0.1)]
    assert page.clocks[1][0] == -172_800
    assert {key: value for key, (value, _at) in page.keys[1].items()} == {"rssi": "-80"}
    assert page.clocks[1][1] == pytest.approx(time.time(), abs=5)
