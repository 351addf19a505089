"""Gathers how many must be on duty from the calendar and from every room that knows of something (duty_demands.py)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.timezone import localdate

from linan.ground.orgs.models import Org
from linan.logistics.duty.domain.demands import (
    DAY,
    Demand,
    Doubling,
    Shortage,
    demands_of_calendar,
    doublings,
    doublings_from,
    shortages,
)
from linan.logistics.duty.models import Post
from linan.logistics.duty.queries import midnight, standing_shifts
from linan.logistics.duty.rules import nearest_rule, newest_rules

DOUBLING = "doubling"  # the key under which units set the rules of double duty
Source = Callable[[Org, datetime], Iterable[Demand]]


def shortages_of(org: Org, *, first: datetime, last: datetime, now: datetime) -> list[Shortage]:
    """Return where the roster of a unit has fewer than must be on duty."""
    days = range((localdate(last) - localdate(first)).days + 2)
    midnights = [midnight(localdate(first) + (n - 1) * DAY) for n in days]
    asked = [*demands_of_calendar(midnights, rules=doublings_of(org)), *(one for source in sources() for one in source(org, now))]
    shifts = list(standing_shifts(org.pk, first=first, last=last))
    by_post = {post: [(one.begins_at, one.ends_at) for one in shifts if one.post == post] for post in Post}
    return shortages(asked, officers=by_post[Post.OFFICER], leaders=by_post[Post.LEADER], first=first, last=last)


def doublings_of(org: Org) -> tuple[Doubling, ...]:
    """Return the rules of double duty as they hold for a unit."""
    own = nearest_rule(newest_rules({DOUBLING}), key=DOUBLING, path=org.path)
    return doublings_from(own.content["rules"]) if own else doublings()


@cache
def sources() -> tuple[Source, ...]:
    """Return the functions of every room that has a file duty_demands.py."""
    files = [f"{app.name}.duty_demands" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    return tuple(source for name in files if find_spec(name) for source in import_module(name).DEMANDS)
