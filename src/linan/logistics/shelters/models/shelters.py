"""The shelter: a place where people can stay, and whether it is open."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager

RESERVE_MOST_PERCENT = 90


class ShelterStatus(models.TextChoices):
    """Whether people can come."""

    CLOSED = "closed", _("not opened")
    OPEN = "open", _("taking people")
    FULL = "full", _("full")


IN_USE = (ShelterStatus.OPEN, ShelterStatus.FULL)


class Facility(models.TextChoices):
    """What a shelter has."""

    TOILETS = "toilets", _("toilets")
    WATER = "water", _("drinking water")
    POWER = "power", _("emergency power")
    KITCHEN = "kitchen", _("kitchen")
    MEDICAL = "medical", _("medical post")
    SHOWERS = "showers", _("showers")
    HEATING = "heating", _("heating or cooling")
    PETS = "pets", _("room for pets")


class Shelter(models.Model):
    """An emergency shelter. lon, lat: WGS84 degrees of its entrance; places: people who fit, the reserve included.

    beds: None where nobody counted them. reserve_percent: of the places, kept free for those who come late or carried.
    phone: of the shelter's desk, shown to everybody. is_full_by_hand: said so by a person, not reckoned from the stays.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        ShelterStatus.CLOSED: frozenset({ShelterStatus.OPEN}),
        ShelterStatus.OPEN: frozenset({ShelterStatus.FULL, ShelterStatus.CLOSED}),
        ShelterStatus.FULL: frozenset({ShelterStatus.OPEN, ShelterStatus.CLOSED}),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    resource = models.OneToOneField(
        "registry.Resource", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("place of the base information"),
    )
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    is_indoor = models.BooleanField(_("under a roof"), default=False)
    places = models.PositiveIntegerField(_("places (people)"))
    beds = models.PositiveIntegerField(_("beds"), null=True, blank=True)
    is_step_free = models.BooleanField(_("step-free way in"), default=False)
    reserve_percent = models.PositiveSmallIntegerField(
        _("reserve (%)"), default=10, validators=[MaxValueValidator(RESERVE_MOST_PERCENT)]
    )
    facilities = ArrayField(
        models.CharField(max_length=12, choices=Facility.choices), default=list, blank=True, verbose_name=_("facilities")
    )
    contact = models.CharField(_("responsible post"), max_length=80, blank=True, default="")
    phone = models.CharField(_("phone of its desk"), max_length=40, blank=True, default="")
    status = models.CharField(max_length=8, choices=ShelterStatus.choices, default=ShelterStatus.CLOSED)
    status_at = models.DateTimeField(null=True, blank=True)
    status_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_full_by_hand = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Shelter"]] = scoped_manager("org")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["org", "name"], name="shelter_name_once"),
            models.CheckConstraint(
                condition=models.Q(reserve_percent__lte=RESERVE_MOST_PERCENT), name="shelter_reserve_leaves_places"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def usable_places(self) -> int:
        """The places less the reserve."""
        return self.places * (100 - self.reserve_percent) // 100
