"""Tables of the ways out: configured lines, where browsers take pushes, who may be reached in a drill, the rules."""

import json
import uuid
from collections.abc import Mapping
from datetime import time
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, seal_personal


class Line(models.Model):
    """A configured way out of one kind, for an organisation and everything below it.

    kind: the name of a file in channels/. settings: plain values; secrets_sealed: the rest, sealed.
    per_second: most messages a second, None without limit. may_drill: it reaches nobody but drill guests.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    secrets_sealed = models.TextField(blank=True, default="")
    per_second = models.FloatField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    may_drill = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Line"]] = scoped_manager("org")

    class Meta:
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def seal(self, secrets: Mapping[str, str]) -> None:
        """Put the secrets on the row, sealed to it."""
        self.secrets_sealed = seal_personal(json.dumps(dict(secrets)), about=f"calls_line.secrets:{self.uid}")

    def opened(self) -> dict[str, str]:
        """Return all values, the secret ones with them. Raises: SealBroken, KeysUnusable."""
        sealed = open_personal(self.secrets_sealed, about=f"calls_line.secrets:{self.uid}")
        return {**self.settings, **(json.loads(sealed) if sealed else {})}


class PushAddress(models.Model):
    """Where a person's browser takes pushes: endpoint and keys, sealed, found by the mark of the endpoint."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64, unique=True)
    subscription_sealed = models.TextField()
    added_at = models.DateTimeField()

    objects: ClassVar[models.Manager["PushAddress"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["person"], name="push_of_person")]

    def seal(self, subscription: str) -> None:
        """Put the browser's subscription, JSON, on the row, sealed to its mark."""
        self.subscription_sealed = seal_personal(subscription, about=f"calls_pushaddress:{self.mark}")

    def opened(self) -> str:
        """Return the subscription as JSON. Raises: SealBroken, KeysUnusable."""
        return open_personal(self.subscription_sealed, about=f"calls_pushaddress:{self.mark}")


class Guest(models.Model):
    """Who may be reached in a drill and in test mode: a person, or all who live in a household."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    household = models.ForeignKey("registry.Household", on_delete=models.CASCADE, null=True, related_name="+")

    objects: ClassVar[models.Manager["Guest"]] = scoped_manager("org")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "household"], nulls_distinct=False, name="guest_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(household__isnull=False), name="guest_is_one"
            ),
        ]


class Rules(models.Model):
    """The rules of sending of this installation, one row.

    is_test: nothing leaves this machine and nobody but guests and demonstration accounts is reached.
    mass_from: from so many recipients on, outside an active incident, a second person approves.
    quiet_from, quiet_to: local times between which calls of the two lower levels wait.
    """

    is_test = models.BooleanField(_("Test mode"), default=False)
    mass_from = models.PositiveIntegerField(_("Second person from so many recipients"), default=20)
    quiet_from = models.TimeField(_("Quiet from"), default=time(22, 0))
    quiet_to = models.TimeField(_("Quiet until"), default=time(7, 0))

    objects: ClassVar[models.Manager["Rules"]] = models.Manager()
