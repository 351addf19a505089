"""Forms of calls."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from shapely.errors import ShapelyError
from shapely.geometry import shape

from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import people_of
from linan.ground.ui.forms import LongSelectMultiple
from linan.monitoring.models import WarningCard
from linan.registry.fields import BuildingsField
from linan.registry.models import Building
from linan.response.calls.actions.drafts import Draft
from linan.response.calls.actions.lines import LineSpec
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import Asked
from linan.response.calls.domain.texts import SHORT_CHARACTERS, SPOKEN_CHARACTERS, four_lengths
from linan.response.calls.models import Call, Group, Level, Line, Rules
from linan.response.models import Incident, Mode

CALLED_ROLES = (
    Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR, Role.GRID_MEMBER, Role.BUILDING_HEAD, Role.PROPERTY_STAFF,
    Role.RESPONDER, Role.VOLUNTEER,
)
USUAL_CHOICES = ("收到，马上行动", "已经做到")
MOST_CHOICES = 5


class CallForm(forms.Form):
    """Write a call: what happens, what to do, in four lengths, and to whom."""

    title = forms.CharField(label=_("What is it about?"), max_length=60)
    level = forms.TypedChoiceField(label=_("How urgent?"), choices=Level.choices, coerce=int, initial=Level.ORANGE)
    mode = forms.ChoiceField(label=_("Real or drill?"), choices=Mode.choices, initial=Mode.REAL, widget=forms.RadioSelect)
    wanted = forms.CharField(label=_("What should they do?"), max_length=60)
    short_text = forms.CharField(
        label=_("Message (70 characters)"), required=False, max_length=SHORT_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One text message. The answer link is added by itself."),
    )
    spoken_text = forms.CharField(
        label=_("Loudspeaker (15 seconds)"), required=False, max_length=SPOKEN_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read aloud twice: no more than 60 characters."),
    )
    poster_text = forms.CharField(label=_("Poster"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    door_text = forms.CharField(label=_("Words at the door"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    choices = forms.CharField(
        label=_("Possible answers, one a line"), widget=forms.Textarea(attrs={"rows": 3}), initial="\n".join(USUAL_CHOICES)
    )
    on_duty = forms.BooleanField(label=_("Whoever is on duty now"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=[(role.value, role.label) for role in CALLED_ROLES], required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"), queryset=Group.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    buildings = BuildingsField(
        label=_("Everybody in these buildings"), required=False, widget=LongSelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several."),
    )
    area = forms.CharField(
        label=_("Everybody in the buildings of this area"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Draw it on the map, or paste a GeoJSON polygon."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=Person.objects.none(), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, *args: Any, org: Org, org_ids: Sequence[int], incident: Incident | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._incident, self._org = incident, org
        querysets = {
            "groups": Group.objects.all(), "people": people_of(org_ids=org_ids),
            "buildings": Building.objects.filter(org__path__startswith=org.path),
        }
        for name, rows in querysets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if incident is not None:
            del self.fields["mode"]

    def clean_area(self) -> dict[str, Any] | None:
        """Return the polygon; refuse what is none."""
        text = self.cleaned_data["area"].strip()
        if not text:
            return None
        try:
            polygon = json.loads(text)
            if polygon.get("type") == "Polygon" and shape(polygon).is_valid:
                return dict(polygon)
        except (ValueError, AttributeError, TypeError, KeyError, IndexError, ShapelyError):
            pass
        raise ValidationError(_("This is not an area. Draw it again: it must not cross itself."))

    def clean_choices(self) -> tuple[str, ...]:
        """Return the possible answers, at most five."""
        lines = [line.strip()[:60] for line in self.cleaned_data["choices"].splitlines()]
        return tuple(line for line in lines if line)[:MOST_CHOICES]

    def draft(self, *, warning: WarningCard | None) -> Draft:
        """Return the call as it was written. warning: the card whose warning it passes on."""
        filled = self.cleaned_data
        texts = {"title": filled["title"], "wanted": filled["wanted"]} | self._four_lengths()
        audience = Audience(
            people=tuple(one.pk for one in filled["people"]), groups=tuple(one.pk for one in filled["groups"]),
            roles=tuple(filled["roles"]), on_duty=filled["on_duty"],
            buildings=tuple(one.pk for one in filled["buildings"]), area=filled["area"],
        )
        return Draft(
            **texts, level=filled["level"], mode=Mode(filled.get("mode") or Mode.REAL), choices=filled["choices"],
            audience=audience, incident_id=self._incident.pk if self._incident else None,
            warning_id=warning.pk if warning else None,
        )

    def _four_lengths(self) -> dict[str, str]:
        """Return the four texts; one that was left empty is drafted from what happens and what is wanted."""
        filled = self.cleaned_data
        drafted = four_lengths(place="", happening=filled["title"], wanted=filled["wanted"], signed=self._org.name)
        usual = {
            "short_text": drafted.short, "spoken_text": drafted.spoken, "poster_text": drafted.poster, "door_text": drafted.door,
        }
        return {name: filled[name].strip() or text for name, text in usual.items()}


def written(call: Call) -> dict[str, Any]:
    """Return a call as the form's initial values."""
    names = ("title", "level", "mode", "wanted", "short_text", "spoken_text", "poster_text", "door_text")
    audience = Audience.from_json(call.audience)
    return {name: getattr(call, name) for name in names} | {
        "choices": "\n".join(call.choices), "on_duty": audience.on_duty, "roles": audience.roles,
        "groups": audience.groups, "buildings": audience.buildings, "people": audience.people,
        "area": json.dumps(audience.area) if audience.area else "",
    }


class LineForm(forms.Form):
    """Set up a line: what its channel asks for. Secrets are never shown again; an empty one stays as it is."""

    name = forms.CharField(label=_("Name of the line"), max_length=60)
    per_second = forms.FloatField(
        label=_("At most so many a second"), required=False, min_value=0.01, max_value=10_000,
        help_text=_("Empty: as many as the channel usually allows."),
    )
    is_on = forms.BooleanField(label=_("In use"), required=False, initial=True)
    may_drill = forms.BooleanField(
        label=_("Takes drills too"), required=False, help_text=_("Only for groups and loudspeakers that reach none but drill guests.")
    )

    def __init__(self, *args: Any, asks: Sequence[Asked], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._asks = asks
        for asked in asks:
            self.fields[f"ask_{asked.name}"] = self._field(asked, is_new=is_new)

    @staticmethod
    def _field(asked: Asked, *, is_new: bool) -> forms.CharField:
        label = _(asked.label)
        if not asked.is_secret:
            return forms.CharField(label=label, max_length=300, required=asked.must, initial=asked.default)
        return forms.CharField(
            label=label, max_length=500, required=asked.must and is_new, help_text="" if is_new else _("Empty: stays as it is."),
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        )

    def spec(self) -> LineSpec:
        """Return the line as it was set up."""
        filled = self.cleaned_data
        plain = {one.name: filled[f"ask_{one.name}"] for one in self._asks if not one.is_secret}
        secret = {one.name: filled[f"ask_{one.name}"] for one in self._asks if one.is_secret}
        return LineSpec(
            name=filled["name"], settings=plain, secrets=secret, per_second=filled["per_second"], is_on=filled["is_on"],
            may_drill=filled["may_drill"],
        )


def set_up(line: Line) -> dict[str, Any]:
    """Return a line as the form's initial values, without its secrets."""
    columns = {"name": line.name, "per_second": line.per_second, "is_on": line.is_on, "may_drill": line.may_drill}
    return columns | {f"ask_{name}": value for name, value in line.settings.items()}


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The rules of sending, and who may be reached in a drill."""

    guests = forms.ModelMultipleChoiceField(
        label=_("White list of drills and test mode"), queryset=Person.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    class Meta:
        model = Rules
        fields = ("is_test", "mass_from", "quiet_from", "quiet_to")
        widgets = {
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_to": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(self, *args: Any, org_ids: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["guests"].queryset = people_of(org_ids=org_ids)  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """A group that is called together."""

    name = forms.CharField(label=_("Name"), max_length=60)
    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=Person.objects.none(), widget=forms.SelectMultiple(attrs={"size": 12})
    )

    def __init__(self, *args: Any, org_ids: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].queryset = people_of(org_ids=org_ids)  # type: ignore[attr-defined]
