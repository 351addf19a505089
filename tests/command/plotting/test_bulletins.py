"""What is said from outside, tied to the incident, with its source and how far it is to be believed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from linan.command.plotting.actions import note_bulletin, stop_feed, withdraw_bulletin
from linan.command.plotting.actions.bulletins import (
    KindUnknown,
    RatingUnknown,
    SaidInFuture,
    SourceMissing,
    TextMissing,
)
from linan.command.plotting.domain.ratings import tone_of
from linan.command.plotting.map_layers import LAYERS
from linan.command.plotting.models import Bulletin
from linan.command.plotting.queries import latest_weather
from linan.command.wall import wall_at
from linan.ground.clock import now
from linan.ground.people.models import Role
from linan.response.pages import incident_page
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.plotting import a_bulletin, a_feed, something_heard
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
BULLETINS = LAYERS[1]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("rating", "tone"), [(("A", 1), "green"), (("B", 3), "yellow"), (("E", 2), "red"), (("A", 5), "red"), (("F", 1), "grey")]
)
def test_a_rating_says_by_its_tone_whether_it_may_be_acted_on(rating, tone):
    assert tone_of(*rating) == tone


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "gossip"}, KindUnknown), ({"text": " "}, TextMissing), ({"source": ""}, SourceMissing),
        ({"reliability": "G"}, RatingUnknown), ({"credibility": 0}, RatingUnknown),
        ({"at": NOW + timedelta(hours=1)}, SaidInFuture),
    ],
)
def test_outside_information_without_source_and_rating_is_refused(said, refusal):
    community = a_community()

    with pytest.raises(refusal):
        note_bulletin(something_heard(**said), org=community, incident=None, by=a_person(org=community), now=NOW)

    assert Bulletin.objects.count() == 0


def test_it_stands_on_the_incidents_page_its_map_and_its_timeline():
    incident = an_incident()
    a_bulletin(incident=incident, kind="media", text="网传二楼有人呼救", source="微博", reliability="D", credibility=3)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))

    part = officer.get(reverse("plotting:bulletins-of-incident", args=[incident.pk])).content.decode()
    (drawn,) = BULLETINS.draw(NOW)

    assert "网传二楼有人呼救" in part
    assert "D · 通常不可靠" in part
    assert (drawn["properties"]["label"], drawn["geometry"]["coordinates"]) == ("D3 网传二楼有人呼救", [incident.lon, incident.lat])
    assert "收录其他信息，评级 D3" in [line.text for line in incident_page(incident, now=NOW).timeline]


def test_what_is_withdrawn_leaves_the_map_and_is_still_read_with_the_reason():
    bulletin = a_bulletin(incident=an_incident())
    officer = a_person(role=Role.DUTY_OFFICER, org=bulletin.org)

    withdraw_bulletin(bulletin_id=bulletin.pk, because="已辟谣", by=officer, now=NOW)

    assert list(BULLETINS.draw(NOW)) == []
    assert "已辟谣" in signed_in_client(officer).get(reverse("plotting:bulletins")).content.decode()


def test_the_wall_shows_the_latest_weather_for_half_a_day():
    older = a_bulletin(at=NOW - timedelta(hours=2))
    newer = a_bulletin(org=older.org, at=NOW - timedelta(hours=1), text="雷雨大风")
    a_bulletin(org=older.org, kind="traffic")

    assert wall_at(older.org, NOW).weather == newer
    assert latest_weather(NOW + timedelta(hours=12)) is None


def test_a_person_notes_what_was_heard_on_the_page():
    incident = an_incident()
    officer = a_person(role=Role.DUTY_OFFICER, org=incident.org)
    said = {
        "kind": "traffic", "text": "中山东路拥堵", "source": "交管大队", "reliability": "A", "credibility": "1",
        "incident": incident.pk, "at": "2026-01-14T03:00", "url": "javascript:alert(1)",
    }

    signed_in_client(officer).post(reverse("plotting:noting"), said)

    bulletin = Bulletin.objects.get()
    assert (bulletin.incident, bulletin.rating, bulletin.noted_by, bulletin.url) == (incident, "A1", officer, "")
    assert f"{bulletin.at:%Y-%m-%dT%H:%M%z}" == "2026-01-13T19:00+0000"


def _push(client, feed, secret, **said):
    body = {"key": "t-1", "text": "中山东路封闭", "at": now().isoformat(), "credibility": 2} | said
    return client.post(
        reverse("api:bulletin-push", args=[feed.pk]), body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_feed_sends_with_its_secret_and_the_same_key_again_changes_nothing(client):
    community = a_community()
    made, incident = a_feed(org=community), an_incident(org=community)

    first = _push(client, made.feed, made.secret, incident_id=incident.pk).json()
    again = _push(client, made.feed, made.secret, text="另一句", incident_id=incident.pk).json()

    assert (first["id"], first["rating"], first["source"], first["incident_id"]) == (again["id"], "B2", "交管中心", incident.pk)
    assert Bulletin.objects.get().text == "中山东路封闭"


def test_a_feed_reaches_no_incident_of_another_community(client):
    made, elsewhere = a_feed(), an_incident()

    sent = _push(client, made.feed, made.secret, incident_id=elsewhere.pk).json()

    assert sent["incident_id"] is None


def test_a_wrong_secret_and_a_stopped_feed_are_turned_away(client):
    made = a_feed()
    wrong = _push(client, made.feed, "guess")
    stop_feed(feed_id=made.feed.pk, by=a_person(org=made.feed.org), now=NOW)

    stopped = _push(client, made.feed, made.secret)

    assert (wrong.status_code, stopped.status_code, Bulletin.objects.count()) == (404, 404, 0)


def test_the_secret_of_a_feed_is_shown_once():
    community = a_community()
    director = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))

    shown = director.post(reverse("plotting:feeds"), {"name": "区气象台", "kind": "weather", "reliability": "A"}).content.decode()
    later = director.get(reverse("plotting:feeds")).content.decode()

    assert ("密钥只显示这一次" in shown, "密钥只显示这一次" in later) == (True, False)
