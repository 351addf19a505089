"""The pages of monitoring, as people of three kinds see them."""

import re

import pytest
from django.urls import reverse

from linan.ground.people.models import Role
from linan.monitoring.models import Alarm, Device
from tests.build import a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device, a_series, an_alarm, readings

pytestmark = [pytest.mark.django_db]
SIGN_IN_QUERIES = 5  # session, person, memberships, the subtree (two)


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def duty(community):
    return signed_in_client(a_person(org=community))


@pytest.fixture
def integrator(community):
    return signed_in_client(a_person(org=community, role=Role.INTEGRATOR))


@pytest.fixture
def foreigner():
    return signed_in_client(a_person())


def test_the_desk_says_what_fired_where_and_why_and_offers_the_next_step(duty, community):
    alarm = an_alarm(device=a_device(org=community, place="车棚", floor=1))

    page = duty.get(reverse("monitoring:desk")).content.decode()

    assert "车棚" in page
    assert "0.31 OD/m" in page
    assert reverse("monitoring:acknowledgement", args=[alarm.pk]) in page
    assert 'data-alarm-sound="1"' in page


def test_the_desk_of_another_community_is_calm(foreigner, community):
    an_alarm(org=community)

    page = foreigner.get(reverse("monitoring:desk")).content.decode()

    assert "data-alarm-sound" not in page
    assert "alarm-1" not in page


def test_the_desk_gives_only_its_fragment_to_the_live_page(duty, community):
    an_alarm(org=community)

    page = duty.get(reverse("monitoring:desk"), headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<section id="desk"')
    assert "<html" not in page


def test_a_stranger_is_led_to_sign_in(client):
    response = client.get(reverse("monitoring:desk"))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_acknowledging_leads_to_the_alarm_and_silences_the_desk(duty, community):
    alarm = an_alarm(org=community)

    response = duty.post(reverse("monitoring:acknowledgement", args=[alarm.pk]))

    assert response.url == reverse("monitoring:alarm", args=[alarm.pk])
    assert "data-alarm-sound" not in duty.get(reverse("monitoring:desk")).content.decode()


def test_a_second_acknowledgement_is_refused_with_what_to_do(duty, community):
    alarm = an_alarm(org=community)
    address = reverse("monitoring:acknowledgement", args=[alarm.pk])
    duty.post(address)

    assert duty.post(address).status_code == 409


def test_an_alarm_of_another_community_does_not_exist(foreigner, community):
    alarm = an_alarm(org=community)

    answers = [
        foreigner.get(reverse("monitoring:alarm", args=[alarm.pk])),
        foreigner.post(reverse("monitoring:acknowledgement", args=[alarm.pk])),
        foreigner.get(reverse("monitoring:series-chart", args=[alarm.series_id])),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]


def test_an_integrator_sees_an_alarm_but_may_not_acknowledge_it(integrator, community):
    alarm = an_alarm(org=community)

    seen = integrator.get(reverse("monitoring:alarm", args=[alarm.pk]))
    pressed = integrator.post(reverse("monitoring:acknowledgement", args=[alarm.pk]))

    assert (seen.status_code, pressed.status_code) == (200, 403)
    assert reverse("monitoring:verification", args=[alarm.pk]) not in seen.content.decode()


def test_a_false_alarm_without_a_word_keeps_the_form_and_says_what_is_missing(duty, community, unscoped):
    alarm = an_alarm(org=community)

    response = duty.post(reverse("monitoring:verification", args=[alarm.pk]), {"verdict": "false"})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Alarm.objects.get().verdict is None


def test_a_real_alarm_stays_on_the_desk_as_going_on_without_forms(duty, community):
    alarm = an_alarm(org=community)

    duty.post(reverse("monitoring:verification", args=[alarm.pk]), {"verdict": "real"})

    page = duty.get(reverse("monitoring:alarm", args=[alarm.pk])).content.decode()
    assert reverse("monitoring:verification", args=[alarm.pk]) not in page
    assert f'id="alarm-{alarm.pk}"' in duty.get(reverse("monitoring:desk")).content.decode()


def test_the_neighbours_say_what_they_read_and_where_it_goes(duty, community):
    alarm = an_alarm(device=a_device(org=community, lon=118.78, lat=32.05))
    near = a_device(org=community, name="邻近烟感", lon=118.7803, lat=32.05)
    far = a_device(org=community, name="远处烟感", lon=118.79, lat=32.05)
    readings(a_series(device=near), *[0.1] * 10, 0.5)
    readings(a_series(device=far), 0.1)

    page = duty.get(reverse("monitoring:neighbours", args=[alarm.pk])).content.decode()

    assert "邻近烟感" in page
    assert "远处烟感" not in page
    assert "↗" in page


def test_the_chart_carries_the_curve_the_threshold_and_the_moment_of_the_alarm(duty, community, now):
    alarm = an_alarm(device=a_device(org=community), at=now)
    readings(alarm.series, 0.1, 0.3, ending_at=now)

    until = int(now.timestamp()) + 60
    chart = duty.get(reverse("monitoring:series-chart", args=[alarm.series_id]), {"hours": 1, "until": until}).json()

    moment = int(now.timestamp()) * 1000
    assert chart["points"] == [[moment - 60_000, 0.1], [moment, 0.3]]
    assert [one["value"] for one in chart["thresholds"]] == [0.2]
    assert [one["at"] for one in chart["marks"]] == [moment]


@pytest.mark.parametrize(("asked", "drawn"), [("", "6"), ("168", "168"), ("1000000", "6")])
def test_the_page_of_a_device_draws_the_span_that_was_chosen(duty, community, asked, drawn):
    alarm = an_alarm(org=community)

    page = duty.get(reverse("monitoring:device", args=[alarm.device_id]), {"hours": asked}).content.decode()

    chart = reverse("monitoring:series-chart", args=[alarm.series_id])
    assert f'data-src="{chart}?hours={drawn}"' in page


@pytest.mark.parametrize("asked", [{"hours": "9" * 30}, {"hours": "-1"}, {"until": "9" * 30}, {"until": "x"}])
def test_a_chart_asked_for_an_impossible_time_is_still_a_chart(duty, community, asked):
    series = a_series(org=community)

    response = duty.get(reverse("monitoring:series-chart", args=[series.pk]), asked)

    assert (response.status_code, response.json()["points"]) == (200, [])


def test_a_new_device_shows_its_token_once(integrator, community, unscoped):
    response = integrator.post(
        reverse("monitoring:device-adding"), {"org": community.pk, "name": "二单元烟感", "profile": "smoke", "floor": "2"}
    )

    device = Device.objects.get()
    token = re.search(r'class="token">([^<]+)<', response.content.decode()).group(1)
    assert (device.name, device.floor, device.org_id) == ("二单元烟感", 2, community.pk)
    assert response.headers["Cache-Control"] == "no-store"
    assert token not in integrator.get(reverse("monitoring:device", args=[device.pk])).content.decode()


def test_a_device_cannot_be_added_to_another_community(integrator, unscoped):
    response = integrator.post(
        reverse("monitoring:device-adding"), {"org": a_community().pk, "name": "烟感", "profile": "smoke"}
    )

    assert response.status_code == 422
    assert Device.objects.count() == 0


def test_devices_are_found_by_name_and_by_state(duty, community, unscoped):
    a_device(org=community, name="南门烟感")
    silent = a_device(org=community, name="北门烟感")
    Device.objects.filter(pk=silent.pk).update(is_silent=True)

    by_name = duty.get(reverse("monitoring:devices"), {"q": "南门"}).content.decode()
    by_state = duty.get(reverse("monitoring:devices"), {"state": "silent"}).content.decode()

    assert ("南门烟感" in by_name, "北门烟感" in by_name) == (True, False)
    assert ("南门烟感" in by_state, "北门烟感" in by_state) == (False, True)


@pytest.mark.parametrize(("name", "most"), [("desk", 6), ("devices", 7), ("conditions", 5)])
def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_one(
    duty, community, django_assert_max_num_queries, name, most
):
    for _ in range(30):
        readings(an_alarm(org=community).series, 0.1)

    with django_assert_max_num_queries(SIGN_IN_QUERIES + most):
        response = duty.get(reverse(f"monitoring:{name}"))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("name", "most"), [("monitoring:alarm", 6), ("monitoring:neighbours", 5)]
)
def test_the_pages_of_an_alarm_keep_to_their_number_of_queries(
    duty, community, django_assert_max_num_queries, name, most
):
    alarm = an_alarm(device=a_device(org=community, lon=118.78, lat=32.05))
    for _ in range(10):
        readings(a_series(device=a_device(org=community, lon=118.78, lat=32.05)), 0.1)

    with django_assert_max_num_queries(SIGN_IN_QUERIES + most):
        duty.get(reverse(name, args=[alarm.pk]))


def test_the_page_of_a_device_keeps_to_its_number_of_queries(duty, community, django_assert_max_num_queries):
    alarm = an_alarm(org=community)
    readings(alarm.series, 0.1)

    with django_assert_max_num_queries(SIGN_IN_QUERIES + 8):
        duty.get(reverse("monitoring:device", args=[alarm.device_id]))
