"""One public warning walked from the duty officer's decision to tasks on phones, with every reaction run."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.monitoring.actions.warning_cards import Answer, answer_warning
from linan.monitoring.models import WarningCard
from linan.planning.actions import adopt_plan
from linan.planning.models import Proposal, ProposalStatus
from linan.response.models import Incident, IncidentWarning, Task
from linan.response.pages import incident_page
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.warnings import a_warning_card
from tests.monitoring.domain.warnings.files import national

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
FIRST, LATER = "32990141600000_20260114190000", "2026-01-15 04:00:00+08:00"
OUTDOOR_WORK = "community_weather/outdoor-power"


@pytest.fixture
def community() -> Org:
    """A community with the weather plan in force and somebody for every role."""
    made = a_community()
    adopt_plan(org=made, by=SYSTEM, now=NOW, key="community_weather")
    for role in (Role.GRID_MEMBER, Role.PROPERTY_STAFF, Role.RESPONDER, Role.COMMUNITY_DIRECTOR):
        a_person(org=made, role=role)
    return made


@pytest.fixture
def officer(community: Org) -> Person:
    """Who is on duty there."""
    return a_person(org=community, role=Role.DUTY_OFFICER)


def warned(community: Org, **said: str) -> WarningCard:
    return a_warning_card(org=community, content=national(code=community.code.ljust(12, "0"), **said))


def decide(card: WarningCard, answer: Answer, *, by: Person) -> None:
    answer_warning(answer, card_id=card.pk, by=by, now=NOW)
    deliver_announcements()


def given() -> set[str]:
    return set(Task.objects.values_list("plan_task", flat=True))


def test_an_adopted_warning_opens_an_incident_and_gives_out_the_tasks_of_its_colour(
    community: Org, officer: Person
) -> None:
    decide(warned(community), Answer(status="adopted"), by=officer)

    incident = Incident.objects.get()
    assert (incident.title, incident.klass, incident.sub_code, incident.mode) == ("暴雨蓝色预警", "natural", "11B03", "real")
    assert (incident.response_level, Proposal.objects.get().status) == ("IV", ProposalStatus.ACTIVATED)
    assert given() == {f"community_weather/{key}" for key in (
        "tell-posts", "call-priority", "look-drains", "round-before", "first-report", "round-after",
    )}
    page = incident_page(incident, now=NOW)
    assert "预警已决定应对：暴雨蓝色预警" in [one.text for one in page.timeline]
    assert [one.card.warning.headline for one in page.warnings] == ["演示区气象局发布暴雨蓝色预警[IV级/一般]"]


def test_a_warning_that_grows_worse_raises_the_level_and_repeats_no_task(community: Org, officer: Person) -> None:
    decide(warned(community, identifier=FIRST), Answer(status="adopted"), by=officer)
    before = given()

    worse = warned(
        community, identifier="u", action="Update", references=FIRST, sent=LATER, severity="Yellow",
        headline="演示区气象局发布暴雨黄色预警[III级/较重]",
    )
    decide(worse, Answer(status="adopted"), by=officer)

    assert (Incident.objects.get().response_level, IncidentWarning.objects.count()) == ("III", 2)
    assert given() - before == {OUTDOOR_WORK, "community_weather/leave-dangerous"}
    assert Task.objects.count() == len(given())


def test_a_changed_proposal_waits_for_the_level_that_a_person_chooses(community: Org, officer: Person) -> None:
    changed = Answer(status="changed", response="只查地下车库", reason="小区地势高")
    decide(warned(community), changed, by=officer)

    assert (Incident.objects.get().account, Proposal.objects.get().status) == ("只查地下车库", ProposalStatus.PROPOSED)
    assert Task.objects.count() == 0


def test_a_declined_warning_opens_nothing(community: Org, officer: Person) -> None:
    decide(warned(community), Answer(status="declined", reason="不在影响范围"), by=officer)

    assert Incident.objects.count() == 0


def test_an_exercise_makes_a_drill_of_everything(community: Org, officer: Person) -> None:
    decide(warned(community, status="Exercise"), Answer(status="adopted"), by=officer)

    assert (Incident.objects.get().mode, len(given())) == ("drill", 6)


def test_a_community_without_the_plan_still_gets_its_incident(officer: Person) -> None:
    elsewhere = a_community()
    decide(warned(elsewhere), Answer(status="adopted"), by=a_person(org=elsewhere, role=Role.DUTY_OFFICER))

    assert (Incident.objects.get().org, Proposal.objects.count(), Task.objects.count()) == (elsewhere, 0, 0)


def test_a_warning_that_ends_joins_its_incident_and_opens_none(community: Org, officer: Person) -> None:
    decide(warned(community, identifier=FIRST), Answer(status="adopted"), by=officer)
    tasks = Task.objects.count()

    decide(warned(community, identifier="e", action="Cancel", references=FIRST, sent=LATER), Answer(status="adopted"), by=officer)

    assert (IncidentWarning.objects.count(), Incident.objects.get().response_level, Task.objects.count()) == (2, "IV", tasks)


def test_a_warning_adopted_after_its_end_opens_no_incident_and_says_so_on_its_card(
    community: Org, officer: Person
) -> None:
    card = warned(community)
    asked = page_of(card, officer)
    end = card.warning.holds_until

    answer_warning(Answer(status="adopted"), card_id=card.pk, by=officer, now=end)
    deliver_announcements()

    assert (Incident.objects.count(), Task.objects.count()) == (0, 0)
    assert ("该预警已于" in asked, "采纳后自动建立事件" in asked) == (True, False)
    assert "决策时预警已失效。" in page_of(card, officer)


def test_a_warning_adopted_a_second_before_its_end_still_opens_an_incident(community: Org, officer: Person) -> None:
    card = warned(community)

    last_moment = card.warning.holds_until - timedelta(seconds=1)
    answer_warning(Answer(status="adopted"), card_id=card.pk, by=officer, now=last_moment)
    deliver_announcements()

    assert Incident.objects.get().title == "暴雨蓝色预警"


def test_a_late_decision_joins_the_incident_of_its_danger_without_raising_its_level(
    community: Org, officer: Person
) -> None:
    decide(warned(community, identifier=FIRST), Answer(status="adopted"), by=officer)
    before = given()
    worse = warned(
        community, identifier="u", action="Update", references=FIRST, sent=LATER, severity="Yellow",
        headline="演示区气象局发布暴雨黄色预警[III级/较重]",
    )

    answer_warning(Answer(status="adopted"), card_id=worse.pk, by=officer, now=worse.warning.holds_until)
    deliver_announcements()

    assert (Incident.objects.get().response_level, IncidentWarning.objects.count(), given()) == ("IV", 2, before)


def page_of(card: WarningCard, officer: Person) -> str:
    page = signed_in_client(officer).get(reverse("monitoring:warning", args=[card.pk]))
    return page.content.decode()
