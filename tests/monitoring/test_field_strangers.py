"""A detector that a panel speaks of before anybody installed it: listed, known for what it is, installed by one click."""

import pytest
from django.urls import reverse

from linan.ground.people.models import Role
from linan.monitoring.models import Device, DeviceAddress
from linan.monitoring.profiles import load_profiles
from tests.build import a_community, a_person, signed_in_client
from tests.builders.wires import a_stranger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.mark.parametrize(
    ("profile", "kind", "address"),
    [
        ("panel_smoke", "gb26875", "654321/1/2.7"), ("call_point", "gb26875", "654321/1/2.7"),
        ("air_station", "hj212", "A130000000_0001"), ("rain_station", "sl651", "0012345678"),
    ],
)
def test_a_stranger_of_the_field_is_installed_as_what_its_messages_say(profile, kind, address):
    community = a_community()
    integrator = signed_in_client(a_person(org=community, role=Role.INTEGRATOR))
    stranger = a_stranger(org=community, kind=kind, address=address)
    sent = str(load_profiles()[profile].samples[0].sent)
    stranger.messages = [["2026-01-15T08:30:00+08:00", sent]]
    stranger.save()

    page = integrator.get(reverse("monitoring:stranger", args=[stranger.pk]))
    offered = page.context["form"].initial["profile"]
    integrator.post(
        reverse("monitoring:stranger", args=[stranger.pk]), {"org": community.pk, "name": "1号楼", "profile": offered}
    )

    bound = DeviceAddress.objects.select_related("device").get()
    assert (bound.kind, bound.address, bound.device.profile) == (kind, address, profile)
    assert set(bound.device.series.values_list("key", flat=True)) == load_profiles()[profile].series.keys()
    assert Device.objects.count() == 1
