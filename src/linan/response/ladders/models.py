"""Tables of ladders: the ladder at a place, its rungs, the events that made it climb."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class LadderStatus(models.TextChoices):
    """Where a ladder stands."""

    OPEN = "open", _("to be done")
    WATCHED = "watched", _("settled, being watched")
    FORGIVEN = "forgiven", _("forgiven")
    UNFOUNDED = "unfounded", _("unfounded")
    HANDED_OVER = "handed_over", _("handed to an authority")


LIVE = (LadderStatus.OPEN, LadderStatus.WATCHED)


class Outcome(models.TextChoices):
    """What a rung came to."""

    SETTLED = "settled", _("settled: it is put right")
    REFUSED = "refused", _("refused or nobody reached")


class Ladder(models.Model):
    """One fault at one place. place_key: what makes a place the same; kind: a file of definitions/.

    forgiven_at: when the cooling-off ends, while it is watched.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        LadderStatus.OPEN: frozenset({LadderStatus.WATCHED, LadderStatus.UNFOUNDED, LadderStatus.HANDED_OVER}),
        LadderStatus.WATCHED: frozenset({LadderStatus.OPEN, LadderStatus.FORGIVEN}),
        LadderStatus.FORGIVEN: frozenset(),
        LadderStatus.UNFOUNDED: frozenset(),
        LadderStatus.HANDED_OVER: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    building = models.ForeignKey(
        "registry.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=120)
    place_key = models.CharField(max_length=160)
    status = models.CharField(max_length=12, choices=LadderStatus.choices, default=LadderStatus.OPEN)
    opened_at = models.DateTimeField()
    forgiven_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Ladder"]] = scoped_manager("org")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "kind", "place_key"], condition=models.Q(status__in=["open", "watched"]),
                name="one_live_ladder_at_a_place",
            )
        ]
        indexes = [models.Index(fields=["org", "status"], name="ladder_list")]

    def __str__(self) -> str:
        return self.place


class Rung(models.Model):
    """One step of a ladder, counted from 1; one step may be taken again after a cooling-off was broken."""

    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="rungs")
    number = models.PositiveSmallIntegerField()
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    note = models.TextField(blank=True, default="")
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Rung"]] = scoped_manager("ladder__org")

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ladder"], condition=models.Q(done_at=None), name="one_open_rung"),
        ]

    def __str__(self) -> str:
        return f"{self.ladder_id}/{self.number}"


class Occurrence(models.Model):
    """An event that opened a ladder or made it climb; one that was found false is kept and no longer counts."""

    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="occurrences")
    alarm = models.OneToOneField(
        "monitoring.Alarm", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    is_false = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Occurrence"]] = scoped_manager("ladder__org")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ladder_id} {self.at:%F}"
