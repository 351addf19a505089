"""Deadlines that units set for themselves."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.upward.announcements import DeadlineChanged
from linan.response.upward.domain.deadlines import OWN, Deadline
from linan.response.upward.models import OwnDeadline


class ChangedMeanwhile(Refused):
    """Somebody else set the deadline since it was looked at."""

    code = "deadline_changed_meanwhile"
    status = 409
    msgid = noop("Somebody else changed this deadline a moment ago. Look at it again before you change it.")


@transaction.atomic
def add_deadline(*, org: Org, deadline: Deadline, reason: str, by: Actor, now: datetime) -> OwnDeadline:
    """Keep a deadline that is not shipped, for a unit and all below it; its key tells whose it is."""
    Org.objects.select_for_update().get(pk=org.pk)
    own = f"{OWN}{org.pk}-"
    number = OwnDeadline._base_manager.filter(org=org, key__startswith=own).values("key").distinct().count() + 1
    added = replace(deadline, key=f"{own}{number}")
    return set_deadline(org=org, deadline=added, seen_version=0, reason=reason, by=by, now=now)


@transaction.atomic
def set_deadline(
    *, org: Org, deadline: Deadline, seen_version: int, reason: str, by: Actor, now: datetime
) -> OwnDeadline:
    """Keep a deadline as a unit wants it, as a new version. seen_version: of its own that was looked at, 0 for none.

    Clocks that run keep the deadline they began with. Raises: ChangedMeanwhile.
    """
    Org.objects.select_for_update().get(pk=org.pk)
    newest = OwnDeadline._base_manager.filter(org=org, key=deadline.key).order_by("-version").first()
    version = newest.version if newest else 0
    if version != seen_version:
        raise ChangedMeanwhile
    row = OwnDeadline.objects.create(
        org=org, key=deadline.key, version=version + 1, content=asdict(deadline), reason=reason.strip(), changed_at=now,
        changed_by_id=by.pk,
    )
    announce(
        DeadlineChanged(key=row.key, version=row.version), by_id=by.pk, org_id=org.pk,
        about=[f"own-deadline-{row.pk}", "deadlines"], now=now,
    )
    return row
