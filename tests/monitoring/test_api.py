"""The JSON API of monitoring."""

import pytest

from linan.monitoring.models import Alarm
from tests.build import a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device, an_alarm

pytestmark = [pytest.mark.django_db]


def test_a_false_verdict_without_a_note_comes_back_as_a_problem_at_its_field(unscoped):
    alarm = an_alarm()
    client = signed_in_client(a_person(org=alarm.org))

    response = client.post(
        f"/api/v1/alarms/{alarm.pk}/verify", {"verdict": "false"}, content_type="application/json"
    )

    problem = response.json()
    assert (response.status_code, problem["code"], problem["field"]) == (422, "note_missing", "note")
    assert Alarm.objects.get().verdict is None


def test_the_api_lists_alarms_of_ones_own_community_with_their_place():
    community = a_community()
    alarm = an_alarm(device=a_device(org=community, place="车棚"))
    an_alarm()

    listed = signed_in_client(a_person(org=community)).get("/api/v1/alarms").json()

    assert [(one["id"], one["place"], one["value"], one["unit"]) for one in listed] == [
        (alarm.pk, "车棚", 0.31, "OD/m")
    ]


def test_an_acknowledged_alarm_says_so_in_the_answer():
    alarm = an_alarm()
    client = signed_in_client(a_person(org=alarm.org))

    answer = client.post(f"/api/v1/alarms/{alarm.pk}/acknowledge").json()

    assert (answer["status"], answer["verdict"]) == ("acknowledged", None)


def test_devices_are_listed_page_by_page():
    community = a_community()
    first, second = a_device(org=community), a_device(org=community)
    client = signed_in_client(a_person(org=community))

    every = [one["id"] for one in client.get("/api/v1/devices").json()]
    rest = [one["id"] for one in client.get("/api/v1/devices", {"after": first.pk}).json()]

    assert (every, rest) == ([first.pk, second.pk], [second.pk])
