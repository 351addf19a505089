"""Tables of public warnings: where they come from, what arrived, what it says, and what each community decided."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence
from linan.monitoring.domain.warnings.message import UNSTATED, Action, Level, Purpose
from linan.monitoring.models.alarms import Mode


class WarningRoute(models.TextChoices):
    """How a source sends."""

    PUSH = "push", _("sends to us")
    FEED = "feed", _("fetched by us")


class WarningSource(models.Model):
    """Somebody who sends warnings, with a secret of its own, or a feed that is fetched.

    secret_hash: hex SHA-256 of 192 random bits. due_at: when a feed is fetched next.
    fault: why the last fetch failed, a Sentence as JSON.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    route = models.CharField(max_length=8, choices=WarningRoute.choices)
    url = models.URLField(max_length=500, blank=True, default="")
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    every_s = models.PositiveIntegerField(default=300)
    is_active = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["WarningSource"]] = scoped_manager("org")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class WarningFile(models.Model):
    """A file as it arrived, byte for byte. faults: [{code, field, sentence}] of what in it was refused."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(WarningSource, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=500, blank=True, default="")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    faults = models.JSONField(default=list)
    received_at = models.DateTimeField()

    objects: ClassVar[models.Manager["WarningFile"]] = scoped_manager("org")

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["org", "sha256"], name="warning_file_once")]

    def __str__(self) -> str:
        return f"warning-file-{self.pk}"


class EarlyWarning(models.Model):
    """One message of a warning, normalised. `org` is who took it in; whom it touches stands in the cards.

    chain: the least id among the messages about the same danger. replaced_by: the message of the chain that holds
    now, empty for that message itself. scheme and ordinal: 1 is the worst of its scheme, never compared with another's.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(WarningFile, on_delete=models.PROTECT, related_name="warnings")
    format = models.CharField(max_length=12)
    identifier = models.CharField(max_length=300)
    sender = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    action = models.CharField(max_length=8)
    purpose = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, blank=True, default="")
    event = models.CharField(max_length=200)
    scheme = models.CharField(max_length=20)
    ordinal = models.PositiveSmallIntegerField()
    headline = models.TextField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    references = models.JSONField(default=list)
    replaces_silently = models.BooleanField(default=False)
    areas = models.JSONField(default=list)
    words = models.JSONField(default=list)
    signature = models.CharField(max_length=10)
    signer = models.CharField(max_length=200, blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    remarks = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    chain = models.BigIntegerField(default=0)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()

    objects: ClassVar[models.Manager["EarlyWarning"]] = scoped_manager("org")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["org", "sender", "identifier", "sent_at"], name="early_warning_once")
        ]
        indexes = [models.Index(fields=["org", "chain"], name="early_warning_chain")]

    def __str__(self) -> str:
        return self.headline

    @property
    def level(self) -> Level:
        """How bad, in its scheme."""
        return Level(self.scheme, self.ordinal)

    @property
    def is_cancel(self) -> bool:
        """Whether it ends a warning."""
        return self.action == Action.CANCEL

    @property
    def mode(self) -> str:
        """Life or drill, as incidents have it."""
        return str(Mode.REAL if self.purpose == Purpose.ACTUAL else Mode.DRILL)

    @property
    def holds_until(self) -> datetime:
        """The stated end, or a day after it was sent."""
        return self.ends_at or self.sent_at + UNSTATED

    def holds_at(self, moment: datetime) -> bool:
        """Return whether it is in force at a moment."""
        return self.replaced_by_id is None and not self.is_cancel and moment < self.holds_until


class CardStatus(models.TextChoices):
    """What became of a decision card."""

    OPEN = "open", _("not answered")
    ADOPTED = "adopted", _("adopted")
    CHANGED = "changed", _("changed")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    OVERTAKEN = "overtaken", _("overtaken by a newer message")


ANSWERS = (CardStatus.ADOPTED, CardStatus.CHANGED, CardStatus.DECLINED)


STAND_DOWN = "cancel"  # key of the response that ends what was begun


class WarningCard(models.Model):
    """What a community decides about one message that touches it.

    because: why it touches it, a Sentence as JSON. proposal: key of the response proposed. response: what was
    decided, in words, where it differs from the proposal. The lag of the decision is answered_at - opened_at.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        CardStatus.OPEN: frozenset({*ANSWERS, CardStatus.OVERTAKEN}),
        CardStatus.ADOPTED: frozenset(),
        CardStatus.CHANGED: frozenset(),
        CardStatus.DECLINED: frozenset(),
        CardStatus.OVERTAKEN: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    warning = models.ForeignKey(EarlyWarning, on_delete=models.PROTECT, related_name="cards")
    key = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=CardStatus.choices, default=CardStatus.OPEN)
    because = models.JSONField()
    proposal = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    response = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["WarningCard"]] = scoped_manager("org")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="warning_card_once")]
        indexes = [models.Index(fields=["org", "status"], name="warning_card_status")]

    def __str__(self) -> str:
        return f"warning-{self.pk}"

    @property
    def why(self) -> Sentence:
        """Why it touches the community."""
        return Sentence.from_json(self.because)

    @property
    def stands_down(self) -> bool:
        """Whether it asks to end what was begun, rather than to begin something."""
        return self.proposal == STAND_DOWN

    @property
    def is_answered_too_late(self) -> bool:
        """Whether it was answered when the warning no longer held: nothing is begun then."""
        return self.answered_at is not None and self.answered_at >= self.warning.holds_until

    @property
    def lag(self) -> timedelta | None:
        """How long the decision took, None while there is none."""
        return self.answered_at - self.opened_at if self.answered_at else None


def fault_json(code: str, field: str | None, sentence: Sentence) -> dict[str, Any]:
    """Return a refusal as it is kept with the file."""
    return {"code": code, "field": field, "sentence": sentence.as_json()}
