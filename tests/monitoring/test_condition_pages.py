"""The pages of alarm conditions: what they say in words, who may change them, versions, rehearsals."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM, Role
from linan.monitoring.actions.alarms import verify_alarm
from linan.monitoring.actions.conditions import ConditionSpec, add_condition
from linan.monitoring.models import Condition, ConditionVersion, OrgMode, Rehearsal
from linan.monitoring.rehearsing import run_rehearsal
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.monitoring import a_condition, a_device, a_rehearsal, a_series, an_alarm, readings

pytestmark = [pytest.mark.django_db]
CHANGE = {
    "title": "烟雾报警", "limit_way": "up", "limit_raises": "0.3", "limit_clears": "0.1", "severity": "2", "reason": "误报太多",
}


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def director(community):
    return signed_in_client(a_person(org=community, role=Role.COMMUNITY_DIRECTOR))


@pytest.fixture
def duty(community):
    return signed_in_client(a_person(org=community))


def page(client, name, *args, **query) -> str:
    return html.unescape(client.get(reverse(f"monitoring:{name}", args=args), query).content.decode())


def test_the_list_says_in_words_what_each_condition_will_do(duty, community):
    a_condition(org=community)

    said = page(duty, "conditions")

    assert "达到 0.2 OD/m 立即报警；降到 0.1 OD/m 及以下恢复。" in said


def test_the_duty_officer_sees_a_condition_and_no_way_to_change_it(duty, community):
    condition = a_condition(org=community)

    said = page(duty, "condition", condition.pk)
    posted = duty.post(reverse("monitoring:condition-editing", args=[condition.pk]), CHANGE)

    assert reverse("monitoring:condition-editing", args=[condition.pk]) not in said
    assert posted.status_code == 403


def test_changing_a_limit_makes_a_new_version_and_the_old_one_stays_readable(director, community, unscoped):
    condition = a_condition(org=community)

    director.post(reverse("monitoring:condition-editing", args=[condition.pk]), CHANGE)

    changed = Condition.objects.get()
    assert (changed.version, changed.parameters, changed.severity) == (2, {"above": 0.3, "clear_below": 0.1}, 2)
    assert list(ConditionVersion.objects.values_list("version", "parameters__above")) == [(2, 0.3), (1, 0.2)]
    assert "达到 0.2 OD/m 立即报警" in page(director, "condition", condition.pk)


def test_a_condition_is_not_changed_without_a_reason(director, community, unscoped):
    condition = a_condition(org=community)

    response = director.post(reverse("monitoring:condition-editing", args=[condition.pk]), CHANGE | {"reason": ""})

    assert (response.status_code, Condition.objects.get().version) == (422, 1)


def test_a_limit_that_clears_above_itself_is_refused_beside_its_field(director, community, unscoped):
    condition = a_condition(org=community)

    response = director.post(
        reverse("monitoring:condition-editing", args=[condition.pk]), CHANGE | {"limit_clears": "0.5"}
    )

    assert (response.status_code, Condition.objects.get().version) == (422, 1)
    assert 'id="id_limit_clears_error"' in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "said", "parameters"),
    [
        ("sustained", {"limit_way": "down", "limit_raises": "15", "limit_clears": "25", "for_s_0": "10", "for_s_1": "60"},
         {"below": 15.0, "clear_above": 25.0, "for_s": 600.0}),
        ("rate_of_rise", {"rise": "10", "within_s_0": "1", "within_s_1": "60"}, {"rise": 10.0, "within_s": 60.0}),
        ("silence", {"silent_s_0": "2", "silent_s_1": "3600"}, {"silent_s": 7200.0}),
        ("window_sum", {"more_than": "30", "within_s_0": "3", "within_s_1": "3600", "reads": "unit"},
         {"more_than": 30.0, "within_s": 10800.0, "reads": "unit"}),
        ("event_sum", {"at_least": "60", "dry_gap_s_0": "6", "dry_gap_s_1": "3600", "reads": "total"},
         {"at_least": 60.0, "dry_gap_s": 21600.0, "reads": "total"}),
        ("state_event", {"equals": "1", "for_s_0": "3", "for_s_1": "60"}, {"equals": 1.0, "for_s": 180.0}),
        ("stuck", {"for_s_0": "3", "for_s_1": "86400", "tolerance": "0"}, {"for_s": 259200.0, "tolerance": 0.0}),
        ("n_of_m", {"limit_way": "up", "limit_raises": "0.1", "limit_clears": "0.05", "n": "2", "within_s_0": "10",
                    "within_s_1": "60", "together": "building"},
         {"above": 0.1, "clear_below": 0.05, "n": 2, "within_s": 600.0, "together": "building"}),
        ("weekly_profile", {"direction": "more", "times": "6", "at_least": "500", "compare": "hour", "learns": "4"},
         {"direction": "more", "times": 6.0, "at_least": 500.0, "compare": "hour", "learns": 4}),
    ],
)
def test_every_kind_can_be_added_in_its_form(director, community, unscoped, kind, said, parameters):
    posted = {"title": "新条件", "severity": "3", "reason": "惯例", "org": community.pk, "quantity": "smoke", **said}

    response = director.post(reverse("monitoring:condition-adding", args=[kind]), posted)

    added = Condition.objects.get()
    assert response.url == reverse("monitoring:condition", args=[added.pk])
    assert (added.kind, added.parameters, added.quantity, added.version) == (kind, parameters, "smoke", 1)


def test_a_schedule_copies_the_condition_that_it_arms(director, community, unscoped):
    inner = a_condition(org=community)
    posted = {
        "title": "夜间", "severity": "3", "reason": "惯例", "org": community.pk, "quantity": "smoke", "inner": inner.pk,
        "from_hour": "22:00", "to_hour": "06:00", "days": "every", "modes": ["daily", "holiday"],
    }

    director.post(reverse("monitoring:condition-adding", args=["schedule"]), posted)

    added = Condition.objects.get(kind="schedule")
    assert added.parameters == {
        "inner": {"kind": "threshold", "parameters": inner.parameters, "quantity": "smoke"},
        "from_hour": "22:00", "to_hour": "06:00", "days": "every", "modes": ["daily", "holiday"],
    }
    assert "只在每天 22:00 至 06:00 生效。" in page(director, "condition", added.pk)


def test_a_composite_joins_conditions_and_one_that_must_not_hold(director, community, unscoped):
    smoke, silence = a_condition(org=community), a_condition(org=community, quantity="fan")
    heat = a_condition(org=community, quantity="temperature")
    posted = {
        "title": "烟温复合", "severity": "1", "reason": "惯例", "org": community.pk, "quantity": "smoke", "join": "all",
        "together": "floor", "parts": [smoke.pk, heat.pk], "parts_not": [silence.pk],
    }

    director.post(reverse("monitoring:condition-adding", args=["composite"]), posted)

    parts = Condition.objects.get(kind="composite").parameters["parts"]
    assert sorted((one["quantity"], one.get("is_not", False)) for one in parts) == [
        ("fan", True), ("smoke", False), ("temperature", False),
    ]


def test_a_retired_condition_leaves_the_list_and_keeps_its_versions(director, community, unscoped):
    condition = a_condition(org=community)

    director.post(reverse("monitoring:condition-retirement", args=[condition.pk]), {"reason": "设备已拆除"})

    assert Condition.objects.get().is_active is False
    assert condition.title not in page(director, "conditions")
    assert condition.title in page(director, "conditions", state="retired")
    assert "设备已拆除" in page(director, "condition", condition.pk)


def test_a_condition_is_not_retired_without_a_reason(director, community, unscoped):
    condition = a_condition(org=community)

    response = director.post(reverse("monitoring:condition-retirement", args=[condition.pk]), {"reason": " "})

    assert (response.status_code, Condition.objects.get().is_active) == (422, True)


def test_the_director_switches_the_mode_and_the_page_shows_it(director, community, unscoped):
    director.post(reverse("monitoring:mode"), {"mode": "emergency", "mode_reason": "防汛应急响应"})

    row = OrgMode.objects.get()
    assert (row.org_id, row.mode, row.reason) == (community.pk, "emergency", "防汛应急响应")
    assert "<strong>应急模式</strong>" in page(director, "conditions")


def test_a_rehearsal_says_when_it_would_have_fired_beside_the_judged_alarms(director, community, unscoped):
    device = a_device(org=community)
    readings(a_series(device=device), 0.01, 0.5, 0.02, 0.6, 0.01, ending_at=NOW, every=timedelta(hours=6))
    real, other = an_alarm(device=device, at=NOW - timedelta(hours=6)), a_condition(org=community, severity=2)
    verify_alarm(alarm_id=real.pk, verdict="real", note="", by=SYSTEM, now=NOW)
    false = an_alarm(device=device, condition=other, at=NOW - timedelta(hours=22))
    verify_alarm(alarm_id=false.pk, verdict="false", note="炒菜", by=SYSTEM, now=NOW)
    rehearsal = a_rehearsal(org=community, condition=real.condition, now=NOW + timedelta(minutes=1))

    run_rehearsal(rehearsal.pk)

    found = Rehearsal.objects.get(pk=rehearsal.pk).found
    assert (found["fired"], found["readings"], found["series"]) == (2, 5, 1)
    assert found["comparison"] == {
        "real_seen": [real.pk], "real_missed": [], "false_again": [], "false_gone": [false.pk], "new": 1,
    }
    said = page(director, "rehearsal", rehearsal.pk)
    assert "条误报可以避免" in said
    assert "读数 0.6 OD/m，已达到限值 0.2 OD/m" in said


def test_the_chart_of_a_rehearsal_counts_the_alarms_of_each_day(director, community, unscoped):
    device = a_device(org=community)
    readings(a_series(device=device), 0.5, 0.01, 0.6, 0.01, ending_at=NOW, every=timedelta(hours=12))
    rehearsal = a_rehearsal(org=community, condition=a_condition(org=community), now=NOW + timedelta(minutes=1))
    run_rehearsal(rehearsal.pk)

    chart = director.get(reverse("monitoring:rehearsal-chart", args=[rehearsal.pk])).json()

    assert [count for _, count in chart["points"]][-3:] == [0, 1, 1]


def test_a_draft_is_rehearsed_without_being_saved(director, community, unscoped):
    condition = a_condition(org=community)

    response = director.post(
        reverse("monitoring:condition-editing", args=[condition.pk]), CHANGE | {"rehearse": "1"}
    )

    rehearsal = Rehearsal.objects.get()
    assert response.url == reverse("monitoring:rehearsal", args=[rehearsal.pk])
    assert rehearsal.draft["parameters"] == {"above": 0.3, "clear_below": 0.1}
    assert Condition.objects.get().version == 1


def test_a_rehearsal_that_waits_asks_again_for_its_progress(director, community):
    rehearsal = a_rehearsal(org=community)

    said = page(director, "rehearsal", rehearsal.pk)

    assert 'hx-trigger="every 1s"' in said
    assert "已完成 0 / 30 天" in said


def test_an_alarm_keeps_the_version_that_raised_it(community, director, unscoped):
    alarm = an_alarm(org=community)

    director.post(reverse("monitoring:condition-editing", args=[alarm.condition_id]), CHANGE)

    alarm.refresh_from_db()
    assert (alarm.condition_version, Condition.objects.get().version) == (1, 2)


def test_conditions_of_a_building_are_those_of_its_community_alone(community):
    with everywhere():
        spec = ConditionSpec(title="限这栋", parameters={"silent_s": 60}, severity=4, reason="惯例")
        add_condition(spec, org_id=community.pk, kind="silence", quantity="smoke", by=SYSTEM, now=NOW)
    stranger = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR))

    assert "限这栋" not in page(stranger, "conditions")
