"""Tables of incidents and of who takes part in them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.domain.sight import Sight


class IncidentClass(models.TextChoices):
    """The four classes of emergencies. Source: 突发事件应对法 art. 2."""

    NATURAL = "natural", _("natural disaster")
    ACCIDENT = "accident", _("accident disaster")
    HEALTH = "health", _("public health event")
    SOCIAL = "social", _("social safety event")


class EventGrade(models.TextChoices):
    """How grave the event is, set by the authority that assesses it. Source: 突发事件应对法 art. 3."""

    I = "I", _("extraordinarily major (I)")  # noqa: E741
    II = "II", _("major (II)")
    III = "III", _("fairly major (III)")
    IV = "IV", _("ordinary (IV)")


class ResponseLevel(models.TextChoices):
    """How strongly the answer is organised; level I is the strongest. Source: 突发事件应对法 art. 71."""

    I = "I", _("level I response")  # noqa: E741
    II = "II", _("level II response")
    III = "III", _("level III response")
    IV = "IV", _("level IV response")


class Mode(models.TextChoices):
    """Whether it is for real; a drill stays a drill in everything that descends from it."""

    REAL = "real", _("real")
    DRILL = "drill", _("drill")


class IncidentStatus(models.TextChoices):
    """The life of an incident."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class CloseReason(models.TextChoices):
    """Why an incident ends."""

    SETTLED = "settled", _("danger removed")
    HANDED_OVER = "handed_over", _("handed over to a higher command")
    NOT_AN_EMERGENCY = "not_an_emergency", _("turned out not to be an emergency")
    DRILL_OVER = "drill_over", _("drill over")


class Incident(models.Model):
    """An emergency being answered.

    Class, event grade, response level and mode are four separate facts; grade and level stay empty until
    somebody sets them. `sub_code` is a code of GB/T 35561 as data, see codes.yaml.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    klass = models.CharField(max_length=12, choices=IncidentClass.choices)
    sub_code = models.CharField(max_length=12, blank=True, default="")
    grade = models.CharField(max_length=4, choices=EventGrade.choices, null=True, blank=True)
    response_level = models.CharField(max_length=4, choices=ResponseLevel.choices, null=True, blank=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REAL)
    status = models.CharField(max_length=8, choices=IncidentStatus.choices, default=IncidentStatus.OPEN)
    building = models.ForeignKey("registry.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    account = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True, default="")
    close_summary = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager["Incident"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        IncidentStatus.OPEN: frozenset({IncidentStatus.CLOSED}),
        IncidentStatus.CLOSED: frozenset({IncidentStatus.OPEN}),
    }

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["org", "status", "-opened_at"], name="incident_org_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still being answered."""
        return self.status == IncidentStatus.OPEN

    @property
    def is_drill(self) -> bool:
        """Whether it is a drill."""
        return self.mode == Mode.DRILL


class Reopening(models.Model):
    """A closed incident was answered again: why, and how it had been closed before."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="reopenings")
    reason = models.TextField()
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices)
    close_summary = models.TextField()

    objects: ClassVar[models.Manager["Reopening"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["reopened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident} {self.reopened_at:%F %T}"


class IncidentAlarm(models.Model):
    """A verified alarm that belongs to an incident; an alarm belongs to one incident at most."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="joined_alarms")
    alarm = models.OneToOneField("monitoring.Alarm", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()

    objects: ClassVar[models.Manager["IncidentAlarm"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["joined_at"]


SIGHT_WORDS = [
    (Sight.OWN_TASKS.value, _("its own tasks only")),
    (Sight.WITHOUT_PERSONS.value, _("everything without persons")),
    (Sight.EVERYTHING.value, _("everything")),
]


class Participation(models.Model):
    """A unit that takes part in an incident. sight: how much of it the unit sees that does not see it by position."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="participations")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    sight = models.CharField(max_length=16, choices=SIGHT_WORDS, default=Sight.OWN_TASKS.value)
    joined_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Participation"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["joined_at"]
        constraints = [models.UniqueConstraint(fields=["incident", "org"], name="participates_once")]


class SightChange(models.Model):
    """What a unit might see before and from then on, and why."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=16, choices=SIGHT_WORDS)
    after = models.CharField(max_length=16, choices=SIGHT_WORDS)
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["SightChange"]] = scoped_manager("participation__incident__org")

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.after}"
