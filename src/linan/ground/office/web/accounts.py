"""Pages of accounts and roles."""

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.office.access import access_membership, access_org, access_person, require_any
from linan.ground.office.forms import NewPersonForm, PasswordForm, PersonForm, RoleForm
from linan.ground.people.actions import (
    add_person,
    change_person,
    close_account,
    end_role,
    grant_role,
    open_account,
    set_first_password,
)
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import memberships_at, people_of
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request

PER_PAGE = 50
LOOK = (Right.ADMINISTER, Right.SECURE)


@signed_in
def listed(request: Request) -> HttpResponse:
    """Show the accounts of the organisations in reach."""
    require_any(request.standing, *LOOK)
    search = request.GET.get("q", "").strip()
    people = people_of(org_ids=request.standing.org_ids, search=search).prefetch_related("memberships__org")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    may_add = request.standing.may_anywhere(Right.ADMINISTER)
    return render(request, "office/people.html", {"page": page, "search": search, "may_add": may_add, "now": now()})


@signed_in
def new(request: Request) -> HttpResponse:
    """Make an account with its first role."""
    require_any(request.standing, Right.ADMINISTER)
    form = NewPersonForm(request.POST or None, standing=request.standing)
    if form.is_valid() and (person := _made(form, request.standing, by=request.person)):
        messages.success(request, _("Account made. Tell the first password to its owner in person."))
        return redirect("office:person", person.pk)
    return render(request, "office/person_new.html", {"form": form})


@signed_in
def one(request: Request, person_id: int) -> HttpResponse:
    """Show an account, and change its name and phone."""
    person = access_person(request.standing, person_id, to=LOOK)
    known = {"full_name": person.full_name, "phone": person.phone, "language": person.language}
    form = PersonForm(request.POST or None, initial=known)
    if request.method == "POST":
        access_person(request.standing, person_id, to=(Right.ADMINISTER,))
        if form.is_valid() and _changed(form, person, by=request.person):
            messages.success(request, _("Saved."))
            return redirect("office:person", person.pk)
    return _page(request, person, form=form)


@require_POST
@signed_in
def new_role(request: Request, person_id: int) -> HttpResponse:
    """Give a person another role."""
    person = access_person(request.standing, person_id, to=(Right.ADMINISTER,))
    form = RoleForm(request.POST, standing=request.standing)
    if form.is_valid() and _granted(form, person, request.standing, by=request.person):
        messages.success(request, _("Role granted."))
        return redirect("office:person", person.pk)
    return _page(request, person, role_form=form)


@require_POST
@signed_in
def role_ending(request: Request, membership_id: int) -> HttpResponse:
    """End a role."""
    held = access_membership(request.standing, membership_id, to=Right.ADMINISTER)
    end_role(membership_id=held.pk, by=request.person, now=now())
    messages.success(request, _("Role ended."))
    return redirect("office:person", held.person_id)


@require_POST
@signed_in
def password(request: Request, person_id: int) -> HttpResponse:
    """Give an account a first password; its sessions end by it."""
    person = access_person(request.standing, person_id, to=(Right.ADMINISTER,))
    form = PasswordForm(request.POST)
    if form.is_valid() and _password_set(form, person, by=request.person):
        messages.success(request, _("Password set. Tell it to its owner in person."))
        return redirect("office:person", person.pk)
    return _page(request, person, password_form=form)


@require_POST
@signed_in
def closing(request: Request, person_id: int) -> HttpResponse:
    """Close an account."""
    person = access_person(request.standing, person_id, to=LOOK)
    close_account(person_id=person.pk, by=request.person, now=now())
    messages.success(request, _("Account closed."))
    return redirect("office:person", person.pk)


@require_POST
@signed_in
def opening(request: Request, person_id: int) -> HttpResponse:
    """Open a closed or locked account."""
    person = access_person(request.standing, person_id, to=(Right.SECURE,))
    open_account(person_id=person.pk, by=request.person, now=now())
    messages.success(request, _("Account opened."))
    return redirect("office:person", person.pk)


@require_POST
@signed_in
def sessions_ending(request: Request, person_id: int) -> HttpResponse:
    """Sign a person out everywhere."""
    person = access_person(request.standing, person_id, to=(Right.SECURE,))
    for session in UserSession.objects.filter(user=person):
        session.end()
    messages.success(request, _("Signed out on all devices."))
    return redirect("office:person", person.pk)


def _page(request: Request, person: Person, **forms_at_work: forms.Form) -> HttpResponse:
    known = {"full_name": person.full_name, "phone": person.phone, "language": person.language}
    shown = {
        "person": person, "roles": list(memberships_at(person, now=now())), "now": now(),
        "form": PersonForm(initial=known), "password_form": PasswordForm(),
        "role_form": RoleForm(standing=request.standing),
        "may_administer": request.standing.may_anywhere(Right.ADMINISTER),
        "may_secure": request.standing.may_anywhere(Right.SECURE),
        "sessions": UserSession.objects.filter(user=person),
    }
    return render(request, "office/person.html", {**shown, **forms_at_work})


def _made(form: NewPersonForm, standing: Standing, *, by: Person) -> Person | None:
    given = form.cleaned_data
    org = access_org(standing, given["org"], to=Right.ADMINISTER)
    try:
        with transaction.atomic():
            person = add_person(
                username=given["username"], full_name=given["full_name"], phone=given["phone"],
                password=given["password"], org_id=org.pk, by=by, now=now(),
            )
            grant_role(person_id=person.pk, org_id=org.pk, role=Role(given["role"]), by=by, now=now())
    except Refused as refused:
        add_refusal(form, refused)
        return None
    return person


def _changed(form: PersonForm, person: Person, *, by: Person) -> bool:
    try:
        change_person(person_id=person.pk, by=by, now=now(), **form.cleaned_data)
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()


def _granted(form: RoleForm, person: Person, standing: Standing, *, by: Person) -> bool:
    org = access_org(standing, form.cleaned_data["org"], to=Right.ADMINISTER)
    try:
        grant_role(person_id=person.pk, org_id=org.pk, role=Role(form.cleaned_data["role"]), by=by, now=now())
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()


def _password_set(form: PasswordForm, person: Person, *, by: Person) -> bool:
    try:
        set_first_password(person_id=person.pk, password=form.cleaned_data["password"], by=by, now=now())
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()
