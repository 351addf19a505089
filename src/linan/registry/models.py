"""Tables of base information."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, personal_marks, seal_personal

PERSONAL_FIELDS = ("name", "phone", "id_number", "health_note")
CONTACT_FIELDS = ("name", "phone")


class BuildingUse(models.TextChoices):
    """What a building mainly is."""

    RESIDENTIAL = "residential", _("residential")
    COMMERCIAL = "commercial", _("commercial")
    OFFICE = "office", _("office")
    SCHOOL = "school", _("school")
    HOSPITAL = "hospital", _("hospital")
    SHED = "shed", _("e-bike shed")
    OTHER = "other", _("other")


class Building(models.Model):
    """A building of a community. footprint: GeoJSON Polygon, lon and lat its centre, WGS84 degrees."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    grid = models.ForeignKey(
        "orgs.Org", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grid")
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    footprint = models.JSONField(null=True, blank=True)
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    floors = models.PositiveSmallIntegerField(_("floors"), default=1)
    units = models.PositiveSmallIntegerField(_("staircases"), default=1)
    height_m = models.FloatField(_("height (m)"), null=True, blank=True)
    use = models.CharField(_("use"), max_length=16, choices=BuildingUse.choices, default=BuildingUse.RESIDENTIAL)

    objects: ClassVar[models.Manager["Building"]] = scoped_manager("org")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="building_code_once")]
        indexes = [models.Index(fields=["lon", "lat"], name="building_place")]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A household 户: one door of a building. unit: staircase number, floor: from 1. pets: which and how many, in words."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="households")
    unit = models.PositiveSmallIntegerField(_("staircase"), default=1)
    floor = models.SmallIntegerField(_("floor"), default=1)
    door = models.CharField(_("door"), max_length=20)
    pets = models.CharField(_("pets"), max_length=60, blank=True, default="")

    objects: ClassVar[models.Manager["Household"]] = scoped_manager("org")

    class Meta:
        ordering = ["building", "unit", "floor", "door"]
        constraints = [models.UniqueConstraint(fields=["building", "unit", "door"], name="household_door_once")]

    def __str__(self) -> str:
        return f"{self.unit}-{self.door}"


class SecondContact(models.Model):
    """Whom to ask about a household when nobody there answers: somebody who lives elsewhere. Name and phone are sealed.

    `uid` is made before saving: the sealed values are bound to it. relation: to the household, in words.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="second_contact")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True, default="")
    relation = models.CharField(max_length=20, blank=True, default="")

    objects: ClassVar[models.Manager["SecondContact"]] = scoped_manager("org")

    def __str__(self) -> str:
        return f"second contact of household-{self.household_id}"

    def seal(self, field: str, text: str) -> None:
        """Put a personal field's text on the row, sealed. field: one of CONTACT_FIELDS."""
        setattr(self, f"{field}_sealed", seal_personal(text, about=self._about(field)))

    def opened(self, field: str) -> str:
        """Return a personal field's text: the caller masks it, or has its showing audited. Raises: SealBroken."""
        return open_personal(getattr(self, f"{field}_sealed"), about=self._about(field))

    def _about(self, field: str) -> str:
        return f"registry_secondcontact.{field}:{self.uid}"


class Resident(models.Model):
    """Someone who lives in a household, or did: `household` is empty after moving out, so no count holds them.

    Name, phone, ID number and health note are stored sealed only.

    `uid` is made before saving: the sealed values are bound to it. `phone_mark` finds an exact phone number.
    """

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True, default="")
    id_number_sealed = models.TextField(blank=True, default="")
    health_note_sealed = models.TextField(blank=True, default="")
    phone_mark = models.CharField(max_length=100, blank=True, default="", db_index=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)

    objects: ClassVar[models.Manager["Resident"]] = scoped_manager("org")

    class Meta:
        ordering = ["household", "pk"]

    def __str__(self) -> str:
        return f"resident-{self.pk}"

    def seal(self, field: str, text: str) -> None:
        """Put a personal field's text on the row, sealed. field: one of PERSONAL_FIELDS."""
        setattr(self, f"{field}_sealed", seal_personal(text, about=self._about(field)))
        if field == "phone":
            self.phone_mark = next(iter(personal_marks(text, purpose="phone")), "")

    def opened(self, field: str) -> str:
        """Return a personal field's text: the caller masks it, or has its showing audited. Raises: SealBroken."""
        return open_personal(getattr(self, f"{field}_sealed"), about=self._about(field))

    def _about(self, field: str) -> str:
        return f"registry_resident.{field}:{self.uid}"


class MoveKind(models.TextChoices):
    """How a person came or went."""

    IN = "in", _("moved in")
    WITHIN = "within", _("moved to another door")
    AWAY = "away", _("moved away")
    DECEASED = "deceased", _("deceased")


class HouseMove(models.Model):
    """A person who came to a household or left one: the history of who lived where. Empty ends lie outside."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=10, choices=MoveKind.choices)
    left = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="departures")
    entered = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals")
    moved_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["HouseMove"]] = scoped_manager("org")

    class Meta:
        ordering = ["-moved_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.resident} {self.kind} {self.moved_on}"


class NeedKind(models.TextChoices):
    """Why someone needs another to leave, or to be warned in another way."""

    ALONE = "alone", _("80 or older, lives alone")
    DISABLED = "disabled", _("disabled")
    PREGNANT = "pregnant", _("pregnant")
    INFANT = "infant", _("infant")
    DIALYSIS = "dialysis", _("dialysis")
    OXYGEN = "oxygen", _("home oxygen")
    DEAF = "deaf", _("deaf")
    BLIND = "blind", _("blind")
    DEMENTIA = "dementia", _("dementia")


class Need(models.Model):
    """One need of a vulnerable person 脆弱人群."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=16, choices=NeedKind.choices)

    objects: ClassVar[models.Manager["Need"]] = scoped_manager("org")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resident", "kind"], name="need_once")]


class Place(models.Model):
    """What the three lists of places have in common. lon, lat: WGS84 degrees."""

    org = models.ForeignKey("orgs.Org", on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))
    building = models.ForeignKey(
        Building, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("building")
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    responsible = models.CharField(_("responsible post"), max_length=80, blank=True, default="")
    note = models.CharField(_("note"), max_length=400, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class RiskKind(models.TextChoices):
    """What may do harm there."""

    EBIKE_SHED = "ebike_shed", _("e-bike shed")
    GAS = "gas", _("gas installation")
    RESTAURANT = "restaurant", _("restaurant kitchen")
    SHOP = "shop", _("small shop")
    UNDERPASS = "underpass", _("place that floods")
    OLD_BUILDING = "old_building", _("old building")
    SLOPE = "slope", _("slope")
    CROWD = "crowd", _("crowded place")
    OTHER = "other", _("other")


class RiskSource(Place):
    """A risk source 风险源: something fixed that may do harm."""

    kind = models.CharField(_("kind"), max_length=24, choices=RiskKind.choices)

    objects: ClassVar[models.Manager["RiskSource"]] = scoped_manager("org")

    class Meta(Place.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="risk_source_code_once")]


class TargetKind(models.TextChoices):
    """Whom or what a protected target shelters."""

    SCHOOL = "school", _("school")
    KINDERGARTEN = "kindergarten", _("kindergarten")
    HOSPITAL = "hospital", _("hospital")
    CARE_HOME = "care_home", _("care home")
    MARKET = "market", _("market")
    CULTURE = "culture", _("cultural site")
    OTHER = "other", _("other")


class ProtectedTarget(Place):
    """A protected target 防护目标: where many people, or people who cannot help themselves, would be harmed."""

    kind = models.CharField(_("kind"), max_length=24, choices=TargetKind.choices)
    headcount = models.PositiveIntegerField(_("people there"), null=True, blank=True)

    objects: ClassVar[models.Manager["ProtectedTarget"]] = scoped_manager("org")

    class Meta(Place.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="protected_target_code_once")]


class ResourceKind(models.TextChoices):
    """What helps in an emergency."""

    HYDRANT = "hydrant", _("hydrant")
    MICRO_FIRE_STATION = "micro_fire_station", _("micro fire station")
    SHELTER = "shelter", _("shelter")
    ASSEMBLY_POINT = "assembly_point", _("assembly point")
    AED = "aed", _("defibrillator")
    STORE = "store", _("emergency store")
    OTHER = "other", _("other")


class Resource(Place):
    """A fixed resource 应急资源. capacity: people for shelters and assembly points, otherwise empty."""

    kind = models.CharField(_("kind"), max_length=24, choices=ResourceKind.choices)
    capacity = models.PositiveIntegerField(_("capacity (people)"), null=True, blank=True)

    objects: ClassVar[models.Manager["Resource"]] = scoped_manager("org")

    class Meta(Place.Meta):
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="resource_code_once")]
