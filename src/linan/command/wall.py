"""What the wall screen shows: one open incident at a time, or what an ordinary day needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linan.command.domain.doors.balance import Balance
from linan.command.evacuations.models import Evacuation, EvacuationStatus
from linan.command.evacuations.reckoning import reckon
from linan.command.modes import Roster, present_mode, roster_of
from linan.command.plotting.models import Bulletin
from linan.command.plotting.queries import latest_weather
from linan.ground.access.doors import Standing
from linan.ground.orgs.models import Org
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Alarm, Device, WarningCard
from linan.monitoring.queries import alarms_on_desk, open_alarms, sensors_on_map
from linan.monitoring.warning_queries import warnings_on_map
from linan.response.models import Incident, Mode, Task, TaskStatus
from linan.response.queries import incidents_since, open_incidents, tasks_of
from linan.response.reports.models import OPEN_REPORTS, Report

TURN_S = 20
MOST_ALARMS = 2  # what fits below one another and is still read from five metres
MOST_TASKS = 2
MOST_WARNINGS = 2
MOST_SILENT = 3
WEEK = timedelta(days=7)
# A community drills at least twice a year. Source: 综合减灾示范社区, the glossary's 演练频次.
DRILL_EVERY = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Turn:
    """The incident whose turn it is. place: which of `of` open incidents, from 1.

    balance: of the people expected by the evacuation that goes on; None while there is none, or no door list yet.
    """

    incident: Incident
    place: int
    of: int
    tasks: int
    done: int
    on_site: int
    late: Sequence[Task]
    coming: Sequence[Task]
    evacuation: Evacuation | None
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class Day:
    """An ordinary day. drill_due_at: when the next drill is due, None where none was ever held."""

    roster: Roster
    sensors: int
    silent: Sequence[Device]
    alarms: int
    reports: int
    drill_due_at: datetime | None
    is_drill_late: bool
    week: int

    @property
    def silent_named(self) -> Sequence[Device]:
        """As many silent devices as are still read from five metres."""
        return self.silent[:MOST_SILENT]

    @property
    def silent_more(self) -> int:
        """How many more are silent."""
        return max(0, len(self.silent) - MOST_SILENT)


@dataclass(frozen=True, slots=True)
class Wall:
    """One view of the wall at a moment: an incident's turn, or a day."""

    at: datetime
    org: Org
    mode: OperatingMode
    alarms: Sequence[Alarm]
    warnings: Sequence[WarningCard]
    turn: Turn | None
    day: Day | None
    weather: Bulletin | None


def home_of(standing: Standing) -> Org:
    """Return the highest organisation that the person belongs to."""
    return Org.objects.get(pk=min(standing.grants, key=lambda one: len(one.path)).org_id)


def wall_at(home: Org, now: datetime) -> Wall:
    """Return what the wall of an organisation shows at a moment; open incidents take turns of TURN_S seconds."""
    incidents = open_incidents()
    mode = present_mode(home)
    return Wall(
        at=now, org=home, mode=mode, alarms=open_alarms(MOST_ALARMS),
        warnings=warnings_on_map(now)[-MOST_WARNINGS:],
        turn=_turn(incidents, now) if incidents else None, day=None if incidents else _day(home, mode, now),
        weather=latest_weather(now),
    )


def _turn(incidents: Sequence[Incident], now: datetime) -> Turn:
    place = int(now.timestamp() // TURN_S) % len(incidents)
    tasks = list(tasks_of([incidents[place].pk]).order_by("due_at", "order", "pk"))
    still = [one for one in tasks if one.is_open]
    evacuation = _evacuation_of(incidents[place])
    balance = reckon(evacuation).balance if evacuation else None
    late = [one for one in still if one.due_at < now]
    coming = [one for one in still if one.due_at >= now]
    return Turn(
        incident=incidents[place], place=place + 1, of=len(incidents), tasks=len(tasks),
        done=sum(one.status == TaskStatus.DONE for one in tasks),
        on_site=len({one.owner_id for one in tasks if one.status == TaskStatus.ON_SITE}),
        late=late, coming=coming[: max(1, MOST_TASKS - len(late))],
        evacuation=evacuation, balance=balance if balance and balance.expected else None,
    )


def _evacuation_of(incident: Incident) -> Evacuation | None:
    rows = Evacuation.objects.filter(incident=incident, status=EvacuationStatus.ORDERED)
    return rows.select_related("zone").order_by("-ordered_at").first()


def _day(home: Org, mode: OperatingMode, now: datetime) -> Day:
    sensors = sensors_on_map()
    drill_due_at = _drill_due(home)
    return Day(
        roster=roster_of(home, mode, now=now), sensors=len(sensors),
        silent=[one for one in sensors if one.is_silent and not one.in_maintenance],
        alarms=alarms_on_desk().count(), reports=Report.objects.filter(status__in=OPEN_REPORTS).count(), drill_due_at=drill_due_at,
        is_drill_late=drill_due_at is None or drill_due_at < now, week=incidents_since(now - WEEK),
    )


def _drill_due(home: Org) -> datetime | None:
    drills = Incident.objects.filter(mode=Mode.DRILL, org__path__startswith=home.path)
    latest = drills.order_by("-opened_at").values_list("opened_at", flat=True).first()
    return latest + DRILL_EVERY if latest else None
