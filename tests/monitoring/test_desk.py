"""The alarm desk: cards instead of a flood, one answer for a whole card, what came again, what was held back."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.people.models import Role
from linan.ground.text import say
from linan.monitoring.actions.alarms import (
    ClearedAlarm,
    RaisedAlarm,
    acknowledge_alarm,
    acknowledge_alarms,
    clear_alarms,
    raise_alarms,
    verify_alarms,
)
from linan.monitoring.actions.devices import put_in_maintenance
from linan.monitoring.desk import desk_of
from linan.monitoring.models import Alarm, Device, DeviceAttributes, Series
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.monitoring import a_condition, a_device, a_series, an_alarm
from tests.builders.registry import a_building

pytestmark = [pytest.mark.django_db]
STORM = 10_000
SECOND = timedelta(seconds=1)


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def duty(community):
    return signed_in_client(a_person(org=community))


def desk():
    with everywhere():
        return desk_of(now=NOW)


def a_storm(community):
    """Raise ten thousand alarms within ten seconds: a flood in fifty buildings, and fire in two of them."""
    buildings = [a_building(org=community) for _ in range(50)]
    flood = a_condition(org=community, quantity="water_level", severity=3)
    fire = a_condition(org=community, quantity="smoke", severity=1)
    with everywhere():
        devices = Device.objects.bulk_create(
            Device(
                org=community, name=f"storm{number}", profile="smoke" if number < 2 else "water_level",
                building=buildings[number % 50], token_hash=f"storm{number}", installed_at=NOW,
            )
            for number in range(STORM)
        )
        series = Series.objects.bulk_create(
            Series(device=one, key="v", quantity="smoke" if number < 2 else "water_level")
            for number, one in enumerate(devices)
        )
        for second in range(10):
            raise_alarms([
                RaisedAlarm(
                    series_id=one.pk, condition_id=(fire if one.quantity == "smoke" else flood).pk, value=1.0,
                    because=say("above"), source_at=NOW,
                )
                for one in series[second::10]
            ], now=NOW + SECOND * second)
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def test_ten_thousand_alarms_in_ten_seconds_are_three_cards_and_none_is_lost(duty, community):
    a_storm(community)

    shown = desk()

    assert [(one.card.is_fire, one.count) for one in shown.waiting] == [(True, 1), (True, 1), (False, STORM - 2)]
    assert (shown.raised, shown.folded) == (STORM, STORM - 3)
    assert Logged.objects.filter(kind="monitoring.AlarmRaised").count() == STORM


def test_the_desk_stays_quick_in_a_storm(duty, community):
    a_storm(community)
    duty.get(reverse("monitoring:desk"))

    with CaptureQueriesContext(connection) as asked:
        began = time.process_time()
        page = duty.get(reverse("monitoring:desk")).content.decode()
        took = time.process_time() - began

    assert len(asked) <= 13, "\n".join(one["sql"][:200] + " … " + one["sql"][-80:] for one in asked.captured_queries)
    assert page.count('<li class="list__item alarm ') == 3
    assert took < 0.5, f"{took * 1000:.0f} ms of processor time"


def test_a_whole_card_is_acknowledged_at_once_and_each_alarm_announced(duty, community):
    building = a_building(org=community)
    condition = a_condition(org=community)
    for _ in range(3):
        an_alarm(device=a_device(org=community, building_id=building.pk), condition=condition)
    (card,) = desk().waiting

    response = duty.post(
        reverse("monitoring:card-acknowledgement", args=[card.card.key]), {"seen": card.newest}, follow=True
    )

    assert "已处理 3 条报警。" in response.content.decode()
    assert (desk().raised, desk().acknowledged) == (0, 3)
    assert Logged.objects.filter(kind="monitoring.AlarmAcknowledged").count() == 3


def test_an_alarm_that_came_after_the_look_still_waits(duty, community):
    building = a_building(org=community)
    condition = a_condition(org=community)
    an_alarm(device=a_device(org=community, building_id=building.pk), condition=condition)
    (card,) = desk().waiting
    later = an_alarm(device=a_device(org=community, building_id=building.pk), condition=condition)

    duty.post(reverse("monitoring:card-acknowledgement", args=[card.card.key]), {"seen": card.newest})

    with everywhere():
        assert list(Alarm.objects.filter(status="raised")) == [later]


def test_what_somebody_else_took_first_is_told_and_left_as_it_is(unscoped, community):
    first, second = an_alarm(org=community), an_alarm(org=community)
    quicker, slower = a_person(org=community), a_person(org=community)
    acknowledge_alarm(alarm_id=first.pk, by=quicker, now=NOW)

    taken = acknowledge_alarms([first.pk, second.pk], by=slower, now=NOW)

    assert taken == [second.pk]
    assert Alarm.objects.get(pk=first.pk).acknowledged_by == quicker


def test_a_whole_card_is_verified_at_once_and_what_is_normal_again_is_cleared(unscoped, community):
    condition = a_condition(org=community)
    over, going = an_alarm(org=community, condition=condition), an_alarm(org=community, condition=condition)
    clear_alarms([ClearedAlarm(series_id=over.series_id, condition_id=condition.pk)], now=NOW)

    verify_alarms([over.pk, going.pk], verdict="false", note="雾", by=a_person(org=community), now=NOW)

    assert list(Alarm.objects.order_by("pk").values_list("status", "verdict")) == [("cleared", "false"), ("verified", "false")]


def test_a_card_is_not_called_false_without_a_word_about_the_cause(duty, community):
    an_alarm(org=community)
    (card,) = desk().waiting

    response = duty.post(
        reverse("monitoring:card-verification", args=[card.card.key]), {"seen": card.newest, "verdict": "false"}
    )

    assert response.status_code == 422
    assert "请简要写明现场查到的情况" in response.content.decode()


def test_somebody_of_another_community_changes_nothing_of_a_card(community):
    an_alarm(org=community)
    (card,) = desk().waiting
    foreigner = signed_in_client(a_person())

    foreigner.post(reverse("monitoring:card-acknowledgement", args=[card.card.key]), {"seen": card.newest})

    assert desk().raised == 1


def test_devices_behind_a_silent_gateway_are_one_card_that_names_it(community):
    silence = a_condition(org=community, kind="silence", severity=4)
    gateway = a_device(org=community, name="三号网关")
    with everywhere():
        Device.objects.filter(pk=gateway.pk).update(is_silent=True)
        for _ in range(4):
            child = a_device(org=community)
            DeviceAttributes.objects.create(device=child, client={"lastConnectedGateway": gateway.pk}, changed_at=NOW)
            an_alarm(device=child, condition=silence)
        an_alarm(device=gateway, condition=silence)

    (card,) = desk().waiting

    assert (card.title, card.count, card.card.fold) == ("设备失联 · 三号网关", 5, "gateway")


def test_a_flapping_sensor_is_one_line_with_its_count(community):
    device, condition = a_device(org=community), a_condition(org=community)
    series = a_series(device=device)
    for minute in range(5):
        at = NOW + timedelta(minutes=minute)
        an_alarm(device=device, condition=condition, at=at)
        with everywhere():
            clear_alarms([ClearedAlarm(series_id=series.pk, condition_id=condition.pk)], now=at + SECOND)

    (card,) = desk().waiting

    assert [line.comings for line in card.lines] == [5]
    assert (card.lines[0].again.times, card.lines[0].again.false) == (5, 0)


def test_alarms_of_a_device_in_maintenance_are_counted_and_not_raised(community):
    device, condition = a_device(org=community), a_condition(org=community)
    with everywhere():
        put_in_maintenance(device_id=device.pk, reason="换电池", by=a_person(org=community), now=NOW)
        spec = RaisedAlarm(
            series_id=a_series(device=device).pk, condition_id=condition.pk, value=1.0, because=say("above"), source_at=NOW
        )
        raise_alarms([spec], now=NOW)
        raise_alarms([spec], now=NOW)

    shown = desk()

    assert (shown.raised, shown.held_back) == (0, 2)


def test_a_card_lists_its_alarms_page_by_page(duty, community):
    building, condition = a_building(org=community), a_condition(org=community)
    for _ in range(53):
        an_alarm(device=a_device(org=community, building_id=building.pk), condition=condition)
    (card,) = desk().waiting

    pages = [duty.get(reverse("monitoring:card", args=[card.card.key]), {"page": page}).content.decode() for page in (1, 2)]

    assert [page.count('<li class="list__item alarm ') for page in pages] == [50, 3]


def test_the_bell_rings_on_other_pages_for_whoever_leads_the_answer(duty, community):
    an_alarm(org=community)
    grid = signed_in_client(a_person(org=community, role=Role.GRID_MEMBER))

    pages = [client.get(reverse("monitoring:bell")).content.decode() for client in (duty, grid)]

    assert ['data-alarm-sound="1"' in page for page in pages] == [True, False]


def test_a_sensor_that_meets_two_conditions_is_no_sensor_too_few(community):
    building = a_building(org=community)
    warm, hot = a_condition(org=community, severity=2), a_condition(org=community, severity=1)
    for device in [a_device(org=community, building_id=building.pk) for _ in range(2)]:
        an_alarm(device=device, condition=warm)
        an_alarm(device=device, condition=hot)

    cards = [one for one in desk().waiting if not one.is_single]

    assert [(one.count, one.unnamed) for one in cards] == [(2, 0), (2, 0)]


def test_every_page_but_the_desk_asks_for_the_bell_of_whoever_leads_the_answer(duty, community):
    grid = signed_in_client(a_person(org=community, role=Role.GRID_MEMBER))
    asked = f'hx-get="{reverse("monitoring:bell")}"'

    pages = [
        client.get(reverse(name)).content.decode()
        for client, name in ((duty, "monitoring:devices"), (duty, "monitoring:desk"), (grid, "monitoring:devices"))
    ]

    assert [asked in page for page in pages] == [True, False, False]
