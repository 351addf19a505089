"""Tables of roll-calls: who was asked when whether they are well, and what they said."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class Answer(models.TextChoices):
    """What somebody said on a roll-call."""

    ASKED = "asked", _("no answer yet")
    WELL = "well", _("all right")
    HELP = "help", _("needs help")


class RollCall(models.Model):
    """One roll-call of an incident. looked_at: when the silent were last looked for; asked_by: None for the interval."""

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="roll_calls")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField()

    objects: ClassVar[models.Manager["RollCall"]] = scoped_manager("org")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="roll_call_number")]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.number}"


class RollCallEntry(models.Model):
    """One person on a roll-call. raised_at: when their silence was told to whoever leads them, which happens once."""

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        Answer.ASKED: frozenset({Answer.WELL, Answer.HELP}),
        Answer.WELL: frozenset({Answer.HELP}),
        Answer.HELP: frozenset({Answer.WELL}),
    }

    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="entries")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["RollCallEntry"]] = scoped_manager("org")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["roll_call", "person"], name="asked_once_a_roll_call")]
        indexes = [models.Index(fields=["person", "answer"], name="roll_call_person")]

    def __str__(self) -> str:
        return f"{self.roll_call} {self.person_id}"
