"""The front door, the office's own page and one's own account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.office.access import require_any
from linan.ground.office.forms import PersonForm
from linan.ground.office.queries import letters_of
from linan.ground.people.actions import change_person
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import memberships_at
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request

# The first role of this list that a person holds decides where they begin.
FRONT_PAGES: list[tuple[Role, str]] = [
    (Role.DUTY_OFFICER, "monitoring:desk"),
    (Role.COMMUNITY_DIRECTOR, "monitoring:desk"),
    (Role.STREET_OFFICER, "response:incidents"),
    (Role.DISTRICT_COMMANDER, "command:map"),
    (Role.GRID_MEMBER, "response:my-tasks"),
    (Role.RESPONDER, "response:my-tasks"),
    (Role.PROPERTY_STAFF, "response:my-tasks"),
    (Role.BUILDING_HEAD, "response:my-tasks"),
    (Role.VOLUNTEER, "response:my-tasks"),
    (Role.INTEGRATOR, "monitoring:devices"),
    (Role.PLAN_AUTHOR, "planning:plans"),
    (Role.SYSTEM_ADMIN, "office:home"),
    (Role.SECURITY_ADMIN, "office:home"),
    (Role.AUDIT_ADMIN, "office:home"),
]


def front_page(standing: Standing) -> str:
    """Return the name of the page where somebody of this standing begins."""
    return next((page for role, page in FRONT_PAGES if role in standing.roles), "office:profile")


@signed_in
def front(request: Request) -> HttpResponse:
    """Lead everybody to where their work is."""
    return redirect(front_page(request.standing))


@signed_in
def office(request: Request) -> HttpResponse:
    """Show what may be administered."""
    require_any(request.standing, Right.ADMINISTER, Right.SECURE, Right.AUDIT)
    may = {right.value: request.standing.may_anywhere(right) for right in Right}
    return render(request, "office/home.html", {"may": may, "letters": letters_of(request.standing).count()})


@signed_in
def profile(request: Request) -> HttpResponse:
    """Show and change one's own name, phone and language."""
    person = request.person
    known = {"full_name": person.full_name, "phone": person.phone, "language": person.language}
    form = PersonForm(request.POST or None, initial=known)
    if form.is_valid() and _changed(person, form):
        messages.success(request, _("Saved."))
        return redirect("office:profile")
    roles = list(memberships_at(person, now=now()))
    return render(request, "office/profile.html", {"form": form, "roles": roles})


def _changed(person: Person, form: PersonForm) -> bool:
    try:
        change_person(person_id=person.pk, by=person, now=now(), **form.cleaned_data)
    except Refused as refused:
        add_refusal(form, refused)
    return form.is_valid()
