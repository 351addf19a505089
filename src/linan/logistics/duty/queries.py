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
from linan.logistics.duty.models import (
    OPEN_SWAPS,
    SHOWN_STATES,
    HandOver,
    Post,
    Shift,
    SpotCheck,
    SpotRule,
    SpotState,
    Swap,
    SwapState,
)

WEEK = timedelta(days=7)
MOST_SHIFTS = 60
MOST_SWAPS = 40
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


def coming_shifts_of(person: Person, *, now: datetime) -> list[Shift]:
    """Return the shifts of a person that are not over, in every unit, the next first."""
    rows = Shift._base_manager.filter(person=person, withdrawn_at=None, ends_at__gt=now)
    return list(rows.select_related("org").order_by("begins_at", "pk")[:MOST_SHIFTS])


def shifts_to_take(shift: Shift, *, now: datetime) -> QuerySet[Shift]:
    """Return the shifts of others for which a shift may be swapped: at the same post of the same unit, not begun."""
    rows = Shift._base_manager.filter(
        org_id=shift.org_id, post=shift.post, withdrawn_at=None, begins_at__gt=now, person__is_active=True
    )
    return rows.exclude(person_id=shift.person_id).select_related("person").order_by("begins_at", "pk")


def swaps_for(person: Person, *, led: Q) -> list[Swap]:
    """Return the swaps that concern a person: of their own shifts, and those in units they lead; the open ones first."""
    own = Q(given__person=person) | Q(taken__person=person)
    rows = Swap._base_manager.filter(own | led).select_related(
        "org", "given__person", "taken__person", "settled_by"
    ).order_by("-asked_at", "-pk")[:MOST_SWAPS]
    return sorted(rows, key=lambda one: one.state not in OPEN_SWAPS)


def swaps_waiting_for(person: Person, *, led: Q) -> int:
    """Return how many swaps wait for a person's word."""
    asked = Q(taken__person=person, state=SwapState.ASKED)
    to_confirm = led & Q(state=SwapState.AGREED) & ~Q(given__person=person) & ~Q(taken__person=person)
    return Swap._base_manager.filter(asked | to_confirm).count()


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
