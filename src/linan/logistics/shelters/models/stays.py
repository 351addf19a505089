"""The stay: who came to a shelter, when, and where they went afterwards."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, seal_personal


class Via(models.TextChoices):
    """How somebody was registered."""

    CARD = "card", _("refuge card")
    DOOR = "door", _("searched by door or name")
    STRANGER = "stranger", _("not registered here")


class LeftTo(models.TextChoices):
    """Where somebody went from a shelter."""

    HOME = "home", _("home")
    RELATIVES = "relatives", _("relatives or friends")
    SHELTER = "shelter", _("another shelter")
    HOSPITAL = "hospital", _("hospital")
    ELSEWHERE = "elsewhere", _("elsewhere")


class Stay(models.Model):
    """People who came together. household: None for strangers; people: how many of them are here.

    names_sealed: the names of strangers, or of those of the household who came, where they were written down.
    client_id, left_client_id: made by the forms of arrival and leaving, so a second click or a repeated sending
    counts once.
    left_place: which shelter, hospital or street; never a person's name.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    shelter = models.ForeignKey("shelters.Shelter", on_delete=models.PROTECT, related_name="stays")
    opening = models.ForeignKey("shelters.Opening", on_delete=models.PROTECT, related_name="stays")
    household = models.ForeignKey(
        "registry.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    people = models.PositiveSmallIntegerField()
    names_sealed = models.TextField(blank=True, default="")
    via = models.CharField(max_length=8, choices=Via.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_to = models.CharField(max_length=10, choices=LeftTo.choices, blank=True, default="")
    left_client_id = models.UUIDField(null=True, blank=True, unique=True)
    left_place = models.CharField(max_length=120, blank=True, default="")

    objects: ClassVar[models.Manager["Stay"]] = scoped_manager("shelter__org")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shelter", "household"], condition=models.Q(left_at=None), name="household_once_in_a_shelter"
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="stay_of_somebody"),
        ]
        indexes = [models.Index(fields=["shelter", "left_at"], name="stay_list")]

    def __str__(self) -> str:
        return f"stay-{self.pk}"

    def seal_names(self, text: str) -> None:
        """Put the names on the row, sealed."""
        self.names_sealed = seal_personal(text, about=self._about)

    @property
    def names(self) -> str:
        """The names: the caller masks them, or has their showing audited. Raises: SealBroken."""
        return open_personal(self.names_sealed, about=self._about)

    @property
    def _about(self) -> str:
        return f"shelters_stay.names:{self.uid}"
