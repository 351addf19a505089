"""Table of the deadlines that units set for themselves."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class OwnDeadline(models.Model):
    """One version of a deadline as a unit set it, for itself and for all below it; the newest holds, none is changed.

    key: of the shipped deadline that it takes the place of, or a new one. content: see domain/deadlines.py.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["OwnDeadline"]] = scoped_manager("org")

    class Meta:
        ordering = ["org", "key", "-version"]
        constraints = [models.UniqueConstraint(fields=["org", "key", "version"], name="own_deadline_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
