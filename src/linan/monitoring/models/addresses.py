"""Table of the names by which devices are known on the wire."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.devices import Device


class DeviceAddress(models.Model):
    """How a device calls itself where it does not sign in with a token.

    kind: the gateway ("gb26875", "hj212", "sl651"), or "source-<id>" for what a webhook or broker speaks of, so
    that a source can fill only devices that were bound to it. address: as the gateway writes it.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=24)
    address = models.CharField(max_length=120)

    objects: ClassVar[models.Manager["DeviceAddress"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["kind", "address"]
        constraints = [models.UniqueConstraint(fields=["kind", "address"], name="address_of_one_device")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
