"""One verified alarm walked to a closed incident, with every reaction run."""

import pytest

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.clock import now as wall_now
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from linan.monitoring.actions.alarms import verify_alarm
from linan.monitoring.models import Alarm, Verdict
from linan.planning.actions import activate_plan
from linan.planning.models import Proposal, ProposalStatus
from linan.response.actions import close_incident, move_task
from linan.response.models import CloseReason, Incident, IncidentAlarm, IncidentStatus, Mode, Task, TaskStatus
from linan.response.pages import incident_page
from tests.build import a_community, a_grid, a_person
from tests.builders.monitoring import a_device, an_alarm
from tests.builders.planning import a_plan
from tests.builders.response import a_building

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
WAY = (TaskStatus.ACCEPTED, TaskStatus.ON_THE_WAY, TaskStatus.ON_SITE, TaskStatus.DONE)


def _verified(community: Org, *, verdict: Verdict = Verdict.REAL, **place: object) -> Alarm:
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    alarm = an_alarm(device=a_device(org=community, **place))
    verify_alarm(alarm_id=alarm.pk, verdict=verdict, note="看到明火", by=officer, now=wall_now())
    return alarm


def test_a_verified_alarm_becomes_an_incident_whose_plan_gives_out_tasks_until_it_is_closed():
    community = a_community()
    building = a_building(org=community)
    grid_member = a_person(role=Role.GRID_MEMBER, org=a_grid(parent=community))
    a_plan(org=community)

    alarm = _verified(community, building_id=building.pk)
    deliver_announcements()
    proposal = Proposal.objects.get()
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    activate_plan(proposal_id=proposal.pk, level="IV", by=officer, now=wall_now())
    knock = Task.objects.get(plan_task="community_fire/door-knock")
    for step in WAY:
        move_task(task_id=knock.pk, to=step, note="三单元已敲完" if step == TaskStatus.DONE else "", by=grid_member, now=wall_now())
    incident = close_incident(
        incident_id=proposal.incident_id, reason=CloseReason.SETTLED, summary="明火已扑灭，无人受伤。", by=officer,
        now=wall_now(),
    )

    page = incident_page(incident, now=wall_now())
    assert [one.pk for one in page.alarms] == [alarm.pk]
    assert incident.title == "B1幢 火灾"
    assert (incident.klass, incident.grade, incident.response_level, incident.mode) == ("accident", None, "IV", "real")
    assert knock.owner == grid_member
    assert knock.org == grid_member.memberships.get().org
    assert [one.task.pk for one in page.done] == [knock.pk]
    assert Task.objects.filter(status=TaskStatus.CANCELLED).count() == 9
    assert page.timeline[0].text == "事件已结束"
    assert page.timeline[-1].text == "产生报警"
    assert [reason["values"] for reason in proposal.reasons] == [{"value": 1, "at_least": 1}]


def test_a_second_alarm_in_the_same_building_joins_the_open_incident_and_raises_the_proposed_level():
    community = a_community()
    building = a_building(org=community, floors=11)
    a_plan(org=community)
    _verified(community, building_id=building.pk)
    deliver_announcements()

    _verified(community, building_id=building.pk)
    deliver_announcements()

    assert Incident.objects.count() == 1
    assert IncidentAlarm.objects.count() == 2
    assert Proposal.objects.get().level == "III"


def test_an_alarm_two_streets_away_opens_an_incident_of_its_own():
    community = a_community()
    _verified(community, lon=118.780, lat=32.050)
    deliver_announcements()

    _verified(community, lon=118.784, lat=32.050)
    deliver_announcements()

    assert Incident.objects.count() == 2


def test_a_drill_stays_a_drill_and_joins_no_real_incident():
    community = a_community()
    building = a_building(org=community)
    a_plan(org=community)
    _verified(community, building_id=building.pk)
    _verified(community, building_id=building.pk, verdict=Verdict.DRILL)
    deliver_announcements()

    assert sorted(Incident.objects.values_list("mode", flat=True)) == [Mode.DRILL, Mode.REAL]
    assert Proposal.objects.filter(status=ProposalStatus.PROPOSED).count() == 2


@pytest.mark.parametrize("verdict", [Verdict.FALSE, Verdict.TEST])
def test_a_false_alarm_or_an_equipment_check_opens_no_incident(verdict):
    _verified(a_community(), verdict=verdict)

    deliver_announcements()

    assert Incident.objects.filter(status=IncidentStatus.OPEN).count() == 0
