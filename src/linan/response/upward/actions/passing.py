"""What the level above owes once it knows."""

from datetime import datetime

from django.db import transaction

from linan.ground.orgs.models import Org
from linan.response.models import Incident
from linan.response.upward.actions.dues import open_dues


@transaction.atomic
def open_dues_above(*, incident_id: int, org_id: int | None, now: datetime) -> None:
    """Begin the clocks of a unit that was told of an incident; None: the teller stands on top of the tree."""
    if org_id is None:
        return
    incident = Incident._base_manager.select_for_update(of=("self",)).get(pk=incident_id)
    if incident.is_open:
        open_dues(incident=incident, org=Org.objects.get(pk=org_id), start=now, now=now)
