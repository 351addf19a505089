"""Tables of the rules that are judged on readings."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.monitoring.models.devices import Series


class Severity(models.IntegerChoices):
    """How bad it is when a condition holds; 1 is worst. Source: ITU-T X.733, the four alarm severities."""

    CRITICAL = 1, _("critical")
    MAJOR = 2, _("major")
    MINOR = 3, _("minor")
    HINT = 4, _("hint")


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
