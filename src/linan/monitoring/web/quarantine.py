"""Pages of devices that spoke and are not known: one click installs them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.access import access_stranger, strangers_before
from linan.monitoring.actions.devices import DeviceSpec
from linan.monitoring.actions.quarantine import bind_stranger, dismiss_stranger
from linan.monitoring.likeness import likeliest_profile
from linan.monitoring.models import Stranger
from linan.monitoring.web.forms import DeviceForm
from linan.monitoring.wires import likely_profile, shown_address
from linan.monitoring.words import series_of_profile

PER_PAGE = 40


@require_GET
@signed_in
def quarantine(request: Request) -> HttpResponse:
    """List the strangers, the last heard first."""
    require(request.standing, Right.CONFIGURE)
    context = {"page": Paginator(strangers_before(request.standing), PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "monitoring/_quarantine.html" if request.htmx else "monitoring/quarantine.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def stranger(request: Request, stranger_id: int) -> HttpResponse:
    """Show what a stranger sent, and install it."""
    row = access_stranger(request.standing, stranger_id, to=Right.CONFIGURE)
    form = DeviceForm(_posted(request, row), device=None, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form)
    org = form.cleaned_data["org"]
    require_in(request.standing, Right.CONFIGURE, org)
    spec = DeviceSpec(**form.columns(), org_id=org.pk)
    device = bind_stranger(
        row.pk, spec=spec, series=series_of_profile(spec.profile), by=request.person, now=now()
    )
    return redirect("monitoring:device", device.pk)


@require_POST
@signed_in
def dismissal(request: Request, stranger_id: int) -> HttpResponse:
    """Take a stranger from the list."""
    row = access_stranger(request.standing, stranger_id, to=Right.CONFIGURE)
    dismiss_stranger(row.pk, by=request.person, now=now())
    return redirect("monitoring:quarantine")


def _posted(request: Request, row: Stranger) -> dict[str, str] | None:
    """Return what was posted; a device that a gateway names keeps name and organisation, by which it is found."""
    if request.method != "POST":
        return None
    posted = request.POST.dict()
    return posted | {"name": row.address, "org": str(row.org_id)} if row.kind == "name" else posted


def _page(request: Request, row: Stranger, form: DeviceForm) -> HttpResponse:
    if not form.is_bound:
        messages = [(at, text) for at, text in row.messages]
        name = row.name or (row.address if row.kind == "name" else "")
        likely = likeliest_profile(row.kind, row.address, [text for _, text in messages])
        form.initial.update({"name": name, "profile": likely or likely_profile(messages), "org": row.org_id})
    for name in ("name", "org"):
        form.fields[name].disabled = row.kind == "name"
    context = {"stranger": row, "form": form, "address": shown_address(row)}
    return render(request, "monitoring/stranger.html", context, status=422 if form.is_bound else 200)
