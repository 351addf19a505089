"""Reads of duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from linan.ground.calendar.days import DayKind, kind_of
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.logistics.duty.domain.gaps import Span, gaps
from linan.logistics.duty.domain.spot_checks import Record, record_of
from linan.logistics.duty.models import SHOWN_STATES, HandOver, Post, Shift, SpotCheck, SpotRule, SpotState

WEEK = timedelta(days=7)
STAFF = (
    Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER, Role.GRID_MEMBER,
    Role.PROPERTY_STAFF,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the roster with the shifts that touch it, by post."""

    day: date
    kind: DayKind
    officers: Sequence[Shift]
    leaders: Sequence[Shift]


def people_on_roster(org_id: int, *, now: datetime) -> list[Person]:
    """Return the active people whose shift in a unit goes on now, officers before leaders."""
    shifts = standing_shifts(org_id, first=now, last=now + timedelta(microseconds=1)).filter(person__is_active=True)
    ordered = sorted(shifts, key=lambda one: (one.post != Post.OFFICER, one.begins_at))
    return list(dict.fromkeys(one.person for one in ordered))


def shifts_now(org: Org, *, now: datetime) -> list[Shift]:
    """Return the shifts that go on now."""
    return list(standing_shifts(org.pk, first=now, last=now + timedelta(microseconds=1)))


def week_of(org: Org, *, monday: date) -> list[Day]:
    """Return seven days of the roster."""
    begins_at = midnight(monday)
    shifts = list(standing_shifts(org.pk, first=begins_at, last=begins_at + WEEK))
    days = [monday + timedelta(days=step) for step in range(7)]
    return [_day(day, shifts) for day in days]


def times_without_officer(org: Org, *, first: datetime, last: datetime) -> list[Span]:
    """Return when no officer is on duty between two moments."""
    shifts = standing_shifts(org.pk, first=first, last=last).filter(post=Post.OFFICER)
    return gaps([(one.begins_at, one.ends_at) for one in shifts], first=first, last=last)


def hand_overs(org: Org, *, limit: int = 10) -> list[HandOver]:
    """Return the latest hand-overs."""
    return list(HandOver.objects.filter(org=org).select_related("written_by", "taken_by")[:limit])


def spot_checks(org: Org) -> QuerySet[SpotCheck]:
    """Return the checks of a unit and below that were called; one that is only drawn stays secret."""
    called = SpotCheck.objects.filter(org__path__startswith=org.path, state__in=SHOWN_STATES)
    return called.select_related("org", "person", "answered_by", "asked_by").order_by("-called_at", "-pk")


def record(org: Org, *, since: datetime) -> Record:
    """Return what the checks of a unit and below came to since a moment."""
    settled = spot_checks(org).filter(due_at__gte=since).exclude(state=SpotState.CALLED)
    return record_of([(one.state, one.seconds) for one in settled])


def rule_of(org: Org) -> SpotRule:
    """Return how a unit is checked: its own rule, else the usual one, switched off."""
    return SpotRule.objects.filter(org=org).first() or SpotRule(org=org, is_active=False)


def staff_of(org: Org, *, now: datetime) -> QuerySet[Person]:
    """Return who may be put on duty in a unit: whoever works in it or below it at a moment."""
    held = Q(memberships__to_at=None) | Q(memberships__to_at__gt=now)
    return Person.objects.filter(
        held, is_active=True, memberships__org__path__startswith=org.path, memberships__role__in=STAFF,
        memberships__from_at__lte=now,
    ).distinct().order_by("full_name", "pk")


def midnight(day: date) -> datetime:
    """Return when a day begins where the house stands."""
    return datetime.combine(day, time(), get_current_timezone())


def standing_shifts(org_id: int, *, first: datetime, last: datetime) -> QuerySet[Shift]:
    """Return the shifts of a unit that touch a time and were not taken back."""
    return Shift.objects.filter(
        org_id=org_id, withdrawn_at=None, begins_at__lt=last, ends_at__gt=first
    ).select_related("person")


def _day(day: date, shifts: Sequence[Shift]) -> Day:
    first, last = midnight(day), midnight(day + timedelta(days=1))
    here = [one for one in shifts if one.begins_at < last and one.ends_at > first]
    return Day(
        day, kind_of(day), [one for one in here if one.post == Post.OFFICER],
        [one for one in here if one.post == Post.LEADER],
    )
