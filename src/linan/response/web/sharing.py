"""An incident as a unit sees that takes part in it, and how much that is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_incident, access_shared_incident
from linan.response.domain.sight import Sight
from linan.response.forms import SightForm
from linan.response.queries import participation_of
from linan.response.shared_page import shared_page
from linan.response.sharing import sees_by_position, set_sight


@require_GET
@signed_in
def shared(request: Request, incident_id: int) -> HttpResponse:
    """Show an incident of another unit, as much of it as one's own unit may see."""
    row, seen = access_shared_incident(request.standing, incident_id)
    page = shared_page(row, sight=seen, standing=request.standing, person_id=request.person.pk, now=now())
    return render(request, "response/_shared.html" if request.htmx else "response/shared.html", {"page": page})


@require_http_methods(["GET", "POST"])
@signed_in
def sight(request: Request, incident_id: int, unit_id: int) -> HttpResponse:
    """Set how much a unit that takes part may see, with the reason."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    part = participation_of(row.pk, unit_id)
    if part is None:
        raise NotFound
    form = SightForm(request.POST or None, initial={"sight": part.sight})
    if form.is_valid():
        try:
            said = form.cleaned_data
            set_sight(
                incident_id=row.pk, unit=part.org, sight=Sight(said["sight"]), reason=said["reason"], by=request.person, now=now()
            )
            return redirect("response:incident", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {
        "incident": row, "part": part, "form": form, "by_position": sees_by_position(part.org, row),
        "changes": part.changes.select_related("changed_by"),
    }
    return render(request, "response/sight.html", context, status=422 if form.is_bound else 200)
