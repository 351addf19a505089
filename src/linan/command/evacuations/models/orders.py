"""Table of evacuation orders."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class EvacuationOrder(models.Model):
    """What one household is told; frozen once told. A change is the next order, number counts them from 1.

    needs: {kind: people}. shelter_name: as it was told. leaves_after_s, arrives_after_s: seconds after the evacuation's starts_at. route: GeoJSON
    LineString, empty for a household that no way leads out for; reason says why then, a Sentence as JSON.
    token: opens the household's own page without signing in; the same in all its orders.
    """

    evacuation = models.ForeignKey("evacuations.Evacuation", on_delete=models.PROTECT, related_name="orders")
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField()
    needs = models.JSONField(default=dict)
    shelter = models.ForeignKey("shelters.Shelter", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shelter_name = models.CharField(max_length=120, blank=True, default="")
    leaves_after_s = models.PositiveIntegerField(null=True, blank=True)
    arrives_after_s = models.PositiveIntegerField(null=True, blank=True)
    length_m = models.PositiveIntegerField(null=True, blank=True)
    route = models.JSONField(null=True, blank=True)
    reason = models.JSONField(null=True, blank=True)
    helper = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=32, db_index=True)

    objects: ClassVar[models.Manager["EvacuationOrder"]] = scoped_manager("evacuation__org")

    class Meta:
        ordering = ["household__building", "household__unit", "-household__floor", "household__door", "number"]
        constraints = [
            models.UniqueConstraint(fields=["evacuation", "household", "number"], name="order_number_once"),
            models.UniqueConstraint(
                fields=["evacuation", "household"], condition=models.Q(withdrawn_at=None), name="one_order_holds"
            ),
        ]

    def __str__(self) -> str:
        return f"order-{self.pk}"

    @property
    def is_unreachable(self) -> bool:
        """Whether no way out was found for the household."""
        return self.route is None

    @property
    def phone(self) -> str:
        """The number to ask for help: of the helper, else of the shelter's desk."""
        of_helper = self.helper.phone if self.helper else ""
        return of_helper or (self.shelter.phone if self.shelter else "")
