"""Devices: tokens, maintenance, silence."""

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.devices import (
    DeviceSpec,
    ReasonMissing,
    add_device,
    end_maintenance,
    hash_of_token,
    mark_heard,
    mark_silent,
    put_in_maintenance,
    renew_token,
)
from linan.monitoring.models import Device
from linan.monitoring.queries import conditions_of
from tests.build import a_community, a_person
from tests.builders.monitoring import a_condition, a_device, a_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_a_token_is_given_once_and_only_its_hash_is_stored(now):
    spec = DeviceSpec(org_id=a_community().pk, name="烟感", profile="smoke")

    added = add_device(spec, series={"smoke": ("smoke", "OD/m")}, by=SYSTEM, now=now)

    assert added.device.token_hash == hash_of_token(added.token)
    assert [one.key for one in added.device.series.all()] == ["smoke"]


def test_a_renewed_token_closes_the_old_one(now):
    device = a_device()

    renewed = renew_token(device_id=device.pk, by=a_person(org=device.org), now=now)

    assert Device.objects.get().token_hash == hash_of_token(renewed.token) != device.token_hash


def test_maintenance_without_a_reason_is_refused(now):
    device = a_device()

    with pytest.raises(ReasonMissing):
        put_in_maintenance(device_id=device.pk, reason=" ", by=a_person(org=device.org), now=now)

    assert Device.objects.get().in_maintenance is False


def test_the_end_of_maintenance_takes_its_reason_away(now):
    device = a_device()
    person = a_person(org=device.org)
    put_in_maintenance(device_id=device.pk, reason="换电池", by=person, now=now)

    ended = end_maintenance(device_id=device.pk, by=person, now=now)

    assert (ended.in_maintenance, ended.maintenance_reason, ended.maintenance_since) == (False, "", None)


def test_a_device_falls_silent_once_and_is_heard_once(now):
    device = a_device()

    silent = [mark_silent([device.pk], now=now), mark_silent([device.pk], now=now)]
    heard = [mark_heard([device.pk], now=now), mark_heard([device.pk], now=now)]

    assert (silent, heard) == ([[device.pk], []], [[device.pk], []])
    assert list(Logged.objects.filter(about__contains=["devices"]).order_by("pk").values_list("kind", flat=True)) == [
        "monitoring.DeviceAdded", "monitoring.DeviceSilent", "monitoring.DeviceHeard",
    ]


def test_a_condition_holds_for_devices_of_its_organisation_and_below_only():
    community, elsewhere = a_community(), a_community()
    condition = a_condition(org=community.parent)
    a_condition(org=elsewhere)
    a_condition(org=community, quantity="co")
    device = a_device(org=community)

    found = conditions_of([a_series(device=device)], device=device)

    assert found == [condition]
