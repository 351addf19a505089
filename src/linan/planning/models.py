"""Tables of planning: plans, their versions, and what was proposed for an incident."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager

LEVELS = ("IV", "III", "II", "I")


class PlanStatus(models.TextChoices):
    """Whether a plan may be proposed."""

    IN_FORCE = "in_force", _("in force")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Plan(models.Model):
    """A contingency plan of a unit for one class of emergency. `key` names its file of origin."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    klass = models.CharField(max_length=12)
    sub_code = models.CharField(max_length=12, blank=True, default="")
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.IN_FORCE)
    adopted_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Plan"]] = scoped_manager("org")

    class Meta:
        ordering = ["org", "title"]
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="plan_once_per_unit")]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """The text of a plan as it stood from a moment on; never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    from_at = models.DateTimeField()
    adopted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["PlanVersion"]] = scoped_manager("plan__org")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="version_once_per_plan")]


class ProposalStatus(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("waiting for a decision")
    ACTIVATED = "activated", _("activated")
    DECLINED = "declined", _("declined")


class Proposal(models.Model):
    """A plan and a level proposed for an incident, with the reasons as stored sentences."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=4, choices=[(level, level) for level in LEVELS])
    reasons = models.JSONField()
    status = models.CharField(max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager["Proposal"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        ProposalStatus.PROPOSED: frozenset({ProposalStatus.ACTIVATED, ProposalStatus.DECLINED}),
        ProposalStatus.ACTIVATED: frozenset(),
        ProposalStatus.DECLINED: frozenset(),
    }

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(status="proposed"), name="one_open_proposal_per_incident"
            )
        ]


class LevelChange(models.Model):
    """A plan that was being carried out went on at another level, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="level_changes")
    before = models.CharField(max_length=4, choices=[(level, level) for level in LEVELS])
    level = models.CharField(max_length=4, choices=[(level, level) for level in LEVELS])
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["LevelChange"]] = scoped_manager("proposal__org")

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.level}"
