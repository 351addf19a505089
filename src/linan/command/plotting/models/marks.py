"""Table of marks."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from linan.command.plotting.domain.symbols import SYMBOLS, Symbol
from linan.ground.access.scopes import scoped_manager


class Mark(models.Model):
    """One thing that somebody drew on an incident's map; it ends by itself or is taken back, and always stays a row.

    symbol: a key of domain/symbols.py. geometry: GeoJSON Point, LineString or Polygon, WGS84 degrees, longitude first.
    expires_at: empty where it lasts as long as the incident. client_id: made where it was drawn, so that a repeat over
    a bad line changes nothing.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20)
    geometry = models.JSONField()
    text = models.CharField(max_length=80, blank=True, default="")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_because = models.CharField(max_length=120, blank=True, default="")
    client_id = models.UUIDField(unique=True)

    objects: ClassVar[models.Manager["Mark"]] = scoped_manager("org")

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        indexes = [models.Index(fields=["incident", "-drawn_at"], name="mark_incident")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None) | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="mark_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.symbol

    @property
    def kind(self) -> Symbol:
        """What the mark means."""
        return SYMBOLS[self.symbol]

    def stands_at(self, moment: datetime) -> bool:
        """Return whether the mark is still on the map."""
        return self.taken_back_at is None and (self.expires_at is None or self.expires_at > moment)
