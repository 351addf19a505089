"""Pages of shelters: the list with its filling, one shelter, entering and editing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.shelters.access import access_shelter
from linan.logistics.shelters.actions.places import change_shelter, enter_shelter
from linan.logistics.shelters.forms import KEPT, ShelterForm
from linan.logistics.shelters.models import Shelter
from linan.logistics.shelters.pages import STAYS_SHOWN, by_org, shown_shelter, shown_shelters, stays_of, sums
from linan.logistics.shelters.queries import open_opening
from linan.logistics.shelters.words import who
from linan.registry.models import Resource


@require_GET
@signed_in
def shelters(request: Request) -> HttpResponse:
    """Show every shelter in sight with its filling, those in use first."""
    require(request.standing, Right.SEE)
    shown = shown_shelters()
    context = {
        "shown": shown, "by_org": by_org(shown), "sums": sums(shown),
        "may_edit": request.standing.may_anywhere(Right.EDIT_BASE),
    }
    return render(request, "shelters/_shelters.html" if request.htmx else "shelters/shelters.html", context)


@require_GET
@signed_in
@never_cache
def shelter(request: Request, shelter_id: int) -> HttpResponse:
    """Show one shelter: how full, who is in it, what can be done."""
    row = access_shelter(request.standing, shelter_id, to=Right.SEE)
    left = request.GET.get("left") == "1"
    stays = list(stays_of(row, left=left)[:STAYS_SHOWN])
    may = request.standing.may
    context = {
        "shown": shown_shelter(row, open_opening(row.pk)), "left": left,
        "stays": [(one, who(one, standing=request.standing)) for one in stays],
        "may_edit": may(Right.EDIT_BASE, path=row.org.path), "may_command": may(Right.COMMAND, path=row.org.path),
        "may_respond": may(Right.RESPOND, path=row.org.path),
    }
    return render(request, "shelters/_shelter.html" if request.htmx else "shelters/shelter.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def entering(request: Request) -> HttpResponse:
    """Enter a shelter; ?resource= takes name and place from the base information."""
    require(request.standing, Right.EDIT_BASE)
    asked = request.GET.get("resource", "")
    resource = Resource.objects.filter(pk=asked).first() if asked.isdigit() else None
    form = ShelterForm(request.POST or None, orgs=request.standing.org_ids, initial=_of_resource(resource))
    if form.is_valid():
        org = form.cleaned_data["org"]
        require_in(request.standing, Right.EDIT_BASE, org)
        try:
            return redirect("shelters:shelter", enter_shelter(form.known(), org=org, by=request.person, now=now()).pk)
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "shelters/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, shelter_id: int) -> HttpResponse:
    """Change what is known of a shelter."""
    row = access_shelter(request.standing, shelter_id, to=Right.EDIT_BASE)
    initial = {name: getattr(row, name) for name in KEPT}
    form = ShelterForm(request.POST or None, orgs=request.standing.org_ids, shelter=row, initial=initial)
    if form.is_valid():
        try:
            change_shelter(form.known(), shelter_id=row.pk, by=request.person, now=now())
            return redirect("shelters:shelter", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "shelters/form.html", {"form": form, "shelter": row}, status=422 if form.is_bound else 200)


def _of_resource(resource: Resource | None) -> dict[str, Any]:
    if resource is None:
        return {}
    return {
        "org": resource.org_id, "resource": resource.pk, "name": resource.name, "lon": resource.lon,
        "lat": resource.lat, "places": resource.capacity, "contact": resource.responsible,
    }


def page_context(request: Request, row: Shelter) -> dict[str, Any]:
    """Return what every page of one shelter shows at its head (two queries)."""
    return {"shown": shown_shelter(row, open_opening(row.pk)), "shelter": row}
