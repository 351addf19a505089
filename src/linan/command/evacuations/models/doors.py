"""Tables of door lists: who walks them, the doors on them, the people behind the doors, and every word said of them."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linan.command.domain.doors.states import DoorState
from linan.ground.access.scopes import scoped_manager
from linan.ground.crypto.personal import open_personal, seal_personal

if TYPE_CHECKING:
    from linan.registry.models import Household

STATE_NAMES = {
    DoorState.TO_TELL: _("to be told"),
    DoorState.TOLD: _("told"),
    DoorState.ON_THE_WAY: _("has set out"),
    DoorState.CARRIED: _("being carried"),
    DoorState.NOT_REACHED: _("nobody answered"),
    DoorState.ARRIVED: _("has arrived"),
    DoorState.ELSEWHERE: _("went to relatives or friends"),
    DoorState.REFUSED: _("refuses to leave"),
}
DOOR_STATES = [(state.value, name) for state, name in STATE_NAMES.items()]


class DoorList(models.Model):
    """The doors of one walker, numbered from 1 in an evacuation. walker: None while nobody walks it.

    former_walkers: who had it before, and may still hold changes on a phone without a line.
    """

    evacuation = models.ForeignKey("evacuations.Evacuation", on_delete=models.PROTECT, related_name="door_lists")
    number = models.PositiveSmallIntegerField()
    walker = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    former_walkers = models.ManyToManyField("people.Person", related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["DoorList"]] = scoped_manager("evacuation__org")

    class Meta:
        ordering = ["evacuation", "number"]
        constraints = [models.UniqueConstraint(fields=["evacuation", "number"], name="door_list_number_once")]

    def __str__(self) -> str:
        return f"door list {self.evacuation_id}/{self.number}"


class DoorEntry(models.Model):
    """One household on a list. place_in_order: the place of its door in the walk.

    state, state_at, state_by: what stands of all that was said of the household as a whole.
    household: None for one person in no register who was met outside any home; met_at: where that was, in words.
    """

    door_list = models.ForeignKey(DoorList, on_delete=models.PROTECT, related_name="entries")
    evacuation = models.ForeignKey("evacuations.Evacuation", on_delete=models.PROTECT, related_name="doors")
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met_at = models.CharField(max_length=60, blank=True, default="")
    place_in_order = models.PositiveSmallIntegerField()
    needs_help = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=DOOR_STATES, default=DoorState.TO_TELL)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["DoorEntry"]] = scoped_manager("evacuation__org")

    class Meta:
        ordering = ["door_list", "place_in_order"]
        constraints = [models.UniqueConstraint(fields=["evacuation", "household"], name="door_of_an_evacuation_once")]

    def __str__(self) -> str:
        return f"door-{self.pk}"

    @property
    def where(self) -> str:
        """The house and the door, or where somebody was met outside any."""
        if self.household is None:
            return self.met_at or gettext("met on the way")
        return f"{self.household.building.name} {self.household}"

    @property
    def door(self) -> str:
        """What marks it in its house, or where somebody was met outside any."""
        return self.household.door if self.household else self.where

    @property
    def home(self) -> "Household":
        """The household behind the door; to be asked only where there is one."""
        if self.household is None:
            raise LookupError(f"{self} stands for somebody met outside any home")
        return self.household


class Evacuee(models.Model):
    """One person who is expected to leave. resident: None once the registry forgot who it was.

    state: where something was said of this person alone; empty: as the household. found_at: of somebody met at a door or
    outside who is in no register; the name is sealed then, bound to `uid`, which the form or the phone brings so that
    it counts once.
    """

    entry = models.ForeignKey(DoorEntry, on_delete=models.PROTECT, related_name="people")
    resident = models.ForeignKey("registry.Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=DOOR_STATES, blank=True, default="")
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    uid = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    name_sealed = models.TextField(blank=True, default="")
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager["Evacuee"]] = scoped_manager("entry__evacuation__org")

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "resident"], name="evacuee_once")]

    def __str__(self) -> str:
        return f"evacuee-{self.pk}"

    def seal_name(self, name: str) -> None:
        """Put the name of somebody found at the door on the row, sealed."""
        self.name_sealed = seal_personal(name, about=f"evacuations_evacuee.name:{self.uid}")

    def opened_name(self) -> str:
        """Return the name, from the register or as it was found; empty once forgotten. Raises: SealBroken."""
        if self.resident is not None:
            return self.resident.opened("name")
        return open_personal(self.name_sealed, about=f"evacuations_evacuee.name:{self.uid}") if self.name_sealed else ""


class DoorChange(models.Model):
    """What somebody said of a door, or of one person behind it; kept whether or not it stands.

    at: when it was done, by this house's clock; phone_at: what the phone's clock showed then (None: said on a page of
    this house); received_at: when it arrived. client_id: made by the phone, so that what is sent twice counts once.
    """

    entry = models.ForeignKey(DoorEntry, on_delete=models.PROTECT, related_name="changes")
    evacuee = models.ForeignKey(Evacuee, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    to = models.CharField(max_length=12, choices=DOOR_STATES)
    at = models.DateTimeField()
    phone_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True, default="")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)

    objects: ClassVar[models.Manager["DoorChange"]] = scoped_manager("entry__evacuation__org")

    class Meta:
        ordering = ["at", "received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.to}"


class ForcedEvacuation(models.Model):
    """A household, or one person, taken out against their will.

    legal_basis: a key of legal_bases.yaml. authority: the body that decided; decided_by: name and post of who decided
    for it. officers: who carried it out.
    """

    entry = models.ForeignKey(DoorEntry, on_delete=models.PROTECT, related_name="forced")
    evacuee = models.ForeignKey(Evacuee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    legal_basis = models.CharField(max_length=24)
    authority = models.CharField(max_length=120)
    decided_by = models.CharField(max_length=80)
    officers = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["ForcedEvacuation"]] = scoped_manager("entry__evacuation__org")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"forced-{self.pk}"
