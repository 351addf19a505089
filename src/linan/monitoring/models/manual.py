"""Table of readings that people enter."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.devices import Series


class ManualReading(models.Model):
    """A value that a person read off or measured; the intake takes it up and judges it like a device's.

    key: made by the form, so that pressing twice enters once. taken_at: when the intake had stored the reading.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    at = models.DateTimeField(_("measured at"))
    value = models.FloatField(_("value"))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    entered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ManualReading"]] = scoped_manager("series__device__org")

    class Meta:
        ordering = ["-entered_at", "-pk"]
        indexes = [models.Index(fields=["id"], condition=models.Q(taken_at=None), name="manual_waiting")]
