"""Table of what an incident lacks."""

from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linan.command.deployment.models.stocks import Item
from linan.command.deployment.models.teams import Skill, VehicleKind
from linan.ground.access.scopes import scoped_manager


class NeedKind(models.TextChoices):
    """What sort of thing is needed."""

    PEOPLE = "people", _("helpers")
    VEHICLE = "vehicle", _("vehicles")
    SUPPLIES = "supplies", _("supplies")


class Urgency(models.IntegerChoices):
    """How much a gap would hurt; 1 is worst."""

    LIFE = 1, _("saves lives")
    HARM = 2, _("prevents harm")
    RELIEF = 3, _("brings relief")


_WORDS: dict[str, str | Promise] = {
    value: label for choices in (Skill.choices, VehicleKind.choices, Item.choices) for value, label in choices
}
_KINDS = {NeedKind.PEOPLE: Skill, NeedKind.VEHICLE: VehicleKind, NeedKind.SUPPLIES: Item}


def what_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what may be needed, by sort, as a form offers it."""
    return [(str(kind.label), [(str(v), str(label)) for v, label in of.choices]) for kind, of in _KINDS.items()]


class Need(models.Model):
    """So many of something at a place, if need be by a moment. what: a value of Skill, VehicleKind or Item."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey("response.Incident", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12)
    how_many = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=80)
    lon = models.FloatField()
    lat = models.FloatField()
    by_when = models.DateTimeField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.HARM)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Need"]] = scoped_manager("org")

    class Meta:
        ordering = ["urgency", "pk"]
        indexes = [models.Index(fields=["incident", "called_off_at"], name="need_of_incident")]

    def __str__(self) -> str:
        return f"{self.word} · {self.place}"

    @property
    def kind(self) -> NeedKind:
        """What sort of thing it is."""
        return next(kind for kind, of in _KINDS.items() if self.what in of.values)

    @property
    def word(self) -> str:
        """What is needed, as a person reads it."""
        return str(_WORDS[self.what])
