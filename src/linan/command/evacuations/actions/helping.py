"""Writes to helpers: somebody named by hand for a household, a unit asked to send more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext

from linan.command.evacuations.actions.plans import tell
from linan.command.evacuations.announcements import HelperNamed, HelpersAsked
from linan.command.evacuations.models import Evacuation, EvacuationOrder, EvacuationStatus
from linan.command.evacuations.waiting import ANSWERING
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Membership, Person, Role
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.actions import give_task
from linan.response.models import Task

SEND_WITHIN = timedelta(minutes=15)


class OrderDoesNotHold(Refused):
    """A helper is named for the order that holds."""

    code = "order_does_not_hold"
    status = 409
    msgid = noop("This household has a newer order meanwhile. Look at the list of helpers again.")


class NoIncidentToHelpIn(Refused):
    """A task hangs on an incident."""

    code = "no_incident_to_help_in"
    status = 409
    msgid = noop("This evacuation belongs to no incident, so no task can be given. Ask by telephone.")


class NotSaidWhom(Refused):
    """Helpers are asked of a unit that could send some, and counted."""

    code = "not_said_whom"
    msgid = noop("Choose one of the units, and from 1 to 99 helpers.")


class NobodyAnswersThere(Refused):
    """A unit is asked through whoever is on duty in it."""

    code = "nobody_answers_there"
    status = 409
    msgid = noop("Nobody is on duty at %(unit)s. Ask another unit, or by telephone.")


@transaction.atomic
def name_helper(*, order_id: int, helper: Person, by: Actor, now: datetime) -> EvacuationOrder:
    """Give a household another helper: its order is withdrawn, and the next one is the same but for that.

    Raises: OrderDoesNotHold.
    """
    row = EvacuationOrder._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=order_id)
    evacuation = row.evacuation
    if row.withdrawn_at is not None or evacuation.status != EvacuationStatus.ORDERED:
        raise OrderDoesNotHold
    if row.helper_id == helper.pk:
        return row
    EvacuationOrder._base_manager.filter(pk=row.pk).update(withdrawn_at=now)
    row.pk, row._state.adding = None, True
    row.number, row.helper, row.given_at = row.number + 1, helper, now
    row.save(force_insert=True)
    tell(HelperNamed(evacuation_id=evacuation.pk, order_id=row.pk, helper_id=helper.pk), evacuation, by=by, now=now)
    return row


@transaction.atomic
def ask_for_helpers(*, evacuation_id: int, unit: Org, how_many: int, by: Actor, now: datetime) -> Task:
    """Give whoever is on duty in another unit the task to send helpers.

    Raises: NoIncidentToHelpIn, NobodyAnswersThere, IncidentIsClosed.
    """
    evacuation = Evacuation._base_manager.select_related("zone", "org").get(pk=evacuation_id)
    if evacuation.incident_id is None:
        raise NoIncidentToHelpIn
    said = {"n": how_many, "zone": evacuation.zone.name, "unit": evacuation.org.name}
    task = give_task(
        incident_id=evacuation.incident_id, owner=_on_duty(unit, now=now), title=(gettext("Send %(n)s helpers: %(zone)s") % said)[:120],
        brief=_brief(how_many) % said, due_in=SEND_WITHIN, by=by, now=now,
    )
    event = HelpersAsked(evacuation_id=evacuation.pk, unit_id=unit.pk, helpers=how_many, task_id=task.pk)
    tell(event, evacuation, by=by, now=now)
    return task


def _brief(how_many: int) -> str:
    return ngettext(
        "%(unit)s is short of %(n)s helper for people who cannot leave “%(zone)s” alone. Send whoever can lead or carry somebody, and say on this task who comes and when.",
        "%(unit)s is short of %(n)s helpers for people who cannot leave “%(zone)s” alone. Send whoever can lead or carry somebody, and say on this task who comes and when.",
        how_many,
    )


def _on_duty(unit: Org, *, now: datetime) -> Membership:
    rows = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org=unit, role__in=ANSWERING, from_at__lte=now, person__is_active=True
    )
    held = sorted(rows.select_related("person", "org"), key=lambda one: (ANSWERING.index(Role(one.role)), one.pk))
    if not held:
        raise NobodyAnswersThere(unit=unit.name)
    return held[0]
