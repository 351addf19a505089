"""Tables of platforms that speak for devices: webhooks that call in, and brokers that are called."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence


class Source(models.Model):
    """A platform that speaks for devices of an organisation.

    kind: a file of gateways/sources, or "broker". secret_hash: hex SHA-256 of the secret in its address, which is
    shown once. sealed_token: the platform's signing token or the broker's password, sealed.
    host, port, username: of a broker. fault: the Sentence that says why a broker is not connected.
    """

    KEPT: ClassVar[int] = 50  # messages of each

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=24)
    title = models.CharField(_("title"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    sealed_token = models.TextField(blank=True, default="")
    host = models.CharField(_("host"), max_length=120, blank=True, default="")
    port = models.PositiveIntegerField(_("port"), null=True, blank=True)
    username = models.CharField(_("user name"), max_length=80, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)
    added_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    last_heard_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["Source"]] = scoped_manager("org")

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def address_kind(self) -> str:
        """The kind of the addresses of its devices."""
        return f"source-{self.pk}"

    @property
    def why_away(self) -> Sentence | None:
        """Why its broker is not connected; None while it is."""
        return Sentence.from_json(self.fault) if self.fault else None


class SourceMessage(models.Model):
    """What a source sent, as it came, with the Sentence that refused it; the newest fifty of each are kept."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    text = models.TextField()
    code = models.CharField(max_length=40, blank=True, default="")
    refusal = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["SourceMessage"]] = scoped_manager("source__org")

    class Meta:
        ordering = ["-pk"]

    @property
    def why_refused(self) -> Sentence | None:
        """Why it was not taken; None where it was."""
        return Sentence.from_json(self.refusal) if self.refusal else None


class Snapshot(models.Model):
    """A picture that came with an event of a camera. key: the event's name, as its series is called."""

    device = models.ForeignKey("monitoring.Device", on_delete=models.CASCADE, related_name="snapshots")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager["Snapshot"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["device", "key", "at", "file"], name="snapshot_once")]
