"""Tables of decisions: what somebody had seen of an incident, and what they chose on which rule and figures."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class ChoiceOutcome(models.TextChoices):
    """What became of a proposal."""

    TAKEN = "taken", _("option taken")
    DECLINED = "declined", _("proposal not taken")


class Look(models.Model):
    """Up to when one person has seen what happened in an incident."""

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Look"]] = scoped_manager("incident__org")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="one_look_each")]


class Choice(models.Model):
    """A proposal as it stood when somebody chose: matter, rule, figures, option and its cost as sentences; never changed."""

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="choices")
    point = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8, choices=ChoiceOutcome.choices)
    text = models.JSONField()
    rule = models.JSONField()
    figures = models.JSONField()
    option = models.JSONField(null=True, blank=True)
    cost = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True, default="")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Choice"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["chosen_at", "pk"]
        indexes = [models.Index(fields=["incident", "point"], name="choice_of_point")]

    def __str__(self) -> str:
        return f"{self.point} {self.outcome}"
