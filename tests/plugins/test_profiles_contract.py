"""What every device model promises: its samples are read as it says, through the code that devices meet."""

import json

import pytest

from linan.monitoring.domain.reading import Channel, Sender
from linan.monitoring.gateways._thingsboard import json_of, rows_of
from linan.monitoring.profiles import Profile, Sample, load_profiles

SAMPLES = [(profile, sample) for profile in load_profiles().values() for sample in profile.samples]


@pytest.mark.parametrize(("profile", "sample"), SAMPLES, ids=lambda one: getattr(one, "key", ""))
def test_a_sample_is_read_as_the_profile_says(profile: Profile, sample: Sample) -> None:
    keys = dict(enumerate(profile.series))
    channels = {key: Channel(place, profile.series[key].words) for place, key in keys.items()}
    sender = Sender(device_id=1, org_id=1, name="", channels=channels)

    rows = rows_of(sender, json_of(json.dumps(sample.sent).encode()), 0)

    assert {keys[place]: value for place, _, value in rows} == sample.read
