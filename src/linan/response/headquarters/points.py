"""Gathers what lies open in an incident from every room that knows of something."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from linan.response.headquarters.domain.points import Point, in_order
from linan.response.models import Incident

Source = Callable[[Incident, datetime], Iterable[Point]]


def points_of(incident: Incident, *, now: datetime) -> list[Point]:
    """Return what lies open, the late first."""
    return in_order([point for source in sources() for point in source(incident, now)])


@cache
def sources() -> tuple[Source, ...]:
    """Return the functions of every room that has a file incident_points.py."""
    files = [f"{app.name}.incident_points" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    return tuple(source for name in files if find_spec(name) for source in import_module(name).POINTS)
