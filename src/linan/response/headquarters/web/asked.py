"""What lies before one person to answer with one touch, on every page of theirs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.headquarters.pages import member_line
from linan.response.headquarters.queries import offers_to, roll_calls_asked_of, turnouts_asked_of
from linan.response.headquarters.rolls import entry_line


@require_GET
@signed_in
def asked(request: Request) -> HttpResponse:
    """Show the roll-calls, turn-outs and posts that wait for the person who asks."""
    moment = now()
    context = {
        "turnouts": [member_line(one, now=moment) for one in turnouts_asked_of(request.person.pk)],
        "rolls": [entry_line(one, now=moment) for one in roll_calls_asked_of(request.person.pk)],
        "offers": offers_to(request.person.pk),
    }
    return render(request, "headquarters/_asked.html" if request.htmx else "headquarters/asked.html", context)
