"""Tables of deployments: who goes where."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.command.deployment.models.needs import Need
from linan.command.deployment.models.stocks import Stock
from linan.command.deployment.models.teams import Sendable, Team, Vehicle
from linan.ground.access.scopes import scoped_manager


class DeploymentStatus(models.TextChoices):
    """Where a deployment stands."""

    PROPOSED = "proposed", _("proposed")
    SENT = "sent", _("sent")
    WITHDRAWN = "withdrawn", _("called back")


class Deployment(models.Model):
    """Who goes where in an incident. number: counts its changes, so that what was seen is what is sent.

    gaps: [{need, missing, late, because: [Sentence]}]. pins: [[source, want or null]], the choices made by hand.
    is_proved: whether nothing better exists under these choices.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        DeploymentStatus.PROPOSED: frozenset({DeploymentStatus.SENT, DeploymentStatus.WITHDRAWN}),
        DeploymentStatus.SENT: frozenset({DeploymentStatus.WITHDRAWN}),
        DeploymentStatus.WITHDRAWN: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=DeploymentStatus.choices, default=DeploymentStatus.PROPOSED)
    number = models.PositiveSmallIntegerField(default=1)
    gaps = models.JSONField(default=list)
    pins = models.JSONField(default=list)
    is_proved = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Deployment"]] = scoped_manager("org")

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(status="proposed"), name="one_proposal_of_incident"
            )
        ]

    def __str__(self) -> str:
        return f"deployment-{self.pk}"


class DeploymentItem(models.Model):
    """One team, vehicle or stock that goes to one need. amount: what it brings. because: a Sentence.

    arrives_after_s: seconds from the order. back_at: when it was free again.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="items")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="items")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    amount = models.PositiveIntegerField()
    arrives_after_s = models.PositiveIntegerField()
    is_late = models.BooleanField(default=False)
    is_by_hand = models.BooleanField(default=False)
    because = models.JSONField()
    task = models.ForeignKey("response.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["DeploymentItem"]] = scoped_manager("deployment__org")

    class Meta:
        ordering = ["need__urgency", "need_id", "arrives_after_s", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team=None, vehicle=None, stock__isnull=False)
                | models.Q(team=None, vehicle__isnull=False, stock=None)
                | models.Q(team__isnull=False, vehicle=None, stock=None),
                name="item_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.thing} → {self.need}"

    @property
    def thing(self) -> Sendable | Stock:
        """What goes."""
        found = self.team or self.vehicle or self.stock
        if found is None:
            raise LookupError(self.pk)
        return found

    @property
    def key(self) -> str:
        """Its name in the assignment."""
        kind = "team" if self.team_id else "vehicle" if self.vehicle_id else "stock"
        return f"{kind}-{self.team_id or self.vehicle_id or self.stock_id}"

    @property
    def minutes(self) -> int:
        """Minutes from the order until it is there, rounded up."""
        return -(-self.arrives_after_s // 60)
