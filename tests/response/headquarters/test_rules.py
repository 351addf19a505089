"""Rules of duty and turn-out: data that a unit sets with source and reason, kept version by version, used by the engines."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.people.models import SYSTEM, Role
from linan.logistics.duty.actions.rules import (
    RuleChangedMeanwhile,
    RuleReasonMissing,
    RuleSourceMissing,
    RuleWords,
    set_duty_rule,
)
from linan.logistics.duty.models import OwnRule
from linan.response.headquarters.actions.passings import raise_unclaimed
from linan.response.headquarters.actions.turnouts import begin_turnout
from linan.response.headquarters.domain import claiming, roll_call, turnout
from linan.response.headquarters.models import Passing, Turnout
from linan.response.headquarters.rule_page import KINDS
from linan.response.headquarters.rulebook import rulebook
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.response import a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
MIN = timedelta(minutes=1)
WORDS = {"source": "应急预案第三章", "is_verified": "on", "reason": "新站点启用"}


def _set(org, key, *, seen_version=0, **figures):
    shipped = {"claiming": claiming.shipped, "roll_call": roll_call.shipped, "turnout": turnout.shipped}[key]()
    words = RuleWords(key=key, content={**shipped, **figures}, source="本单位决定", is_verified=False, reason="人手少")
    return set_duty_rule(words, org=org, seen_version=seen_version, by=SYSTEM, now=NOW)


def _form(client, key):
    """Return what the form of a rule sends when nothing is changed in it but the words."""
    page = client.get(reverse("headquarters:rule", args=[key]))
    fields = {bound.html_name: bound.value() for bound in page.context["form"]}
    return {name: value for name, value in fields.items() if value not in (None, False)} | WORDS | {
        "version": page.context["version"]
    }


def test_a_first_tier_that_a_street_gives_eight_minutes_is_due_after_eight_in_its_communities():
    incident = an_incident()
    a_person(role=Role.RESPONDER, org=incident.org)
    tiers = [{**tier, "arrive_min": 8} for tier in turnout.shipped()["tiers"]]
    _set(incident.org.parent, "turnout", tiers=tiers)

    begin_turnout(incident_id=incident.pk, by=SYSTEM, now=NOW)

    assert Turnout.objects.get().due_at == NOW + 8 * MIN


def test_a_community_that_gives_seven_minutes_to_claim_a_task_waits_seven():
    task = a_task()
    a_person(role=Role.GRID_MEMBER, org=task.incident.org)
    _set(task.incident.org, "claiming", wait_min=7)

    [raise_unclaimed(by=SYSTEM, now=NOW + step * MIN) for step in range(7)]
    before = Passing.objects.count()
    raise_unclaimed(by=SYSTEM, now=NOW + 7 * MIN)

    assert (before, Passing.objects.count()) == (0, 1)


def test_the_nearest_unit_that_set_a_rule_has_it_and_strangers_keep_the_shipped_one():
    community, stranger = a_community(), a_community()
    _set(community.parent, "roll_call", every_min=40)
    _set(community, "roll_call", every_min=10)

    book = rulebook()

    assert [book.roll_call(one.path).every for one in (community, community.parent, stranger)] == [10 * MIN, 40 * MIN, 20 * MIN]


def test_a_rule_wants_its_reason_and_its_source():
    words = RuleWords(key="claiming", content=claiming.shipped(), source=" ", is_verified=False, reason="人手少")
    silent = RuleWords(key="claiming", content=claiming.shipped(), source="预案", is_verified=False, reason=" ")

    with pytest.raises(RuleSourceMissing):
        set_duty_rule(words, org=a_community(), seen_version=0, by=SYSTEM, now=NOW)
    with pytest.raises(RuleReasonMissing):
        set_duty_rule(silent, org=a_community(), seen_version=0, by=SYSTEM, now=NOW)


def test_whoever_comes_second_is_told_and_nothing_is_written_over():
    community = a_community()
    _set(community, "claiming", wait_min=7)

    with pytest.raises(RuleChangedMeanwhile):
        _set(community, "claiming", wait_min=9)

    assert [one.content["wait_min"] for one in OwnRule.objects.all()] == [7]


@pytest.mark.parametrize("key", sorted(KINDS))
def test_a_form_sent_as_it_stands_keeps_every_figure(key):
    community = a_community()
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))

    answer = client.post(reverse("headquarters:rule", args=[key]), _form(client, key))

    row = OwnRule.objects.get()
    assert answer.status_code == 302
    assert KINDS[key].lines(row.content) == KINDS[key].lines(KINDS[key].shipped())
    assert (row.source, row.is_verified, row.reason, row.version) == ("应急预案第三章", True, "新站点启用", 1)


@pytest.mark.parametrize(
    ("key", "figures", "field"),
    [
        ("turnout", {"arrive_1": "0"}, "arrive_1"), ("turnout", {"answer_1": "6"}, "answer_1"),
        ("turnout", {"roles_1": "resident"}, "roles_1"), ("roll_call", {"red_after_min": "1"}, "red_after_min"),
        ("claiming", {"wait_min": "三"}, "wait_min"), ("doubling", {"first_flood_season": "13-01"}, "first_flood_season"),
        ("swapping", {"ahead_h": "-1"}, "ahead_h"), ("claiming", {"reason": ""}, "reason"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused_beside_its_field(key, figures, field):
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR))

    answer = client.post(reverse("headquarters:rule", args=[key]), _form(client, key) | figures)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert OwnRule.objects.count() == 0


def test_the_page_shows_who_set_a_rule_and_why_and_its_versions():
    community = a_community()
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))
    _set(community, "claiming", wait_min=7)
    _set(community, "claiming", seen_version=1, wait_min=9)

    page = client.get(reverse("headquarters:rules")).content.decode()
    versions = client.get(reverse("headquarters:rule", args=["claiming"])).content.decode()

    assert "无人接受的任务9分钟后转交" in page
    assert versions.count("人手少") == 2


def test_a_rule_that_there_is_not_is_not_found():
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR))

    assert client.get(reverse("headquarters:rule", args=["weather"])).status_code == 404
