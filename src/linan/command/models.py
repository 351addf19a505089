"""Tables of command: what the base map is drawn from."""

from typing import ClassVar

from django.db import models


class LayerKind(models.TextChoices):
    """What a base layer shows; its value is its name on the map."""

    ROADS = "roads"
    AREAS = "areas"
    LABELS = "labels"


class MapLayer(models.Model):
    """A layer of the base map: public geography that belongs to no organisation, so everybody sees it.

    features: GeoJSON FeatureCollection in WGS84 degrees, longitude first.
    """

    kind = models.CharField(max_length=12, choices=LayerKind.choices, unique=True)
    features = models.JSONField()
    credit = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[models.Manager["MapLayer"]] = models.Manager()
