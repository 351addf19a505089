"""Table of assessments: how grave an event was judged to be, when, by whom and why."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.response.models.incidents import EventGrade, Incident


class GradeAssessment(models.Model):
    """One assessment of an event's grade. The latest one stands on the incident; earlier ones are kept."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="assessments")
    grade = models.CharField(max_length=4, choices=EventGrade.choices)
    reason = models.TextField()
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["GradeAssessment"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["assessed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident} {self.grade}"
