"""Tables of sensing. Readings lie in `monitoring_reading`, partitioned by day (migration 0001)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class Device(models.Model):
    """A thing that reports readings. `token_hash`: hex SHA-256 of the token it signs in with."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    profile = models.CharField(_("device model"), max_length=40)
    building = models.ForeignKey(
        "registry.Building", verbose_name=_("building"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )
    floor = models.IntegerField(_("floor"), null=True, blank=True)
    unit = models.IntegerField(_("unit"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True, default="")
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    installed_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    is_silent = models.BooleanField(default=False)
    silent_since = models.DateTimeField(null=True, blank=True)
    in_maintenance = models.BooleanField(default=False)
    maintenance_reason = models.CharField(max_length=200, blank=True, default="")
    maintenance_since = models.DateTimeField(null=True, blank=True)
    responsible = models.CharField(_("responsible"), max_length=80, blank=True, default="")
    responsible_phone = models.CharField(_("phone"), max_length=20, blank=True, default="")

    objects: ClassVar[models.Manager["Device"]] = scoped_manager("org")

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["org", "name"], name="device_org_name"),
            models.Index(fields=["building"], name="device_building"),
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """One measured quantity of one device. `key` is the name the device gives it."""

    id = models.AutoField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="series")
    key = models.CharField(max_length=40)
    quantity = models.CharField(max_length=40)
    unit = models.CharField(max_length=16, blank=True, default="")

    objects: ClassVar[models.Manager["Series"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["device_id", "key"]
        constraints = [models.UniqueConstraint(fields=["device", "key"], name="series_key_once_per_device")]

    def __str__(self) -> str:
        return f"{self.device_id}/{self.key}"


class LastValue(models.Model):
    """The newest reading of a series, by the device's clock."""

    series = models.OneToOneField(Series, on_delete=models.PROTECT, primary_key=True, related_name="last")
    at = models.DateTimeField()
    value = models.FloatField()

    objects: ClassVar[models.Manager["LastValue"]] = scoped_manager("series__device__org")
