"""Table of path networks."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class PathNetwork(models.Model):
    """The paths of an area on which people walk, as imported, with what was mended while reading.

    places: [[lon, lat], …] in WGS84 degrees. paths: [[start, end, length_m, width_m, has_steps, is_width_assumed,
    [[lon, lat], …]], …] between places by their number. mended: {rule: how many}, see domain/topology.py; its
    `report` is what the import of a map found broken.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    credit = models.CharField(max_length=200, blank=True, default="")
    places = models.JSONField()
    paths = models.JSONField()
    mended = models.JSONField(default=dict)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["PathNetwork"]] = scoped_manager("org")

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.name
