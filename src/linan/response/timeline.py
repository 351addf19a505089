"""The timeline of an incident: the announcements about it and its alarms, read back in order."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.monitoring.models import Alarm
from linan.response.announcements import TaskAssigned
from linan.response.models import GradeAssessment, Incident, Task

# Icon and tone of a line, by the beginning of its kind; the longest beginning wins.
LOOKS: dict[str, tuple[str, str]] = {
    "": ("info", "grey"),
    "monitoring.": ("alarm", "orange"),
    "monitoring.AlarmRaised": ("alarm", "red"),
    "monitoring.AlarmCleared": ("check", "green"),
    "planning.": ("plan", "blue"),
    "response.Incident": ("incident", "red"),
    "response.IncidentClosed": ("check", "green"),
    "response.EventGradeSet": ("incident", "orange"),
    "response.UnitJoined": ("people", "blue"),
    "response.UnitSightSet": ("people", "blue"),
    "response.Turnout": ("people", "blue"),
    "response.TurnoutAnswered.unable": ("warning", "orange"),
    "response.TurnoutAnswered.on_site": ("place", "green"),
    "response.Post": ("person", "blue"),
    "response.GroupsFormed": ("people", "blue"),
    "response.RollCall": ("people", "blue"),
    "response.RollCallAnswered.well": ("check", "green"),
    "response.RollCallAnswered.help": ("sos", "red"),
    "response.RollCallSilent": ("warning", "red"),
    "response.TaskPassedOn": ("up", "orange"),
    "response.ChoiceMade": ("check", "blue"),
    "response.ChoiceMade.declined": ("close", "grey"),
    "response.TurnoutLate": ("warning", "red"),
    "response.Task": ("task", "blue"),
    "response.ProofGiven": ("check", "blue"),
    "response.TaskMoved.done": ("check", "green"),
    "response.TaskMoved.failed": ("warning", "red"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline. about: what it concerns in words, may be empty."""

    at: datetime
    text: str
    about: str
    by: str
    icon: str
    tone: str


@cache
def titles() -> Mapping[str, str]:
    """Return how every kind of announcement reads, from all rooms."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        found |= getattr(sys.modules.get(f"{app.name}.announcements"), "TITLES", {})
    return found


@cache
def things_of_rooms() -> Mapping[str, Callable[[Iterable[int]], Mapping[int, str]]]:
    """Return how rooms put into words what a key of a payload names, from their files timeline_things.py."""
    files = [f"{app.name}.timeline_things" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    return {name: words for file in files if find_spec(file) for name, words in import_module(file).THINGS.items()}


def timeline_of(incident: Incident, *, alarms: Iterable[Alarm], tasks: Iterable[Task]) -> list[Line]:
    """Return the lines of an incident, the newest first."""
    alarms, tasks = list(alarms), list(tasks)
    names = [f"incident-{incident.pk}", *(f"alarm-{alarm.pk}" for alarm in alarms)]
    rows = list(Logged.objects.filter(about__overlap=names).order_by("-at", "-id"))
    things = _things(rows, alarms, tasks)
    people = dict(Person.objects.filter(pk__in={row.by_id for row in rows}).values_list("pk", "full_name"))
    batches = [list(batch) for _key, batch in groupby(rows, key=_batch)]
    return [_line(batch, things, people) for batch in batches]


def _batch(row: Logged) -> tuple[object, ...]:
    """Tasks given out together make one line; everything else stands alone."""
    return (row.kind, row.at, row.by_id) if row.kind == TaskAssigned.kind else (row.pk,)


def _things(rows: Iterable[Logged], alarms: Iterable[Alarm], tasks: Iterable[Task]) -> dict[tuple[str, int], str]:
    things = {("alarm_id", alarm.pk): f"{alarm.device.name} · {alarm.why}" for alarm in alarms}
    things |= {("task_id", task.pk): f"{task.title} · {task.owner}" for task in tasks}
    persons = {row.payload["person_id"] for row in rows if "person_id" in row.payload}
    things |= {("person_id", pk): name for pk, name in Person.objects.filter(pk__in=persons).values_list("pk", "full_name")}
    for name, words in things_of_rooms().items():
        ids = {row.payload[name] for row in rows if name in row.payload}
        things |= {(name, pk): said for pk, said in (words(ids) if ids else {}).items()}
    units = {row.payload["unit_id"] for row in rows if "unit_id" in row.payload}
    if units:
        things |= {("unit_id", pk): name for pk, name in Org.objects.filter(pk__in=units).values_list("pk", "name")}
    assessed = {row.payload["assessment_id"] for row in rows if "assessment_id" in row.payload}
    if assessed:
        reasons = GradeAssessment.objects.filter(pk__in=assessed).values_list("pk", "reason")
        things |= {("assessment_id", pk): reason for pk, reason in reasons}
    return things


def _line(batch: list[Logged], things: Mapping[tuple[str, int], str], people: Mapping[int, str]) -> Line:
    row = batch[0]
    kind = _full_kind(row)
    about = next((things[key] for key in row.payload.items() if key in things), "")
    if len(batch) > 1:
        about = gettext("%(count)s tasks") % {"count": len(batch)}
    icon, tone = LOOKS[max((one for one in LOOKS if kind.startswith(one)), key=len)]
    by = people.get(row.by_id, "") if row.by_id else str(SYSTEM)
    return Line(at=row.at, text=_text(row, kind), about=about, by=by, icon=icon, tone=tone)


def _full_kind(row: Logged) -> str:
    exact = f"{row.kind}.{row.payload.get('to', '')}"
    return exact if exact in titles() else row.kind


def _text(row: Logged, kind: str) -> str:
    # What an earlier version announced may lack what today's title names; the line is told all the same.
    payload: dict[str, Any] = defaultdict(lambda: "…", row.payload)
    return gettext(titles().get(kind, kind)) % payload
