"""Table of what the gateways of the running intakes are doing."""

from typing import ClassVar

from django.db import models


class GatewayStatus(models.Model):
    """What one gateway of one intake process counted; the intake writes it anew each second.

    intake: process id. connections: None where a gateway holds none. received, refused: since `since`;
    per_s: messages a second lately. reasons: {reason: count} of the refused.
    """

    intake = models.IntegerField()
    gateway = models.CharField(max_length=24)
    since = models.DateTimeField()
    at = models.DateTimeField()
    connections = models.PositiveIntegerField(null=True, blank=True)
    received = models.BigIntegerField(default=0)
    per_s = models.FloatField(default=0.0)
    reasons = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["GatewayStatus"]] = models.Manager()

    class Meta:
        ordering = ["gateway", "intake"]
        constraints = [models.UniqueConstraint(fields=["intake", "gateway"], name="gateway_once_per_intake")]

    @property
    def refused(self) -> int:
        """How many messages were refused, for whatever reason."""
        return sum(self.reasons.values())
