"""The story: what a visitor may do with it, and how the simulator plays it."""

import random

import pytest

from linan.demo.actions import NoSuchSpeed, pause_story, restart_story, set_speed, the_story
from linan.demo.recordings import Moment, bedroom_fire
from linan.demo.simulator import CALM_S, MODELS, Equipment, Night, fading_values, fire_values, quiet_values
from linan.monitoring.profiles import load_profiles


@pytest.mark.django_db
def test_a_speed_set_before_the_story_was_ever_played_is_kept() -> None:
    set_speed(10.0)

    restart_story()

    assert the_story().speed == 10.0


@pytest.mark.django_db
def test_a_speed_that_no_page_offers_is_refused() -> None:
    with pytest.raises(NoSuchSpeed):
        set_speed(7.0)


@pytest.mark.django_db
def test_a_restart_goes_back_to_the_calm_and_goes_on() -> None:
    pause_story()
    before = the_story().run

    restart_story()

    story = the_story()
    assert (story.run, story.position_s, story.is_paused) == (before + 1, 0.0, False)


def test_the_night_gives_every_moment_of_the_recording_once() -> None:
    moments = bedroom_fire()
    night = Night(moments)

    played = [moment for _ in range(2000) for moment in night.advance(0.37)]

    assert played == moments
    assert night.position_s == CALM_S + 239


def test_the_recording_is_the_fire_of_nist() -> None:
    moments = bedroom_fire()

    assert len(moments) == 120
    assert max(moment.smoke["B"] for moment in moments) == 1.85
    assert max(moment.co["B"] for moment in moments) == 1580.0


def test_a_device_in_a_room_of_the_fire_says_what_was_recorded_there() -> None:
    moment = Moment(at_s=100.0, smoke={"B": 0.56}, heat={"B": 80.0}, co={"B": 12.0})

    values = fire_values(Equipment("smoke 1", "token", "smoke", "B"), moment, random.Random(1))

    assert values == {"smoke": 0.56}


SMOKE_IN_B = Equipment("smoke 1", "token", "smoke", "B")
LAST = Moment(at_s=239.0, smoke={"B": 1.0}, heat={}, co={})


@pytest.mark.parametrize(("after_s", "smoke"), [(1.0, 1.0), (120.0, 1.0), (300.0, 0.5), (480.0, 0.25), (3600.0, 0.0)])
def test_smoke_hangs_for_two_minutes_after_the_recording_and_then_halves_every_three(after_s, smoke) -> None:
    values = fading_values(SMOKE_IN_B, LAST, random.Random(1), after_s=after_s)

    assert values["smoke"] == pytest.approx(smoke, abs=0.01)


def test_the_time_after_the_recording_counts_from_its_end_and_anew_after_a_restart() -> None:
    night = Night(bedroom_fire())

    night.advance(night.length_s + 30)
    night.advance(12)
    after = night.after_s
    night.restart()

    assert (after, night.after_s) == (42.0, 0.0)


@pytest.mark.parametrize("profile", sorted(MODELS))
def test_a_quiet_device_of_every_model_that_is_played_uses_the_keys_of_its_profile(profile: str) -> None:
    values = quiet_values(profile, random.Random(1))

    assert set(values) <= set(load_profiles()[profile].series)
