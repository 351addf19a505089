"""A stranger's own messages say which device model fits it."""

import pytest

from linan.monitoring.likeness import likeliest_profile
from linan.monitoring.profiles import load_profiles

ADDRESSES = {
    "panel_smoke": "654321/1/2.7", "panel_heat": "654321/1/2.7", "call_point": "654321/1/2.7",
    "fire_tank": "654321/1/2.7", "cable_temperature": "654321/1/2.7", "air_station": "A130000000_0001",
    "rain_station": "0012345678",
}


@pytest.mark.parametrize("key", ADDRESSES)
def test_the_samples_of_a_model_are_known_again(key: str) -> None:
    profile = load_profiles()[key]

    found = likeliest_profile(profile.gateway, ADDRESSES[key], [str(one.sent) for one in profile.samples])

    assert found == key


def test_a_transmitter_is_no_detector() -> None:
    heartbeat = load_profiles()["fire_transmitter"].samples[-1].sent

    assert likeliest_profile("gb26875", "654321", [str(heartbeat)]) == "fire_transmitter"


@pytest.mark.parametrize(("kind", "text"), [("gb26875", "4040"), ("token", "{}"), ("hj212", "nothing")])
def test_what_says_nothing_fits_nothing(kind: str, text: str) -> None:
    assert likeliest_profile(kind, "654321", [text]) == ""
