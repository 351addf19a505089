"""Table of messages: one attempt to reach somebody over one channel."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.calls.models.calls import Call
from linan.response.calls.models.lines import Line
from linan.response.calls.models.recipients import Recipient


class MessageStatus(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued", _("queued")
    HANDED_OVER = "handed_over", _("handed over")
    DELIVERED = "delivered", _("delivered")
    READ = "read", _("read")
    ACTED = "acted", _("acted on")
    REFUSED = "refused", _("refused by the gateway")
    FAILED = "failed", _("failed")
    WITHHELD = "withheld", _("held back")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = MessageStatus
ON_ITS_WAY = frozenset({S.QUEUED, S.HANDED_OVER})
ARRIVED = frozenset({S.DELIVERED, S.READ, S.ACTED})
OVER_FOR_GOOD = frozenset({S.REFUSED, S.FAILED, S.WITHHELD, S.WITHDRAWN})


class Step(models.TextChoices):
    """To whom a wave goes, seen from the one who must be reached."""

    RECIPIENT = "recipient", _("the person")
    DEPUTY = "deputy", _("the deputy")
    LEADER = "leader", _("the leader")
    EVERYBODY = "everybody", _("everybody within earshot")


class Message(models.Model):
    """One attempt: whom it is about, who gets it, by which channel and line, and how far it came.

    recipient None: for everybody (loudspeaker, group robot, sheet). person: who gets it, None for a resident.
    claimed_until: a sender has it in hand until then. code: the gateway's own, as it was said.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="messages")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, null=True, related_name="messages")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    wave = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=Step.choices)
    status = models.CharField(max_length=12, choices=MessageStatus.choices, default=MessageStatus.QUEUED)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=100, blank=True, default="")
    code = models.CharField(max_length=60, blank=True, default="")
    handed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Message"]] = scoped_manager("call__org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        S.QUEUED: frozenset({S.HANDED_OVER, S.ACTED, S.REFUSED, S.FAILED, S.WITHHELD, S.WITHDRAWN}),
        S.HANDED_OVER: ARRIVED | {S.FAILED, S.REFUSED},
        S.DELIVERED: frozenset({S.READ, S.ACTED}),
        S.READ: frozenset({S.ACTED}),
        S.ACTED: frozenset(),
        S.REFUSED: frozenset(),
        S.FAILED: ARRIVED,  # a late receipt may correct a failure that was only presumed
        S.WITHHELD: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "recipient", "person", "channel", "line", "wave"], nulls_distinct=False, name="message_once"
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "line", "due_at"], condition=Q(status="queued"), name="message_queue"),
            models.Index(fields=["line", "provider_id"], condition=~Q(provider_id=""), name="message_of_provider"),
            models.Index(fields=["recipient", "wave"], name="message_of_recipient"),
            models.Index(fields=["person", "status"], condition=Q(channel="in_app"), name="message_in_app"),
        ]

    def __str__(self) -> str:
        return f"message-{self.pk}"
