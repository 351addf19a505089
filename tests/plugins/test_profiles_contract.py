"""What every device model promises: its samples are read as it says, through the code that devices meet."""

import json

import pytest

from linan.monitoring.decoders import open_decoder
from linan.monitoring.domain.mapping import values_of
from linan.monitoring.domain.reading import Channel, Sender
from linan.monitoring.gateways._thingsboard import json_of, rows_of
from linan.monitoring.profiles import Profile, Sample, load_profiles

DIRECT = ("thingsboard", "manual")
SAMPLES = [(profile, sample) for profile in load_profiles().values() for sample in profile.samples]
OF_DEVICES = [one for one in SAMPLES if one[0].gateway in DIRECT]
OF_PROTOCOLS = [one for one in SAMPLES if one[0].gateway not in DIRECT]


def channels_of(profile: Profile) -> dict[str, Channel]:
    return {key: one.channel(place) for place, (key, one) in enumerate(profile.series.items())}


@pytest.mark.parametrize(("profile", "sample"), OF_DEVICES, ids=lambda one: getattr(one, "key", ""))
def test_telemetry_is_read_as_the_profile_says(profile: Profile, sample: Sample) -> None:
    keys = list(profile.series)
    sender = Sender(device_id=1, org_id=1, name="", channels=channels_of(profile))

    rows = rows_of(sender, json_of(json.dumps(sample.sent).encode()), 0)

    assert {keys[place]: value for place, _, value in rows} == sample.read


@pytest.mark.parametrize(("profile", "sample"), OF_PROTOCOLS, ids=lambda one: getattr(one, "key", ""))
def test_a_message_of_its_protocol_is_read_as_the_profile_says(profile: Profile, sample: Sample) -> None:
    sent = sample.sent if isinstance(sample.sent, str) else json.dumps(sample.sent, ensure_ascii=False)

    decoded = open_decoder(profile.gateway, profile.options).decode(sent)

    read = [values_of(channels_of(profile), one.fields) for one in decoded.said]
    assert {key: value for values in read for key, value in values.items()} == sample.read


@pytest.mark.parametrize("profile", load_profiles().values(), ids=lambda one: one.key)
def test_every_expression_is_used_by_a_sample(profile: Profile) -> None:
    read = {key for sample in profile.samples for key in sample.read}

    unused = {key for key, one in profile.series.items() if one.source} - read

    assert unused <= PARTLY.get(profile.key, set())


# Stations report more elements than fit into a sample; what is named here is read by the same kind of expression.
PARTLY = {"air_station": {"tsp"}, "river_level": {"flow"}, "flood_station": {"rain_day"}, "fire_camera": {"smoke"}, "manhole": {"signal"}}
