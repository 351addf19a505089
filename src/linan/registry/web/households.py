"""Pages of households: who lives behind a door, entering and changing it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.registry.access import access_building, access_household
from linan.registry.actions.entries import keep_household
from linan.registry.models import Household
from linan.registry.queries import find_households, moves_at
from linan.registry.web.forms import HouseholdForm
from linan.registry.web.residents import masked

PER_PAGE = 50


def households_asked(request: Request) -> dict[str, str]:
    """Return what the search of a request asks for."""
    return {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("building", "door")}


@require_GET
@signed_in
def households(request: Request) -> HttpResponse:
    """List the households: by building and door."""
    require(request.standing, Right.SEE)
    asked = households_asked(request)
    page = Paginator(find_households(**asked), PER_PAGE).get_page(request.GET.get("page"))
    may_edit = request.standing.may_anywhere(Right.EDIT_BASE)
    return render(request, "registry/households.html", {"page": page, "chosen": asked, "may_edit": may_edit})


@require_GET
@signed_in
@never_cache
def household(request: Request, household_id: int) -> HttpResponse:
    """Show who lives behind a door, masked, and who came and went."""
    row = access_household(request.standing, household_id, to=Right.SEE_PERSONAL)
    people = row.residents.prefetch_related("needs").order_by("pk")
    context = {
        "household": row, "people": [(one, masked(one, "name"), masked(one, "phone")) for one in people],
        "moves": [(move, masked(move.resident, "name")) for move in moves_at(row)],
        "may_edit": request.standing.may(Right.EDIT_BASE, path=row.org.path),
    }
    return render(request, "registry/household.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, building_id: int) -> HttpResponse:
    """Enter a household of a building."""
    building = access_building(request.standing, building_id, to=Right.EDIT_BASE)
    return _form_page(request, Household(org=building.org, building=building))


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, household_id: int) -> HttpResponse:
    """Change staircase, floor or door of a household."""
    return _form_page(request, access_household(request.standing, household_id, to=Right.EDIT_BASE))


def _form_page(request: Request, row: Household) -> HttpResponse:
    form = HouseholdForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        kept = keep_household(form.save(commit=False), by=request.person, now=now())
        return redirect("registry:building", kept.building_id)
    context = {"form": form, "building": row.building, "household_id": row.pk}
    return render(request, "registry/household_form.html", context, status=422 if form.is_bound else 200)
