"""Table of reports."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, seal_personal
from linan.response.reports.domain.codes import shown_code


class ReportKind(models.TextChoices):
    """What a person sees or smells, in their words."""

    FIRE = "fire", _("Fire or smoke")
    GAS = "gas", _("Smell of gas")
    WATER = "water", _("Water where it should not be")
    HELP = "help", _("Somebody needs help")
    LIFT = "lift", _("Trapped in a lift")
    POWER = "power", _("Sparks or power cut")
    HAZARD = "hazard", _("Blocked way or other danger")
    OTHER = "other", _("Something else")


# Of the sprite; and the kind of emergency (response/codes.yaml) that a report of this kind opens.
ICONS: Mapping[str, str] = {
    "fire": "fire", "gas": "gas", "water": "water", "help": "sos", "lift": "door", "power": "socket",
    "hazard": "warning", "other": "more",
}
EMERGENCIES: Mapping[str, str] = {"fire": "fire", "gas": "gas_leak", "water": "flood", "help": "call_for_help", "lift": "call_for_help"}


class ReportStatus(models.TextChoices):
    """The life of a report."""

    RECEIVED = "received", _("received")
    CHECKED = "checked", _("checked")
    OWNED = "owned", _("somebody sees to it")
    TOLD = "told", _("result told")
    FORWARDED = "forwarded", _("passed on")
    MERGED = "merged", _("merged")


class Channel(models.TextChoices):
    """By which way it came."""

    WEB = "web", _("by the report page")
    PHONE = "phone", _("by phone call")


_ENDS = frozenset({ReportStatus.TOLD, ReportStatus.FORWARDED, ReportStatus.MERGED})
OPEN_REPORTS = frozenset(ReportStatus) - _ENDS


class Report(models.Model):
    """What one person reported.

    key: made by the sender's device, so that sending again changes nothing; the sealed phone is bound to it.
    code: of the receipt. sender_mark: tells that two came from the same address without telling which.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        ReportStatus.RECEIVED: frozenset({ReportStatus.CHECKED, ReportStatus.OWNED, *_ENDS}),
        ReportStatus.CHECKED: frozenset({ReportStatus.OWNED, *_ENDS}),
        ReportStatus.OWNED: frozenset({ReportStatus.OWNED, *_ENDS}),
        ReportStatus.FORWARDED: frozenset({ReportStatus.TOLD}),
        ReportStatus.TOLD: frozenset(),
        ReportStatus.MERGED: frozenset(),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True, editable=False)
    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=8, choices=ReportKind.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    text = models.TextField(blank=True, default="")
    building = models.ForeignKey("registry.Building", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.PositiveSmallIntegerField(null=True, blank=True)
    floor = models.SmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, default="")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    phone_sealed = models.TextField(blank=True, default="")
    sender_mark = models.CharField(max_length=100, blank=True, default="")
    status = models.CharField(max_length=12, choices=ReportStatus.choices, default=ReportStatus.RECEIVED)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    forwarded_to = models.CharField(max_length=80, blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="voices")
    result = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Report"]] = scoped_manager("org")

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["org", "status", "-received_at"], name="report_list"),
            models.Index(fields=["received_at"], name="report_time"),
        ]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The receipt code as people read it."""
        return shown_code(self.code)

    @property
    def icon(self) -> str:
        """The picture of its kind."""
        return ICONS[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.status in OPEN_REPORTS

    def seal_phone(self, phone: str) -> None:
        """Put the reporter's phone number on the row, sealed."""
        self.phone_sealed = seal_personal(phone, about=f"reports_report.phone:{self.key}")

    def opened_phone(self) -> str:
        """Return the phone number: the caller masks it, or has its showing audited. Raises: SealBroken."""
        return open_personal(self.phone_sealed, about=f"reports_report.phone:{self.key}")


class ReportPhoto(models.Model):
    """A picture sent with a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["ReportPhoto"]] = scoped_manager("report__org")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class ReportVoice(models.Model):
    """A voice note sent with a report. seconds: how long it lasts."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="voice")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveSmallIntegerField()

    objects: ClassVar[models.Manager["ReportVoice"]] = scoped_manager("report__org")

    def __str__(self) -> str:
        return str(self.file)
