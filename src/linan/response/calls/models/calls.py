"""Tables of calls and of the groups they go to."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.models import Mode


class Level(models.IntegerChoices):
    """How urgent a call is, one is worst: the colours of the four warning levels. Source: 突发事件应对法 art. 63."""

    RED = 1, _("red: life in danger, act at once")
    ORANGE = 2, _("orange: danger within hours")
    YELLOW = 3, _("yellow: be ready")
    BLUE = 4, _("blue: take note")


class CallStatus(models.TextChoices):
    """The life of a call."""

    DRAFT = "draft", _("being written")
    AWAITING = "awaiting", _("waits for a second person")
    CALLING = "calling", _("calling")
    DECLINED = "declined", _("not approved")
    STOPPED = "stopped", _("stopped")
    ENDED = "ended", _("ended")


LIVE_CALLS = frozenset({CallStatus.CALLING})


class Call(models.Model):
    """One call: a text in four lengths to an audience, in waves, until everybody has answered.

    warning: the decision card whose warning it passes on, if any. audience: see domain/audience.py. waves: see domain/waves.py. choices: what can be answered, in words.
    people, households: whom it was released to, the whole of its coverage. dead_line_at: nothing leaves after it.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    warning = models.ForeignKey("monitoring.WarningCard", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=60)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.REAL)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    short_text = models.CharField(max_length=70)
    spoken_text = models.CharField(max_length=120)
    poster_text = models.TextField()
    door_text = models.TextField()
    wanted = models.CharField(max_length=60)
    choices = models.JSONField(default=list)
    audience = models.JSONField()
    waves = models.JSONField()
    lasting_min = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=CallStatus.choices, default=CallStatus.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decision_note = models.CharField(max_length=200, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    dead_line_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Call"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        CallStatus.DRAFT: frozenset({CallStatus.AWAITING, CallStatus.CALLING, CallStatus.STOPPED}),
        CallStatus.AWAITING: frozenset({CallStatus.CALLING, CallStatus.DECLINED, CallStatus.STOPPED}),
        CallStatus.CALLING: frozenset({CallStatus.STOPPED, CallStatus.ENDED}),
        CallStatus.DECLINED: frozenset(),
        CallStatus.STOPPED: frozenset(),
        CallStatus.ENDED: frozenset(),
    }

    class Meta:
        ordering = ["-drafted_at"]
        indexes = [models.Index(fields=["org", "status", "-drafted_at"], name="call_org_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_drill(self) -> bool:
        """Whether it is a drill."""
        return self.mode == Mode.DRILL

    @property
    def is_live(self) -> bool:
        """Whether messages may still leave."""
        return self.status in LIVE_CALLS


class Group(models.Model):
    """A named list of people who are called together."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    people = models.ManyToManyField("people.Person", related_name="+", verbose_name=_("people"))

    objects: ClassVar[models.Manager["Group"]] = scoped_manager("org")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="call_group_once")]

    def __str__(self) -> str:
        return self.name
