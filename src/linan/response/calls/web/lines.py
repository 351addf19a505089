"""The ways out: lines, a trial of each, groups, the rules of sending."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound
from linan.ground.web import Request
from linan.response.calls.access import access_group, access_line
from linan.response.calls.actions.lines import keep_group, keep_line, set_guests, set_rules
from linan.response.calls.actions.release import rules
from linan.response.calls.channels import channel_kinds
from linan.response.calls.forms import GroupForm, LineForm, RulesForm, set_up
from linan.response.calls.models import Group, Guest
from linan.response.calls.pages import lines_page, title_of
from linan.response.calls.sender.trial import try_line
from linan.response.calls.web.writing import own_org


@require_GET
@signed_in
def lines(request: Request) -> HttpResponse:
    """List the lines, the channels that have none, and the groups."""
    require(request.standing, Right.CONFIGURE)
    context = {"page": lines_page(), "rules": rules(), "groups": Group.objects.prefetch_related("people")}
    return render(request, "calls/lines.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, kind: str) -> HttpResponse:
    """Set up a line of a kind."""
    org = own_org(request, Right.CONFIGURE)
    module = channel_kinds().get(kind)
    if module is None or not module.ASKS:
        raise NotFound
    form = LineForm(request.POST or None, initial={"name": title_of(kind)}, asks=module.ASKS, is_new=True)
    if form.is_valid():
        row = keep_line(line=None, org=org, kind=kind, spec=form.spec(), by=request.person, now=now())
        return redirect("calls:line", row.pk)
    return render(request, "calls/line.html", {"form": form, "title": title_of(kind)})


@require_http_methods(["GET", "POST"])
@signed_in
def line(request: Request, line_id: int) -> HttpResponse:
    """Change a line."""
    row = access_line(request.standing, line_id, to=Right.CONFIGURE)
    form = LineForm(request.POST or None, initial=set_up(row), asks=channel_kinds()[row.kind].ASKS, is_new=False)
    if form.is_valid():
        keep_line(line=row, org=row.org, kind=row.kind, spec=form.spec(), by=request.person, now=now())
        return redirect("calls:lines")
    return render(request, "calls/line.html", {"form": form, "title": title_of(row.kind), "line": row})


@require_POST
@signed_in
def trial(request: Request, line_id: int) -> HttpResponse:
    """Send one message to whoever asks for it, and show what the gateway said."""
    row = access_line(request.standing, line_id, to=Right.CONFIGURE)
    outcome = try_line(row, person=request.person)
    return render(request, "calls/trial.html", {"line": row, "title": title_of(row.kind), "outcome": outcome})


@require_http_methods(["GET", "POST"])
@signed_in
def sending_rules(request: Request) -> HttpResponse:
    """Show and set the rules of sending and the white list."""
    org = own_org(request, Right.CONFIGURE)
    guests = Guest.objects.filter(org=org, person__isnull=False).values_list("person_id", flat=True)
    form = RulesForm(
        request.POST or None, instance=rules(), initial={"guests": list(guests)}, org_ids=request.standing.org_ids
    )
    if form.is_valid():
        _set_rules(form, org, request)
        return redirect("calls:lines")
    return render(request, "calls/rules.html", {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def group_adding(request: Request) -> HttpResponse:
    """Make a group."""
    org = own_org(request, Right.CONFIGURE)
    form = GroupForm(request.POST or None, org_ids=request.standing.org_ids)
    if form.is_valid():
        keep_group(group=None, org=org, name=form.cleaned_data["name"], people=form.cleaned_data["people"])
        return redirect("calls:lines")
    return render(request, "calls/group.html", {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def group(request: Request, group_id: int) -> HttpResponse:
    """Change a group."""
    row = access_group(request.standing, group_id, to=Right.CONFIGURE)
    first = {"name": row.name, "people": list(row.people.values_list("pk", flat=True))}
    form = GroupForm(request.POST or None, initial=first, org_ids=request.standing.org_ids)
    if form.is_valid():
        keep_group(group=row, org=row.org, name=form.cleaned_data["name"], people=form.cleaned_data["people"])
        return redirect("calls:lines")
    return render(request, "calls/group.html", {"form": form, "group": row})


def _set_rules(form: RulesForm, org: Org, request: Request) -> None:
    filled = dict(form.cleaned_data)
    set_guests(org=org, people=list(filled.pop("guests")), by=request.person, now=now())
    set_rules(**filled, org=org, by=request.person, now=now())
