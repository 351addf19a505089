"""Gathers what lies open in a unit from every room that knows of something."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from linan.ground.orgs.models import Org
from linan.logistics.duty.domain.points import DutyPoint, in_order

Source = Callable[[Org, str, datetime], Iterable[DutyPoint]]


def points_of(org: Org, *, mode: str, now: datetime) -> list[DutyPoint]:
    """Return what lies open in a unit and below it, what blocks first. mode: "real" or "drill"."""
    return in_order(point for source in sources() for point in source(org, mode, now))


@cache
def sources() -> tuple[Source, ...]:
    """Return the functions of every room that has a file duty_points.py."""
    files = [f"{app.name}.duty_points" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    return tuple(source for name in files if find_spec(name) for source in import_module(name).POINTS)
