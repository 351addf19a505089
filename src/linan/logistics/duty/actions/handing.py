"""Hand-overs: written by whoever leaves, taken by whoever comes, point by point."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.logistics.duty.actions.shifts import tell
from linan.logistics.duty.announcements import HandOverTaken, HandOverWritten
from linan.logistics.duty.domain.points import DutyPoint, blocking, not_ticked
from linan.logistics.duty.models import DutyMode, HandOver
from linan.logistics.duty.points import points_of


class NothingWritten(Refused):
    """An empty hand-over helps nobody."""

    code = "nothing_written"
    msgid = noop("Write what whoever comes must know: what is going on, what is promised, what is broken.")


class UnreadBlocks(Refused):
    """A shift does not pass on while a warning lies unread."""

    code = "unread_blocks"
    status = 409
    msgid = noop("%(n)s warnings are unread. Open and read them first, then take over.")


class PointsOpen(Refused):
    """Every open point is ticked by whoever comes, also one that arrived while they read."""

    code = "points_open"
    status = 409
    msgid = noop("%(n)s open points are not ticked, or are new. Look at each one and tick it.")


@transaction.atomic
def hand_over(text: str, *, org: Org, by: Person, now: datetime, mode: DutyMode = DutyMode.REAL) -> HandOver:
    """Write down what whoever comes must know. Raises: NothingWritten."""
    if not text.strip():
        raise NothingWritten(field="text")
    row = HandOver.objects.create(org=org, mode=mode, text=text.strip(), written_at=now, written_by=by)
    tell(HandOverWritten(hand_over_id=row.pk), org, f"hand-over-{row.pk}", by=by, now=now, mode=mode)
    return row


@transaction.atomic
def take_over(hand_over_id: int, *, ticked: Iterable[str], by: Person, now: datetime) -> HandOver:
    """Keep who read it and took over; whoever comes second changes nothing.

    ticked: keys of the points that whoever comes has seen. Raises: NotFound, UnreadBlocks, PointsOpen.
    """
    row = HandOver.objects.select_for_update(of=("self",)).select_related("org").filter(pk=hand_over_id).first()
    if row is None:
        raise NotFound
    if row.taken_at is None:
        points = points_of(row.org, mode=row.mode, now=now)
        _check_seen(points, ticked)
        row.taken_at, row.taken_by, row.points = now, by, [one.as_json() for one in points]
        row.save(update_fields=["taken_at", "taken_by", "points"])
        tell(HandOverTaken(hand_over_id=row.pk), row.org, f"hand-over-{row.pk}", by=by, now=now, mode=row.mode)
    return row


def _check_seen(points: list[DutyPoint], ticked: Iterable[str]) -> None:
    if unread := blocking(points):
        raise UnreadBlocks(n=len(unread))
    if missing := not_ticked(points, ticked):
        raise PointsOpen(n=len(missing))
