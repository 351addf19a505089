"""Table of those who must be reached."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.calls.models.calls import Call


class Outcome(models.TextChoices):
    """What became of reaching somebody."""

    WAITING = "waiting", _("no answer yet")
    ACTED = "acted", _("acts")
    REFUSED = "refused", _("cannot or will not")
    NOT_REACHED = "not_reached", _("still unreached")
    TOLD = "told", _("told at the door")
    WITHDRAWN = "withdrawn", _("call stopped before an answer")


ANSWERS = frozenset({Outcome.ACTED, Outcome.REFUSED})
OPEN_OUTCOMES = frozenset({Outcome.WAITING, Outcome.NOT_REACHED})


class Recipient(models.Model):
    """Somebody who must be reached by a call: a person with an account, or a resident of a household.

    org: the unit of the role or of the building. wave counts from 0; next_wave_at: when silence escalates.
    helper: who knocks at the door when nothing else reached them.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="recipients")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=24, blank=True, default="")
    resident = models.ForeignKey("registry.Resident", on_delete=models.SET_NULL, null=True, related_name="+")
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    wave = models.PositiveSmallIntegerField(default=0)
    next_wave_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=200, blank=True, default="")
    needs_help = models.BooleanField(default=False)
    helper = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    visits = models.PositiveSmallIntegerField(default=0)
    last_visit_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Recipient"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Outcome.WAITING: ANSWERS | {Outcome.NOT_REACHED, Outcome.TOLD, Outcome.WITHDRAWN},
        Outcome.NOT_REACHED: ANSWERS | {Outcome.TOLD, Outcome.WITHDRAWN},
        Outcome.TOLD: ANSWERS,
        Outcome.REFUSED: frozenset({Outcome.ACTED, Outcome.TOLD}),
        Outcome.ACTED: frozenset(),
        Outcome.WITHDRAWN: frozenset(),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], condition=Q(person__isnull=False), name="called_person_once"),
            models.UniqueConstraint(
                fields=["call", "resident"], condition=Q(resident__isnull=False), name="called_resident_once"
            ),
        ]
        indexes = [
            models.Index(fields=["next_wave_at"], condition=Q(outcome="waiting"), name="recipient_silent"),
            models.Index(fields=["helper", "outcome"], condition=Q(helper__isnull=False), name="recipient_of_helper"),
        ]

    def __str__(self) -> str:
        return f"recipient-{self.pk}"
