"""The table of deadlines, and one of them changed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotAllowed, Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.upward.access import unit_that_sets_deadlines
from linan.response.upward.actions.deadlines import add_deadline, set_deadline
from linan.response.upward.deadline_forms import DeadlineForm, NewDeadlineForm
from linan.response.upward.deadline_page import deadline_groups, deadline_page


@require_GET
@signed_in
def deadlines(request: Request) -> HttpResponse:
    """Show every deadline of reporting with its source, as it holds for the person's unit."""
    require(request.standing, Right.SEE)
    unit = unit_that_sets_deadlines(request.standing)
    context = {"groups": deadline_groups(request.standing), "may_change": unit is not None}
    return render(request, "upward/deadlines.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponse:
    """Add a deadline for the person's unit and all below it."""
    require(request.standing, Right.AUTHOR)
    unit = unit_that_sets_deadlines(request.standing)
    if unit is None:
        raise NotAllowed
    form = NewDeadlineForm(request.POST or None)
    if form.is_valid():
        add_deadline(org=unit, deadline=form.deadline, reason=form.cleaned_data["reason"], by=request.person, now=now())
        return redirect("upward:deadlines")
    return render(request, "upward/new_deadline.html", {"form": form, "unit": unit}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def deadline(request: Request, key: str) -> HttpResponse:
    """Change a deadline for the person's unit and all below it."""
    require(request.standing, Right.AUTHOR)
    unit = unit_that_sets_deadlines(request.standing)
    if unit is None:
        raise NotAllowed
    page = deadline_page(unit, key)
    form = DeadlineForm(request.POST or None, deadline=page.deadline)
    if form.is_valid():
        try:
            set_deadline(
                org=unit, deadline=form.deadline, seen_version=page.seen(request.POST.get("version")),
                reason=form.cleaned_data["reason"], by=request.person, now=now(),
            )
            return redirect("upward:deadlines")
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "upward/deadline.html", {"form": form, "page": page}, status=422 if form.is_bound else 200)
