"""Tables of what is due, and of reports by phone."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.response.models import Mode
from linan.response.upward.domain.clock import Span
from linan.response.upward.models.words import KINDS, WAYS


class PhoneNote(models.Model):
    """A report told by phone: to whom, when, what. to_name: the person who took it."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    to_org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_name = models.CharField(max_length=60)
    said = models.TextField()
    called_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["PhoneNote"]] = scoped_manager("org")

    class Meta:
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.to_name} {self.called_at:%F %T}"


class ReportDue(models.Model):
    """One report a unit owes about an incident, with the deadline as it was when the clock began.

    key: of the deadline, or asked_back. tell_leader_at, tell_above_at: when people are told; told_*_at: when they were.
    calls: those that told them.
    dropped_at: the incident took a turn after which nobody waits for it.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REAL)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=KINDS)
    way = models.CharField(max_length=8, choices=WAYS)
    to = models.CharField(max_length=80)
    source = models.CharField(max_length=120)
    quote = models.TextField(blank=True, default="")
    verified = models.BooleanField()
    own_number = models.BooleanField()
    is_repeated = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tell_leader_at = models.DateTimeField()
    tell_above_at = models.DateTimeField()
    told_leader_at = models.DateTimeField(null=True, blank=True)
    told_above_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    calls = models.ManyToManyField("calls.Call", related_name="+")

    objects: ClassVar[models.Manager["ReportDue"]] = scoped_manager("org")

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "incident", "key"], condition=models.Q(met_at=None, dropped_at=None), name="report_due_once"
            )
        ]
        indexes = [
            models.Index(fields=["incident", "due_at"], name="report_due_incident"),
            models.Index(
                fields=["tell_leader_at"], condition=models.Q(met_at=None, dropped_at=None, told_above_at=None),
                name="report_due_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_at:%F %T}"

    @property
    def is_running(self) -> bool:
        """Whether it is still waited for."""
        return self.met_at is None and self.dropped_at is None

    @property
    def span(self) -> Span:
        """Its clock."""
        return Span(self.started_at, self.due_at)
