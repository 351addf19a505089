"""Table of the public warnings that incidents answer."""

from typing import ClassVar

from django.db import models

from linan.ground.access.scopes import scoped_manager
from linan.response.models.incidents import Incident


class IncidentWarning(models.Model):
    """A warning whose proposal a community adopted, or changed, and the incident that answers it.

    chain: the same for all messages about one danger, so that a warning that grows worse stays one incident.
    steps: 1 blue … 4 red; None for a warning of another scheme, for the message that ends it,
    and for one that was decided when it no longer held.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="joined_warnings")
    card = models.OneToOneField("monitoring.WarningCard", on_delete=models.PROTECT, related_name="+")
    chain = models.BigIntegerField()
    steps = models.PositiveSmallIntegerField(null=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[models.Manager["IncidentWarning"]] = scoped_manager("incident__org")

    class Meta:
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["chain"], name="incident_warning_chain")]
