"""Pages of the organisation tree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.office.access import access_org
from linan.ground.office.forms import NewOrgForm, OrgForm
from linan.ground.office.queries import tree
from linan.ground.orgs.actions import add_org, change_org
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request


@signed_in
def listed(request: Request) -> HttpResponse:
    """Show the tree."""
    require(request.standing, Right.ADMINISTER)
    return render(request, "office/orgs.html", {"branches": tree(request.standing.org_ids)})


@signed_in
def new(request: Request) -> HttpResponse:
    """Add an organisation below another."""
    require(request.standing, Right.ADMINISTER)
    start = {"parent": request.GET.get("parent"), "kind": OrgKind.GRID}
    form = NewOrgForm(request.POST or None, standing=request.standing, initial=start)
    if form.is_valid() and _added(form, request.standing, by=request.person):
        messages.success(request, _("Organisation added."))
        return redirect("office:orgs")
    return render(request, "office/org_form.html", {"form": form, "org": None})


@signed_in
def one(request: Request, org_id: int) -> HttpResponse:
    """Change name and code of an organisation."""
    org = access_org(request.standing, org_id, to=Right.ADMINISTER)
    form = OrgForm(request.POST or None, initial={"name": org.name, "code": org.code})
    if form.is_valid() and _changed(form, org, by=request.person):
        messages.success(request, _("Saved."))
        return redirect("office:orgs")
    return render(request, "office/org_form.html", {"form": form, "org": org})


def _added(form: NewOrgForm, standing: Standing, *, by: Person) -> bool:
    given = form.cleaned_data
    parent = access_org(standing, given["parent"], to=Right.ADMINISTER)
    kind = OrgKind(given["kind"])
    try:
        add_org(kind=kind, name=given["name"], parent=parent, code=given["code"], by_id=by.pk, now=now())
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()


def _changed(form: OrgForm, org: Org, *, by: Person) -> bool:
    try:
        change_org(org_id=org.pk, by_id=by.pk, now=now(), **form.cleaned_data)
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()
