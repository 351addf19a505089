"""Something changes while people walk: only those whom it concerns get new orders."""

from datetime import timedelta

import pytest
from django.test import Client

from linan.command.evacuations.actions.news import note_measured, report_blocked
from linan.command.evacuations.actions.orders import order_evacuation
from linan.command.evacuations.actions.plans import ask_plan
from linan.command.evacuations.actions.zones import redraw_zone
from linan.command.evacuations.domain.changing import Changed, Measured, changes
from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.domain.solving import Tick
from linan.command.evacuations.models import Closure, Evacuation, EvacuationOrder
from linan.command.evacuations.queries import order_counts, orders_in_force
from linan.command.evacuations.replanning import BEYOND, lay_down, news_of
from linan.ground.people.models import SYSTEM, Role
from linan.logistics.shelters.models import Shelter
from linan.response.models import Mode
from tests.build import NOW, a_community, a_person
from tests.builders.evacuations import (
    LAT,
    LON,
    a_network,
    a_shelter,
    a_zone,
    an_ordered_evacuation,
    lay_down_plan,
)
from tests.builders.registry import a_building, a_household, a_resident

LATER = NOW + timedelta(seconds=60)
pytestmark = pytest.mark.django_db


def two_shelters() -> Evacuation:
    """Return an ordered evacuation of two households in the middle of a street with a shelter at each end."""
    zone = a_zone(org=a_community(), radius_m=40.0)
    home = a_building(org=zone.org)
    for floor in (1, 2):
        a_resident(household=a_household(building=home, floor=floor))
    a_resident(household=a_household(building=a_building(org=zone.org, name="邻楼", lon=LON + 0.001)))
    shelters = [
        a_shelter(org=zone.org, name="东", lon=LON + 0.003, places=500), a_shelter(org=zone.org, name="西", lon=LON - 0.0031),
    ]
    a_network(org=zone.org)
    evacuation = ask_plan(
        zone=zone, shelters=[one.pk for one in shelters], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW
    )
    lay_down_plan(evacuation)
    return order_evacuation(evacuation_id=evacuation.pk, by=SYSTEM, now=NOW)


def put_news(evacuation: Evacuation) -> int:
    """Work out new orders in this process, as the job does in one of its own, and return how many there are."""
    arrays = bytes(evacuation.solution.arrays)
    found = [one for one in changes(arrays, news_of(evacuation, arrays, at=LATER), 5.0) if isinstance(one, Changed)]
    return lay_down(evacuation, found[0], at=LATER)


def test_a_way_blocked_ahead_leads_those_who_would_pass_it_to_the_other_shelter(unscoped: None) -> None:
    evacuation = two_shelters()
    report_blocked(
        evacuation_id=evacuation.pk, polygon=circle(LON + 0.0025, LAT, 8.0), note="围墙倒塌", by=SYSTEM, now=LATER
    )
    to_the_east = orders_in_force(evacuation.pk).filter(shelter_name="东").count()

    changed = put_news(evacuation)

    assert changed == to_the_east
    assert set(orders_in_force(evacuation.pk).values_list("shelter_name", flat=True)) == {"西"}


def test_an_order_withdrawn_is_kept_and_the_page_keeps_its_address(unscoped: None) -> None:
    evacuation = two_shelters()
    before = orders_in_force(evacuation.pk).filter(shelter_name="东").first() or orders_in_force(evacuation.pk)[0]
    away = 0.0025 if before.shelter_name == "东" else -0.0025
    report_blocked(evacuation_id=evacuation.pk, polygon=circle(LON + away, LAT, 8.0), note="堵", by=SYSTEM, now=LATER)

    put_news(evacuation)

    rows = EvacuationOrder.objects.filter(household=before.household).order_by("number")
    assert [(one.number, one.withdrawn_at, one.token) for one in rows] == [
        (1, LATER, before.token), (2, None, before.token),
    ]


def test_where_nothing_is_blocked_everybody_keeps_the_order(unscoped: None) -> None:
    evacuation = two_shelters()
    report_blocked(evacuation_id=evacuation.pk, polygon=circle(LON, LAT + 0.0009, 5.0), note="堵", by=SYSTEM, now=LATER)

    assert put_news(evacuation) == 0
    assert order_counts(evacuation.pk) == {"ordered": 2, "unreachable": 0, "changed": 0}


def test_a_full_shelter_sends_those_on_the_way_to_it_elsewhere(unscoped: None) -> None:
    evacuation = two_shelters()
    name = orders_in_force(evacuation.pk)[0].shelter_name
    Shelter.objects.filter(name=name).update(status="full")

    put_news(evacuation)

    assert name not in orders_in_force(evacuation.pk).values_list("shelter_name", flat=True)


def test_when_every_way_is_blocked_the_households_are_listed_with_the_reason(unscoped: None) -> None:
    evacuation = two_shelters()
    report_blocked(evacuation_id=evacuation.pk, polygon=circle(LON, LAT, 30.0), note="塌方", by=SYSTEM, now=LATER)

    put_news(evacuation)

    assert order_counts(evacuation.pk) == {"ordered": 0, "unreachable": 2, "changed": 2}
    assert {one.reason["msgid"] for one in orders_in_force(evacuation.pk)} == {"no way leads from there to a shelter"}


def test_a_wider_zone_gives_orders_to_those_who_join_and_leaves_the_others_alone(unscoped: None) -> None:
    evacuation = two_shelters()
    redraw_zone(zone_id=evacuation.zone_id, polygon=circle(LON, LAT, 150.0), by=SYSTEM, now=LATER)
    evacuation.zone.refresh_from_db()

    assert put_news(evacuation) == 1
    new = orders_in_force(evacuation.pk).get(household__building__name="邻楼")
    assert (new.number, new.shelter_name) == (1, "东")
    assert order_counts(evacuation.pk) == {"ordered": 3, "unreachable": 0, "changed": 0}


def test_a_household_whose_building_the_plan_does_not_know_is_listed(unscoped: None) -> None:
    evacuation = two_shelters()
    a_resident(household=a_household(building=a_building(org=evacuation.org)))

    put_news(evacuation)

    assert [one.reason["msgid"] for one in orders_in_force(evacuation.pk) if one.is_unreachable] == [BEYOND]


def test_a_responder_reports_a_blocked_way_by_its_place(client: Client, unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    client.force_login(a_person(role=Role.RESPONDER, org=evacuation.org))

    answer = client.post(
        f"/evacuations/{evacuation.pk}/blocked/", {"lon": LON + 0.002, "lat": LAT, "note": "路面开裂"}
    )

    assert answer.status_code == 302
    assert Closure.objects.get().note == "路面开裂"


def test_after_a_change_the_plan_says_again_how_far_it_is_from_the_best_and_where_people_wait(unscoped: None) -> None:
    evacuation = two_shelters()
    report_blocked(evacuation_id=evacuation.pk, polygon=circle(LON + 0.0025, LAT, 8.0), note="堵", by=SYSTEM, now=LATER)
    arrays = bytes(evacuation.solution.arrays)

    orders, worth = (one for one in changes(arrays, news_of(evacuation, arrays, at=LATER), 5.0) if not isinstance(one, Tick))
    lay_down(evacuation, orders, at=LATER)
    note_measured(evacuation=evacuation, quality=worth.quality, by=SYSTEM, now=LATER)

    evacuation.refresh_from_db()
    quality = evacuation.quality
    assert (quality["gap_percent"], quality["bound_s"]) == (0.0, quality["clearance_s"])
    assert quality["measured_at"] == LATER.isoformat()


def test_nothing_is_left_to_measure_when_everybody_is_in(unscoped: None) -> None:
    evacuation = two_shelters()
    arrays = bytes(evacuation.solution.arrays)
    news = news_of(evacuation, arrays, at=NOW + timedelta(hours=1))

    *_, worth = changes(arrays, news, 5.0)

    assert worth == Measured({"gap_percent": 0.0, "bottlenecks": []})
