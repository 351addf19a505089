"""Certificates of issuers of warnings that somebody vouched for."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class TrustedSigner(models.Model):
    """A certificate whose owner an organisation knows; it counts there and in everything below.

    issuer: whose it is, in the words of whoever vouched. subject: what it says of itself. fingerprint: hex SHA-256.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    compared = models.CharField(max_length=200)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True, default="")

    objects: ClassVar[models.Manager["TrustedSigner"]] = scoped_manager("org")

    class Meta:
        ordering = ["issuer", "-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "fingerprint"], condition=models.Q(withdrawn_at=None), name="trusted_signer_once"
            )
        ]

    def __str__(self) -> str:
        return self.issuer

    def vouches_at(self, moment: datetime) -> bool:
        """Return whether something signed at a moment is to be believed; a withdrawn certificate proves nothing."""
        return self.withdrawn_at is None and self.valid_from <= moment <= self.valid_until
