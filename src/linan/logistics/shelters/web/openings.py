"""Open a shelter, close it, say that it is full or free."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.shelters.access import access_shelter
from linan.logistics.shelters.actions.fullness import declare_free, declare_full
from linan.logistics.shelters.actions.openings import close_shelter, open_shelter
from linan.logistics.shelters.forms import ClosingForm, OpeningForm
from linan.logistics.shelters.models import OpeningMode


@require_http_methods(["GET", "POST"])
@signed_in
def opening(request: Request, shelter_id: int) -> HttpResponse:
    """Open a shelter: why, who answers for it, what was checked."""
    row = access_shelter(request.standing, shelter_id, to=Right.COMMAND)
    form = OpeningForm(request.POST or None, shelter=row, now=now(), initial={"owner": request.person.pk})
    if form.is_valid():
        try:
            open_shelter(
                form.looked(), shelter_id=row.pk, owner=form.cleaned_data["owner"],
                mode=OpeningMode(form.cleaned_data["mode"]), by=request.person, now=now(),
            )
            return redirect("shelters:shelter", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "shelter": row, "is_opening": True}
    return render(request, "shelters/checklist.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def closing(request: Request, shelter_id: int) -> HttpResponse:
    """Close a shelter: why, and what was checked."""
    row = access_shelter(request.standing, shelter_id, to=Right.COMMAND)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        try:
            close_shelter(form.looked(), shelter_id=row.pk, by=request.person, now=now())
            return redirect("shelters:shelter", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "shelter": row, "is_opening": False}
    return render(request, "shelters/checklist.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def full(request: Request, shelter_id: int) -> HttpResponse:
    """Say that a shelter takes nobody more."""
    row = access_shelter(request.standing, shelter_id, to=Right.RESPOND)
    declare_full(shelter_id=row.pk, by=request.person, now=now())
    return redirect("shelters:shelter", row.pk)


@require_POST
@signed_in
def free(request: Request, shelter_id: int) -> HttpResponse:
    """Say that a shelter takes people again."""
    row = access_shelter(request.standing, shelter_id, to=Right.RESPOND)
    declare_free(shelter_id=row.pk, by=request.person, now=now())
    return redirect("shelters:shelter", row.pk)
