"""Pages of helpers: my own trips, everybody's in an evacuation, and what is done when they are too few."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.command.evacuations.access import access_evacuation, access_order
from linan.command.evacuations.actions.helping import NotSaidWhom, ask_for_helpers, name_helper
from linan.command.evacuations.helping import helpers_page, trips_of
from linan.command.evacuations.lists import Names
from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.waiting import (
    free_helpers,
    sources_of_help,
    waiting_households,
    who_could_help,
)
from linan.ground.access.audit import note_reading
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.web import Request

MOST_ASKED = 99


@require_GET
@never_cache
@signed_in
def my_trips(request: Request) -> HttpResponse:
    """Show whom I bring, from where, which way, by when; names are whole and the reading is noted."""
    trips = trips_of(request.person.pk)
    for evacuation in {one.order.evacuation for one in trips} if not request.htmx else ():
        note_reading(
            request.person, what=f"evacuation-{evacuation.pk}", fields=["name"], reason=gettext("helper's way in an evacuation"),
            now=now(), org_id=evacuation.org_id,
        )
    template = "evacuations/_my_trips.html" if request.htmx else "evacuations/my_trips.html"
    return render(request, template, {"trips": trips})


@require_GET
@signed_in
def helpers(request: Request, evacuation_id: int) -> HttpResponse:
    """Show who helps, which households wait for a helper, and where more could come from."""
    return _page(request, access_evacuation(request.standing, evacuation_id, to=Right.SEE))


@require_POST
@signed_in
def helpers_asked(request: Request, evacuation_id: int) -> HttpResponse:
    """Ask another unit for helpers."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    try:
        unit, how_many = _asked_for(request, found)
        ask_for_helpers(evacuation_id=found.pk, unit=unit, how_many=how_many, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, found, refusal=refusal)
    return redirect("evacuations:helpers", found.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def helper_naming(request: Request, order_id: int) -> HttpResponse:
    """Name somebody by hand for one household, having seen what that changes."""
    order = access_order(request.standing, order_id, to=Right.COMMAND)
    could = who_could_help(order, now=now())
    chosen = next((one.candidate.person for one in could if str(one.candidate.person.pk) == request.POST.get("helper")), None)
    if chosen is not None:
        name_helper(order_id=order.pk, helper=chosen, by=request.person, now=now())
        return redirect("evacuations:helpers", order.evacuation_id)
    return render(request, "evacuations/helper_naming.html", {"order": order, "could": could})


def _asked_for(request: Request, found: Evacuation) -> tuple[Org, int]:
    """Return the unit that is asked, and for how many. Raises: NotSaidWhom."""
    units = {str(one.org.pk): one.org for one in sources_of_help(found, now=now())}
    unit, said = units.get(request.POST.get("unit", "")), request.POST.get("how_many", "")
    if unit is None or not said.isdecimal() or not 1 <= int(said) <= MOST_ASKED:
        raise NotSaidWhom
    return unit, int(said)


def _page(request: Request, found: Evacuation, *, refusal: Refused | None = None) -> HttpResponse:
    may_see = request.standing.may(Right.SEE_PERSONAL, path=found.org.path)
    may_command = request.standing.may(Right.COMMAND, path=found.org.path)
    waiting = waiting_households(found, names=Names.MASKED if may_see else Names.HIDDEN)
    context = {
        "evacuation": found, "page": helpers_page(found), "waiting": waiting, "may_command": may_command, "refusal": refusal,
        "free": free_helpers(found, now=now()) if waiting else [], "sources": sources_of_help(found, now=now()) if waiting else [],
    }
    template = "evacuations/_helpers.html" if request.htmx and not refusal else "evacuations/helpers.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


urlpatterns = [
    path("helping/", my_trips, name="my-trips"),
    path("evacuations/<int:evacuation_id>/helpers/", helpers, name="helpers"),
    path("evacuations/<int:evacuation_id>/helpers/asked/", helpers_asked, name="helpers-asked"),
    path("orders/<int:order_id>/helper/", helper_naming, name="helper-naming"),
]
