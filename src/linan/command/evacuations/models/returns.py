"""Tables of the return gate: who signed that the danger is over, and who came back before."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class Clearance(models.Model):
    """The signature under "danger cleared 险情解除". authority: the body; official: name and post of who found it safe."""

    zone = models.OneToOneField("evacuations.DangerZone", on_delete=models.PROTECT, related_name="clearance")
    authority = models.CharField(max_length=120)
    official = models.CharField(max_length=80)
    finding = models.CharField(max_length=300)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Clearance"]] = scoped_manager("zone__org")

    def __str__(self) -> str:
        return f"clearance of zone-{self.zone_id}"


class EarlyReturn(models.Model):
    """A household that was seen at home before the danger was cleared. task: who brings them out again."""

    entry = models.ForeignKey("evacuations.DoorEntry", on_delete=models.PROTECT, related_name="early_returns")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True, default="")
    task = models.ForeignKey("response.Task", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["EarlyReturn"]] = scoped_manager("entry__evacuation__org")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"early-return-{self.pk}"
