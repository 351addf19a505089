"""Layers that rooms add to the map."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from linan.ground.access.rights import Right
from linan.ground.people.models import Role
from linan.ground.ui import layers
from linan.ground.ui.layers import KeyTaken, Layer, Look, map_layers, point
from tests.build import a_community, a_person, signed_in_client
from tests.builders.registry import a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def _layer(**said: object) -> Layer:
    usual = {"key": "teams", "title": "Resources", "look": Look.SPOT, "names": ("teams",), "draw": lambda now: [point(1, 2)]}
    return Layer(**{**usual, **said})


def test_a_resource_is_a_spot_that_only_its_own_community_is_sent():
    community = a_community()
    hydrant = a_resource(org=community)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    neighbour = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    seen = {one["key"]: one for one in officer.get(reverse("command:map-live")).json()["added"]}
    other = {one["key"]: one for one in neighbour.get(reverse("command:map-live")).json()["added"]}

    assert [one["properties"]["label"] for one in seen["resources"]["features"]["features"]] == [hydrant.name]
    assert (seen["resources"]["look"], seen["resources"]["starts_shown"]) == ("spot", False)
    assert other["resources"]["features"]["features"] == []


def test_a_layer_that_needs_a_right_is_sent_to_those_who_have_it(monkeypatch):
    community = a_community()
    monkeypatch.setattr("linan.command.layers.map_layers", lambda: (_layer(to=Right.COMMAND),))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    volunteer = signed_in_client(a_person(role=Role.VOLUNTEER, org=community))

    seen = officer.get(reverse("command:map-live")).json()["added"]
    hidden = volunteer.get(reverse("command:map-live")).json()["added"]

    assert ([one["key"] for one in seen], hidden) == (["teams"], [])


def test_the_page_offers_each_layer_and_draws_the_map_anew_when_its_names_change(monkeypatch):
    monkeypatch.setattr("linan.command.layers.map_layers", lambda: (_layer(),))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER))

    page = officer.get(reverse("command:map")).content.decode()

    assert '<input type="checkbox" value="teams" checked>' in page
    assert 'data-live="alarms incidents tasks devices warnings teams"' in page


def test_two_layers_of_one_key_are_refused(monkeypatch):
    class Twice:
        LAYERS = (_layer(), _layer())

    monkeypatch.setattr(layers, "find_spec", lambda name: name if name.startswith("linan.command.") else None)
    monkeypatch.setattr(layers, "import_module", lambda name: Twice)
    map_layers.cache_clear()

    with pytest.raises(KeyTaken, match="teams"):
        map_layers()

    map_layers.cache_clear()
