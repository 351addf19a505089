"""Door lists on the phone and on paper: what a walker sees, taps and sends."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4, uuid5

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.access import access_door_list
from linan.command.evacuations.actions.changes import Change, Taken, take_changes
from linan.command.evacuations.actions.finding import Met, about_whom, note_met, take_met
from linan.command.evacuations.forms import FoundForm
from linan.command.evacuations.lists import ListPage, Names, list_page, lists_of, names_seen
from linan.command.evacuations.models import DoorEntry, DoorList, Evacuee
from linan.ground.access.audit import note_reading
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.ground.web import Request

MOST_BYTES = 512 * 1024
MOST_CHANGES = 2000


class Tap(msgspec.Struct, frozen=True):
    """One change as a phone sends it. at: its clock at the tap, milliseconds since 1970.

    met: the phone's own mark of somebody it noted, in place of the door, which it did not know then.
    """

    key: UUID
    to: DoorState
    at: int
    entry: int | None = None
    evacuee: int | None = None
    met: UUID | None = None
    note: str = ""


class Noted(msgspec.Struct, frozen=True):
    """Somebody in no register whom a walker noted. entry: the door, None outside any home; place: where that was.

    to: what was said of them at once; None: what stands of the household.
    """

    key: UUID
    name: str
    at: int
    entry: int | None = None
    place: str = ""
    to: DoorState | None = None


class Sent(msgspec.Struct, frozen=True):
    """What a phone sends at once. clock: its clock at sending, milliseconds since 1970."""

    clock: int
    changes: list[Tap]
    met: list[Noted] = []


class NotReadable(Refused):
    """What arrived is not what the page of a list sends."""

    code = "not_readable"
    msgid = noop("What the phone sent could not be read. Load the list again; what is stored on the phone stays there.")


@require_GET
@never_cache
@signed_in
def my_doors(request: Request) -> HttpResponse:
    """Show the lists that I walk."""
    template = "evacuations/_my_doors.html" if request.htmx else "evacuations/my_doors.html"
    return render(request, template, {"lists": lists_of(request.person.pk)})


@require_GET
@never_cache
@signed_in
def door_list(request: Request, door_list_id: int) -> HttpResponse:
    """Show one list in walking order."""
    page = _page(request, door_list_id)
    template = "evacuations/_door_list.html" if request.htmx else "evacuations/door_list.html"
    return render(request, template, {"page": page, "as_of": now()})


@require_GET
@never_cache
@signed_in
def door_paper(request: Request, door_list_id: int) -> HttpResponse:
    """Show one list ready to be printed, with boxes to tally."""
    return render(request, "evacuations/door_paper.html", {"page": _page(request, door_list_id), "printed_at": now()})


@require_POST
@signed_in
def door_change(request: Request, door_list_id: int) -> HttpResponse:
    """Take one change from a page without scripts."""
    row = access_door_list(request.standing, door_list_id, person_id=request.person.pk, to=Right.RESPOND)
    take_changes([_change_of(request)], door_list_id=row.pk, phone_now=None, by=request.person, now=now())
    return redirect("evacuations:door-list", row.pk)


@require_POST
@signed_in
def door_changes(request: Request, door_list_id: int) -> HttpResponse:
    """Take what a phone kept, and answer with what the house holds after the commit."""
    row = access_door_list(request.standing, door_list_id, person_id=request.person.pk, to=Right.RESPOND)
    received = now()
    taken = _take(_sent(request), row, by=request.person, received=received)
    answer = {"held": list(map(str, taken.held)), "strange": list(map(str, taken.strange))}
    return JsonResponse(answer | {"received": int(received.timestamp() * 1000)})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def finding(request: Request, door_list_id: int, entry_id: int) -> HttpResponse:
    """Write down somebody met at a door who is in no register."""
    row = access_door_list(request.standing, door_list_id, person_id=request.person.pk, to=Right.RESPOND)
    entry = DoorEntry._base_manager.select_related("household__building").filter(door_list=row, pk=entry_id).first()
    if entry is None:
        raise NotFound
    return _note(request, row, entry)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def meeting(request: Request, door_list_id: int) -> HttpResponse:
    """Write down somebody in no register who was met outside any home."""
    row = access_door_list(request.standing, door_list_id, person_id=request.person.pk, to=Right.RESPOND)
    return _note(request, row, None)


def _note(request: Request, row: DoorList, entry: DoorEntry | None) -> HttpResponse:
    form = FoundForm(request.POST or None, initial={"key": uuid4()}, is_outside=entry is None)
    if form.is_valid():
        met = form.met(entry.pk if entry else None)
        found = note_met(met, door_list_id=row.pk, by=request.person, now=now())
        take_changes(form.said_of(found), door_list_id=row.pk, phone_now=None, by=request.person, now=now())
        return redirect("evacuations:door-list", row.pk)
    return render(request, "evacuations/finding.html", {"form": form, "entry": entry, "door_list": row})


@require_GET
def doors_worker(request: HttpRequest) -> HttpResponse:
    """Give the browser the few lines that show a loaded list without a line."""
    return render(request, "evacuations/doors_worker.js", content_type="text/javascript")


def _page(request: Request, door_list_id: int) -> ListPage:
    row = access_door_list(request.standing, door_list_id, person_id=request.person.pk, to=Right.RESPOND)
    names = names_seen(request.standing, row, person_id=request.person.pk)
    if names == Names.FULL and not request.htmx:
        _note_names_read(request, row)
    return list_page(row, names=names)


def _note_names_read(request: Request, row: DoorList) -> None:
    note_reading(
        request.person, what=f"doorlist-{row.pk}", fields=["name", "second_contact"], reason=gettext("evacuation door list"), now=now(),
        org_id=row.evacuation.org_id,
    )


def _take(sent: Sent, row: DoorList, *, by: Person, received: datetime) -> Taken:
    """Count whom the phone noted, then take what it says of doors and people, in one transaction."""
    clock = _moment(sent.clock)
    with transaction.atomic():
        met = take_met([_met(one) for one in sent.met], door_list_id=row.pk, phone_now=clock, by=by, now=received)
        changes = [*_said_at_once(sent.met, met), *(_change(tap, met) for tap in sent.changes)]
        taken = take_changes(changes, door_list_id=row.pk, phone_now=clock, by=by, now=received)
    strange = [one.key for one in sent.met if one.key not in met]
    return Taken([*met, *taken.held], [*strange, *taken.strange])


def _sent(request: Request) -> Sent:
    try:
        sent = msgspec.json.decode(request.read(MOST_BYTES), type=Sent)
    except msgspec.MsgspecError as error:
        raise NotReadable from error
    if len(sent.changes) + len(sent.met) > MOST_CHANGES:
        raise NotReadable
    return sent


def _change(tap: Tap, met: Mapping[UUID, Evacuee]) -> Change:
    entry_id, evacuee_id = (tap.entry or 0, tap.evacuee) if tap.met is None else _door_of(tap.met, met)
    return Change(
        client_id=tap.key, entry_id=entry_id, evacuee_id=evacuee_id, to=tap.to, note=tap.note, phone_at=_moment(tap.at)
    )


def _door_of(uid: UUID, met: Mapping[UUID, Evacuee]) -> tuple[int, int | None]:
    """Return what a word about somebody noted on the phone is about; a door of no list where nobody has the mark."""
    found = met.get(uid) or Evacuee._base_manager.select_related("entry").filter(uid=uid).first()
    return about_whom(found) if found else (0, None)


def _said_at_once(noted: Iterable[Noted], met: Mapping[UUID, Evacuee]) -> list[Change]:
    """Return what was said of people as they were noted; a second sending is the same word."""
    return [
        _change(Tap(key=uuid5(one.key, one.to), to=one.to, at=one.at, met=one.key), met)
        for one in noted if one.to and one.key in met
    ]


def _met(one: Noted) -> Met:
    return Met(client_id=one.key, name=one.name, entry_id=one.entry, place=one.place, phone_at=_moment(one.at))


def _change_of(request: Request) -> Change:
    said = request.POST
    try:
        return Change(
            client_id=UUID(said.get("key", "")), entry_id=int(said.get("entry", "")), to=DoorState(said.get("to", "")),
            evacuee_id=int(said["evacuee"]) if said.get("evacuee") else None, note=said.get("note", ""),
        )
    except ValueError as error:
        raise NotReadable from error


def _moment(milliseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotReadable from error


urlpatterns = [
    path("doors/", my_doors, name="my-doors"),
    path("doors/worker.js", doors_worker, name="doors-worker"),
    path("doors/<int:door_list_id>/", door_list, name="door-list"),
    path("doors/<int:door_list_id>/paper/", door_paper, name="door-paper"),
    path("doors/<int:door_list_id>/change/", door_change, name="door-change"),
    path("doors/<int:door_list_id>/changes/", door_changes, name="door-changes"),
    path("doors/<int:door_list_id>/found/<int:entry_id>/", finding, name="finding"),
    path("doors/<int:door_list_id>/met/", meeting, name="meeting"),
]
