"""Pages of ways in, platforms, quarantine, entered readings and commands."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from PIL import Image

from linan.ground.clock import now
from linan.ground.people.models import Role
from linan.monitoring.actions.commands import expire_commands, note_answers
from linan.monitoring.actions.gateways import Counted, write_status
from linan.monitoring.actions.snapshots import keep_snapshot
from linan.monitoring.gateways._commands import Answered
from linan.monitoring.models import (
    CommandStatus,
    Device,
    DeviceAddress,
    DeviceCommand,
    ManualReading,
    Oddity,
    Series,
    Snapshot,
    Source,
    Stranger,
)
from tests.build import a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device, a_series, an_alarm
from tests.builders.wires import a_command, a_source, a_stranger, a_stranger_of_nobody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def integrator(community):
    return signed_in_client(a_person(org=community, role=Role.INTEGRATOR))


@pytest.fixture
def grid_member(community):
    return signed_in_client(a_person(org=community, role=Role.GRID_MEMBER))


@pytest.fixture
def duty_officer(community):
    return signed_in_client(a_person(org=community, role=Role.DUTY_OFFICER))


def test_the_address_of_a_platform_is_shown_once_and_stored_nowhere(integrator, community):
    answer = integrator.post(
        reverse("monitoring:source-adding") + "?kind=onenet",
        {"org": community.pk, "title": "移动平台", "token": "abcd"},
    )

    source = Source.objects.get()
    address = answer.context["address"]
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert address.rpartition("/in/")[2] not in (source.secret_hash, source.sealed_token)
    assert "abcd" not in source.sealed_token


def test_a_signed_platform_wants_its_token(integrator, community):
    answer = integrator.post(
        reverse("monitoring:source-adding") + "?kind=onenet", {"org": community.pk, "title": "移动平台"}
    )

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["token"])


def test_a_platform_of_another_community_is_not_found(integrator):
    foreign = a_source().source

    assert integrator.get(reverse("monitoring:source", args=[foreign.pk])).status_code == 404


def test_a_stranger_is_installed_with_the_model_that_its_keys_suggest(integrator, community):
    stranger = a_stranger(org=community)
    page = integrator.get(reverse("monitoring:stranger", args=[stranger.pk]))

    posted = {"org": community.pk, "name": "车棚烟感", "profile": page.context["form"].initial["profile"]}
    answer = integrator.post(reverse("monitoring:stranger", args=[stranger.pk]), posted)

    device = Device.objects.get()
    assert answer["Location"] == reverse("monitoring:device", args=[device.pk])
    assert (device.profile, sorted(device.series.values_list("key", flat=True))) == ("smoke", ["battery", "smoke"])
    assert DeviceAddress.objects.get().address == stranger.address
    assert Stranger.objects.count() == 0


def test_a_device_known_by_its_token_keeps_the_token(integrator, community):
    stranger = a_stranger(org=community, kind="token", address="ab" * 32)

    page = integrator.get(reverse("monitoring:stranger", args=[stranger.pk]))
    integrator.post(
        reverse("monitoring:stranger", args=[stranger.pk]),
        {"org": community.pk, "name": "烟感", "profile": "smoke"},
    )

    assert "ab" * 32 not in page.content.decode()
    assert Device.objects.get().token_hash == "ab" * 32


def test_a_device_below_a_gateway_keeps_name_and_organisation_by_which_it_is_found(community):
    beside = a_community(parent=community.parent)
    integrator = signed_in_client(a_person(org=community.parent, role=Role.INTEGRATOR))
    stranger = a_stranger(org=community, kind="name", address="Device A")

    integrator.post(
        reverse("monitoring:stranger", args=[stranger.pk]),
        {"org": beside.pk, "name": "别的名字", "profile": "smoke"},
    )

    assert (Device.objects.get().name, Device.objects.get().org) == ("Device A", community)


def test_a_sender_that_belongs_to_nobody_reaches_whoever_installs_devices_anywhere(integrator, community):
    stranger = a_stranger_of_nobody(address="654321")

    listed = integrator.get(reverse("monitoring:quarantine")).content.decode()
    posted = {"org": community.pk, "name": "用传", "profile": "fire_transmitter"}
    answer = integrator.post(reverse("monitoring:stranger", args=[stranger.pk]), posted)

    assert ("654321" in listed, "尚无归属" in listed) == (True, True)
    assert answer["Location"] == reverse("monitoring:device", args=[Device.objects.get().pk])
    assert (Device.objects.get().org, DeviceAddress.objects.get().address) == (community, "654321")


def test_a_sender_of_another_community_stays_out_of_sight(integrator):
    foreign = a_stranger()

    assert integrator.get(reverse("monitoring:stranger", args=[foreign.pk])).status_code == 404


def test_a_sender_that_belongs_to_nobody_is_nothing_for_the_desk(community):
    officer = signed_in_client(a_person(org=community, role=Role.DUTY_OFFICER))

    assert officer.get(reverse("monitoring:stranger", args=[a_stranger_of_nobody().pk])).status_code == 403


def test_a_dismissed_stranger_leaves_the_list(integrator, community):
    stranger = a_stranger(org=community)

    integrator.post(reverse("monitoring:dismissal", args=[stranger.pk]))

    assert Stranger.objects.count() == 0


def test_an_intake_that_stopped_is_shown_as_not_running_with_its_last_counts(integrator):
    counted = Counted("mqtt", connections=3, received=700, per_s=1.5, reasons={"BAD_TOKEN": 2})
    write_status([counted], intake=1, since=now() - timedelta(hours=1), now=now() - timedelta(minutes=1))

    answer = integrator.get(reverse("monitoring:gateways"))

    (line,) = answer.context["gateways"]
    assert (line.is_running, line.received, line.refused) == (False, 700, 2)
    assert "未运行" in answer.content.decode()


def test_two_intakes_that_run_are_one_line(integrator):
    for intake in (1, 2):
        counted = Counted("mqtt", connections=3, received=700, per_s=1.5, reasons={"BAD_TOKEN": 2})
        write_status([counted], intake=intake, since=now(), now=now())

    (line,) = integrator.get(reverse("monitoring:gateways")).context["gateways"]

    assert (line.is_running, line.connections, line.received, line.per_s, line.refused) == (True, 6, 1400, 3.0, 4)


def test_a_way_in_without_a_port_is_shown_as_not_open_and_how_to_open_it(integrator, settings):
    settings.GB26875_PORT = 0
    counted = Counted("gb26875", connections=None, received=0, per_s=0.0, reasons={})
    write_status([counted], intake=1, since=now(), now=now())

    closed = integrator.get(reverse("monitoring:gateways")).content.decode()
    settings.GB26875_PORT = 5200
    opened = integrator.get(reverse("monitoring:gateways")).content.decode()

    assert ("未开放" in closed, "由 LINAN_GB26875_PORT 开启" in closed) == (True, True)
    assert ("未开放" in opened, "5200" in opened) == (False, True)


def a_staff_gauge(org):
    device = a_device(org=org, profile="staff_gauge", name="东河水尺")
    return Series.objects.create(device=device, key="stage", quantity="stage", unit="m")


def test_a_grid_member_enters_a_level_and_pressing_twice_enters_once(grid_member, community):
    series = a_staff_gauge(community)
    posted = {"value": "1.25", "at": f"{now():%Y-%m-%dT%H:%M}", "key": uuid4()}
    posted["at"] = grid_member.get(reverse("monitoring:entering", args=[series.pk])).context["form"]["at"].value()

    answers = [grid_member.post(reverse("monitoring:entering", args=[series.pk]), posted) for _press in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert [(one.value, one.taken_at) for one in ManualReading.objects.all()] == [(1.25, None)]


@pytest.mark.parametrize(
    ("value", "back", "field"),
    [("125", timedelta(), "value"), ("1.2", timedelta(hours=30), "at"), ("1.2", -timedelta(hours=2), "at"), ("x", timedelta(), "value")],
)
def test_a_level_that_cannot_be_is_refused_beside_its_field(grid_member, community, value, back, field):
    series = a_staff_gauge(community)

    answer = grid_member.post(
        reverse("monitoring:entering", args=[series.pk]), {"value": value, "at": now() - back, "key": uuid4()}
    )

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, [field])
    assert ManualReading.objects.count() == 0


def test_a_siren_is_told_to_sound_with_a_reason(duty_officer, community):
    device = a_device(org=community, profile="loudspeaker")

    silent = duty_officer.post(reverse("monitoring:ordering", args=[device.pk]), {"command": "siren", "reason": " "})
    given = duty_officer.post(reverse("monitoring:ordering", args=[device.pk]), {"command": "siren", "reason": "起火"})

    command = DeviceCommand.objects.get()
    assert (silent.status_code, given.status_code) == (422, 302)
    assert (command.method, command.params, command.status) == ("siren", {"on": True}, CommandStatus.QUEUED)


def test_what_a_device_cannot_do_is_not_sent_to_it(duty_officer, community):
    device = a_device(org=community, profile="smoke")

    answer = duty_officer.post(reverse("monitoring:ordering", args=[device.pk]), {"command": "siren", "reason": "起火"})

    assert (answer.status_code, DeviceCommand.objects.count()) == (404, 0)


def test_a_loudspeaker_without_words_is_refused(duty_officer, community):
    device = a_device(org=community, profile="loudspeaker")

    answer = duty_officer.post(reverse("monitoring:ordering", args=[device.pk]), {"command": "speak", "reason": "起火"})

    assert (answer.status_code, answer.context["command_refusal"].code) == (422, "text_missing")


def test_an_answer_that_cannot_be_stored_as_it_is_confirms_all_the_same(community):
    command = a_command(org=community)
    DeviceCommand.objects.filter(pk=command.pk).update(status=CommandStatus.SENT)

    note_answers([Answered(command.pk, command.device_id, {"a\0": "\ud800"})], now=now())

    assert (DeviceCommand.objects.get().status, DeviceCommand.objects.get().answer) == (CommandStatus.CONFIRMED, {"a␀": "?"})


def test_an_answer_of_another_device_changes_nothing(community):
    command = a_command(org=community)
    DeviceCommand.objects.filter(pk=command.pk).update(status=CommandStatus.SENT)

    note_answers([Answered(command.pk, a_device(org=community).pk, {})], now=now())

    assert DeviceCommand.objects.get().status == CommandStatus.SENT


def test_a_command_that_nobody_confirms_expires_and_a_late_answer_still_tells_the_truth(community):
    command = a_command(org=community)

    expired = expire_commands(now=command.expires_at)
    note_answers([Answered(command.pk, command.device_id, {"error": "no power"})], now=now())

    assert (expired, DeviceCommand.objects.get().status) == ([command.pk], CommandStatus.REFUSED)


def test_a_command_that_waits_can_be_taken_back_and_one_that_left_cannot(duty_officer, community):
    waiting, sent = a_command(org=community), a_command(org=community)
    DeviceCommand.objects.filter(pk=sent.pk).update(status=CommandStatus.SENT)

    answers = [duty_officer.post(reverse("monitoring:taking-back", args=[one.pk])) for one in (waiting, sent)]

    assert [one.status_code for one in answers] == [302, 409]
    assert [one.status for one in DeviceCommand.objects.order_by("pk")] == [CommandStatus.CANCELLED, CommandStatus.SENT]


def test_a_device_with_a_wrong_clock_and_unknown_keys_says_so(integrator, community):
    device = a_series(org=community).device
    Oddity.objects.create(
        device=device, unknown_keys={"rssi": ["-71", now().isoformat()]}, clock_off_s=-400_000, clock_off_at=now()
    )

    page = integrator.get(reverse("monitoring:device", args=[device.pk])).content.decode()

    assert "设备时钟有误（慢 4 天）" in page
    assert "<code>rssi</code>" in page


def test_the_picture_of_an_alarm_is_shown_beside_it_and_older_ones_are_not(duty_officer, community, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    alarm = an_alarm(org=community)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    for at in (alarm.source_at, alarm.source_at - timedelta(hours=1)):
        keep_snapshot(drawn.getvalue(), device_id=alarm.device_id, key="fire", at=at, now=at)

    page = duty_officer.get(reverse("monitoring:snapshots", args=[alarm.pk])).content.decode()

    newest = Snapshot.objects.first()
    assert page.count("<img ") == 1
    assert reverse("files:file", args=[newest.file_id]) in page


def test_a_camera_that_repeats_its_event_leaves_one_picture(community, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    device = a_device(org=community)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    moments = [now(), now() + timedelta(seconds=5), now() + timedelta(seconds=40)]

    kept = [keep_snapshot(drawn.getvalue(), device_id=device.pk, key="fire", at=at, now=at) for at in moments]

    assert [one is None for one in kept] == [False, True, False]
