"""Tables of the rules that are judged on readings."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models.devices import Device, Series


class Severity(models.IntegerChoices):
    """How bad it is when a condition holds; 1 is worst. Source: ITU-T X.733, the four alarm severities."""

    CRITICAL = 1, _("critical")
    MAJOR = 2, _("major")
    MINOR = 3, _("minor")
    HINT = 4, _("hint")


class Condition(models.Model):
    """A rule that is judged on readings: of one series, or of all that measure a quantity below an organisation.

    `profile`, `device`, `building` narrow it; empty: all. `parameters` belong to the kind
    (domain/conditions/<kind>.py). `version` grows with each change, and alarms remember the version that raised
    them; what each version said stays in ConditionVersion.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    quantity = models.CharField(_("quantity"), max_length=40, blank=True, default="")
    profile = models.CharField(_("device model"), max_length=40, blank=True, default="")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions")
    building = models.ForeignKey(
        "registry.Building", verbose_name=_("building"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )
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


class ConditionVersion(models.Model):
    """What a condition said in one of its versions; never changed."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    parameters = models.JSONField()
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    reason = models.CharField(max_length=200)
    is_active = models.BooleanField()
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ConditionVersion"]] = scoped_manager("condition__org")

    class Meta:
        ordering = ["condition_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["condition", "version"], name="condition_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class OrgMode(models.Model):
    """How an organisation and everything below it lives at present; one without a row lives in daily mode."""

    org = models.OneToOneField("orgs.Org", on_delete=models.PROTECT, related_name="+", primary_key=True)
    mode = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OperatingMode])
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    switched_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["OrgMode"]] = scoped_manager("org")

    def __str__(self) -> str:
        return f"{self.org_id} {self.mode}"
