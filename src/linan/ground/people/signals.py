"""Listens to the sign-in library: it changes passwords on its own pages."""

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.dispatch import receiver

from linan.ground.clock import now
from linan.ground.people.actions import note_password_change
from linan.ground.people.models import Person


@receiver([password_changed, password_set])
def note_changed_password(sender: Any, user: Person, **_signal: Any) -> None:
    """Write the change of a password into the log."""
    note_password_change(person_id=user.pk, by=user, now=now())
