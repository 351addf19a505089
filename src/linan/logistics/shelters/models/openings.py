"""The opening of a shelter: from the checklist before the first guest to the checklist after the last."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class OpeningMode(models.TextChoices):
    """Whether it is meant."""

    REAL = "real", _("real")
    DRILL = "drill", _("drill")


class Opening(models.Model):
    """A time during which a shelter is open, with the one person who answers for it.

    opening_checks, closing_checks: {item key: true} of the checklist; what is missing there stands in the note.
    """

    shelter = models.ForeignKey("shelters.Shelter", on_delete=models.PROTECT, related_name="openings")
    mode = models.CharField(max_length=8, choices=OpeningMode.choices, default=OpeningMode.REAL)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    opening_checks = models.JSONField(default=dict)
    opening_note = models.CharField(max_length=400, blank=True, default="")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closing_reason = models.CharField(max_length=200, blank=True, default="")
    closing_checks = models.JSONField(default=dict)
    closing_note = models.CharField(max_length=400, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Opening"]] = scoped_manager("shelter__org")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shelter"], condition=models.Q(closed_at=None), name="one_open_opening_of_a_shelter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.shelter_id} {self.opened_at:%F}"
