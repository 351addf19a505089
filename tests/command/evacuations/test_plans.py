"""From a zone to an order for every household."""

from datetime import timedelta

import pytest
from django.test import Client

from linan.command.domain.evacuation.walking import Pace
from linan.command.evacuations.access import access_own_order
from linan.command.evacuations.actions.orders import order_evacuation
from linan.command.evacuations.actions.plans import (
    AlreadyPlanned,
    NoShelterChosen,
    ask_plan,
    end_evacuation,
    stop_planning,
)
from linan.command.evacuations.asking import NoNetwork, proposed_shelters, question_for, shelters_near
from linan.command.evacuations.domain.kept import packed, unpacked
from linan.command.evacuations.domain.pace import pace_of
from linan.command.evacuations.domain.question import cut
from linan.command.evacuations.domain.topology import DrawnPath, mended
from linan.command.evacuations.models import Evacuation, EvacuationOrder, EvacuationStatus
from linan.command.evacuations.planning import solve
from linan.command.evacuations.queries import order_counts, orders_in_force
from linan.command.evacuations.wording import SHORT_AT_MOST, leaves_at, short_text
from linan.ground.people.models import SYSTEM, Role
from linan.ground.refusals import NotFound
from linan.logistics.shelters.models import Shelter
from linan.response.calls.models import Call
from linan.response.models import Mode
from tests.build import NOW, a_community, a_person
from tests.builders.evacuations import (
    LAT,
    LON,
    a_network,
    a_shelter,
    a_zone,
    an_evacuation,
    an_ordered_evacuation,
    an_unsolved_evacuation,
)
from tests.builders.registry import a_building, a_household, a_resident


def test_somebody_disabled_makes_the_household_walk_assisted() -> None:
    assert pace_of(["deaf", "disabled"], [1990], year=2026) is Pace.ASSISTED


def test_somebody_of_seventy_makes_the_household_walk_slowly() -> None:
    assert (pace_of([], [1956], year=2026), pace_of([], [1957, None], year=2026)) == (Pace.SLOW, Pace.BRISK)


def test_a_line_is_cut_into_equal_pieces_that_join() -> None:
    pieces = cut([[0.0, 0.0], [0.003, 0.0], [0.004, 0.0]], 2)

    assert pieces == [[[0.0, 0.0], [0.002, 0.0]], [[0.002, 0.0], [0.003, 0.0], [0.004, 0.0]]]


def test_an_island_within_sixty_metres_is_joined_and_one_farther_away_stays_apart() -> None:
    main = DrawnPath("a", "b", 300.0, "residential", [[118.0, 32.0], [118.003, 32.0]])
    near = DrawnPath("c", "d", 0.0, "footway", [[118.0, 32.0004], [118.001, 32.0004]])
    far = DrawnPath("e", "f", 90.0, "steps", [[118.0, 32.01], [118.001, 32.01]], width_m=0.0)

    found = mended([main, near, far])

    assert found.counts == {"no_width": 2, "zero_width": 1, "no_length": 1, "joined": 1, "apart": 2}
    assert [path[3] for path in found.paths] == [3.0, 2.0, 0.0, 2.0]


@pytest.mark.django_db
def test_the_plan_leads_both_households_to_the_shelter_and_is_proved_best(unscoped: None) -> None:
    evacuation = an_evacuation()

    assert evacuation.status == EvacuationStatus.PROPOSED
    assert (evacuation.quality["people"], evacuation.quality["led"], evacuation.quality["gap_percent"]) == (2, 2, 0.0)


@pytest.mark.django_db
def test_a_plan_comes_back_from_its_file_as_it_was_kept(unscoped: None) -> None:
    content = bytes(an_evacuation().solution.arrays)

    assert packed(unpacked(content)) == content


@pytest.mark.django_db
def test_one_confirmation_gives_every_household_an_order_with_its_route(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=3)

    orders = list(orders_in_force(evacuation.pk))

    assert order_counts(evacuation.pk) == {"ordered": 3, "unreachable": 0, "changed": 0}
    assert len({one.token for one in orders}) == 3
    assert {tuple(one.route["coordinates"][-1]) for one in orders} == {(LON + 0.003, LAT)}


@pytest.mark.django_db
def test_a_household_leaves_two_minutes_after_the_order_and_its_way_down(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    order = orders_in_force(evacuation.pk).get()

    assert leaves_at(order) == NOW + timedelta(seconds=order.leaves_after_s or 0)
    assert order.leaves_after_s == 120


@pytest.mark.django_db
def test_who_has_no_way_out_is_named_with_the_reason(unscoped: None) -> None:
    zone = a_zone(org=a_community())
    home = a_building(org=zone.org)
    a_resident(household=a_household(building=home))
    shelter = a_shelter(org=zone.org, places=0)
    a_network(org=zone.org)
    evacuation = ask_plan(zone=zone, shelters=[shelter.pk], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW)

    solve(evacuation.pk)

    evacuation.refresh_from_db()
    assert evacuation.quality["unreachable"] == [
        {"reason": "every shelter they can reach is full", "households": 1, "people": 1}
    ]


@pytest.mark.django_db
def test_without_paths_the_plan_fails_with_a_sentence_and_can_be_asked_for_again(unscoped: None) -> None:
    zone = a_zone(org=a_community())
    a_resident(household=a_household(building=a_building(org=zone.org)))
    shelter = a_shelter(org=zone.org)
    evacuation = ask_plan(zone=zone, shelters=[shelter.pk], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW)

    solve(evacuation.pk)

    evacuation.refresh_from_db()
    assert (evacuation.status, evacuation.failure["msgid"]) == (EvacuationStatus.PLANNING, NoNetwork.msgid)


@pytest.mark.django_db
def test_a_shelter_within_the_zone_is_not_asked_for(unscoped: None) -> None:
    zone = a_zone(org=a_community())
    inside, outside = a_shelter(org=zone.org, name="区内", lon=LON), a_shelter(org=zone.org, name="区外")
    a_network(org=zone.org)
    evacuation = Evacuation.objects.create(org=zone.org, zone=zone, shelters=[inside.pk, outside.pk], asked_at=NOW)

    assert question_for(evacuation, now=NOW).shelter_ids == [outside.pk]


@pytest.mark.django_db
def test_closed_shelters_are_proposed_nearest_first_until_a_third_more_than_the_people_fit(unscoped: None) -> None:
    zone = a_zone(org=a_community())
    far, near = a_shelter(org=zone.org, name="远", lon=LON + 0.01), a_shelter(org=zone.org, name="近", places=100)
    a_shelter(org=zone.org, name="区内", lon=LON)
    Shelter.objects.update(status="closed")
    found = shelters_near(zone)

    assert [one.name for one, _ in found] == ["近", "远"]
    assert proposed_shelters(found, people=70) == [near.pk]
    assert proposed_shelters(found, people=80) == [near.pk, far.pk]


@pytest.mark.django_db
def test_a_zone_has_one_evacuation_at_a_time(unscoped: None) -> None:
    evacuation = an_evacuation()

    with pytest.raises(AlreadyPlanned):
        ask_plan(zone=evacuation.zone, shelters=[1], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_a_plan_without_shelters_is_refused(unscoped: None) -> None:
    with pytest.raises(NoShelterChosen):
        ask_plan(zone=a_zone(), shelters=[], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_the_stop_button_is_noted_for_the_search(unscoped: None) -> None:
    evacuation = an_unsolved_evacuation()

    stop_planning(evacuation_id=evacuation.pk, now=NOW)

    evacuation.refresh_from_db()
    assert evacuation.stop_asked_at == NOW


@pytest.mark.django_db
def test_an_order_fits_into_seventy_characters_however_long_the_name_of_the_shelter(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    order = orders_in_force(evacuation.pk).get()
    order.shelter_name = "某" * 90

    assert len(short_text(order)) == SHORT_AT_MOST


@pytest.mark.django_db
def test_a_households_page_opens_by_its_token_without_an_account(client: Client, unscoped: None) -> None:
    order = orders_in_force(an_ordered_evacuation(households=1).pk).get()

    page = client.get(f"/e/{order.token}/")

    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert order.shelter_name in page.content.decode()


@pytest.mark.django_db
def test_a_guessed_token_opens_nothing() -> None:
    with pytest.raises(NotFound):
        access_own_order("guessed")


@pytest.mark.django_db
def test_the_call_to_the_households_is_a_draft_for_the_buildings_of_the_zone(client: Client, unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    client.force_login(a_person(role=Role.DUTY_OFFICER, org=evacuation.org))

    client.post(f"/evacuations/{evacuation.pk}/call/")

    call = Call.objects.get()
    building_id = EvacuationOrder.objects.get().household.building_id
    assert (call.status, call.audience["buildings"]) == ("draft", [building_id])


@pytest.mark.django_db
def test_a_finished_evacuation_leaves_its_orders_to_be_read(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)

    end_evacuation(evacuation_id=evacuation.pk, to=EvacuationStatus.FINISHED, by=SYSTEM, now=NOW)

    assert order_counts(evacuation.pk)["ordered"] == 1


@pytest.mark.django_db
def test_a_plan_is_ordered_once(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)

    with pytest.raises(Exception, match="move_not_allowed"):
        order_evacuation(evacuation_id=evacuation.pk, by=SYSTEM, now=NOW)
