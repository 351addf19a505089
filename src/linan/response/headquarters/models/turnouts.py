"""Tables of turn-outs: which tier was called to an incident, and who of it comes."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.people.models import Role


class MemberStatus(models.TextChoices):
    """How somebody who was called out stands."""

    ASKED = "asked", _("no answer yet")
    ANSWERED = "answered", _("is coming")
    ON_THE_WAY = "on_the_way", _("on the way")
    ON_SITE = "on_site", _("on site")
    UNABLE = "unable", _("cannot come")


COMING = (MemberStatus.ANSWERED, MemberStatus.ON_THE_WAY, MemberStatus.ON_SITE)


class Turnout(models.Model):
    """A tier that was called to an incident. due_at: when its first must be on site; late_at: when that was missed.

    call: by which those who do not look at a screen are reached, None without a line.
    """

    incident = models.ForeignKey("response.Incident", on_delete=models.CASCADE, related_name="turnouts")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, default="")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    first_on_site_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Turnout"]] = scoped_manager("org")

    class Meta:
        ordering = ["tier"]
        constraints = [models.UniqueConstraint(fields=["incident", "tier"], name="tier_called_once")]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(first_on_site_at=None, late_at=None), name="turnout_running"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.tier}"


class TurnoutMember(models.Model):
    """Somebody who was called out with a tier, in the role that called for them.

    `org` is the unit in which they hold the role, or the incident's own where that stands above it, so that they see it.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        MemberStatus.ASKED: frozenset({*COMING, MemberStatus.UNABLE}),
        MemberStatus.ANSWERED: frozenset({MemberStatus.ON_THE_WAY, MemberStatus.ON_SITE, MemberStatus.UNABLE}),
        MemberStatus.ON_THE_WAY: frozenset({MemberStatus.ON_SITE, MemberStatus.UNABLE}),
        MemberStatus.ON_SITE: frozenset(),
        MemberStatus.UNABLE: frozenset(COMING),
    }

    turnout = models.ForeignKey(Turnout, on_delete=models.CASCADE, related_name="members")
    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    status = models.CharField(max_length=12, choices=MemberStatus.choices, default=MemberStatus.ASKED)
    reason = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    on_the_way_at = models.DateTimeField(null=True, blank=True)
    on_site_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["TurnoutMember"]] = scoped_manager("org")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["turnout", "person"], name="called_out_once")]
        indexes = [models.Index(fields=["person", "status"], name="called_out_person")]

    def __str__(self) -> str:
        return f"{self.turnout} {self.person_id}"
