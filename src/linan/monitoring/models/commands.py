"""Table of commands to devices."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.devices import Device


class CommandStatus(models.TextChoices):
    """How far a command has come."""

    QUEUED = "queued", _("waits for the device")
    SENT = "sent", _("sent, not confirmed yet")
    CONFIRMED = "confirmed", _("confirmed by the device")
    REFUSED = "refused", _("refused by the device")
    EXPIRED = "expired", _("not confirmed in time")
    CANCELLED = "cancelled", _("taken back")


class DeviceCommand(models.Model):
    """Something a person wants a device to do: sound a siren, shut a valve, speak a text.

    method, params: as ThingsBoard's calls carry them. answer: what the device said, as JSON.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        CommandStatus.QUEUED: frozenset({CommandStatus.SENT, CommandStatus.EXPIRED, CommandStatus.CANCELLED}),
        CommandStatus.SENT: frozenset({CommandStatus.CONFIRMED, CommandStatus.REFUSED, CommandStatus.EXPIRED}),
        CommandStatus.CONFIRMED: frozenset(),
        CommandStatus.REFUSED: frozenset(),
        CommandStatus.EXPIRED: frozenset({CommandStatus.CONFIRMED, CommandStatus.REFUSED}),
        CommandStatus.CANCELLED: frozenset(),
    }

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="commands")
    method = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=CommandStatus.choices, default=CommandStatus.QUEUED)
    reason = models.CharField(_("reason"), max_length=200)
    ordered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["DeviceCommand"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(status__in=["queued", "sent"]), name="command_under_way"
            )
        ]
