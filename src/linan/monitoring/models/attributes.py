"""Table of what devices say of themselves and what the office sets for them."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.devices import Device


class DeviceAttributes(models.Model):
    """Attributes in ThingsBoard's sense. client: written by the device; shared: written by the office, told to it."""

    MOST: ClassVar[int] = 200  # names of each kind

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="attributes")
    client = models.JSONField(default=dict)
    shared = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["DeviceAttributes"]] = scoped_manager("device__org")
