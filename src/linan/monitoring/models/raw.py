"""Tables of what devices sent that is not a reading: messages as they came, and what is odd about them."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.ground.text import Sentence
from linan.monitoring.models.devices import Device


class RawMessage(models.Model):
    """What a device sent, as it came; the newest fifty of each device are kept.

    Of taken messages one in a second is kept, of refused ones all; `refusal` is the Sentence that says why.
    """

    KEPT: ClassVar[int] = 50

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="raw_messages")
    at = models.DateTimeField()
    text = models.TextField()
    refusal = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["RawMessage"]] = scoped_manager("device__org")

    class Meta:
        ordering = ["-pk"]

    @property
    def why_refused(self) -> Sentence | None:
        """Why it was not taken; None where it was."""
        return Sentence.from_json(self.refusal) if self.refusal else None


class Oddity(models.Model):
    """What is odd about the messages of a device.

    unknown_keys: {key: [last value as text, moment]} under which its model has no series. clock_off_s: how many
    seconds its clock was ahead of the server's (negative: behind) when it was last more than a day off.
    """

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="oddity")
    unknown_keys = models.JSONField(default=dict)
    clock_off_s = models.FloatField(null=True, blank=True)
    clock_off_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Oddity"]] = scoped_manager("device__org")
