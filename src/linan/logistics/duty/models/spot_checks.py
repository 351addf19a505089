"""Tables of spot checks."""

from datetime import time
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.logistics.duty.domain.spot_checks import Window


class SpotRule(models.Model):
    """How a unit's people on duty are checked. The usual values are the system's own: no law gives them.

    within_min: in how many minutes the call must be answered. drawn_on: the day whose window was drawn last.
    """

    org = models.OneToOneField("orgs.Org", on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("checks are drawn"), default=True)
    begins = models.TimeField(_("not before"), default=time(22))
    ends = models.TimeField(_("not after"), default=time(6), help_text=_("Earlier than the beginning: on the next morning."))
    per_week = models.PositiveSmallIntegerField(
        _("checks a week, on average"), default=2, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    within_min = models.PositiveSmallIntegerField(
        _("answered within how many minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    drawn_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["SpotRule"]] = scoped_manager("org")

    def __str__(self) -> str:
        return f"spot-rule-{self.pk}"

    @property
    def window(self) -> Window:
        """When checks may fall."""
        return Window(self.begins, self.ends)


class SpotState(models.TextChoices):
    """The life of a spot check."""

    DRAWN = "drawn", _("drawn")
    CALLED = "called", _("no answer yet")
    IN_TIME = "in_time", _("answered in time")
    SILENT = "silent", _("no answer in time")
    LATE = "late", _("answered late")
    NOBODY = "nobody", _("nobody on the roster")


SHOWN_STATES = frozenset(SpotState) - {SpotState.DRAWN}


class SpotCheck(models.Model):
    """One check of one person on duty. day: whose window it was drawn in; None for one that was asked for by hand.

    person: whom the roster named when it was called. due_at stays secret until then. answer: what they said, with
    where they are. call: the id of the call that asked, kept upstairs.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField()
    within_min = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=SpotState.choices, default=SpotState.DRAWN)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    call = models.BigIntegerField(null=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[models.Manager["SpotCheck"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        SpotState.DRAWN: frozenset({SpotState.CALLED, SpotState.NOBODY}),
        SpotState.CALLED: frozenset({SpotState.IN_TIME, SpotState.SILENT, SpotState.LATE}),
        SpotState.SILENT: frozenset({SpotState.LATE}),
        SpotState.IN_TIME: frozenset(),
        SpotState.LATE: frozenset(),
        SpotState.NOBODY: frozenset(),
    }

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state__in=["drawn", "called"]), name="spot_check_due")]

    def __str__(self) -> str:
        return f"spot-check-{self.pk}"

    @property
    def seconds(self) -> float | None:
        """How long the answer took."""
        return (self.answered_at - self.called_at).total_seconds() if self.answered_at and self.called_at else None

    @property
    def minutes(self) -> float | None:
        """How long the answer took, in minutes with one decimal."""
        return round(self.seconds / 60, 1) if self.seconds is not None else None

    @property
    def tone(self) -> str:
        """The colour its outcome is shown in."""
        return {"in_time": "green", "late": "orange", "silent": "red", "nobody": "red"}.get(self.state, "yellow")
