"""Table of tasks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.people.models import Role
from linan.response.models.incidents import Incident


class TaskStatus(models.TextChoices):
    """The life of a task."""

    ASSIGNED = "assigned", _("not yet accepted")
    ACCEPTED = "accepted", _("accepted")
    ON_THE_WAY = "on_the_way", _("on the way")
    ON_SITE = "on_site", _("on site")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be done")
    CANCELLED = "cancelled", _("called off")


_STOPPED = frozenset({TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELLED})
OPEN_TASKS = frozenset(TaskStatus) - _STOPPED


class Task(models.Model):
    """Something one person must do by a moment.

    `org` is the unit in which the owner holds the role, so that a grid member sees it, or the incident's own
    unit where the owner stands above it.
    `plan_task` names the task of the plan it came from ("community_fire/first-report"), empty when given by
    hand. `order` is its place in the plan; equal numbers run side by side.
    `proof` names the kinds of proof (domain/proofs.py) without which it is not done; `counted` says what a count counts.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=120)
    brief = models.TextField(blank=True, default="")
    needs = models.TextField(blank=True, default="")
    proof = models.JSONField(blank=True, default=list)
    counted = models.CharField(max_length=20, blank=True, default="")
    message = models.TextField(blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    status = models.CharField(max_length=12, choices=TaskStatus.choices, default=TaskStatus.ASSIGNED)
    order = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    plan_task = models.CharField(max_length=120, blank=True, default="")
    assigned_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    on_the_way_at = models.DateTimeField(null=True, blank=True)
    on_site_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    proof_note = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager["Task"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        TaskStatus.ASSIGNED: frozenset({TaskStatus.ACCEPTED, TaskStatus.FAILED, TaskStatus.CANCELLED}),
        TaskStatus.ACCEPTED: frozenset({TaskStatus.ON_THE_WAY, TaskStatus.ON_SITE, *_STOPPED}),
        TaskStatus.ON_THE_WAY: frozenset({TaskStatus.ON_SITE, *_STOPPED}),
        TaskStatus.ON_SITE: _STOPPED,
        TaskStatus.DONE: frozenset(),
        TaskStatus.FAILED: frozenset(),
        TaskStatus.CANCELLED: frozenset(),
    }

    class Meta:
        ordering = ["order", "due_at", "pk"]
        indexes = [
            models.Index(fields=["owner", "status", "due_at"], name="task_of_owner"),
            models.Index(fields=["incident", "status"], name="task_of_incident"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.status in OPEN_TASKS
