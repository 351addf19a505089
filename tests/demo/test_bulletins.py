"""What the demonstration hears from outside."""

import pytest

from linan.command.plotting.models import Bulletin
from linan.demo.bulletins import HEARD, hear_from_outside
from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.people.models import Role
from tests.build import NOW, a_community, a_person
from tests.builders.response import a_building

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_weather_and_traffic_are_noted_once_and_say_that_they_are_made_up():
    community = a_community()
    a_building(org=community, code=FIRE_SHED)
    a_person(role=Role.DUTY_OFFICER, org=community, username="duty")

    hear_from_outside(now=NOW)
    hear_from_outside(now=NOW)

    assert sorted(Bulletin.objects.values_list("kind", flat=True)) == sorted(kind for kind, *_rest in HEARD)
    assert [one.source.startswith("演示") for one in Bulletin.objects.all()] == [True, True]
