"""Tables of tasks that went on to somebody else, and of the pulse of the watching job."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class Passing(models.Model):
    """A task that went from one person to the next in line; passed_by: None where it raised itself."""

    task = models.ForeignKey("response.Task", on_delete=models.CASCADE, related_name="passings")
    before = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Passing"]] = scoped_manager("task__org")

    class Meta:
        ordering = ["pk"]


class Pulse(models.Model):
    """When the watching job looked last, and since when it has looked without a pause or a jump of the clock."""

    looked_at = models.DateTimeField()
    since_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Pulse"]] = models.Manager()
