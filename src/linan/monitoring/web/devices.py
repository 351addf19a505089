"""Pages of devices."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_device
from linan.monitoring.actions.devices import (
    DeviceSpec,
    NewDevice,
    add_device,
    edit_device,
    end_maintenance,
    put_in_maintenance,
    renew_token,
)
from linan.monitoring.domain.commands import COMMANDS
from linan.monitoring.models import Alarm, Device, DeviceCommand, Oddity, RawMessage, Snapshot
from linan.monitoring.profiles import load_profiles
from linan.monitoring.queries import (
    conditions_of,
    device_counts,
    devices_with_values,
    false_alarm_counts,
)
from linan.monitoring.readings import HOUSEKEEPING
from linan.monitoring.web.forms import DeviceForm
from linan.monitoring.words import profile_names, series_of_profile

PER_PAGE = 40
SPANS = (("6", _("6 hours")), ("24", _("1 day")), ("168", _("7 days")), ("720", _("30 days")), ("8760", _("1 year")))


@require_GET
@signed_in
def devices(request: Request) -> HttpResponse:
    """List the devices: search, state, model."""
    require(request.standing, Right.SEE)
    rows = _found(devices_with_values(), request).order_by("-is_silent", "name", "pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "counts": device_counts(),
        "profiles": profile_names(),
        "chosen": request.GET,
        "may_configure": request.standing.may_anywhere(Right.CONFIGURE),
    }
    return render(request, "monitoring/_devices.html" if request.htmx else "monitoring/devices.html", context)


@require_GET
@signed_in
def device(request: Request, device_id: int) -> HttpResponse:
    """Show one device: what it reads (?hours=24 draws a day), whether it reports, what it raised."""
    row = access_device(request.standing, device_id, to=Right.SEE)
    context = device_context(request, row)
    return render(request, "monitoring/_device.html" if request.htmx else "monitoring/device.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request) -> HttpResponse:
    """Register a device and show its token once."""
    require(request.standing, Right.CONFIGURE)
    form = DeviceForm(request.POST or None, device=None, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, None)
    require_in(request.standing, Right.CONFIGURE, form.cleaned_data["org"])
    spec = DeviceSpec(**form.columns(), org_id=form.cleaned_data["org"].pk)
    added = add_device(spec, series=series_of_profile(spec.profile), by=request.person, now=now())
    return _token_page(request, added)


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, device_id: int) -> HttpResponse:
    """Change what is known of a device."""
    row = access_device(request.standing, device_id, to=Right.CONFIGURE)
    form = DeviceForm(request.POST or None, device=row, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, row)
    edit_device(device_id=row.pk, by=request.person, now=now(), **form.columns())
    return redirect("monitoring:device", row.pk)


@require_POST
@signed_in
def maintenance(request: Request, device_id: int) -> HttpResponse:
    """Let the device raise no alarms for now."""
    row = access_device(request.standing, device_id, to=Right.CONFIGURE)
    try:
        put_in_maintenance(device_id=row.pk, reason=request.POST.get("reason", ""), by=request.person, now=now())
    except Refused as refusal:
        context = {**device_context(request, row), "refusal": refusal}
        return render(request, "monitoring/device.html", context, status=refusal.status)
    return redirect("monitoring:device", row.pk)


@require_POST
@signed_in
def return_to_service(request: Request, device_id: int) -> HttpResponse:
    """Let the device raise alarms again."""
    row = access_device(request.standing, device_id, to=Right.CONFIGURE)
    end_maintenance(device_id=row.pk, by=request.person, now=now())
    return redirect("monitoring:device", row.pk)


@require_POST
@signed_in
def token(request: Request, device_id: int) -> HttpResponse:
    """Give the device a new token and show it once."""
    row = access_device(request.standing, device_id, to=Right.CONFIGURE)
    return _token_page(request, renew_token(device_id=row.pk, by=request.person, now=now()))


def _found(rows: QuerySet[Device], request: Request) -> QuerySet[Device]:
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(building__name__icontains=words) | Q(place__icontains=words))
    if profile := request.GET.get("profile", ""):
        rows = rows.filter(profile=profile)
    match request.GET.get("state"):
        case "silent":
            return rows.filter(is_silent=True, in_maintenance=False)
        case "maintenance":
            return rows.filter(in_maintenance=True)
    return rows


def device_context(request: Request, row: Device) -> dict[str, object]:
    """Return what the page of a device shows."""
    series = sorted(row.series.select_related("last"), key=lambda one: one.quantity in HOUSEKEEPING)
    judged_false, judged = false_alarm_counts(Alarm.objects.filter(device=row))
    return {
        "device": row,
        "series": series,
        "charted": [one for one in series if one.quantity not in HOUSEKEEPING],
        "conditions": conditions_of(series, device=row),
        "raw_messages": RawMessage.objects.filter(device=row)[: RawMessage.KEPT],
        "alarms": Alarm.objects.filter(device=row).select_related("series", "condition").order_by("-raised_at")[:8],
        "judged_false": judged_false,
        "judged": judged,
        "may_configure": request.standing.may(Right.CONFIGURE, path=row.org.path),
        "odd": Oddity.objects.filter(device=row).first(),
        "addresses": row.addresses.all(),
        "snapshots": Snapshot.objects.filter(device=row).select_related("file")[:6],
        **_span(request.GET.get("hours", "")),
        **command_context(request, row),
    }


def _span(asked: str) -> dict[str, object]:
    return {"spans": SPANS, "hours": asked if asked in dict(SPANS) else SPANS[0][0]}


def command_context(request: Request, row: Device) -> dict[str, object]:
    """Return what a device can be told and was told."""
    profile = load_profiles().get(row.profile)
    return {
        "offered": {key: COMMANDS[key] for key in profile.commands} if profile else {},
        "commands": DeviceCommand.objects.filter(device=row).select_related("ordered_by")[:6],
        "may_command": request.standing.may(Right.COMMAND, path=row.org.path),
    }


def _form_page(request: Request, form: DeviceForm, row: Device | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "monitoring/device_form.html", {"form": form, "device": row}, status=status)


def _token_page(request: Request, added: NewDevice) -> HttpResponse:
    response = render(request, "monitoring/token.html", {"device": added.device, "token": added.token})
    response.headers["Cache-Control"] = "no-store"
    return response
