"""Tables of what can be sent entirely: teams and vehicles."""

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linan.ground.access.scopes import scoped_manager


class Readiness(models.TextChoices):
    """Whether somebody can be sent."""

    READY = "ready", _("ready to go")
    DEPLOYED = "deployed", _("deployed")
    RESTING = "resting", _("resting")
    OFF = "off", _("not available")


class TeamKind(models.TextChoices):
    """What a team is."""

    MICRO_FIRE_STATION = "micro_fire_station", _("micro fire station")
    RESCUE = "rescue", _("rescue team")
    MEDICAL = "medical", _("medical team")
    PROPERTY = "property", _("property company")
    VOLUNTEERS = "volunteers", _("volunteers")
    PATROL = "patrol", _("patrol")


class Skill(models.TextChoices):
    """What a team can do."""

    FIRE = "fire", _("fight a fire")
    SEARCH = "search", _("search and carry people")
    FIRST_AID = "first_aid", _("first aid")
    EVACUATION = "evacuation", _("lead people out")
    FLOOD = "flood", _("fight water")
    UTILITIES = "utilities", _("shut gas, water and power")
    CORDON = "cordon", _("cordon and traffic")
    COMFORT = "comfort", _("receive and calm people")


class VehicleKind(models.TextChoices):
    """What a vehicle is for."""

    FIRE_ENGINE = "fire_engine", _("small fire engine")
    AMBULANCE = "ambulance", pgettext_lazy("vehicle", "ambulance")
    VAN = "van", _("van")
    BUS = "bus", _("bus")
    PUMP = "pump", _("pump truck")
    GENERATOR = "generator", _("generator truck")
    BOAT = "boat", _("boat with trailer")


class TravelBy(models.TextChoices):
    """How a team moves; the values are those of the domain."""

    FOOT = "foot", _("on foot")
    EBIKE = "ebike", _("by e-bike")
    VEHICLE = "vehicle", _("by vehicle")


class Sendable(models.Model):
    """What teams and vehicles have in common.

    lon, lat: where it stands, WGS84 degrees; base: that place in words. turn_out_min: minutes from the order until it
    moves. phone: of the post, not of a person. leader: who gets the task when it is sent.
    """

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        Readiness.READY: frozenset({Readiness.DEPLOYED, Readiness.RESTING, Readiness.OFF}),
        Readiness.DEPLOYED: frozenset({Readiness.READY, Readiness.RESTING, Readiness.OFF}),
        Readiness.RESTING: frozenset({Readiness.READY, Readiness.OFF}),
        Readiness.OFF: frozenset({Readiness.READY, Readiness.RESTING}),
    }

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"))
    name = models.CharField(_("name"), max_length=60)
    base = models.CharField(_("where it stands"), max_length=80)
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    turn_out_min = models.PositiveSmallIntegerField(_("minutes until it sets out"), default=1)
    readiness = models.CharField(_("readiness"), max_length=8, choices=Readiness.choices, default=Readiness.READY)
    readiness_at = models.DateTimeField()
    readiness_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField(_("duty phone"), max_length=20, blank=True, default="")
    leader = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader")
    )

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Team(Sendable):
    """People who go together. members: who is there now; skills: values of Skill."""

    kind = models.CharField(_("kind"), max_length=20, choices=TeamKind.choices)
    skills = ArrayField(models.CharField(max_length=12, choices=Skill.choices), verbose_name=_("skills"))
    members = models.PositiveSmallIntegerField(_("how many people"), default=6)
    travel_by = models.CharField(_("moves"), max_length=8, choices=TravelBy.choices, default=TravelBy.EBIKE)

    objects: ClassVar[models.Manager["Team"]] = scoped_manager("org")

    class Meta(Sendable.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="team_name_once")]

    @property
    def skill_words(self) -> list[str]:
        """Its skills as a person reads them."""
        return [str(Skill(one).label) for one in self.skills]


class Vehicle(Sendable):
    """Something that drives, with its driver."""

    kind = models.CharField(_("kind"), max_length=12, choices=VehicleKind.choices)

    objects: ClassVar[models.Manager["Vehicle"]] = scoped_manager("org")

    class Meta(Sendable.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="vehicle_name_once")]
