"""Tables of sensing and alarms. Readings lie in `monitoring_reading`, partitioned by day (migration 0001)."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence


class Severity(models.IntegerChoices):
    """How bad it is when a condition holds; 1 is worst. Source: ITU-T X.733, the four alarm severities."""

    CRITICAL = 1, _("critical")
    MAJOR = 2, _("major")
    MINOR = 3, _("minor")
    HINT = 4, _("hint")


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


class Device(models.Model):
    """A thing that reports readings. `token_hash`: hex SHA-256 of the token it signs in with."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    profile = models.CharField(_("device model"), max_length=40)
    building = models.ForeignKey(
        "registry.Building", verbose_name=_("building"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )
    floor = models.IntegerField(_("floor"), null=True, blank=True)
    unit = models.IntegerField(_("unit"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True, default="")
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    installed_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    is_silent = models.BooleanField(default=False)
    silent_since = models.DateTimeField(null=True, blank=True)
    in_maintenance = models.BooleanField(default=False)
    maintenance_reason = models.CharField(max_length=200, blank=True, default="")
    maintenance_since = models.DateTimeField(null=True, blank=True)
    responsible = models.CharField(_("responsible"), max_length=80, blank=True, default="")
    responsible_phone = models.CharField(_("phone"), max_length=20, blank=True, default="")

    objects: ClassVar[models.Manager["Device"]] = scoped_manager("org")

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["org", "name"], name="device_org_name"),
            models.Index(fields=["building"], name="device_building"),
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """One measured quantity of one device. `key` is the name the device gives it."""

    id = models.AutoField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="series")
    key = models.CharField(max_length=40)
    quantity = models.CharField(max_length=40)
    unit = models.CharField(max_length=16, blank=True, default="")

    objects: ClassVar[models.Manager["Series"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["device_id", "key"]
        constraints = [models.UniqueConstraint(fields=["device", "key"], name="series_key_once_per_device")]

    def __str__(self) -> str:
        return f"{self.device_id}/{self.key}"


class LastValue(models.Model):
    """The newest reading of a series, by the device's clock."""

    series = models.OneToOneField(Series, on_delete=models.PROTECT, primary_key=True, related_name="last")
    at = models.DateTimeField()
    value = models.FloatField()

    objects: ClassVar[models.Manager["LastValue"]] = scoped_manager("series__device__org")


class RawMessage(models.Model):
    """What a device sent, as it came; the newest fifty of each device are kept."""

    KEPT: ClassVar[int] = 50

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="raw_messages")
    at = models.DateTimeField()
    text = models.TextField()

    objects: ClassVar[models.Manager["RawMessage"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["-pk"]


class Condition(models.Model):
    """A rule that is judged on readings; it holds for one series or for all of a quantity below an organisation.

    `profile` empty: devices of every model. `parameters` belong to the kind (domain/conditions/<kind>.py).
    `version` grows with each change, and alarms remember the version that raised them.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    quantity = models.CharField(_("quantity"), max_length=40, blank=True, default="")
    profile = models.CharField(_("device model"), max_length=40, blank=True, default="")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions")
    parameters = models.JSONField(_("parameters"), default=dict)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.MAJOR)
    reason = models.CharField(_("reason or article"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Condition"]] = scoped_manager("org")

    class Meta:
        ordering = ["severity", "title"]

    def __str__(self) -> str:
        return self.title


class Alarm(models.Model):
    """A condition that came to hold on a series.

    `status` is what people did with it; `cleared_at` is when the series came back to normal. An alarm that
    came back to normal before anyone looked stays on the desk until somebody says what it was.
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
