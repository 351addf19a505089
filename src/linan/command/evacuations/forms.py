"""Forms of evacuations."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid5

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change
from linan.command.evacuations.actions.finding import Met, about_whom
from linan.command.evacuations.actions.zones import Outlined
from linan.command.evacuations.domain.outlines import (
    RADIUS_MOST_M,
    around_building,
    circle,
    drawn,
    of_shape,
)
from linan.command.evacuations.lists import SAYABLE
from linan.command.evacuations.models import STATE_NAMES, Evacuee, ZoneSource
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.ui.forms import add_refusal
from linan.logistics.shelters.models import Shelter
from linan.monitoring.models import WarningCard
from linan.monitoring.warning_queries import reached_by
from linan.registry.fields import BuildingField
from linan.registry.models import Building, RiskSource
from linan.response.models import Mode

RADIUS_M = 150


class WarningField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A warning in force, shown with the community it touches."""

    def label_from_instance(self, obj: WarningCard) -> str:
        """Return how the choice reads."""
        return f"{obj.warning.headline} · {obj.org}"


class ZoneForm(forms.Form):
    """Where nobody may stay, on whose word, and why."""

    name = forms.CharField(label=_("Name of the zone"), max_length=80)
    org = forms.ModelChoiceField(label=_("For whom"), queryset=Org.objects.none(), empty_label=None)
    source = forms.ChoiceField(
        label=_("Where its outline comes from"), choices=ZoneSource.choices, initial=ZoneSource.DRAWN,
        widget=forms.RadioSelect,
    )
    polygon = forms.CharField(
        label=_("Outline"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Click the corners on the map; written as GeoJSON, WGS 84."),
    )
    risk_source = forms.ModelChoiceField(label=_("Risk source"), queryset=RiskSource._base_manager.none(), required=False)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    radius_m = forms.IntegerField(
        label=_("Radius (m)"), required=False, min_value=5, max_value=RADIUS_MOST_M, initial=RADIUS_M
    )
    building = BuildingField(label=_("Building"), required=False)
    floors = forms.CharField(
        label=_("Which floors"), required=False, max_length=60, help_text=_("For instance 4-6, 9. Left empty: the whole building.")
    )
    warning = WarningField(label=_("Public warning"), queryset=WarningCard._base_manager.none(), required=False)
    authority = forms.CharField(
        label=_("Decided by"), max_length=120, help_text=_("Name, post and by which right, for instance the commander at the scene.")
    )
    reason = forms.CharField(label=_("Why must people leave?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, org_ids: Sequence[int], cards: Sequence[WarningCard], **options: Any) -> None:
        super().__init__(*args, **options)
        choices: dict[str, Any] = {
            "org": Org.objects.filter(pk__in=org_ids, kind__in=("community", "street", "district")).order_by("-path"),
            "risk_source": RiskSource.objects.order_by("name"),
            "building": Building.objects.order_by("name").defer("footprint"),
            "warning": WarningCard.objects.filter(pk__in=[one.pk for one in cards]).select_related("warning", "org"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Make the outline of what was chosen."""
        found = super().clean() or {}
        try:
            found["outline"] = self._outline(found)
            found["floor_numbers"] = floors_in(found.get("floors", ""))
        except Refused as refusal:
            add_refusal(self, refusal)
        return found

    def outlined(self) -> Outlined:
        """Return the zone to be declared."""
        found = self.cleaned_data
        is_building = found["source"] == ZoneSource.BUILDING
        return Outlined(
            name=found["name"], source=found["source"], polygon=found["outline"], authority=found["authority"],
            reason=found["reason"], building=found["building"] if is_building else None,
            floors=found["floor_numbers"] if is_building else (),
        )

    def _outline(self, found: dict[str, Any]) -> dict[str, Any]:
        source = found.get("source")
        if source == ZoneSource.HAZARD_POINT:
            return self._circle(found)
        if source == ZoneSource.BUILDING:
            building = found.get("building")
            return around_building(building.footprint, building.lon, building.lat) if building else missing("building")
        if source == ZoneSource.WARNING:
            reached = reached_by([found["warning"]]) if found.get("warning") else []
            return of_shape(reached[0][1]) if reached else missing("warning")
        return drawn(found.get("polygon", ""))

    def _circle(self, found: dict[str, Any]) -> dict[str, Any]:
        at = found.get("risk_source")
        lon, lat = (at.lon, at.lat) if at else (found.get("lon"), found.get("lat"))
        if lon is None or lat is None:
            return missing("lon")
        return circle(lon, lat, found.get("radius_m") or RADIUS_M)


class OutlineForm(forms.Form):
    """Another outline of a zone."""

    polygon = forms.CharField(
        label=_("Outline"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Click the corners on the map; written as GeoJSON, WGS 84."),
    )

    def clean(self) -> dict[str, Any]:
        """Read the outline."""
        found = super().clean() or {}
        try:
            found["outline"] = drawn(found.get("polygon", ""))
        except Refused as refusal:
            add_refusal(self, refusal)
        return found


class PlanForm(forms.Form):
    """Where people may be led, and how long a better plan is looked for."""

    shelters = forms.TypedMultipleChoiceField(
        label=_("Shelters people may be led to"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("The nearest first, those within the zone left out. Closed ones must be opened once it is ordered."),
    )
    seconds = forms.TypedChoiceField(
        label=_("Look for a better plan for"), coerce=int, initial=15, choices=[
            (5, _("5 seconds")), (15, _("15 seconds")), (60, _("1 minute")), (300, _("5 minutes")),
        ], help_text=_("It ends earlier when the plan is proved to be the best."),
    )
    mode = forms.ChoiceField(label=_("Real or drill?"), choices=Mode.choices, initial=Mode.REAL, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, near: Sequence[tuple[Shelter, int]], chosen: Sequence[int], asks_mode: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["shelters"].choices = [(one.pk, shelter_words(one, metres)) for one, metres in near]  # type: ignore[attr-defined]
        self.fields["shelters"].initial = list(chosen)
        if not asks_mode:
            del self.fields["mode"]

    @property
    def chosen(self) -> list[int]:
        """The ids of the chosen shelters."""
        return list(self.cleaned_data["shelters"])


def shelter_words(shelter: Shelter, metres: int) -> str:
    """Return a shelter as a choice reads."""
    return gettext("%(name)s · %(status)s · %(places)s places · %(metres)s m") % {
        "name": shelter.name, "status": shelter.get_status_display(), "places": shelter.usable_places, "metres": metres
    }


class BlockForm(forms.Form):
    """Where a way is blocked: a place clicked on the map, or an area drawn. outline_at: the area to close at a place."""

    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    polygon = forms.CharField(label=_("Outline"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(label=_("What blocks it?"), max_length=200)

    def __init__(self, *args: Any, outline_at: Callable[[float, float], dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._outline_at = outline_at

    def clean(self) -> dict[str, Any]:
        """Make an area of what was given."""
        found = super().clean() or {}
        try:
            if found.get("polygon"):
                found["outline"] = drawn(found["polygon"])
            elif found.get("lon") is not None and found.get("lat") is not None:
                found["outline"] = self._outline_at(found["lon"], found["lat"])
            else:
                raise BlockMissing(field="lon")
        except Refused as refusal:
            add_refusal(self, refusal)
        return found


class TouchForm(forms.Form):
    """A place touched on the map."""

    lon = forms.FloatField(min_value=-180, max_value=180)
    lat = forms.FloatField(min_value=-90, max_value=90)


class FullForm(forms.Form):
    """Which shelter takes nobody more: its id, from the buttons of the page."""

    shelter = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class FoundForm(forms.Form):
    """Somebody who is in no register, met at a door or outside any home. key: of this form, so that it counts once."""

    name = forms.CharField(
        label=_("Name, or how the person can be recognised"), max_length=60,
        help_text=_("For instance: name not known, woman in a red coat, about 60."),
    )
    place = forms.CharField(
        label=_("Where?"), max_length=60, required=False, help_text=_("The shop, the corner, the bus stop."),
    )
    to = forms.ChoiceField(label=_("What now?"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_outside: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        said = [(state.value, STATE_NAMES[state]) for state in SAYABLE]
        self.fields["to"].choices = [("", _("as the household")), *said] if not is_outside else said  # type: ignore[attr-defined]
        if not is_outside:
            del self.fields["place"]

    def met(self, entry_id: int | None) -> Met:
        """Return who was met. entry_id: at which door, None outside any home."""
        said = self.cleaned_data
        return Met(client_id=said["key"], name=said["name"], entry_id=entry_id, place=said.get("place", ""))

    def said_of(self, found: Evacuee) -> list[Change]:
        """Return what is to be noted of them at once; a second sending of the form is the same word."""
        if not self.cleaned_data["to"]:
            return []
        entry_id, evacuee_id = about_whom(found)
        to = DoorState(self.cleaned_data["to"])
        return [Change(client_id=uuid5(self.cleaned_data["key"], to), entry_id=entry_id, evacuee_id=evacuee_id, to=to)]


class BlockMissing(Refused):
    """No place was named."""

    code = "block_place_missing"
    msgid = noop("Click on the map where nobody can pass, or draw the area.")


class PlaceMissing(Refused):
    """The outline has nothing to come from."""

    code = "zone_place_missing"
    msgid = noop("Choose here what the zone is drawn around.")


class BadFloors(Refused):
    """What was written names no floors."""

    code = "bad_floors"
    msgid = noop("Write floors as numbers and ranges, for instance 4-6, 9.")


def missing(field: str) -> dict[str, Any]:
    """Refuse, by the field that was left empty. Raises: PlaceMissing."""
    raise PlaceMissing(field=field)


def floors_in(text: str) -> tuple[int, ...]:
    """Return the floors written as "4-6, 9". Raises: BadFloors."""
    found: set[int] = set()
    for part in text.replace("，", ",").replace("、", ",").replace("–", "-").split(","):
        if part.strip():
            first, _, last = part.strip().partition("-")
            if not (first.isdecimal() and (not last or last.isdecimal())):
                raise BadFloors(field="floors")
            found.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(found))
