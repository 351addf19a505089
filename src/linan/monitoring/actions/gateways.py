"""What the gateways of a running intake count, as rows that the pages read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linan.monitoring.models import GatewayStatus

GONE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one gateway counted since the intake began; connections: None where it holds none."""

    gateway: str
    connections: int | None
    received: int
    per_s: float
    reasons: Mapping[str, int]


@transaction.atomic
def write_status(counted: Iterable[Counted], *, intake: int, since: datetime, now: datetime) -> None:
    """Write what the gateways of an intake counted; rows of intakes long gone are deleted."""
    rows = [
        GatewayStatus(
            intake=intake, gateway=one.gateway, since=since, at=now, connections=one.connections,
            received=one.received, per_s=one.per_s, reasons=dict(one.reasons),
        )
        for one in counted
    ]
    GatewayStatus.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["intake", "gateway"],
        update_fields=["since", "at", "connections", "received", "per_s", "reasons"],
    )
    GatewayStatus.objects.filter(at__lt=now - GONE_AFTER).delete()
