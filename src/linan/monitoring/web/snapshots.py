"""Pictures that a camera sent with the event that raised an alarm."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.web import Request
from linan.monitoring.access import access_alarm
from linan.monitoring.models import Snapshot

BEFORE, AFTER = timedelta(minutes=1), timedelta(minutes=10)


@require_GET
@signed_in
def snapshots(request: Request, alarm_id: int) -> HttpResponse:
    """Show what the device saw around an alarm: the fragment that is fetched again, for pictures come late."""
    row = access_alarm(request.standing, alarm_id, to=Right.SEE)
    seen = Snapshot.objects.filter(
        device=row.device, at__gte=row.source_at - BEFORE, at__lte=row.source_at + AFTER
    ).select_related("file")[:6]
    return render(request, "monitoring/_snapshots.html", {"alarm": row, "snapshots": seen})
