"""What the situation map draws of evacuations."""

from datetime import timedelta

import pytest
from django.test import Client

from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.map_layers import closures, crowds, zones
from linan.command.evacuations.models import Closure
from linan.ground.people.models import Role
from tests.build import NOW, a_person
from tests.builders.evacuations import LAT, LON, an_ordered_evacuation

pytestmark = pytest.mark.django_db


def test_a_zone_in_force_leads_to_its_page(unscoped: None) -> None:
    zone = an_ordered_evacuation(households=1).zone

    assert [(one["properties"]["label"], one["properties"]["url"]) for one in zones(NOW)] == [
        (zone.name, f"/zones/{zone.pk}/")
    ]


def test_before_anybody_walks_the_ways_are_blue_and_in_the_middle_one_holds_the_household(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    order = evacuation.orders.get()
    half_way = NOW + timedelta(seconds=(order.leaves_after_s + order.arrives_after_s) / 2)

    before = {one["properties"]["tone"] for one in crowds(NOW)}
    during = [one["properties"]["text"] for one in crowds(half_way) if one["properties"]["tone"] != "blue"]

    assert before == {"blue"}
    assert during == ["此路上现有1人"]


def test_a_blocked_way_is_drawn_while_the_evacuation_goes_on(unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=1)
    Closure.objects.create(evacuation=evacuation, polygon=circle(LON, LAT, 8.0), note="塌方", reported_at=NOW)

    assert [one["properties"]["text"] for one in closures(NOW)] == ["塌方"]


def test_the_map_of_an_evacuation_holds_zone_ways_and_frames(client: Client, unscoped: None) -> None:
    evacuation = an_ordered_evacuation(households=2)
    client.force_login(a_person(role=Role.DUTY_OFFICER, org=evacuation.org))

    layers = client.get(f"/evacuations/{evacuation.pk}/map/").json()

    assert layers["zone"]["geometry"] == evacuation.zone.polygon
    assert (layers["flow"]["people"], layers["flow"]["arrived"][-1]) == (2, 2)
    assert len(layers["routes"]["features"]) == len(layers["flow"]["ways"])
