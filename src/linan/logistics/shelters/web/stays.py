"""One stay: correct the number, say which household it is, let them go."""

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
from linan.logistics.shelters.access import access_stay
from linan.logistics.shelters.actions.stays import AT_ONCE_MOST, Leaving, correct_stay, end_stay, match_stay
from linan.logistics.shelters.models import LeftTo, Stay
from linan.logistics.shelters.pages import fresh_id
from linan.logistics.shelters.searches import find_people
from linan.logistics.shelters.web.places import page_context
from linan.logistics.shelters.words import who
from linan.registry.access import access_household


class NumberForm(forms.Form):
    """How many people a stay really holds."""

    people = forms.IntegerField(label=_("How many"), min_value=1, max_value=AT_ONCE_MOST)


class LeavingForm(forms.Form):
    """Who goes, and where to."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Where to"), choices=LeftTo.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("Which one"), max_length=120, required=False,
        help_text=_("Shelter, hospital or street; no names of people."),
    )
    leaving = forms.IntegerField(label=_("How many leave"), min_value=1, max_value=AT_ONCE_MOST)

    def said(self) -> Leaving:
        """Return who goes where."""
        said = self.cleaned_data
        return Leaving(client_id=said["client_id"], people=said["leaving"], to=said["to"], place=said["place"])


@require_GET
@signed_in
@never_cache
def stay(request: Request, stay_id: int) -> HttpResponse:
    """Show a stay with what can be done about it."""
    row = access_stay(request.standing, stay_id, to=Right.RESPOND)
    return _page(request, row)


@require_POST
@signed_in
def number(request: Request, stay_id: int) -> HttpResponse:
    """Write the right number of people."""
    row = access_stay(request.standing, stay_id, to=Right.RESPOND)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, row, number_form=form, status=422)
    correct_stay(stay_id=row.pk, people=form.cleaned_data["people"], by=request.person, now=now())
    return redirect("shelters:desk", row.shelter_id)


@require_POST
@signed_in
def matching(request: Request, stay_id: int) -> HttpResponse:
    """Say which household the people are."""
    row = access_stay(request.standing, stay_id, to=Right.RESPOND)
    given = request.POST.get("household", "")
    if given.isdigit():
        household = access_household(request.standing, int(given), to=Right.RESPOND)
        match_stay(stay_id=row.pk, household=household, by=request.person, now=now())
    return redirect("shelters:stay", row.pk)


@require_POST
@signed_in
def leaving(request: Request, stay_id: int) -> HttpResponse:
    """Let all or some of them go; sent twice it counts once."""
    row = access_stay(request.standing, stay_id, to=Right.RESPOND)
    form = LeavingForm(request.POST)
    if form.is_valid():
        try:
            end_stay(form.said(), stay_id=row.pk, by=request.person, now=now())
            return redirect("shelters:desk", row.shelter_id)
        except Refused as refused:
            add_refusal(form, refused)
    return _page(request, row, leaving_form=form, status=422)


def _page(
    request: Request, row: Stay, *, number_form: NumberForm | None = None, leaving_form: LeavingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    with_names = request.standing.may(Right.SEE_PERSONAL, path=row.shelter.org.path)
    typed = request.GET.get("q", "") if row.household is None else ""
    context = page_context(request, row.shelter) | {
        "stay": row, "who": who(row, standing=request.standing), "typed": typed,
        "number_form": number_form or NumberForm(initial={"people": row.people}),
        "leaving_form": leaving_form or LeavingForm(initial={"client_id": fresh_id(), "leaving": row.people}),
        "found": find_people(typed, with_names=with_names), "with_names": with_names,
    }
    return render(request, "shelters/stay.html", context, status=status)
