"""Warnings on the map."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.build import a_community, a_person, signed_in_client
from tests.builders.warnings import a_warning_file
from tests.monitoring.domain.warnings.files import cap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
SQUARE = {"type": "Polygon", "coordinates": [[[118.7, 32.0], [118.8, 32.0], [118.8, 32.1], [118.7, 32.1], [118.7, 32.0]]]}
EAST_HALF = "<polygon>31.9,118.75 31.9,119 32.2,119 32.2,118.75 31.9,118.75</polygon>"


def test_a_warning_in_force_is_drawn_where_it_reaches_the_community_and_nowhere_else():
    cache.clear()
    community = a_community()
    community.boundary = SQUARE
    community.save(update_fields=["boundary"])
    moment = datetime.now(UTC)
    content = cap(area=EAST_HALF, sent=moment.isoformat(timespec="seconds"), expires=(moment + timedelta(hours=3)).isoformat(timespec="seconds"))
    a_warning_file(org=community, content=content, at=moment)
    officer = signed_in_client(a_person(org=community))
    neighbour = signed_in_client(a_person())

    seen = officer.get(reverse("command:map-live")).json()
    other = neighbour.get(reverse("command:map-live")).json()

    corners = seen["warning_areas"]["features"][0]["geometry"]["coordinates"][0]
    assert (min(lon for lon, lat in corners), max(lon for lon, lat in corners)) == (118.75, 118.8)
    assert [one["properties"]["tone"] for one in seen["warnings"]["features"]] == ["orange"]
    assert other["warnings"]["features"] == []
    assert "Heavy rain" in officer.get(reverse("command:map")).content.decode()


def test_the_wall_shows_a_warning_in_force_and_whether_it_is_answered():
    community = a_community()
    moment = datetime.now(UTC)
    a_warning_file(org=community, content=cap(sent=moment.isoformat(timespec="seconds"), expires=(moment + timedelta(hours=3)).isoformat(timespec="seconds")), at=moment)
    officer = signed_in_client(a_person(org=community))

    page = officer.get(reverse("command:wall")).content.decode()

    assert "Heavy rain" in page
    assert "未答复" in page
