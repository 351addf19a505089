"""Pages by which an incident is steered: its grade, the units that take part, tasks given by hand."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.actions import give_task, join_unit, reopen_incident, set_event_grade
from linan.response.forms import GradeForm, ReopeningForm, TaskForm, UnitForm
from linan.response.models import EventGrade, Incident
from linan.response.queries import people_to_give_tasks, units_to_join


@require_http_methods(["GET", "POST"])
@signed_in
def grade(request: Request, incident_id: int) -> HttpResponse:
    """Set or change the grade of the event, with the reason."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    form = GradeForm(request.POST or None, initial={"grade": row.grade})
    if _is_done(form, lambda: set_event_grade(
        incident_id=row.pk, grade=EventGrade(form.cleaned_data["grade"]), reason=form.cleaned_data["reason"],
        by=request.person, now=now(),
    )):
        return redirect("response:incident", row.pk)
    return _page(request, row, form, "response/grade.html")


@require_http_methods(["GET", "POST"])
@signed_in
def reopening(request: Request, incident_id: int) -> HttpResponse:
    """Answer a closed incident again, with the reason."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    form = ReopeningForm(request.POST or None)
    if _is_done(form, lambda: reopen_incident(
        incident_id=row.pk, reason=form.cleaned_data["reason"], by=request.person, now=now()
    )):
        return redirect("response:incident", row.pk)
    return _page(request, row, form, "response/reopening.html")


@require_http_methods(["GET", "POST"])
@signed_in
def unit_joining(request: Request, incident_id: int) -> HttpResponse:
    """Let a unit take part."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    form = UnitForm(request.POST or None, units=units_to_join(row, org_ids=request.standing.org_ids))
    if _is_done(form, lambda: join_unit(
        incident_id=row.pk, unit=form.cleaned_data["unit"], sight=form.chosen, by=request.person, now=now()
    )):
        return redirect("response:incident", row.pk)
    return _page(request, row, form, "response/unit_joining.html")


@require_http_methods(["GET", "POST"])
@signed_in
def task_giving(request: Request, incident_id: int) -> HttpResponse:
    """Give one person a task by hand."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    form = TaskForm(request.POST or None, owners=people_to_give_tasks(row, now=now()))
    if _is_done(form, lambda: give_task(
        incident_id=row.pk, owner=form.cleaned_data["owner"], title=form.cleaned_data["title"],
        brief=form.cleaned_data["brief"], due_in=form.due_in, by=request.person, now=now(),
        proof=form.cleaned_data["proof"], counted=form.cleaned_data["counted"],
    )):
        return redirect("response:incident", row.pk)
    return _page(request, row, form, "response/task_giving.html")


def _is_done(form: BaseForm, act: Callable[[], object]) -> bool:
    """Act on a valid form; a refusal is said beside the field at fault."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True


def _page(request: Request, incident: Incident, form: BaseForm, template: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"incident": incident, "form": form}, status=status)
