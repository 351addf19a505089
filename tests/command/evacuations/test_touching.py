"""A touch on the map means the nearest way, and is shown before it is reported."""

import pytest
from django.test import Client
from django.utils import timezone
from shapely.geometry import LineString, shape

from linan.command.evacuations.domain.kept import Kept, unpacked
from linan.command.evacuations.domain.outlines import METRES_PER_DEGREE
from linan.command.evacuations.domain.touch import nearest_path, strip_over
from linan.command.evacuations.models import Closure, Evacuation
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.logistics.shelters.models import Shelter
from tests.build import a_community, a_person
from tests.builders.evacuations import LAT, LON, an_ordered_evacuation

METRE = 1 / METRES_PER_DEGREE
pytestmark = pytest.mark.django_db


@pytest.fixture
def evacuation() -> Evacuation:
    """An ordered evacuation of two households that walk east along a street, from this minute on."""
    evacuation = an_ordered_evacuation(households=2)
    with everywhere():
        Evacuation.objects.update(starts_at=timezone.now())
    return evacuation


def plan_of(evacuation: Evacuation) -> Kept:
    """Return what was solved for an evacuation."""
    with everywhere():
        return unpacked(bytes(evacuation.solution.arrays))


def test_a_touch_beside_the_street_means_the_street_and_counts_who_comes_there(evacuation: Evacuation) -> None:
    touched = nearest_path(plan_of(evacuation), LON + 0.0015, LAT + 5 * METRE, after_s=0)

    assert touched is not None
    assert (round(touched.away_m), touched.households, touched.people) == (5, 2, 2)


def test_a_way_that_everybody_has_passed_concerns_nobody(evacuation: Evacuation) -> None:
    touched = nearest_path(plan_of(evacuation), LON + 0.0015, LAT, after_s=3600)

    assert touched is not None
    assert (touched.households, touched.people) == (0, 0)


def test_closing_a_way_leaves_those_that_meet_it_open(evacuation: Evacuation) -> None:
    kept = plan_of(evacuation)
    touched = nearest_path(kept, LON + 0.0015, LAT, after_s=0)
    assert touched is not None

    strip = shape(strip_over(touched))

    drawn = [LineString(kept.line_of(path)) for path in range(kept.paths)]
    assert [path for path, line in enumerate(drawn) if strip.intersects(line)] == [touched.path]


def test_the_map_is_told_which_way_is_meant_before_anything_is_reported(client: Client, evacuation: Evacuation) -> None:
    client.force_login(a_person(role=Role.RESPONDER, org=evacuation.org))

    said = client.get(f"/evacuations/{evacuation.pk}/path/", {"lon": LON + 0.0015, "lat": LAT + 5 * METRE}).json()

    assert said["words"].endswith("还有2户2人要经过此处，将得到新指令。")
    assert all(abs(lat - LAT) < METRE for _, lat in said["line"])


def test_a_touch_far_from_every_way_closes_nothing(client: Client, evacuation: Evacuation) -> None:
    client.force_login(a_person(role=Role.RESPONDER, org=evacuation.org))
    place = {"lon": LON + 0.0015, "lat": LAT + 300 * METRE}

    said = client.get(f"/evacuations/{evacuation.pk}/path/", place).json()
    answer = client.post(f"/evacuations/{evacuation.pk}/blocked/", {**place, "note": "塌方"})

    assert "line" not in said
    with everywhere():
        assert (answer.status_code, Closure.objects.count()) == (200, 0)


def test_a_shelter_said_to_be_full_on_the_page_of_the_evacuation_takes_nobody_more(
    client: Client, evacuation: Evacuation
) -> None:
    client.force_login(a_person(role=Role.RESPONDER, org=evacuation.org))
    with everywhere():
        shelter = Shelter.objects.get()

    page = client.get(f"/evacuations/{evacuation.pk}/full/")
    answer = client.post(f"/evacuations/{evacuation.pk}/full/", {"shelter": shelter.pk})

    assert [(one.people, one.may_fill) for one in page.context["lines"]] == [(2, True)]
    assert answer.headers["Location"] == f"/evacuations/{evacuation.pk}/"
    with everywhere():
        assert Shelter.objects.get().status == "full"


def test_a_shelter_of_a_neighbour_is_filled_by_the_neighbour_alone(client: Client, evacuation: Evacuation) -> None:
    client.force_login(a_person(role=Role.RESPONDER, org=evacuation.org))
    with everywhere():
        Shelter.objects.update(org=a_community(name="邻社区"))
        shelter = Shelter.objects.get()

    answer = client.post(f"/evacuations/{evacuation.pk}/full/", {"shelter": shelter.pk})

    assert answer.status_code == 404
    with everywhere():
        assert Shelter.objects.get().status == "open"
