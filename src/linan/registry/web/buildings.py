"""Pages of buildings."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.web import Request
from linan.registry.access import access_building
from linan.registry.actions.entries import keep_building
from linan.registry.models import Building, BuildingUse, NeedKind
from linan.registry.queries import find_buildings, floors_of, headcounts, needs_in_building
from linan.registry.web.forms import BuildingForm

PER_PAGE = 50


@require_GET
@signed_in
def buildings(request: Request) -> HttpResponse:
    """List the buildings: search, use, community."""
    require(request.standing, Right.SEE)
    page = Paginator(buildings_asked(request), PER_PAGE).get_page(request.GET.get("page"))
    counts = headcounts([row.pk for row in page])
    communities = Org.objects.filter(pk__in=request.standing.org_ids, kind=OrgKind.COMMUNITY)
    context = {
        "page": page, "rows": [(row, counts.get(row.pk, 0)) for row in page], "uses": BuildingUse.choices,
        "communities": communities, "chosen": request.GET,
        "may_edit": request.standing.may_anywhere(Right.EDIT_BASE),
        "may_see_personal": request.standing.may_anywhere(Right.SEE_PERSONAL),
    }
    return render(request, "registry/_buildings.html" if request.htmx else "registry/buildings.html", context)


@require_GET
@signed_in
def building(request: Request, building_id: int) -> HttpResponse:
    """Show one building: floors and staircases, who lives there, who needs help."""
    row = access_building(request.standing, building_id, to=Right.SEE)
    sees_needs = request.standing.may(Right.SEE_PERSONAL, path=row.org.path)
    floors = floors_of(row, with_needs=sees_needs)
    needs = needs_in_building(row.pk)
    context = {
        "building": row, "floors": floors, "staircases": range(1, row.units + 1), "words": dict(NeedKind.choices),
        "needs": [(NeedKind(kind).label, count) for kind, count in needs.items()],
        "headcount": sum(door.headcount for floor in floors for doors in floor.staircases for door in doors),
        "may_edit": request.standing.may(Right.EDIT_BASE, path=row.org.path), "sees_needs": sees_needs,
        "may_command": request.standing.may(Right.COMMAND, path=row.org.path),
    }
    return render(request, "registry/building.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request) -> HttpResponse:
    """Enter a building."""
    require(request.standing, Right.EDIT_BASE)
    form = BuildingForm(request.POST or None, orgs=request.standing.org_ids)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, building_id: int) -> HttpResponse:
    """Change a building."""
    row = access_building(request.standing, building_id, to=Right.EDIT_BASE)
    form = BuildingForm(request.POST or None, instance=row, orgs=request.standing.org_ids)
    return _form_page(request, form, row.pk)


def buildings_asked(request: Request) -> QuerySet[Building]:
    """Return the buildings that the search of a request asks for."""
    org = request.GET.get("org", "")
    return find_buildings(
        text=request.GET.get("q", "").replace("\0", "").strip(), use=request.GET.get("use", ""),
        org_id=int(org) if org.isascii() and org.isdigit() and len(org) < 18 else None,
    )


def _form_page(request: Request, form: BuildingForm, building_id: int | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        require_in(request.standing, Right.EDIT_BASE, form.cleaned_data["org"])
        kept = keep_building(form.save(commit=False), by=request.person, now=now())
        return redirect("registry:building", kept.pk)
    status = 422 if form.is_bound else 200
    return render(request, "registry/building_form.html", {"form": form, "building_id": building_id}, status=status)
