"""The sheets for the doors: a code that leads to the report page with the place filled in."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.ui.codes import drawn
from linan.ground.web import Request
from linan.registry.access import access_building
from linan.registry.models import Building
from linan.registry.queries import find_buildings

ON_ONE_PAGE = 60


@require_GET
@signed_in
def door_codes(request: Request) -> HttpResponse:
    """Show the buildings, each with its sheet to print."""
    require(request.standing, Right.RESPOND)
    text = request.GET.get("text", "").strip()
    page = Paginator(find_buildings(text=text), ON_ONE_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/door_codes.html", {"page": page, "text": text})


@require_GET
@signed_in
def door_code(request: Request, building_id: int) -> HttpResponse:
    """Show the sheet of one building, ready to be printed."""
    building = access_building(request.standing, building_id, to=Right.RESPOND)
    address = address_at(building)
    return render(request, "portal/door_code.html", {"building": building, "address": address, "code": drawn(address)})


def address_at(building: Building) -> str:
    """Return the whole address that the code at a building's door leads to."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("portal:report-at", args=[building.code])
