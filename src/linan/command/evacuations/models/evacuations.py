"""Tables of evacuations: the plan to empty a zone, what was solved for it, and the ways reported blocked."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.models import Mode


class EvacuationStatus(models.TextChoices):
    """The life of an evacuation."""

    PLANNING = "planning", _("being planned")
    PROPOSED = "proposed", _("plan ready, not ordered yet")
    ORDERED = "ordered", _("ordered")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")


LIVE = (EvacuationStatus.PLANNING, EvacuationStatus.PROPOSED, EvacuationStatus.ORDERED)


class Evacuation(models.Model):
    """One plan to bring everybody out of a zone.

    shelters: ids of those it may use. seconds: how long better plans are looked for. quality: what the plan says of
    itself, in seconds and people, see domain/solving.py; empty until a first plan is there. failure: why there is
    none, a Sentence as JSON. stop_asked_at: the search ends with the plan it has. starts_at: second 0 of every order.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        EvacuationStatus.PLANNING: frozenset({EvacuationStatus.PROPOSED, EvacuationStatus.CANCELLED}),
        EvacuationStatus.PROPOSED: frozenset(
            {EvacuationStatus.PLANNING, EvacuationStatus.ORDERED, EvacuationStatus.CANCELLED}
        ),
        EvacuationStatus.ORDERED: frozenset({EvacuationStatus.FINISHED, EvacuationStatus.CANCELLED}),
        EvacuationStatus.FINISHED: frozenset(),
        EvacuationStatus.CANCELLED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey("evacuations.DangerZone", on_delete=models.PROTECT, related_name="evacuations")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REAL)
    status = models.CharField(max_length=12, choices=EvacuationStatus.choices, default=EvacuationStatus.PLANNING)
    shelters = models.JSONField(default=list)
    seconds = models.PositiveSmallIntegerField(default=15)
    quality = models.JSONField(default=dict)
    failure = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    ordered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Evacuation"]] = scoped_manager("org")

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["org", "status"], name="evacuation_list")]

    def __str__(self) -> str:
        return str(self.zone)

    @property
    def is_drill(self) -> bool:
        """Whether it is a drill."""
        return self.mode == Mode.DRILL

    @property
    def is_live(self) -> bool:
        """Whether it still goes on."""
        return self.status in LIVE


class Solution(models.Model):
    """What was solved for an evacuation, apart from it because it is large.

    arrays: the plan as numpy arrays (npz), from which replanning starts. orders, crowding: see domain/telling.py.
    """

    evacuation = models.OneToOneField(Evacuation, on_delete=models.CASCADE, related_name="solution")
    arrays = models.BinaryField()
    orders = models.JSONField()
    crowding = models.JSONField()

    objects: ClassVar[models.Manager["Solution"]] = scoped_manager("evacuation__org")

    def __str__(self) -> str:
        return f"solution of evacuation-{self.evacuation_id}"


class Closure(models.Model):
    """A place where nobody can pass any more, reported while an evacuation goes on. polygon: GeoJSON, WGS84 degrees."""

    evacuation = models.ForeignKey(Evacuation, on_delete=models.PROTECT, related_name="closures")
    polygon = models.JSONField()
    note = models.CharField(max_length=200, blank=True, default="")
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Closure"]] = scoped_manager("evacuation__org")

    class Meta:
        ordering = ["reported_at", "pk"]

    def __str__(self) -> str:
        return f"closure-{self.pk}"
