"""Grouping: no alarm is lost, fire stands by itself, and a storm gives few cards."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from linan.monitoring.domain.grouping import (
    AT_MOST,
    FIRE,
    Card,
    Fold,
    Waiting,
    card_of,
    cause_of,
    group_alarms,
)

NOW = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
QUANTITIES = ["smoke", "temperature", "co", "fire", "gas", "water_level", "battery", "sos", "leak", "power", "lane_blocked"]


def waiting(pk: int = 1, **columns: object) -> Waiting:
    usual = {
        "is_going_on": False, "is_taken": False, "severity": 1, "kind": "threshold", "quantity": "smoke", "condition_id": 1,
        "series_id": pk, "device_id": pk, "building_id": 1, "org_id": 1, "raised_s": NOW.timestamp() + pk,
    }
    return Waiting(pk=pk, **{**usual, **columns})


def cards(alarms: list[Waiting], **silent: str) -> list[Card]:
    return group_alarms(alarms, silent_gateways={int(name.removeprefix("d")): key for name, key in silent.items()})


a_storm = st.lists(
    st.fixed_dictionaries({
        "is_going_on": st.booleans(), "is_taken": st.booleans(), "severity": st.integers(1, 4),
        "kind": st.sampled_from(["threshold", "silence"]), "quantity": st.sampled_from(QUANTITIES),
        "condition_id": st.integers(1, 5), "series_id": st.integers(1, 40), "device_id": st.integers(1, 40),
        "building_id": st.one_of(st.none(), st.integers(1, 30)), "org_id": st.integers(1, 15),
    }), max_size=120,
)
some_gateways = st.dictionaries(st.integers(1, 40), st.sampled_from(["d1", "d2", "s1"]))


@settings(max_examples=300)
@given(a_storm, some_gateways)
def test_every_alarm_stands_on_exactly_one_card(rows, gateways):
    alarms = [waiting(number, **one) for number, one in enumerate(rows, 1)]

    made = group_alarms(alarms, silent_gateways=gateways)

    assert Counter(pk for card in made for pk in card.alarm_ids) == Counter(one.pk for one in alarms)


@settings(max_examples=300)
@given(a_storm, some_gateways)
def test_there_are_never_more_than_ten_cards(rows, gateways):
    alarms = [waiting(number, **one) for number, one in enumerate(rows, 1)]

    made = group_alarms(alarms, silent_gateways=gateways)

    assert len(made) <= AT_MOST


@settings(max_examples=300)
@given(a_storm, some_gateways)
def test_fire_never_shares_a_card_with_anything_else(rows, gateways):
    alarms = [waiting(number, **one) for number, one in enumerate(rows, 1)]
    causes = {one.pk: cause_of(one.kind, one.quantity, one.severity) for one in alarms}

    made = group_alarms(alarms, silent_gateways=gateways)

    on_fire_cards = {causes[pk] for card in made if card.is_fire for pk in card.alarm_ids}
    elsewhere = {causes[pk] for card in made if not card.is_fire for pk in card.alarm_ids}
    assert on_fire_cards <= {FIRE}
    assert FIRE not in elsewhere


@settings(max_examples=200)
@given(a_storm, some_gateways)
def test_a_card_opened_by_its_key_holds_what_it_held_on_the_desk(rows, gateways):
    alarms = [waiting(number, **one) for number, one in enumerate(rows, 1)]

    made = group_alarms(alarms, silent_gateways=gateways)

    opened = [card_of(card.key, alarms, silent_gateways=gateways) for card in made]
    assert opened == made


@settings(max_examples=200)
@given(a_storm, some_gateways)
def test_what_nobody_has_taken_is_counted_whole(rows, gateways):
    alarms = [waiting(number, **one) for number, one in enumerate(rows, 1)]

    made = group_alarms(alarms, silent_gateways=gateways)

    assert sum(card.untaken for card in made) == sum(not one.is_taken for one in alarms)


def test_smoke_heat_and_carbon_monoxide_in_one_building_are_one_fire():
    alarms = [waiting(1), waiting(2, quantity="temperature"), waiting(3, quantity="co")]

    (card,) = cards(alarms)

    assert (card.fold, card.is_fire, card.sensors, card.alarm_ids) == (Fold.PLACE, True, 3, (1, 2, 3))


def test_fires_in_two_buildings_are_two_cards_above_everything_else():
    alarms = [waiting(1, quantity="gas", severity=1), waiting(2, building_id=2), waiting(3, building_id=3)]

    made = cards(alarms)

    assert [(card.is_fire, card.alarm_ids) for card in made] == [(True, (2,)), (True, (3,)), (False, (1,))]


def test_a_carbon_monoxide_alarm_that_is_not_critical_is_no_fire():
    assert cause_of("sustained", "co", 2) == "q-co"


def test_a_silent_gateway_folds_the_devices_behind_it():
    silent = [waiting(pk, kind="silence", quantity="heartbeat", severity=4, building_id=pk) for pk in (1, 2, 3)]
    elsewhere = waiting(4, kind="silence", quantity="heartbeat", severity=4, building_id=4)

    made = cards([*silent, elsewhere], d1="d1", d2="d1", d3="d1")

    assert [(card.fold, card.alarm_ids) for card in made] == [(Fold.GATEWAY, (1, 2, 3)), (Fold.ALONE, (4,))]


def test_smoke_behind_a_silent_gateway_stays_a_fire_of_its_own():
    alarms = [waiting(1, kind="silence", quantity="heartbeat", severity=4), waiting(2)]

    made = cards(alarms, d1="d1", d2="d1")

    assert [(card.is_fire, card.alarm_ids) for card in made] == [(True, (2,)), (False, (1,))]


def test_a_sensor_that_comes_and_goes_is_one_card_with_its_count():
    alarms = [waiting(pk, series_id=7, device_id=7, quantity="gas") for pk in range(1, 6)]

    (card,) = cards(alarms)

    assert (card.fold, card.comings, card.is_flapping) == (Fold.FLAPPING, 5, True)
    assert card.reason.values["alarms"] == 5


def test_lesser_alarms_give_way_before_grave_ones_do():
    grave = [waiting(pk, quantity="gas", building_id=pk) for pk in range(1, 9)]
    lesser = [waiting(pk, quantity="battery", severity=4, building_id=pk) for pk in range(20, 60)]

    made = cards([*grave, *lesser])

    assert [card.fold for card in made] == [Fold.ALONE] * 8 + [Fold.AREA]


def test_eight_fires_in_a_storm_keep_a_card_each():
    fires = [waiting(pk, building_id=pk) for pk in range(1, 9)]
    storm = [waiting(pk, quantity="water_level", severity=1 + pk % 4, building_id=pk % 300) for pk in range(100, 4100)]

    made = cards([*fires, *storm])

    assert [card.is_fire for card in made] == [True] * 8 + [False] * 2
    assert [len(card.alarm_ids) for card in made[8:]] == [2000, 2000]
