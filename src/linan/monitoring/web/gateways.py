"""Pages of the ways in: what each gateway is doing, and the platforms that speak for devices."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.access import access_source, strangers_before
from linan.monitoring.actions.sources import NewSecret, add_source, edit_source, renew_secret
from linan.monitoring.models import Device, GatewayStatus, Source, Stranger
from linan.monitoring.web.wire_forms import SourceForm
from linan.monitoring.wires import BROKER, Port, port_of, source_kinds

FRESH = timedelta(seconds=10)  # an intake writes its status each second


@dataclass(slots=True)
class Shown:
    """What all intakes together say of one gateway."""

    gateway: str
    at: datetime
    since: datetime
    is_running: bool = False
    connections: int | None = None
    received: int = 0
    per_s: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many messages were refused."""
        return sum(self.reasons.values())

    @property
    def port(self) -> Port | None:
        """Where devices reach it."""
        return port_of(self.gateway)


@require_GET
@signed_in
def gateways(request: Request) -> HttpResponse:
    """Show connections, rates, refusals with reasons, and the platforms."""
    require(request.standing, Right.CONFIGURE)
    context = {
        "gateways": _shown(GatewayStatus.objects.all(), now()),
        "sources": Source.objects.select_related("org").annotate(
            refusals=Count("messages", filter=~Q(messages__code=""))
        ),
        "strangers": strangers_before(request.standing).count(),
    }
    return render(request, "monitoring/_gateways.html" if request.htmx else "monitoring/gateways.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request) -> HttpResponse:
    """Choose a kind of platform, describe it, and see its address once."""
    require(request.standing, Right.CONFIGURE)
    kind = request.GET.get("kind", "")
    if kind not in source_kinds():
        return render(request, "monitoring/source_kinds.html", {"kinds": source_kinds()})
    form = SourceForm(request.POST or None, kind=kind, source=None, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, kind, None)
    org = form.cleaned_data["org"]
    require_in(request.standing, Right.CONFIGURE, org)
    added = add_source(form.spec(), kind=kind, org_id=org.pk, by=request.person, now=now())
    return redirect("monitoring:source", added.source.pk) if kind == BROKER else _secret_page(request, added)


@require_GET
@signed_in
def source(request: Request, source_id: int) -> HttpResponse:
    """Show a platform: its last messages, what was refused and why, its devices and strangers."""
    row = access_source(request.standing, source_id, to=Right.CONFIGURE)
    context = {
        "source": row,
        "messages_of_source": row.messages.all()[: Source.KEPT],
        "refusals": row.messages.exclude(code="").count(),
        "devices": Device.objects.filter(addresses__kind=row.address_kind),
        "strangers": Stranger.objects.filter(org=row.org, kind=row.address_kind),
    }
    return render(request, "monitoring/_source.html" if request.htmx else "monitoring/source.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, source_id: int) -> HttpResponse:
    """Change what is known of a platform."""
    row = access_source(request.standing, source_id, to=Right.CONFIGURE)
    form = SourceForm(request.POST or None, kind=row.kind, source=row, orgs=request.standing.org_ids)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, row.kind, row)
    edit_source(row.pk, form.spec(), by=request.person, now=now())
    return redirect("monitoring:source", row.pk)


@require_POST
@signed_in
def secret(request: Request, source_id: int) -> HttpResponse:
    """Give a platform a new address and show it once."""
    row = access_source(request.standing, source_id, to=Right.CONFIGURE)
    return _secret_page(request, renew_secret(row.pk, by=request.person, now=now()))


def _form_page(request: Request, form: SourceForm, kind: str, row: Source | None) -> HttpResponse:
    context = {"form": form, "kind": kind, "source": row}
    return render(request, "monitoring/source_form.html", context, status=422 if form.is_bound else 200)


def _secret_page(request: Request, added: NewSecret) -> HttpResponse:
    host = request.get_host().partition(":")[0]
    address = f"http://{host}:{settings.INTAKE_HTTP_PORT}/in/{added.secret}"
    response = render(request, "monitoring/source_secret.html", {"source": added.source, "address": address})
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(rows: Iterable[GatewayStatus], moment: datetime) -> list[Shown]:
    """Return one line for each gateway; of intakes that run, their sum, else what the last one counted."""
    fresh = [one for one in rows if moment - one.at < FRESH]
    newest = max((one.at for one in rows), default=moment)
    found: dict[str, Shown] = {}
    for one in fresh or [one for one in rows if one.at == newest]:
        line = found.setdefault(one.gateway, Shown(one.gateway, one.at, one.since, is_running=bool(fresh)))
        line.received += one.received
        line.per_s += one.per_s
        line.reasons = dict(Counter(line.reasons) + Counter(one.reasons))
        if one.connections is not None:
            line.connections = (line.connections or 0) + one.connections
    return sorted(found.values(), key=lambda one: one.gateway)
