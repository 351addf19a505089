"""One household of an evacuation: what was said at its door, refusal and force, and a return before the time."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.access import access_door
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.actions.forcing import Force, force_evacuation
from linan.command.evacuations.actions.returns import report_early_return
from linan.command.evacuations.doorstep import doorstep_page
from linan.command.evacuations.lists import Names, names_seen
from linan.command.evacuations.models import DoorEntry
from linan.command.evacuations.web.doors import NotReadable
from linan.ground.access.audit import note_reading
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request


@require_GET
@signed_in
def door(request: Request, entry_id: int) -> HttpResponse:
    """Show one household with all that was said of it."""
    return _page(request, access_door(request.standing, entry_id, to=Right.RESPOND))


@require_POST
@signed_in
def door_word(request: Request, entry_id: int) -> HttpResponse:
    """Note what somebody at the desk heard of a household, or of one of it."""
    row = access_door(request.standing, entry_id, to=Right.RESPOND)
    take_changes([_change(request, row)], door_list_id=row.door_list_id, phone_now=None, by=request.person, now=now())
    return redirect("evacuations:door", row.pk)


@require_POST
@signed_in
def door_force(request: Request, entry_id: int) -> HttpResponse:
    """Record that somebody was taken out against their will."""
    row = access_door(request.standing, entry_id, to=Right.COMMAND)
    try:
        force_evacuation(_force(request), entry_id=row.pk, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, row, refusal=refusal)
    return redirect("evacuations:door", row.pk)


@require_POST
@signed_in
def door_early(request: Request, entry_id: int) -> HttpResponse:
    """Note that a household is at home before the danger is cleared, and send somebody."""
    row = access_door(request.standing, entry_id, to=Right.RESPOND)
    try:
        report_early_return(entry_id=row.pk, note=request.POST.get("note", ""), by=request.person, now=now())
    except Refused as refusal:
        return _page(request, row, refusal=refusal)
    return redirect("evacuations:door", row.pk)


def _page(request: Request, row: DoorEntry, *, refusal: Refused | None = None) -> HttpResponse:
    names = names_seen(request.standing, row.door_list, person_id=request.person.pk)
    if names == Names.FULL and not request.htmx:
        note_reading(
            request.person, what=f"door-{row.pk}", fields=["name"], reason=gettext("reconciliation of an evacuation"),
            now=now(), org_id=row.evacuation.org_id,
        )
    context = {
        "page": doorstep_page(row, names=names), "refusal": refusal, "said": request.POST,
        "may_command": request.standing.may(Right.COMMAND, path=row.evacuation.org.path),
    }
    template = "evacuations/_doorstep.html" if request.htmx and not refusal else "evacuations/doorstep.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _change(request: Request, row: DoorEntry) -> Change:
    said = request.POST
    try:
        return Change(
            client_id=UUID(said["key"]) if said.get("key") else uuid4(), entry_id=row.pk, to=DoorState(said.get("to", "")),
            evacuee_id=_evacuee(request), note=said.get("note", ""),
        )
    except ValueError as error:
        raise NotReadable from error


def _force(request: Request) -> Force:
    said = request.POST
    try:
        evacuee_id = _evacuee(request)
    except ValueError as error:
        raise NotReadable from error
    return Force(
        legal_basis=said.get("legal_basis", ""), authority=said.get("authority", ""), officers=said.get("officers", ""),
        decided_by=said.get("decided_by", ""), reason=said.get("reason", ""), evacuee_id=evacuee_id,
    )


def _evacuee(request: Request) -> int | None:
    return int(request.POST["evacuee"]) if request.POST.get("evacuee") else None


urlpatterns = [
    path("doors/at/<int:entry_id>/", door, name="door"),
    path("doors/at/<int:entry_id>/word/", door_word, name="door-word"),
    path("doors/at/<int:entry_id>/force/", door_force, name="door-force"),
    path("doors/at/<int:entry_id>/early/", door_early, name="door-early"),
]
