"""Pages of alarm conditions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound, Refused
from linan.ground.web import Request
from linan.monitoring.access import access_condition
from linan.monitoring.actions.conditions import add_condition, change_condition, retire_condition
from linan.monitoring.actions.modes import switch_mode
from linan.monitoring.actions.rehearsals import ask_rehearsal
from linan.monitoring.domain.conditions import kinds
from linan.monitoring.models import Alarm, Condition, Rehearsal
from linan.monitoring.queries import false_alarm_counts
from linan.monitoring.scope import setting_of
from linan.monitoring.web.condition_forms import ConditionForm, ModeForm, NewConditionForm, RehearsalForm

FIRST_REHEARSAL_DAYS = 30
ON_ONE_PAGE = 60
COLUMNS = ("kind", "title", "severity", "quantity", "profile", "series_id", "device_id", "building_id", "parameters")


@require_GET
@signed_in
def conditions(request: Request) -> HttpResponse:
    """List what raises alarms, in words, the worst first."""
    require(request.standing, Right.SEE)
    is_active = request.GET.get("state") != "retired"
    rows = Condition.objects.filter(is_active=is_active).select_related("org", "author", "series__device", "building")
    page = Paginator(rows.order_by("severity", "title", "pk"), ON_ONE_PAGE).get_page(request.GET.get("page"))
    org = _home(request)
    context = {
        "page": page, "conditions": page.object_list, "is_active": is_active, "mode": setting_of(org).mode, "org": org, "mode_form": ModeForm(),
        "may_configure": request.standing.may_anywhere(Right.CONFIGURE),
    }
    return render(request, "monitoring/conditions.html", context)


def _home(request: Request) -> Org:
    """Return the highest organisation that the person belongs to."""
    return Org.objects.filter(pk__in=[one.org_id for one in request.standing.grants]).order_by("path")[0]


@require_POST
@signed_in
def mode(request: Request) -> HttpResponse:
    """Let the organisation live in another mode."""
    org = _home(request)
    require_in(request.standing, Right.CONFIGURE, org)
    try:
        switch_mode(
            org_id=org.pk, mode=request.POST.get("mode", ""), reason=request.POST.get("mode_reason", ""),
            by=request.person, now=now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("monitoring:conditions")


@require_GET
@signed_in
def condition(request: Request, condition_id: int) -> HttpResponse:
    """Show a condition: what it does, its versions, how often it was wrong, its rehearsals."""
    row = access_condition(request.standing, condition_id, to=Right.SEE)
    return render(request, "monitoring/condition.html", _condition_page(request, row))


def _condition_page(request: Request, row: Condition) -> dict[str, Any]:
    judged_false, judged = false_alarm_counts(Alarm.objects.filter(condition=row))
    return {
        "condition": row, "judged_false": judged_false, "judged": judged,
        "versions": row.versions.select_related("author"),
        "rehearsals": Rehearsal.objects.filter(condition=row)[:5], "rehearsal_form": RehearsalForm(),
        "may_configure": request.standing.may(Right.CONFIGURE, path=row.org.path),
    }


@require_GET
@signed_in
def choosing_kind(request: Request) -> HttpResponse:
    """Let a person choose what kind of condition to add."""
    require(request.standing, Right.CONFIGURE)
    return render(request, "monitoring/condition_kinds.html", {"kinds": kinds()})


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, kind: str) -> HttpResponse:
    """Add a condition, or rehearse it before it counts."""
    require(request.standing, Right.CONFIGURE)
    if kind not in kinds():
        raise NotFound
    form = NewConditionForm(request.POST or None, kind=kind, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, kind, None)
    require_in(request.standing, Right.CONFIGURE, form.cleaned_data["org"])
    if "rehearse" in request.POST:
        return _rehearse_draft(request, form, form.scope(), condition_id=None)
    row = add_condition(form.spec(), kind=kind, by=request.person, now=now(), **form.scope())
    return redirect("monitoring:condition", row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, condition_id: int) -> HttpResponse:
    """Change a condition, or rehearse the change before it counts."""
    row = access_condition(request.standing, condition_id, to=Right.CONFIGURE)
    form = ConditionForm(request.POST or None, kind=row.kind, condition=row)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, row.kind, row)
    if "rehearse" in request.POST:
        scope = {name: getattr(row, name) for name in ("org_id", *COLUMNS[3:-1])}
        return _rehearse_draft(request, form, scope, condition_id=row.pk)
    change_condition(condition_id=row.pk, spec=form.spec(), by=request.person, now=now())
    return redirect("monitoring:condition", row.pk)


@require_POST
@signed_in
def retirement(request: Request, condition_id: int) -> HttpResponse:
    """Take a condition out of use."""
    row = access_condition(request.standing, condition_id, to=Right.CONFIGURE)
    try:
        retire_condition(condition_id=row.pk, reason=request.POST.get("reason", ""), by=request.person, now=now())
    except Refused as refusal:
        context = {**_condition_page(request, row), "refusal": refusal}
        return render(request, "monitoring/condition.html", context, status=refusal.status)
    return redirect("monitoring:condition", row.pk)


@require_POST
@signed_in
def rehearsing(request: Request, condition_id: int) -> HttpResponse:
    """Rehearse a condition as it stands over the past."""
    row = access_condition(request.standing, condition_id, to=Right.CONFIGURE)
    form = RehearsalForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else FIRST_REHEARSAL_DAYS
    draft = {name: getattr(row, name) for name in COLUMNS}
    rehearsal = ask_rehearsal(
        org_id=row.org_id, draft=draft, days=days, condition_id=row.pk, by=request.person, now=now()
    )
    return redirect("monitoring:rehearsal", rehearsal.pk)


def _rehearse_draft(
    request: Request, form: ConditionForm, scope: dict[str, Any], *, condition_id: int | None
) -> HttpResponse:
    spec, org_id = form.spec(), scope.pop("org_id")
    draft = {
        **scope, "kind": form.kind, "title": spec.title, "severity": spec.severity, "parameters": dict(spec.parameters)
    }
    rehearsal = ask_rehearsal(
        org_id=org_id, draft=draft, days=FIRST_REHEARSAL_DAYS, condition_id=condition_id, by=request.person, now=now()
    )
    return redirect("monitoring:rehearsal", rehearsal.pk)


def _form_page(request: Request, form: ConditionForm, kind: str, row: Condition | None) -> HttpResponse:
    heading = row.title if row else _("New condition")
    context = {"form": form, "kind": kind, "condition": row, "heading": heading, "days": FIRST_REHEARSAL_DAYS}
    return render(request, "monitoring/condition_form.html", context, status=422 if form.is_bound else 200)
