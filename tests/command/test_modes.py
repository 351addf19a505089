"""The three modes, what each changes, and who may switch them."""

import pytest
from django.urls import reverse

from linan.command.modes import armed_conditions, mode_rules, present_mode, roster_of
from linan.ground.people.models import Role
from linan.monitoring.actions.modes import switch_mode
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Condition, OrgMode
from tests.build import NOW, a_community, a_person, a_street, signed_in_client
from tests.builders.duty import a_shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_every_mode_has_its_rule_and_each_rule_its_source():
    assert [mode for mode, rule in mode_rules().items() if rule.source] == list(OperatingMode)


def test_emergency_mode_asks_for_two_on_duty_and_a_leader():
    community = a_community()
    a_person(role=Role.DUTY_OFFICER, org=community)

    daily = roster_of(community, OperatingMode.DAILY, now=NOW)
    emergency = roster_of(community, OperatingMode.EMERGENCY, now=NOW)

    assert (daily.missing, daily.is_leader_missing) == (0, False)
    assert (emergency.missing, emergency.is_leader_missing) == (1, True)


def test_where_shifts_go_on_only_they_count():
    community = a_community()
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    a_person(role=Role.COMMUNITY_DIRECTOR, org=community)
    a_shift(org=community, person=officer)

    roster = roster_of(community, OperatingMode.EMERGENCY, now=NOW)

    assert (list(roster.people), roster.missing, roster.is_leader_missing) == ([officer], 1, True)


def test_a_community_lives_in_the_mode_of_its_street_unless_it_has_its_own():
    street = a_street()
    community = a_community(parent=street)
    switch_mode(org_id=street.pk, mode="holiday", reason="春节", by=a_person(org=street), now=NOW)

    assert (present_mode(community), present_mode(a_community())) == (OperatingMode.HOLIDAY, OperatingMode.DAILY)


def test_a_condition_that_rests_in_emergency_mode_is_shown_as_that():
    inner = {"kind": "state_event", "parameters": {"equals": 1, "for_s": 60}}
    parameters = {"inner": inner, "from_hour": "23:00", "to_hour": "05:00", "days": "every", "modes": ["daily", "holiday"]}
    Condition.objects.create(org=a_community(), kind="schedule", title="夜间门开", parameters=parameters, changed_at=NOW)

    (armed,) = armed_conditions()

    assert (armed.condition.title, list(armed.counts)) == ("夜间门开", [True, True, False])


def test_the_duty_officer_switches_the_mode_with_a_reason_and_a_volunteer_may_not():
    community = a_community()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    volunteer = signed_in_client(a_person(role=Role.VOLUNTEER, org=community))
    said = {"mode": "emergency", "reason": "台风橙色预警"}

    refused = volunteer.post(reverse("command:modes"), said)
    wordless = officer.post(reverse("command:modes"), {"mode": "emergency", "reason": ""})
    officer.post(reverse("command:modes"), said)

    assert (refused.status_code, wordless.status_code) == (403, 422)
    assert OrgMode.objects.values_list("mode", "reason").get() == ("emergency", "台风橙色预警")
    assert "应急模式" in officer.get(reverse("command:mode-chip")).content.decode()
