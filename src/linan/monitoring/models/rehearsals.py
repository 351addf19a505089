"""Tables of rehearsals: what a condition would have done in the stored past."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.conditions import Condition


class RehearsalStatus(models.TextChoices):
    """Where a rehearsal stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    ENDED = "ended", _("ended")
    FAILED = "failed", _("failed")


class Rehearsal(models.Model):
    """One run of a condition, or of a draft of one, over the stored past.

    draft: the columns of the condition that is rehearsed. found: what it came to (rehearsing.py writes and reads it).
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        RehearsalStatus.WAITING: frozenset({RehearsalStatus.RUNNING}),
        RehearsalStatus.RUNNING: frozenset({RehearsalStatus.ENDED, RehearsalStatus.FAILED}),
        RehearsalStatus.ENDED: frozenset(),
        RehearsalStatus.FAILED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, null=True, blank=True, related_name="rehearsals")
    draft = models.JSONField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=RehearsalStatus.choices, default=RehearsalStatus.WAITING)
    days = models.PositiveIntegerField()
    days_done = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Rehearsal"]] = scoped_manager("org")

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"rehearsal-{self.pk}"
