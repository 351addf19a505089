"""What people in shelters need: heads by age × days, after norms that name their source."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.logistics.shelters.access import access_shelter
from linan.logistics.shelters.domain.needs import Band, Heads, wanted
from linan.logistics.shelters.models import Shelter
from linan.logistics.shelters.pages import grouped, heads_in, needs_in
from linan.logistics.shelters.queries import shelters_in_use
from linan.logistics.shelters.words import BANDS, CARE
from linan.registry.models import NeedKind

DAYS, DAYS_MOST = 3, 90
PEOPLE_MOST = 500_000


class HeadsForm(forms.Form):
    """Days, and heads by age band; what is left empty is taken from who is registered."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=DAYS_MOST)
    households = forms.IntegerField(label=_("Households"), min_value=0, max_value=PEOPLE_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band in Band:
            self.fields[band.value] = forms.IntegerField(
                label=gettext(BANDS[band]), min_value=0, max_value=PEOPLE_MOST
            )

    def heads(self) -> Heads:
        """Return the heads that were entered."""
        said = self.cleaned_data
        return Heads(bands={band: said[band.value] for band in Band}, households=said["households"])


@require_GET
@signed_in
def needs(request: Request, shelter_id: int) -> HttpResponse:
    """Show what the people in one shelter need."""
    row = access_shelter(request.standing, shelter_id, to=Right.SEE)
    return _page(request, [row])


@require_GET
@signed_in
def needs_of_all(request: Request) -> HttpResponse:
    """Show what the people in all shelters in use need."""
    require(request.standing, Right.SEE)
    return _page(request, list(shelters_in_use()))


def _page(request: Request, shelters: Sequence[Shelter]) -> HttpResponse:
    ids = [one.pk for one in shelters]
    here = heads_in(ids)
    form = HeadsForm(request.GET or _as_asked(here))
    is_valid = form.is_valid()
    heads, days = (form.heads(), form.cleaned_data["days"]) if is_valid else (here, DAYS)
    care = [(NeedKind(kind).label, count, CARE[kind]) for kind, count in needs_in(ids).items()]
    context = {
        "form": form, "heads": heads, "days": days, "groups": grouped(wanted(heads, days=days)), "care": care,
        "shelters": shelters, "shelter": shelters[0] if len(shelters) == 1 else None, "at": now(),
        "beds": sum(one.beds or 0 for one in shelters), "is_by_hand": heads != here,
    }
    return render(request, "shelters/needs.html", context, status=200 if is_valid else 422)


def _as_asked(heads: Heads) -> dict[str, int]:
    asked = {band.value: heads.bands.get(band, 0) for band in Band}
    return asked | {"days": DAYS, "households": heads.households}
