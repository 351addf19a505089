"""The second contact of a household: entered, taken off, and read in full with a trace."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from linan.ground.access.audit import note_reading
from linan.ground.people.models import Actor
from linan.registry.actions.entries import REASONS, NoReason, announce_household
from linan.registry.models import CONTACT_FIELDS, Household, SecondContact
from linan.registry.queries import ShownContact, full_contact


@transaction.atomic
def keep_contact(
    household: Household, texts: Mapping[str, str], *, relation: str, by: Actor, now: datetime
) -> SecondContact:
    """Store the second contact of a household. texts: personal fields to seal anew; the others stay."""
    contact = seal_contact(household, texts, relation=relation)
    announce_household(household, by=by, now=now)
    return contact


def seal_contact(household: Household, texts: Mapping[str, str], *, relation: str) -> SecondContact:
    """Store the row of a second contact; the caller announces it."""
    contact = contact_of(household) or SecondContact(org_id=household.org_id, household=household)
    for field, text in texts.items():
        contact.seal(field, text)
    contact.relation = relation
    contact.save()
    return contact


@transaction.atomic
def drop_contact(household: Household, *, by: Actor, now: datetime) -> None:
    """Take the second contact off a household, for good."""
    SecondContact.objects.filter(household=household).delete()
    announce_household(household, by=by, now=now)


def reveal_contact(contact: SecondContact, *, reason: str, by: Actor, now: datetime) -> ShownContact:
    """Return a second contact in full, with a trace in the audit. Raises: NoReason."""
    if reason not in REASONS:
        raise NoReason(field="reason")
    what = f"household-{contact.household_id}"
    fields = [f"second_contact.{field}" for field in CONTACT_FIELDS]
    note_reading(by, what=what, fields=fields, reason=reason, now=now, org_id=contact.org_id)
    return full_contact(contact)


def contact_of(household: Household) -> SecondContact | None:
    """Return the second contact of a household; None where there is none."""
    return SecondContact.objects.filter(household_id=household.pk).first()
