"""Pages of households: who lives behind a door, entering and changing it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound
from linan.ground.text import say
from linan.ground.web import Request
from linan.registry.access import access_building, access_household
from linan.registry.actions.contacts import contact_of, drop_contact, keep_contact, reveal_contact
from linan.registry.actions.entries import REASONS, keep_household
from linan.registry.models import Household
from linan.registry.queries import ShownContact, find_households, masked_contact, moves_at
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
    return _page(request, access_household(request.standing, household_id, to=Right.SEE_PERSONAL))


@require_POST
@signed_in
@never_cache
def contact_revealing(request: Request, household_id: int) -> HttpResponse:
    """Show the second contact of a household in full, this once."""
    row = access_household(request.standing, household_id, to=Right.REVEAL)
    contact = contact_of(row)
    if contact is None:
        raise NotFound
    shown = reveal_contact(contact, reason=request.POST.get("reason", ""), by=request.person, now=now())
    return _page(request, row, revealed=shown)


def _page(request: Request, row: Household, *, revealed: ShownContact | None = None) -> HttpResponse:
    stored = contact_of(row)
    people = row.residents.prefetch_related("needs").order_by("pk")
    context = {
        "household": row, "people": [(one, masked(one, "name"), masked(one, "phone")) for one in people],
        "moves": [(move, masked(move.resident, "name")) for move in moves_at(row)],
        "may_edit": request.standing.may(Right.EDIT_BASE, path=row.org.path),
        "contact": revealed or (masked_contact(stored) if stored else None),
        "may_reveal": request.standing.may(Right.REVEAL, path=row.org.path), "is_revealed": revealed is not None,
        "reasons": [(key, say(word)) for key, word in REASONS.items()],
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
    form = HouseholdForm(request.POST or None, instance=row, contact=contact_of(row))
    if request.method == "POST" and form.is_valid():
        kept = keep_household(form.save(commit=False), by=request.person, now=now())
        _keep_contact(request, kept, form)
        return redirect("registry:building", kept.building_id)
    context = {"form": form, "building": row.building, "household_id": row.pk}
    return render(request, "registry/household_form.html", context, status=422 if form.is_bound else 200)


def _keep_contact(request: Request, household: Household, form: HouseholdForm) -> None:
    if form.cleaned_data.get("contact_gone"):
        drop_contact(household, by=request.person, now=now())
    elif form.contact_texts() or "contact_relation" in form.changed_data:
        relation = form.cleaned_data["contact_relation"]
        keep_contact(household, form.contact_texts(), relation=relation, by=request.person, now=now())
