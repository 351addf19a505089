"""Pages on which households and residents are entered and changed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.registry.access import access_building, access_household, access_resident
from linan.registry.actions import keep_household, keep_resident
from linan.registry.models import Building, Household, Resident
from linan.registry.web.forms import HouseholdForm, ResidentForm


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, building_id: int) -> HttpResponse:
    """Enter a household of a building."""
    building = access_building(request.standing, building_id, to=Right.EDIT_BASE)
    blank = Household(org=building.org, building=building)
    form = HouseholdForm(request.POST or None, instance=blank)
    if request.method == "POST" and form.is_valid():
        keep_household(form.save(commit=False), by=request.person, now=now())
        return redirect("registry:building", building.pk)
    return _form_page(request, form, building, is_household=True)


@require_http_methods(["GET", "POST"])
@signed_in
def resident_adding(request: Request, household_id: int) -> HttpResponse:
    """Enter a resident of a household."""
    household = access_household(request.standing, household_id, to=Right.EDIT_BASE)
    form = ResidentForm(request.POST or None)
    return _resident_page(request, form, Resident(org=household.org, household=household))


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def resident_editing(request: Request, resident_id: int) -> HttpResponse:
    """Change a resident; what is sealed is not shown, only replaced."""
    row = access_resident(request.standing, resident_id, to=Right.EDIT_BASE)
    return _resident_page(request, ResidentForm(request.POST or None, resident=row), row)


def _resident_page(request: Request, form: ResidentForm, row: Resident) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        row.birth_year = form.cleaned_data["birth_year"]
        kept = keep_resident(row, form.texts(), needs=form.cleaned_data["needs"], by=request.person, now=now())
        return redirect("registry:resident", kept.pk)
    return _form_page(request, form, row.household.building, is_household=False)


def _form_page(
    request: Request, form: HouseholdForm | ResidentForm, building: Building, *, is_household: bool
) -> HttpResponse:
    context = {"form": form, "building": building, "is_household": is_household}
    return render(request, "registry/household_form.html", context, status=422 if form.is_bound else 200)
