"""The duty log and the daily brief."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.upward.duty_day import day_at, duty_day, unit_of


@require_GET
@signed_in
def day(request: Request) -> HttpResponse:
    """Show one day of the person's unit, from eight to eight, as the brief and the log that are printed of it."""
    require(request.standing, Right.SEE)
    shown = duty_day(unit_of(request.standing), asked_day(request), now=now())
    return render(request, "upward/day.html", {"day": shown})


def asked_day(request: Request) -> date:
    """Return the day asked for; today's where none, or none that exists, was."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return day_at(now())
