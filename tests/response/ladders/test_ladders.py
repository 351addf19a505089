"""The ladder: call, visit, joint visit, notice; evidence, deadlines, and a cooling-off that forgives."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.people.models import SYSTEM, Role
from linan.ground.text import say
from linan.monitoring.actions.alarms import (
    ClearedAlarm,
    RaisedAlarm,
    clear_alarms,
    raise_alarms,
    verify_alarm,
)
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.models import Alarm, Series
from linan.response.ladders.actions import (
    PhotoMissing,
    Step,
    StepNoteMissing,
    forgive_due,
    note_occurrence,
    take_step,
)
from linan.response.ladders.domain.definitions import ladder_kinds
from linan.response.ladders.models import Ladder, Rung
from tests.build import NOW, a_community, a_grid, a_person, signed_in_client
from tests.builders.files import a_picture
from tests.builders.ladders import a_ladder, seen_in
from tests.builders.monitoring import a_condition, a_device, an_alarm
from tests.builders.registry import a_building

pytestmark = [pytest.mark.django_db]
COOLING_OFF = ladder_kinds()["ebike"].cooling_off
DAY = timedelta(days=1)


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def director(community):
    return a_person(org=community, role=Role.COMMUNITY_DIRECTOR)


def taken(outcome, *, ladder, by, now=NOW, photo=b""):
    with everywhere():
        return take_step(
            Step(outcome=outcome, note="已沟通", photo=photo, photo_name="现场.jpg"), ladder_id=ladder.pk, by=by, now=now
        )


def rungs(ladder):
    with everywhere():
        return list(ladder.rungs.values_list("number", "outcome"))


def status(ladder):
    with everywhere():
        return Ladder.objects.get(pk=ladder.pk).status


def lift_event(community, building, *, at=NOW):
    """Raise the alarm of a lift camera in the first staircase of a building."""
    with everywhere():
        spec = DeviceSpec(
            org_id=community.pk, name=f"梯控{at:%j%H%M}", profile="lift_camera", building_id=building.pk, unit=1
        )
        device = add_device(spec, series={"ebike_in_lift": ("ebike_in_lift", "")}, by=SYSTEM, now=NOW).device
        condition = a_condition(org=community, quantity="ebike_in_lift", severity=3)
        raised = RaisedAlarm(
            series_id=Series.objects.get(device=device).pk, condition_id=condition.pk, value=1.0, because=say("seen"),
            source_at=at,
        )
        (pk,) = raise_alarms([raised], now=at)
    return pk


def test_an_e_bike_in_the_lift_makes_the_duty_officer_call_within_a_day(community):
    officer = a_person(org=community, role=Role.DUTY_OFFICER)

    lift_event(community, a_building(org=community))
    deliver_announcements()

    with everywhere():
        rung = Rung.objects.get()
    assert (rung.number, rung.owner, rung.due_at - rung.opened_at) == (1, officer, DAY)


def test_a_second_event_while_the_call_is_still_to_be_made_does_not_climb(community):
    a_person(org=community, role=Role.DUTY_OFFICER)
    building = a_building(org=community)

    lift_event(community, building)
    lift_event(community, building, at=NOW + timedelta(hours=1))
    deliver_announcements()

    with everywhere():
        ladder = Ladder.objects.get()
        assert ladder.occurrences.count() == 2
    assert rungs(ladder) == [(1, "")]


def test_an_event_during_the_cooling_off_leads_to_the_visit_of_the_grid_member(community, director):
    grid = a_grid(parent=community)
    visitor = a_person(org=grid, role=Role.GRID_MEMBER)
    building = a_building(org=community, grid_id=grid.pk)
    ladder = a_ladder(org=community, building=building)
    taken("settled", ladder=ladder, by=director)

    with everywhere():
        note_occurrence(seen_in(community, building=building), by=SYSTEM, now=NOW + DAY)
        last = ladder.rungs.last()

    assert (last.number, last.owner, status(ladder)) == (2, visitor, "open")


def test_a_quiet_cooling_off_forgives_and_the_next_event_begins_at_the_bottom(community, director):
    building = a_building(org=community)
    ladder = a_ladder(org=community, building=building)
    taken("settled", ladder=ladder, by=director)

    with everywhere():
        again = note_occurrence(seen_in(community, building=building), by=SYSTEM, now=NOW + COOLING_OFF)

    assert status(ladder) == "forgiven"
    assert (again.pk != ladder.pk, rungs(again)) == (True, [(1, "")])


def test_every_night_what_stayed_quiet_is_forgiven_and_nothing_a_moment_too_soon(community, director):
    ladder = a_ladder(org=community)
    taken("settled", ladder=ladder, by=director)

    with everywhere():
        counts = [forgive_due(by=SYSTEM, now=NOW + COOLING_OFF + one) for one in (-DAY, timedelta(0), DAY)]

    assert counts == [0, 1, 0]


def test_four_refusals_climb_to_the_top_and_hand_over(community, director):
    ladder = a_ladder(org=community)

    for step in range(4):
        taken("refused", ladder=ladder, by=director, now=NOW + step * DAY)

    assert rungs(ladder) == [(1, "refused"), (2, "refused"), (3, "refused"), (4, "refused")]
    assert status(ladder) == "handed_over"


def test_a_visit_is_settled_only_with_a_photo_and_never_without_a_word(community, director):
    ladder = a_ladder(org=community)
    taken("refused", ladder=ladder, by=director)

    with everywhere(), pytest.raises(PhotoMissing):
        take_step(Step(outcome="settled", note="已推下楼"), ladder_id=ladder.pk, by=director, now=NOW)
    with everywhere(), pytest.raises(StepNoteMissing):
        take_step(Step(outcome="settled", note=" "), ladder_id=ladder.pk, by=director, now=NOW)

    assert status(ladder) == "open"


def test_an_event_that_was_false_takes_its_ladder_back(community, director):
    alarm_id = lift_event(community, a_building(org=community))
    deliver_announcements()

    with everywhere():
        verify_alarm(alarm_id=alarm_id, verdict="false", note="婴儿车", by=director, now=NOW)
        deliver_announcements()
        ladder = Ladder.objects.get()

    assert (ladder.status, rungs(ladder)) == ("unfounded", [])


@pytest.mark.parametrize(("times", "ladders"), [(2, 0), (3, 1)])
def test_the_same_defect_in_the_same_place_starts_a_ladder_at_the_third_time(community, director, times, ladders):
    device, condition = a_device(org=community), a_condition(org=community)

    for day in range(times):
        alarm = an_alarm(device=device, condition=condition, at=NOW + day * DAY)
        with everywhere():
            clear_alarms([ClearedAlarm(series_id=alarm.series_id, condition_id=condition.pk)], now=NOW + day * DAY)
            verify_alarm(alarm_id=alarm.pk, verdict="false", note="积灰", by=director, now=NOW + day * DAY)
        deliver_announcements()

    with everywhere():
        assert Ladder.objects.filter(kind="repeat").count() == ladders
        assert Alarm.objects.count() == times


def test_the_grid_member_takes_a_step_with_a_photo_on_its_page(community, director):
    ladder = a_ladder(org=community)
    taken("refused", ladder=ladder, by=director)
    photo = SimpleUploadedFile("门口.jpg", a_picture(), content_type="image/jpeg")
    client = signed_in_client(a_person(org=community, role=Role.GRID_MEMBER))

    page = client.post(
        reverse("ladders:step", args=[ladder.pk]), {"outcome": "settled", "note": "已约定停到车棚", "photo": photo}, follow=True
    ).content.decode()

    assert "已约定停到车棚" in page
    assert "自动销号" in page


def test_the_notice_names_the_place_the_law_and_what_was_tried(community, director):
    ladder = a_ladder(org=community)
    taken("refused", ladder=ladder, by=director)

    page = signed_in_client(director).get(reverse("ladders:notice", args=[ladder.pk])).content.decode()

    assert [part in page for part in (ladder.place, "第三十七条", "电话提醒", "签收人")] == [True] * 4


def test_whoever_sees_it_begins_a_ladder_by_hand(community, director):
    building = a_building(org=community)

    signed_in_client(director).post(reverse("ladders:reporting"), {
        "kind": "ebike", "building": building.pk, "place": "2单元 3楼", "note": "楼道里充电",
    })

    with everywhere():
        assert [one.place for one in Ladder.objects.all()] == [f"{building.name} · 2单元 3楼"]


def test_nobody_of_another_community_sees_a_ladder(community):
    ladder = a_ladder(org=community)

    response = signed_in_client(a_person()).get(reverse("ladders:ladder", args=[ladder.pk]))

    assert response.status_code == 404
