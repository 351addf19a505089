"""Pages on which residents are entered and changed, and move in or out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.registry.access import access_household, access_resident
from linan.registry.actions.entries import keep_resident
from linan.registry.actions.moves import move_in, move_out
from linan.registry.models import Building, MoveKind, Resident
from linan.registry.web.forms import MovingInForm, MovingOutForm, ResidentForm


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, household_id: int) -> HttpResponse:
    """Enter a resident of a household."""
    household = access_household(request.standing, household_id, to=Right.EDIT_BASE)
    form = ResidentForm(request.POST or None)
    return _form_page(request, form, Resident(org=household.org, household=household))


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def editing(request: Request, resident_id: int) -> HttpResponse:
    """Change a resident; what is sealed is not shown, only replaced."""
    row = access_resident(request.standing, resident_id, to=Right.EDIT_BASE)
    return _form_page(request, ResidentForm(request.POST or None, resident=row), row)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def moving_in(request: Request, resident_id: int) -> HttpResponse:
    """Let a resident move to another door, or back in."""
    row = access_resident(request.standing, resident_id, to=Right.EDIT_BASE)
    buildings = Building.objects.filter(org=row.org)
    initial = {"moved_on": localdate(now())}
    form = MovingInForm(request.POST or None, buildings=buildings, initial=initial)
    if form.is_valid():
        try:
            day = form.cleaned_data["moved_on"]
            move_in(resident_id=row.pk, household=form.household, on=day, by=request.person, now=now())
            return redirect("registry:resident", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    return _moving_page(request, form, row)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def moving_out(request: Request, resident_id: int) -> HttpResponse:
    """Let a resident leave the community."""
    row = access_resident(request.standing, resident_id, to=Right.EDIT_BASE)
    form = MovingOutForm(request.POST or None, initial={"moved_on": localdate(now()), "kind": MoveKind.AWAY})
    if form.is_valid():
        try:
            said = form.cleaned_data
            kind = MoveKind(said["kind"])
            move_out(resident_id=row.pk, kind=kind, on=said["moved_on"], by=request.person, now=now())
            return redirect("registry:resident", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    return _moving_page(request, form, row)


def _moving_page(request: Request, form: MovingInForm | MovingOutForm, row: Resident) -> HttpResponse:
    context = {"form": form, "resident": row, "is_out": isinstance(form, MovingOutForm)}
    return render(request, "registry/moving.html", context, status=422 if form.is_bound else 200)


def _form_page(request: Request, form: ResidentForm, row: Resident) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        row.birth_year = form.cleaned_data["birth_year"]
        kept = keep_resident(row, form.texts(), needs=form.cleaned_data["needs"], by=request.person, now=now())
        return redirect("registry:resident", kept.pk)
    context = {"form": form, "resident": row}
    return render(request, "registry/resident_form.html", context, status=422 if form.is_bound else 200)
