"""Table of hand-overs."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class DutyMode(models.TextChoices):
    """Whether it is for real; a drill stays a drill."""

    REAL = "real", _("real")
    DRILL = "drill", _("drill")


class HandOver(models.Model):
    """What one person on duty leaves to the next. taken_at: when the next one had read it.

    points: what lay open at that moment and was ticked one by one, [{key, text (Sentence as JSON), url}].
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=DutyMode.choices, default=DutyMode.REAL)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    points = models.JSONField(default=list, blank=True)

    objects: ClassVar[models.Manager["HandOver"]] = scoped_manager("org")

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.written_at:%F %H:%M}"

    @property
    def is_drill(self) -> bool:
        """Whether it belongs to a drill."""
        return self.mode == DutyMode.DRILL
