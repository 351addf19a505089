"""The registrar's table on a phone: find who stands there, one tap for all of them."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.shelters.access import access_shelter
from linan.logistics.shelters.actions.stays import AT_ONCE_MOST, Arrival, begin_stay
from linan.logistics.shelters.models import Shelter, ShelterStatus, Via
from linan.logistics.shelters.pages import fresh_id, stays_of
from linan.logistics.shelters.queries import shelters_with_room
from linan.logistics.shelters.searches import find_people
from linan.logistics.shelters.web.places import page_context
from linan.logistics.shelters.words import who
from linan.registry.access import access_household

LATEST = 8
SESSION_KEY = "shelter_desk"  # at which table this browser registers, for the codes it scans


class ArrivalForm(forms.Form):
    """Who comes: a household, or strangers by name."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    household = forms.IntegerField(required=False, widget=forms.HiddenInput)
    via = forms.ChoiceField(choices=Via.choices, required=False, widget=forms.HiddenInput)
    names = forms.CharField(
        label=_("Names"), max_length=400, required=False, help_text=_("Several with a comma. Stored sealed.")
    )
    people = forms.IntegerField(label=_("How many"), min_value=1, max_value=AT_ONCE_MOST, initial=1)


@require_GET
@signed_in
@never_cache
def desk(request: Request, shelter_id: int) -> HttpResponse:
    """Show the table: the search with what it found, those not on any list, the latest arrivals."""
    row = access_shelter(request.standing, shelter_id, to=Right.RESPOND)
    request.session[SESSION_KEY] = row.pk
    form = ArrivalForm(initial={"client_id": fresh_id(), "via": Via.STRANGER})
    return _page(request, row, form)


@require_POST
@signed_in
@never_cache
def arrivals(request: Request, shelter_id: int) -> HttpResponse:
    """Register an arrival; sent twice it counts once."""
    row = access_shelter(request.standing, shelter_id, to=Right.RESPOND)
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        begin_stay(_arrival(request, form), shelter_id=row.pk, by=request.person, now=now())
    except Refused as refused:
        add_refusal(form, refused)
        return _page(request, row, form, status=refused.status)
    return redirect("shelters:desk", row.pk)


def _page(request: Request, row: Shelter, form: ArrivalForm, *, status: int = 200) -> HttpResponse:
    with_names = request.standing.may(Right.SEE_PERSONAL, path=row.org.path)
    typed = request.GET.get("q", "")
    latest = stays_of(row, left=False)[:LATEST]
    elsewhere = shelters_with_room() if row.status == ShelterStatus.FULL else []
    context = page_context(request, row) | {
        "typed": typed, "form": form, "with_names": with_names, "elsewhere": elsewhere[:3],
        "found": [(one, one.stay_at(row.pk), fresh_id()) for one in find_people(typed, with_names=with_names)],
        "latest": [(one, who(one, standing=request.standing)) for one in latest],
        "via": Via.CARD if request.GET.get("via") == Via.CARD else Via.DOOR,
    }
    return render(request, "shelters/desk.html", context, status=status)


def _arrival(request: Request, form: ArrivalForm) -> Arrival:
    said = form.cleaned_data
    household = access_household(request.standing, said["household"], to=Right.RESPOND) if said["household"] else None
    via = Via(said["via"]) if household and said["via"] else Via.DOOR if household else Via.STRANGER
    client_id: UUID = said["client_id"]
    return Arrival(client_id=client_id, via=via, people=said["people"], household=household, names=said["names"])
