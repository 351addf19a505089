"""What response announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class IncidentOpened(Announcement):
    """An incident began to be answered."""

    incident_id: int
    klass: str


@announcement
class AlarmJoined(Announcement):
    """A verified alarm became part of an incident."""

    incident_id: int
    alarm_id: int


@announcement
class WarningJoined(Announcement):
    """An incident answers a public warning. is_adopted: as it was proposed, so that the plan may go ahead."""

    incident_id: int
    card_id: int
    title: str
    is_adopted: bool


@announcement
class UnitJoined(Announcement):
    """A unit takes part in an incident."""

    incident_id: int
    unit_id: int


@announcement
class UnitSightSet(Announcement):
    """A unit that takes part may see more or less of an incident. to: how much."""

    incident_id: int
    unit_id: int
    to: str


@announcement
class ResponseLevelSet(Announcement):
    """The response level of an incident was set."""

    incident_id: int
    level: str


@announcement
class EventGradeSet(Announcement):
    """The grade of the event was assessed, for the first time or anew."""

    incident_id: int
    assessment_id: int
    grade: str


@announcement
class IncidentClosed(Announcement):
    """The answer to an incident ended."""

    incident_id: int
    reason: str


@announcement
class IncidentReopened(Announcement):
    """A closed incident is being answered again."""

    incident_id: int


@announcement
class TaskAssigned(Announcement):
    """A person was given a task."""

    task_id: int
    incident_id: int


@announcement
class TaskMoved(Announcement):
    """A task came to another state."""

    task_id: int
    incident_id: int
    to: str


@announcement
class ProofGiven(Announcement):
    """A proof of a task was handed in. to: its kind."""

    task_id: int
    incident_id: int
    to: str


# How each kind reads on a timeline; TaskMoved reads by the state it came to.
TITLES: dict[str, str] = {
    "response.IncidentOpened": noop("Incident opened"),
    "response.IncidentReopened": noop("Incident opened again"),
    "response.AlarmJoined": noop("A verified alarm joined the incident"),
    "response.WarningJoined": noop("Warning decided: %(title)s"),
    "response.UnitJoined": noop("A unit joined the response"),
    "response.UnitSightSet": noop("What a unit may see was changed"),
    "response.UnitSightSet.own_tasks": noop("A unit may see its own tasks only"),
    "response.UnitSightSet.without_persons": noop("A unit may see everything without persons"),
    "response.UnitSightSet.everything": noop("A unit may see everything"),
    "response.ResponseLevelSet": noop("Response level set: %(level)s"),
    "response.EventGradeSet": noop("Event grade set: %(grade)s"),
    "response.IncidentClosed": noop("Incident closed"),
    "response.TaskAssigned": noop("Task assigned"),
    "response.TaskMoved": noop("Task moved"),
    "response.TaskMoved.accepted": noop("Task accepted"),
    "response.TaskMoved.on_the_way": noop("On the way"),
    "response.TaskMoved.on_site": noop("Arrived on site"),
    "response.TaskMoved.done": noop("Task done"),
    "response.TaskMoved.failed": noop("Task could not be done"),
    "response.ProofGiven": noop("Proof handed in"),
    "response.ProofGiven.photo": noop("Photo handed in as proof"),
    "response.ProofGiven.count": noop("Count handed in as proof"),
    "response.ProofGiven.signature": noop("Signature handed in as proof"),
    "response.TaskMoved.cancelled": noop("Task called off"),
}
