"""Table of shifts."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class Post(models.TextChoices):
    """What somebody on duty answers for."""

    OFFICER = "officer", _("officer on duty")
    LEADER = "leader", _("leader on duty")


class Shift(models.Model):
    """A person at a post from one moment to another. arrived_at: the person's own word that they are there."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=8, choices=Post.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_withdrawn = models.CharField(max_length=400, blank=True, default="")

    objects: ClassVar[models.Manager["Shift"]] = scoped_manager("org")

    class Meta:
        ordering = ["begins_at", "post", "pk"]
        indexes = [models.Index(fields=["org", "ends_at"], name="shift_org_end")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("begins_at")), name="shift_lasts"),
            models.UniqueConstraint(
                fields=["org", "person", "begins_at"], condition=models.Q(withdrawn_at=None), name="shift_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.begins_at:%F %H:%M}"

    def covers(self, moment: datetime) -> bool:
        """Return whether it is going on at a moment."""
        return self.begins_at <= moment < self.ends_at
