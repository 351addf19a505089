"""The doors a helper knocks at."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.calls.access import access_door
from linan.response.calls.actions.answers import note_nobody_home, tell_at_door
from linan.response.calls.queries import doors_of


@require_GET
@signed_in
def doors(request: Request) -> HttpResponse:
    """Show the doors I have yet to knock at, with the words to say."""
    return render(request, "calls/_doors.html" if request.htmx else "calls/doors.html", {"doors": doors_of(request.person.pk)})


@require_POST
@signed_in
def knock(request: Request, recipient_id: int) -> HttpResponse:
    """Note what became of a knock: told, or nobody home."""
    row = access_door(request.standing, recipient_id, person_id=request.person.pk, to=Right.RESPOND)
    if request.POST.get("came") == "nobody":
        note_nobody_home(recipient_id=row.pk, by=request.person, now=now())
    else:
        tell_at_door(recipient_id=row.pk, said=request.POST.get("said", ""), by=request.person, now=now())
    return redirect("calls:doors")
