"""Reports by phone."""

from datetime import datetime, timedelta

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.models import Incident
from linan.response.upward.actions.dues import meet_dues
from linan.response.upward.announcements import PhoneReported
from linan.response.upward.domain.deadlines import Kind, Way
from linan.response.upward.models import PhoneNote
from linan.response.upward.queries import level_above

LONGEST_BACK = timedelta(hours=24)  # so late a call is still noted


class CalledInFuture(Refused):
    """A call that has not been made."""

    code = "called_in_future"
    msgid = noop("This time has not come yet. Enter when the call was made.")


class CalledLongAgo(Refused):
    """A call that belongs to the day before."""

    code = "called_long_ago"
    msgid = noop("A call is noted within a day. Report in writing, and say there when you called.")


@transaction.atomic
def note_phone_report(
    *, incident: Incident, org: Org, to_name: str, said: str, called_at: datetime, by: Actor, now: datetime
) -> PhoneNote:
    """Note that the level above was told by phone, which stops that clock. Raises: CalledInFuture, CalledLongAgo."""
    if called_at > now:
        raise CalledInFuture(field="called_at")
    if called_at < now - LONGEST_BACK:
        raise CalledLongAgo(field="called_at")
    above = level_above(org)
    note = PhoneNote.objects.create(
        org=org, incident=incident, to_org=above, to_name=to_name.strip(), said=said.strip(), called_at=called_at,
        noted_at=now, noted_by_id=by.pk,
    )
    meet_dues(incident=incident, org=org, kinds=[Kind.INITIAL], way=Way.PHONE, at=called_at, by=by, now=now)
    announce(
        PhoneReported(note_id=note.pk, incident_id=incident.pk, to_org_id=above.pk if above else None), by_id=by.pk,
        org_id=org.pk, about=[f"phone-note-{note.pk}", f"incident-{incident.pk}", "upward"], now=now, mode=incident.mode,
    )
    return note
