"""Table of the name ledger: who came to harm in an incident."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, seal_personal


class Harm(models.TextChoices):
    """What became of a person. Source: 因灾死亡失踪人口台账, 自然灾害情况统计调查制度; the injured as in 国务院令第493号."""

    DEAD = "dead", _("dead")
    MISSING = "missing", _("missing")
    GRAVE = "grave", _("gravely injured")
    SLIGHT = "slight", _("slightly injured")
    TRAPPED = "trapped", _("trapped")
    RESCUED = "rescued", _("rescued, unhurt")


class LedgerEntry(models.Model):
    """What was known of one person at a moment; a later entry takes its place, an entry is never changed.

    person_key: the same for all entries about one person. struck_at: the entry no longer holds, and why.
    The name is stored sealed only.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    person_key = models.UUIDField(default=uuid.uuid4)
    name_sealed = models.TextField()
    harm = models.CharField(max_length=8, choices=Harm.choices)
    source = models.CharField(max_length=120)
    known_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_struck = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[models.Manager["LedgerEntry"]] = scoped_manager("org")

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person_key"], condition=models.Q(struck_at=None), name="ledger_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.harm}"

    def seal_name(self, name: str) -> None:
        """Put the name on the row, sealed."""
        self.name_sealed = seal_personal(name, about=f"upward_ledgerentry.name:{self.person_key}")

    def opened_name(self) -> str:
        """Return the name: the caller holds the right to see it. Raises: SealBroken."""
        return open_personal(self.name_sealed, about=f"upward_ledgerentry.name:{self.person_key}")
