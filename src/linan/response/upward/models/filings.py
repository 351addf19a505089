"""Tables of reports sent upward, and of the figures in them."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.response.models import Mode
from linan.response.upward.models.words import KINDS


class FilingStatus(models.TextChoices):
    """The life of a report; from sent on it is frozen."""

    DRAFT = "draft", _("being written")
    SENT = "sent", _("sent, no receipt yet")
    ASKED_BACK = "asked_back", _("asked back")
    RECEIVED = "received", _("receipted")
    DISCARDED = "discarded", _("not sent")


FROZEN = (FilingStatus.SENT, FilingStatus.ASKED_BACK, FilingStatus.RECEIVED)


class ReceiptWay(models.TextChoices):
    """How the level above said that it has the report."""

    HERE = "here", _("in the system")
    PHONE = "phone", _("by phone")


class Filing(models.Model):
    """One report 初报, 续报 … of one unit about one incident, numbered when sent.

    number: among the reports of the unit about the incident; serial: among those of the unit in the year (发文字号).
    frozen, content_hash: what was sent and its SHA-256. to_org: None above the tree. skipped_org: the level left out.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        FilingStatus.DRAFT: frozenset({FilingStatus.SENT, FilingStatus.DISCARDED}),
        FilingStatus.SENT: frozenset({FilingStatus.ASKED_BACK, FilingStatus.RECEIVED}),
        FilingStatus.ASKED_BACK: frozenset({FilingStatus.RECEIVED}),
        FilingStatus.RECEIVED: frozenset({FilingStatus.ASKED_BACK}),
        FilingStatus.DISCARDED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    kind = models.CharField(max_length=12, choices=KINDS)
    status = models.CharField(max_length=12, choices=FilingStatus.choices, default=FilingStatus.DRAFT)
    to_org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    happened = models.TextField()
    harm = models.TextField(blank=True, default="")
    done = models.TextField(blank=True, default="")
    next_steps = models.TextField(blank=True, default="")
    needs = models.TextField(blank=True, default="")
    signer = models.CharField(max_length=60, blank=True, default="")
    contact = models.CharField(max_length=120, blank=True, default="")
    as_of = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    frozen = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    skipped_org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    skip_reason = models.TextField(blank=True, default="")
    receipt_way = models.CharField(max_length=8, choices=ReceiptWay.choices, blank=True, default="")
    received_at = models.DateTimeField(null=True, blank=True)
    received_name = models.CharField(max_length=60, blank=True, default="")
    receipt_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Filing"]] = scoped_manager("org")

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["org", "incident"], condition=models.Q(status="draft"), name="one_filing_draft"),
            models.UniqueConstraint(fields=["org", "incident", "number"], name="filing_number_once"),
            models.UniqueConstraint(fields=["org", "year", "serial"], name="filing_serial_once"),
        ]
        indexes = [models.Index(fields=["to_org", "status", "-sent_at"], name="filing_to")]

    def __str__(self) -> str:
        return f"filing-{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written."""
        return self.status == FilingStatus.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether it was sent."""
        return self.status in FROZEN

    @property
    def is_drill(self) -> bool:
        """Whether it is a drill's."""
        return self.mode == Mode.DRILL


class Figure(models.Model):
    """One figure of a report: indicator, definition, source, time. value: None while it is being verified.

    by_hand: no ledger holds it, the writer names its source. explanation: why it fell or leapt since the report before.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="figures")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    definition = models.TextField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    before = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, default="")
    at = models.DateTimeField()
    by_hand = models.BooleanField(default=False)
    explanation = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager["Figure"]] = scoped_manager("filing__org")

    class Meta:
        ordering = ["filing", "order"]
        constraints = [models.UniqueConstraint(fields=["filing", "key"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
