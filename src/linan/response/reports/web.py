"""Pages of the duty officer: the reports that came in, one report with its moves, and the phone desk."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.web import Request
from linan.registry.models import Building
from linan.response.access import access_incident
from linan.response.reports.access import access_report
from linan.response.reports.actions import (
    check_report,
    forward_report,
    merge_report,
    open_incident_of_report,
    own_report,
    receive_report,
    show_phone,
    tell_result,
)
from linan.response.reports.forms import PhoneCallForm
from linan.response.reports.models import Channel
from linan.response.reports.pages import report_page
from linan.response.reports.queries import recent_reports, reports_for_list

ON_ONE_PAGE = 40


@require_GET
@signed_in
def reports(request: Request) -> HttpResponse:
    """Show the reports, those that wait first."""
    require(request.standing, Right.RESPOND)
    page = Paginator(reports_for_list(), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_enter": request.standing.may_anywhere(Right.COMMAND)}
    return render(request, "reports/_reports.html" if request.htmx else "reports/reports.html", context)


@require_GET
@signed_in
def report(request: Request, report_id: int) -> HttpResponse:
    """Show one report: what was said, where, what may be the same, and what can be done."""
    row = access_report(request.standing, report_id, to=Right.RESPOND)
    context = {"page": report_page(row, standing=request.standing)}
    return render(request, "reports/_report.html" if request.htmx else "reports/report.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def phone_call(request: Request) -> HttpResponse:
    """Enter what a caller says, beside what came in already."""
    require(request.standing, Right.COMMAND)
    communities = Org.objects.filter(pk__in=request.standing.org_ids, kind=OrgKind.COMMUNITY)
    buildings = Building.objects.order_by("org", "name")
    form = PhoneCallForm(request.POST or None, buildings=buildings, communities=communities)
    if not form.is_valid():
        context = {"form": form, "recent": recent_reports(now=now())}
        return render(request, "reports/phone_call.html", context, status=422 if form.is_bound else 200)
    org = form.cleaned_data["org"]
    require_in(request.standing, Right.COMMAND, org)
    made = receive_report(form.said(), org=org, channel=Channel.PHONE, by=request.person, now=now())
    return redirect("reports:report", made.pk)


@require_POST
@signed_in
def checking(request: Request, report_id: int) -> HttpResponse:
    """Note that it was looked into."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    check_report(report_id=row.pk, by=request.person, now=now())
    return redirect("reports:report", row.pk)


@require_POST
@signed_in
def owning(request: Request, report_id: int) -> HttpResponse:
    """See to it myself."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    own_report(report_id=row.pk, owner=request.person, by=request.person, now=now())
    return redirect("reports:report", row.pk)


@require_POST
@signed_in
def incident_opening(request: Request, report_id: int) -> HttpResponse:
    """Open an incident of it."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    opened = open_incident_of_report(report_id=row.pk, by=request.person, now=now())
    return redirect("response:incident", opened.pk)


@require_POST
@signed_in
def incident_joining(request: Request, report_id: int, incident_id: int) -> HttpResponse:
    """Make it part of an open incident."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    incident = access_incident(request.standing, incident_id, to=Right.COMMAND)
    own_report(report_id=row.pk, owner=request.person, incident=incident, by=request.person, now=now())
    return redirect("reports:report", row.pk)


@require_POST
@signed_in
def forwarding(request: Request, report_id: int) -> HttpResponse:
    """Pass it on."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    forward_report(report_id=row.pk, to=request.POST.get("to", ""), by=request.person, now=now())
    return redirect("reports:report", row.pk)


@require_POST
@signed_in
def merging(request: Request, report_id: int, into_id: int) -> HttpResponse:
    """Merge it into the other one."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    into = access_report(request.standing, into_id, to=Right.COMMAND)
    merge_report(report_id=row.pk, into_id=into.pk, by=request.person, now=now())
    return redirect("reports:report", into.pk)


@require_POST
@signed_in
def result(request: Request, report_id: int) -> HttpResponse:
    """Tell the reporter what came of it."""
    row = access_report(request.standing, report_id, to=Right.COMMAND)
    tell_result(report_id=row.pk, result=request.POST.get("result", ""), by=request.person, now=now())
    return redirect("reports:report", row.pk)


@require_POST
@signed_in
def phone(request: Request, report_id: int) -> HttpResponse:
    """Show the whole phone number once; the log keeps who saw it."""
    row = access_report(request.standing, report_id, to=Right.REVEAL)
    number = show_phone(report_id=row.pk, by=request.person, now=now())
    context = {"page": report_page(row, standing=request.standing), "phone": number}
    return render(request, "reports/report.html", context)


app_name = "reports"
urlpatterns = [
    path("reports/", reports, name="reports"),
    path("reports/call/", phone_call, name="phone-call"),
    path("reports/<int:report_id>/", report, name="report"),
    path("reports/<int:report_id>/check/", checking, name="checking"),
    path("reports/<int:report_id>/own/", owning, name="owning"),
    path("reports/<int:report_id>/incident/", incident_opening, name="incident-opening"),
    path("reports/<int:report_id>/join/<int:incident_id>/", incident_joining, name="incident-joining"),
    path("reports/<int:report_id>/forward/", forwarding, name="forwarding"),
    path("reports/<int:report_id>/merge/<int:into_id>/", merging, name="merging"),
    path("reports/<int:report_id>/result/", result, name="result"),
    path("reports/<int:report_id>/phone/", phone, name="phone"),
]
