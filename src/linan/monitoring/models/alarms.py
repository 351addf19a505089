"""Tables of alarms."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence
from linan.monitoring.models.conditions import Condition, Severity
from linan.monitoring.models.devices import Device, Series


class AlarmStatus(models.TextChoices):
    """Where an alarm stands on the desk."""

    RAISED = "raised", _("raised")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    VERIFIED = "verified", _("verified")
    CLEARED = "cleared", _("cleared")


class Verdict(models.TextChoices):
    """What a person found an alarm to be."""

    REAL = "real", _("real")
    FALSE = "false", _("false alarm")
    DRILL = "drill", _("drill")
    TEST = "test", _("equipment check")


class Mode(models.TextChoices):
    """Whether it is life or a drill."""

    REAL = "real", _("real")
    DRILL = "drill", _("drill")


class Alarm(models.Model):
    """A condition that came to hold on a series.

    `status` is what people did with it; `cleared_at` is when the series came back to normal. An alarm that
    came back to normal before anyone looked stays on the desk until somebody says what it was.

    is_late: it began in a reading that came long after its moment. It is told to nobody, until it has held for a
    while or a reading of now says that it still does; one that was over before is kept for the record alone.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        AlarmStatus.RAISED: frozenset({AlarmStatus.ACKNOWLEDGED, AlarmStatus.VERIFIED, AlarmStatus.CLEARED}),
        AlarmStatus.ACKNOWLEDGED: frozenset({AlarmStatus.VERIFIED, AlarmStatus.CLEARED}),
        AlarmStatus.VERIFIED: frozenset({AlarmStatus.CLEARED}),
        AlarmStatus.CLEARED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="alarms")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="alarms")
    building = models.ForeignKey(
        "registry.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="alarms")
    condition_version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=12, choices=AlarmStatus.choices, default=AlarmStatus.RAISED)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, null=True, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REAL)
    value = models.FloatField(null=True, blank=True)
    because = models.JSONField()
    source_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    acknowledged_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Alarm"]] = scoped_manager("org")

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "series"], condition=models.Q(cleared_at=None),
                name="one_open_alarm_per_condition_and_series",
            )
        ]
        indexes = [
            models.Index(fields=["org", "status", "severity"], name="alarm_desk"),
            models.Index(fields=["device", "-raised_at"], name="alarm_of_device"),
        ]

    def __str__(self) -> str:
        return f"alarm-{self.pk}"

    @property
    def why(self) -> Sentence:
        """The reason why it fired."""
        return Sentence.from_json(self.because)


class Suppression(models.Model):
    """Alarms of a condition on a series that were not raised on a day because the device was in maintenance.

    day: at the place, as the active time zone has it.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Suppression"]] = scoped_manager("org")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "condition", "day"], name="suppression_once_a_day"),
        ]
        indexes = [models.Index(fields=["org", "day"], name="suppression_of_day")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.condition_id} {self.day}: {self.count}"
