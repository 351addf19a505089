"""Table of danger zones."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class ZoneSource(models.TextChoices):
    """What a zone's outline comes from."""

    DRAWN = "drawn", _("drawn on the map")
    HAZARD_POINT = "hazard_point", _("circle around a hazard point")
    BUILDING = "building", _("a building or some of its floors")
    WARNING = "warning", _("area of a public warning")


class ZoneStatus(models.TextChoices):
    """Whether the danger still stands."""

    IN_FORCE = "in_force", _("danger in force")
    DANGER_CLEARED = "danger_cleared", _("danger cleared")


class DangerZone(models.Model):
    """Where nobody may stay until a named authority signs that the danger is over.

    polygon: GeoJSON Polygon or MultiPolygon, WGS84 degrees. building, floors: where only a building, or only some of
    its floors (an empty list: all), must be left. authority: who decided, and by which right. number counts the
    outlines: a wider one raises it.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        ZoneStatus.IN_FORCE: frozenset({ZoneStatus.DANGER_CLEARED}),
        ZoneStatus.DANGER_CLEARED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=16, choices=ZoneSource.choices)
    polygon = models.JSONField()
    number = models.PositiveSmallIntegerField(default=1)
    building = models.ForeignKey("registry.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    floors = models.JSONField(default=list)
    status = models.CharField(max_length=16, choices=ZoneStatus.choices, default=ZoneStatus.IN_FORCE)
    declared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    cleared_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)
    authority = models.CharField(max_length=120)
    cleared_authority = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300)

    objects: ClassVar[models.Manager["DangerZone"]] = scoped_manager("org")

    class Meta:
        ordering = ["status", "-declared_at"]
        indexes = [models.Index(fields=["org", "status"], name="danger_zone_list")]

    def __str__(self) -> str:
        return self.name
