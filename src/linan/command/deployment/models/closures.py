"""Table of roads that cannot be used."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class RoadClosure(models.Model):
    """A circle within which nobody travels until it is reopened. lon, lat: WGS84 degrees."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(_("place"), max_length=80)
    reason = models.CharField(_("reason"), max_length=120)
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    radius_m = models.PositiveSmallIntegerField(_("metres around it"), default=30)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["RoadClosure"]] = scoped_manager("org")

    class Meta:
        ordering = ["-closed_at"]
        indexes = [models.Index(fields=["org", "reopened_at"], name="road_closure_list")]

    def __str__(self) -> str:
        return self.place
