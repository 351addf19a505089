"""A detector that a panel speaks of before anybody installed it: listed, known for what it is, installed by one click."""

import pytest
from django.urls import reverse
from django.utils import translation

from linan.ground.people.models import Role
from linan.monitoring.models import Device, DeviceAddress, RawMessage
from linan.monitoring.packets import in_one_line
from linan.monitoring.profiles import load_profiles
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device
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


@pytest.mark.parametrize(
    ("kind", "profile", "said"),
    [
        ("gb26875", "panel_smoke", "点型光电感烟火灾探测器 · 1号楼2层走道 · 火警"),
        ("gb26875", "fire_tank", "消防水箱 · height 2.45 m"),
        ("hj212", "air_station", "PM2.5 35.2 · PM10 61 · noise 58.4 dB · temperature -3.5 °C · humidity 41 % · wind speed 2.1 m/s"
                                 " · wind direction 315 °"),
        ("sl651", "river_level", "瞬时河道水位、潮位 14.997 m · 电源电压 24 V"),
        ("token", "panel_smoke", ""),
    ],
)
def test_a_packet_is_said_in_one_line(kind, profile, said):
    sent = str(load_profiles()[profile].samples[0].sent)

    with translation.override("zh-hans"):
        assert in_one_line(sent, kind) == said


@pytest.mark.parametrize("kind", ["gb26875", "hj212", "sl651"])
def test_what_cannot_be_read_is_said_by_nothing(kind):
    assert in_one_line("4040", kind) == ""


def test_the_page_of_a_station_says_what_it_sent():
    community = a_community()
    device = a_device(org=community, profile="river_level")
    sent = str(load_profiles()["river_level"].samples[0].sent)
    RawMessage.objects.create(device=device, at=NOW, text=sent)

    page = signed_in_client(a_person(org=community, role=Role.INTEGRATOR)).get(
        reverse("monitoring:device", args=[device.pk])
    )

    assert "<strong>瞬时河道水位、潮位 14.997 m · 电源电压 24 V</strong>" in page.content.decode()
