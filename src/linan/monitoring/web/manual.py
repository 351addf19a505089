"""Pages on which people enter what they measured."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.monitoring.access import access_series
from linan.monitoring.actions.manual import enter_reading
from linan.monitoring.models import ManualReading, Series
from linan.monitoring.profiles import load_profiles
from linan.monitoring.web.wire_forms import ReadingForm

LATELY = 20


@require_GET
@signed_in
def readings(request: Request) -> HttpResponse:
    """List what can be read off by people here, and what they entered last."""
    require(request.standing, Right.RESPOND)
    context = {
        "places": _read_by_people().select_related("device__building", "last").order_by("device__name", "key"),
        "entered": ManualReading.objects.select_related("series__device", "entered_by")[:LATELY],
    }
    return render(request, "monitoring/_readings.html" if request.htmx else "monitoring/readings.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def entering(request: Request, series_id: int) -> HttpResponse:
    """Enter one reading."""
    series = access_series(request.standing, series_id, to=Right.RESPOND)
    form = ReadingForm(request.POST or None, series=series, now=now())
    if request.method == "POST" and form.is_valid() and _enter(request, series, form):
        messages.success(request, gettext("Entered. It is judged like the reading of a device."))
        return redirect("monitoring:readings")
    earlier = ManualReading.objects.filter(series=series).select_related("entered_by")[:5]
    context = {"series": series, "form": form, "entered": earlier}
    return render(request, "monitoring/reading_form.html", context, status=422 if form.is_bound else 200)


def _enter(request: Request, series: Series, form: ReadingForm) -> bool:
    try:
        enter_reading(series=series, by=request.person, now=now(), **form.said())
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True


def _read_by_people() -> QuerySet[Series]:
    by_hand = [key for key, profile in load_profiles().items() if profile.gateway == "manual"]
    return Series.objects.filter(device__profile__in=by_hand)
