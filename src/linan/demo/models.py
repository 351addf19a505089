"""Table of the story being played."""

from typing import ClassVar

from django.db import models


class Story(models.Model):
    """The one story of a demonstration: the page writes it, the simulator follows it.

    `run` grows with every restart; `position_s` is the time since ignition minus the calm before it.
    """

    name = models.CharField(max_length=20, unique=True)
    run = models.IntegerField(default=1)
    speed = models.FloatField(default=1.0)
    is_paused = models.BooleanField(default=False)
    position_s = models.FloatField(default=0.0)
    length_s = models.FloatField(default=0.0)
    heard_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Story"]] = models.Manager()
