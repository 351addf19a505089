"""What must hold of incidents, proposals and tasks however often a process was killed while they were made."""

from collections.abc import Mapping

from linan.planning.domain.text import plan_from
from tests.chaos.kills import ask, rows
from tests.running import House

# The demonstration remembers an incident of four days ago: nobody was told of it, and no sensor saw it.
_TONIGHT = "(select * from response_incident where opened_at > now() - interval '6 hours')"
_TOLD = "(select count(*) from announcements_logged l where l.kind = '{kind}' and (l.payload->>'{key}')::bigint = {row}.id)"

FAULTS: Mapping[str, str] = {
    "real alarms without an incident": """
        select count(*) from monitoring_alarm a where a.verdict = 'real' and a.raised_at > now() - interval '6 hours'
        and not exists (select from response_incidentalarm j where j.alarm_id = a.id)""",
    "alarms in two incidents": "select count(*) - count(distinct alarm_id) from response_incidentalarm",
    "incidents without an alarm or a warning": f"""
        select count(*) from {_TONIGHT} i
        where not exists (select from response_incidentalarm j where j.incident_id = i.id)
        and not exists (select from response_incidentwarning w where w.incident_id = i.id)""",
    "incidents of one building at one time": """
        select count(*) from response_incident a join response_incident b on a.building_id = b.building_id and a.id < b.id
        where b.opened_at < coalesce(a.closed_at, 'infinity')""",
    "incidents not told once": f"""
        select count(*) from {_TONIGHT} i
        where {_TOLD.format(kind="response.IncidentOpened", key="incident_id", row="i")} <> 1""",
    "incidents not proposed their plan once": f"""
        select count(*) from {_TONIGHT} i
        where (select count(*) from planning_proposal p where p.incident_id = i.id) <> (
          select count(distinct klass) from planning_plan
          where status = 'in_force' and klass = i.klass and sub_code in ('', i.sub_code))""",
    "activations not told once": f"""
        select count(*) from planning_proposal p where p.status = 'activated'
        and {_TOLD.format(kind="planning.PlanActivated", key="proposal_id", row="p")} <> 1""",
    "tasks given twice": """
        select count(*) - count(distinct (incident_id, plan_task)) from response_task where plan_task <> ''""",
    "tasks not told once": f"""
        select count(*) from response_task t
        where {_TOLD.format(kind="response.TaskAssigned", key="task_id", row="t")} <> 1""",
}
COUNTS: Mapping[str, str] = {
    "incidents": f"select count(*) from {_TONIGHT} i",
    "proposals": "select count(*) from planning_proposal",
    "tasks": "select count(*) from response_task",
    "tasks done": "select count(*) from response_task where status = 'done'",
}
ACTIVATED = """
    select v.content, p.level, (select count(*) from response_task t where t.incident_id = p.incident_id and t.plan_task <> '')
    from planning_proposal p join planning_planversion v on v.id = p.version_id where p.status = 'activated'
"""


def faults(house: House) -> dict[str, int]:
    """Return how often each thing went wrong that must not; nothing for what is right."""
    found = {name: ask(house, statement) for name, statement in FAULTS.items()}
    found["activations whose tasks are not those of the plan"] = _activations_at_fault(house)
    return {name: times for name, times in found.items() if times}


def counts(house: House) -> dict[str, int]:
    """Return how much there is upstairs."""
    return {name: ask(house, statement) for name, statement in COUNTS.items()}


def _activations_at_fault(house: House) -> int:
    return sum(len(plan_from(content).tasks_at(level)) != given for content, level, given in rows(house, ACTIVATED))
