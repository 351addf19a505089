"""Pages of helpers: my own trips, and everybody's in an evacuation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linan.command.evacuations.access import access_evacuation
from linan.command.evacuations.helping import helpers_page, trips_of
from linan.ground.access.audit import note_reading
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request


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
    """Show who helps, how much each has to do, and whether helpers are missing."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    template = "evacuations/_helpers.html" if request.htmx else "evacuations/helpers.html"
    return render(request, template, {"evacuation": found, "page": helpers_page(found)})


urlpatterns = [
    path("helping/", my_trips, name="my-trips"),
    path("evacuations/<int:evacuation_id>/helpers/", helpers, name="helpers"),
]
