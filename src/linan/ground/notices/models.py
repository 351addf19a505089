"""Tables of notices."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager


class NoticeStatus(models.TextChoices):
    """The life of a notice."""

    DRAFT = "draft", _("draft")
    PLANNED = "planned", _("planned")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("notice withdrawn")


class Notice(models.Model):
    """A notice as it stands now; what it said before stands in its versions.

    orgs: whom it is aimed at, each with everything below it. roles: values of people.Role, empty for all of them.
    publish_at: when a planned one is published. ends_on: the last day on which it matters, None: open.
    reminded_at: when those still missing were reminded of this version.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    orgs = models.ManyToManyField("orgs.Org", related_name="+")
    roles = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=False)
    must_confirm = models.BooleanField(default=False)
    title = models.CharField(max_length=80)
    text = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.DRAFT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    why_withdrawn = models.CharField(max_length=400, blank=True, default="")

    objects: ClassVar[models.Manager["Notice"]] = scoped_manager("org")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        NoticeStatus.DRAFT: frozenset({NoticeStatus.PLANNED, NoticeStatus.PUBLISHED, NoticeStatus.WITHDRAWN}),
        NoticeStatus.PLANNED: frozenset({NoticeStatus.DRAFT, NoticeStatus.PUBLISHED, NoticeStatus.WITHDRAWN}),
        NoticeStatus.PUBLISHED: frozenset({NoticeStatus.WITHDRAWN}),
        NoticeStatus.WITHDRAWN: frozenset(),
    }

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="notice_status"),
            models.Index(fields=["publish_at"], condition=models.Q(status="planned"), name="notice_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_out(self) -> bool:
        """Whether those it is aimed at may read it."""
        return self.status == NoticeStatus.PUBLISHED

    @property
    def may_change(self) -> bool:
        """Whether its text can still be changed."""
        return self.status != NoticeStatus.WITHDRAWN


class NoticeVersion(models.Model):
    """What a published notice said from one moment on. what_changed: in the editor's words, empty for the first."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField()
    what_changed = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["NoticeVersion"]] = scoped_manager("notice__org")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="notice_version_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Receipt(models.Model):
    """That a person read a notice: the newest version they saw, and the newest they confirmed."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    read_version = models.PositiveSmallIntegerField()
    read_at = models.DateTimeField()
    confirmed_version = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Receipt"]] = scoped_manager("notice__org")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_read_once")]
        indexes = [models.Index(fields=["person", "notice"], name="receipt_of_person")]

    def __str__(self) -> str:
        return f"receipt-{self.pk}"


class Attachment(models.Model):
    """A file that belongs to a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["Attachment"]] = scoped_manager("notice__org")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attachment-{self.pk}"
