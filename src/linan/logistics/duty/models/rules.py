"""Table of the rules of duty and turn-out that units set for themselves."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class OwnRule(models.Model):
    """One version of a rule as a unit set it, for itself and for all below it; the newest holds, none is changed.

    key: of the shipped rule that it takes the place of. content: in the shape of the shipped file.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    source = models.CharField(max_length=400)
    is_verified = models.BooleanField(default=False)
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["OwnRule"]] = scoped_manager("org")

    class Meta:
        ordering = ["org", "key", "-version"]
        constraints = [models.UniqueConstraint(fields=["org", "key", "version"], name="own_rule_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
