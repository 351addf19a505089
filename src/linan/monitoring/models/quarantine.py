"""Table of devices that spoke and are not known."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager


class Stranger(models.Model):
    """A sender that nobody has installed, with the last messages it sent; binding it makes it a Device.

    kind: as of DeviceAddress, or "token" (address: hex SHA-256 of the token) or "name" (address: the name that a
    gateway of the organisation gave it). org: the organisation of the source or gateway; None where nobody says whose
    it is, and then whoever installs devices anywhere may see it (`everyones`). messages: [[moment, text], …], the newest last.
    """

    KEPT: ClassVar[int] = 5     # messages of each
    MOST: ClassVar[int] = 500   # strangers; those that have not spoken for longest give way

    org = models.ForeignKey("orgs.Org", on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=24)
    address = models.CharField(max_length=120)
    name = models.CharField(max_length=80, blank=True, default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    heard = models.PositiveIntegerField(default=0)
    messages = models.JSONField(default=list)

    objects: ClassVar[models.Manager["Stranger"]] = scoped_manager("org")
    everyones: ClassVar[models.Manager["Stranger"]] = models.Manager()

    class Meta:
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["org", "kind", "address"], nulls_distinct=False, name="stranger_listed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
