"""Marks that several people put on the map of one incident."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from linan.command.plotting.actions.marks import (
    MapClosed,
    MarkEndsBefore,
    MarkGone,
    SymbolUnknown,
    TakingBackReasonMissing,
    WordsMissing,
    draw_mark,
    take_back_mark,
)
from linan.command.plotting.map_layers import LAYERS
from linan.command.plotting.models import Mark
from linan.command.plotting.queries import marks_of
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.ground.places.geojson import BadGeometry
from linan.response.actions import close_incident
from linan.response.models import CloseReason
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.plotting import HERE, a_mark, a_stroke
from tests.builders.response import a_building, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def _on_map(now):
    return [one["properties"]["label"] for one in LAYERS[0].draw(now)]


def test_a_mark_is_on_the_map_of_everybody_in_the_community_and_of_nobody_else():
    incident = an_incident()
    a_mark(incident=incident, stroke=a_stroke(symbol="text", text="西门已开"))
    colleague = signed_in_client(a_person(role=Role.VOLUNTEER, org=incident.org))
    stranger = signed_in_client(a_person(role=Role.VOLUNTEER, org=a_community()))

    seen = {one["key"]: one for one in colleague.get(reverse("command:map-live")).json()["added"]}["marks"]
    other = {one["key"]: one for one in stranger.get(reverse("command:map-live")).json()["added"]}["marks"]

    assert [one["properties"]["label"] for one in seen["features"]["features"]] == ["西门已开"]
    assert other["features"]["features"] == []


def test_a_mark_ends_by_itself_and_stays_in_the_list():
    incident = an_incident()
    a_mark(incident=incident, stroke=a_stroke(text="东侧", expires_at=NOW + HOUR))

    before, after = _on_map(NOW + HOUR / 2), _on_map(NOW + HOUR)

    assert (before, after) == (["东侧"], [])
    assert [one.text for one in marks_of(incident.pk)] == ["东侧"]


def test_a_mark_taken_back_leaves_the_map_and_keeps_who_did_it_and_why():
    mark = a_mark()
    someone = a_person(role=Role.DUTY_OFFICER, org=mark.org)

    taken = take_back_mark(mark_id=mark.pk, because="已扑灭", by=someone, now=NOW + HOUR)

    assert _on_map(NOW + HOUR) == []
    assert (taken.taken_back_by, taken.taken_back_at, taken.taken_back_because) == (someone, NOW + HOUR, "已扑灭")
    with pytest.raises(MarkGone):
        take_back_mark(mark_id=mark.pk, because="再次", by=someone, now=NOW + HOUR)


def test_nobody_takes_a_mark_back_without_saying_why():
    mark = a_mark()

    with pytest.raises(TakingBackReasonMissing):
        take_back_mark(mark_id=mark.pk, because="  ", by=mark.author, now=NOW)

    assert _on_map(NOW) == ["起火点"]


def test_the_same_stroke_sent_twice_over_a_bad_line_is_one_mark():
    stroke, incident = a_stroke(client_id=uuid4()), an_incident()

    first = a_mark(incident=incident, stroke=stroke)
    second = a_mark(incident=incident, stroke=stroke)

    assert (second.pk, Mark.objects.count()) == (first.pk, 1)


@pytest.mark.parametrize(
    ("stroke", "refusal"),
    [
        (a_stroke(symbol="dragon"), SymbolUnknown),
        (a_stroke(symbol="text", text=" "), WordsMissing),
        (a_stroke(expires_at=NOW), MarkEndsBefore),
        (a_stroke(symbol="cordon", geometry=HERE), BadGeometry),
        (a_stroke(geometry="nonsense"), BadGeometry),
    ],
)
def test_a_stroke_that_says_nothing_clear_is_refused(stroke, refusal):
    incident = an_incident()

    with pytest.raises(refusal):
        draw_mark(stroke, incident=incident, by=a_person(org=incident.org), now=NOW)

    assert Mark.objects.count() == 0


def test_the_map_of_a_closed_incident_stays_as_it_was_and_leaves_the_situation_map():
    mark = a_mark()
    close_incident(incident_id=mark.incident_id, reason=CloseReason.SETTLED, summary="已处置", by=SYSTEM, now=NOW)
    mark.incident.refresh_from_db()

    with pytest.raises(MapClosed):
        draw_mark(a_stroke(), incident=mark.incident, by=mark.author, now=NOW)

    assert _on_map(NOW) == []


def test_drawing_and_taking_back_stand_on_the_incidents_timeline_without_the_words():
    mark = a_mark(stroke=a_stroke(text="张三在阳台"))
    take_back_mark(mark_id=mark.pk, because="已救出", by=mark.author, now=NOW)

    rows = Logged.objects.filter(about__contains=[f"incident-{mark.incident_id}"], kind__startswith="command.Mark")

    assert list(rows.order_by("id").values_list("kind", flat=True)) == ["command.MarkDrawn", "command.MarkTakenBack"]
    assert [row.payload.get("symbol") for row in rows.order_by("id")] == ["fire", None]


def test_a_responder_draws_on_the_page_and_a_building_stands_for_its_place():
    incident = an_incident()
    building = a_building(org=incident.org, lon=118.781, lat=32.051)
    responder = signed_in_client(a_person(role=Role.RESPONDER, org=incident.org))

    answer = responder.post(
        reverse("plotting:drawing", args=[incident.pk]),
        {"symbol": "trapped", "building": building.pk, "text": "三楼", "lasts": "4"},
    )

    mark = Mark.objects.get()
    assert answer.url == reverse("plotting:incident-map", args=[incident.pk])
    assert (mark.geometry["coordinates"], mark.text, mark.expires_at - mark.drawn_at) == ([118.781, 32.051], "三楼", 4 * HOUR)


def test_a_refused_stroke_comes_back_with_its_words_and_the_reason():
    incident = an_incident()
    responder = signed_in_client(a_person(role=Role.RESPONDER, org=incident.org))

    answer = responder.post(
        reverse("plotting:drawing", args=[incident.pk]), {"symbol": "cordon", "text": "南门"}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="南门"' in page
    assert 'role="alert"' in page


def test_the_list_names_author_and_end_for_those_who_cannot_see_the_map():
    mark = a_mark(stroke=a_stroke(text="二单元门口"))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=mark.org))

    page = officer.get(reverse("plotting:incident-map", args=[mark.incident_id])).content.decode()

    assert "起火点 · 二单元门口" in page
    assert mark.author.full_name in page
    assert "与事件同期有效" in page
