"""The report page, with the place filled in when the code at a door led to it, and the receipt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.files.audio import MOST_BYTES as MOST_VOICE_BYTES
from linan.ground.files.contents import MOST_BYTES
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import NotFound, Refused
from linan.ground.ui.forms import add_refusal
from linan.portal import doors, notices, refuges
from linan.portal.report_map import place_map
from linan.registry.models import Building
from linan.response.reports.actions import (
    MOST_PHOTOS,
    Photo,
    TooManyReports,
    add_photos,
    add_voice,
    receive_report,
)
from linan.response.reports.domain.codes import read_code
from linan.response.reports.forms import ReportForm
from linan.response.reports.models import Channel
from linan.response.reports.pages import receipt_steps
from linan.response.reports.queries import report_with_code
from linan.response.reports.words import place_words


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, building_code: str = "") -> HttpResponse:
    """Report something; nobody is asked who they are."""
    with everywhere():
        buildings = list(Building.objects.filter(code=building_code).select_related("org")) if building_code else []
        form = _form(request, building_code=building_code if buildings else "")
        if form.is_valid() and (code := _received(request, form)):
            return redirect("portal:receipt", code)
        here = buildings[0] if len(buildings) == 1 else None
        context = {"form": form, "here": here, "is_unknown": bool(building_code) and not buildings}
        return render(request, "portal/report.html", context, status=_status(form))


@require_GET
def report_map(request: HttpRequest) -> HttpResponse:
    """Send what stands around a door, for a reporter to mark a place on."""
    with everywhere():
        return JsonResponse(place_map(request.GET.get("at", "")[:40]))


@require_GET
def report_worker(request: HttpRequest) -> HttpResponse:
    """Give the browser the few lines that open the report page without a line."""
    return render(request, "portal/report_worker.js", content_type="text/javascript")


@never_cache
@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show what became of a report to who holds its code."""
    found = report_with_code(read_code(code))
    if found is None:
        raise NotFound
    place = place_words(found)
    context = {"report": found, "place": place, "steps": receipt_steps(found), "fate": found.merged_into or found}
    answer = render(request, "portal/receipt.html", context)
    answer["Referrer-Policy"] = "same-origin"  # the address is the key; its forms are sent as from this house
    return answer


@require_GET
def receipt_search(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt code and lead to its page."""
    typed = request.GET.get("code", "")
    code = read_code(typed)
    if code and report_with_code(code):
        return redirect("portal:receipt", code)
    return render(request, "portal/receipt_search.html", {"typed": typed}, status=404 if typed else 200)


def _form(request: HttpRequest, *, building_code: str) -> ReportForm:
    buildings = Building.objects.order_by("org", "name")
    if building_code:
        buildings = buildings.filter(code=building_code)
    only = list(buildings.values_list("pk", flat=True)[:2]) if building_code else []
    return ReportForm(
        request.POST or None, buildings=buildings, communities=Org.objects.filter(kind=OrgKind.COMMUNITY),
        initial={"building": only[0]} if len(only) == 1 else None,
    )


def _received(request: HttpRequest, form: ReportForm) -> str:
    """Return the receipt code; when it could not be taken, the form says why and keeps what was written."""
    said = form.said(address=request.META.get("REMOTE_ADDR", ""))
    try:
        taken = receive_report(said, org=form.cleaned_data["org"], channel=Channel.WEB, by=SYSTEM, now=now())
    except TooManyReports as refused:
        add_refusal(form, refused)
        return ""
    if add_photos(report_id=taken.pk, photos=_photos(request), by=SYSTEM, now=now()):
        messages.warning(request, gettext("Your report has arrived, but some files were no pictures or too large."))
    _keep_voice(request, taken.pk)
    return taken.code


def _keep_voice(request: HttpRequest, report_id: int) -> None:
    """Keep the voice note where one was sent; the report stands without it too."""
    given = request.FILES.get("voice")
    if given is None:
        return
    try:
        add_voice(report_id=report_id, content=given.read(MOST_VOICE_BYTES + 1), by=SYSTEM, now=now())
    except Refused as refused:
        messages.warning(request, gettext("Your report has arrived.") + " " + str(refused.sentence))


def _photos(request: HttpRequest) -> list[Photo]:
    given = request.FILES.getlist("photos")[: MOST_PHOTOS + 1]
    return [Photo(content=one.read(MOST_BYTES + 1), name=one.name or "") for one in given]


def _status(form: ReportForm) -> int:
    if not form.is_bound:
        return 200
    return TooManyReports.status if form.has_error("__all__", TooManyReports.code) else 422


app_name = "portal"
urlpatterns = [
    path("refuge/", refuges.shelters, name="shelters"),
    path("news/", notices.notices, name="notices"),
    path("news/<int:notice_id>/", notices.notice, name="notice"),
    path("news/files/<int:attachment_id>/", notices.file, name="notice-file"),
    path("report/doors/", doors.door_codes, name="door-codes"),
    path("report/doors/<int:building_id>/", doors.door_code, name="door-code"),
    path("report/", report, name="report"),
    path("report/worker.js", report_worker, name="report-worker"),
    path("report/map/", report_map, name="report-map"),
    path("report/receipt/", receipt_search, name="receipt-search"),
    path("report/receipt/<str:code>/", receipt, name="receipt"),
    path("report/<str:building_code>/", report, name="report-at"),
]
